import type { CostLine, PreviewJson } from "./document";

export interface CostChange {
  resource: string;
  item: string;
  before: number;
  after: number;
}

const SCENARIO = "expected";

/** Cost lines of the expected traffic that differ by a cent or more, the largest difference first. */
export function costChanges(base: PreviewJson | undefined, head: PreviewJson): CostChange[] {
  const changes = new Map<string, CostChange>();
  const note = (line: CostLine, side: "before" | "after") => {
    const key = [line.urn, line.item, line.sku, line.kind].join("\n");
    const change = changes.get(key) ?? {
      resource: line.urn.split("::").at(-1) ?? "",
      item: line.item,
      before: 0,
      after: 0,
    };
    change[side] += line.monthly;
    changes.set(key, change);
  };
  for (const line of base?.cost.lines ?? []) if (line.scenario === SCENARIO) note(line, "before");
  for (const line of head.cost.lines) if (line.scenario === SCENARIO) note(line, "after");
  return [...changes.values()]
    .filter((change) => Math.abs(difference(change)) >= 0.005)
    .sort((a, b) => Math.abs(difference(b)) - Math.abs(difference(a)));
}

export const difference = ({ before, after }: Pick<CostChange, "before" | "after">) => after - before;

/** `$18.25` */
export const usd = (amount: number) => `${amount < 0 ? "−" : ""}$${Math.abs(amount).toFixed(2)}`;

/** `+$18.25`, `−$3.00`, or `±$0.00`. */
export const signed = (amount: number) =>
  Math.abs(amount) < 0.005 ? "±$0.00" : amount > 0 ? `+${usd(amount)}` : usd(amount);
