/** A way that is open or closed, step by step; `null` where what decides it is not known before `up`. */
export interface Way {
  open: boolean | null;
  steps: string[];
}

export const open = (...steps: string[]): Way => ({ open: true, steps });
export const closed = (...steps: string[]): Way => ({ open: false, steps });
export const unknown = (...steps: string[]): Way => ({ open: null, steps });

/** One gate after the other: told up to the first closed one. */
export function through(...gates: (Way | (() => Way))[]): Way {
  const passed: Way = open();
  for (const gate of gates) {
    const { open: lets, steps } = typeof gate === "function" ? gate() : gate;
    passed.steps.push(...steps);
    if (lets === false) return closed(...passed.steps);
    if (lets === null) passed.open = null;
  }
  return passed;
}

/** Whichever way is open; else the one that may be; else why each is closed. */
export function anyOf(...ways: Way[]): Way {
  return (
    ways.find((way) => way.open) ??
    ways.find((way) => way.open === null) ??
    closed(...new Set(ways.flatMap(({ steps }) => steps)))
  );
}

/** All of them have to be open, and each is told. */
export function allOf(...ways: Way[]): Way {
  const states = ways.map((way) => way.open);
  return {
    open: states.includes(false) ? false : states.includes(null) ? null : true,
    steps: ways.flatMap(({ steps }) => steps),
  };
}

/** Whether one party can reach another, why, and whether the architecture promises it so. */
export interface Reach {
  from: string;
  to: string;
  /** To the end: through the network and past the login. `null` where that is not known before `up`. */
  reachable: boolean | null;
  expected: boolean;
  /** The resources and settings that open or close the way, in the order a request meets them. */
  because: string[];
}

export function row(from: string, to: string, expected: boolean, way: Way): Reach {
  return { from, to, reachable: way.open, expected, because: way.steps };
}

/** Whether a row is known to differ from the promise. */
export function isBroken({ reachable, expected }: Pick<Reach, "reachable" | "expected">): boolean {
  return reachable !== null && reachable !== expected;
}

/** What a reader is told of a row's way. */
export function said(reachable: boolean | null): "yes" | "no" | "not known yet" {
  return reachable === null ? "not known yet" : reachable ? "yes" : "no";
}
