/**
 * What one check has to say.
 * `ok` and `wrong` are answers; `unknown` could not be looked at, and says why; `skipped` was not asked or does not apply.
 */
export interface Finding {
  /** Which check, as `--skip` names it. */
  check: string;
  /** What was looked at: a host, a secret, a constraint. */
  subject: string;
  status: "ok" | "wrong" | "unknown" | "skipped";
  expected: string;
  found: string;
  /** What to do about it; empty when there is nothing to do. */
  remedy: string;
}

/** A finding without the name of its check, which the runner knows. */
export type Observation = Omit<Finding, "check">;

export const ok = (subject: string, expected: string, found: string): Observation => ({
  subject,
  status: "ok",
  expected,
  found,
  remedy: "",
});

export const wrong = (subject: string, expected: string, found: string, remedy: string): Observation => ({
  subject,
  status: "wrong",
  expected,
  found,
  remedy,
});

export const unknown = (subject: string, expected: string, found: string, remedy: string): Observation => ({
  subject,
  status: "unknown",
  expected,
  found,
  remedy,
});

export const skipped = (subject: string, why: string): Observation => ({
  subject,
  status: "skipped",
  expected: "",
  found: why,
  remedy: "",
});

/** `ok` or `wrong`, by a condition. */
export const judge = (good: boolean, subject: string, expected: string, found: string, remedy: string): Observation =>
  good ? ok(subject, expected, found) : wrong(subject, expected, found, remedy);
