import Table from "cli-table3";
import type { Advice } from "./advice";
import { type CostReport, type Line, SCENARIOS, type Scenario } from "./line";
import { Decimal, sum } from "./money";

/** Rate for the amounts in BRL. */
export interface Exchange {
  brlPerUsd: number;
  date: string;
}

/** Amounts are rounded here and nowhere else. */
const rounded = (amount: Decimal): string =>
  amount.toFixed(2, Decimal.ROUND_HALF_UP).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

export const usd = (amount: Decimal): string =>
  amount.lte("-0.005") ? `-$${rounded(amount.negated())}` : `$${rounded(amount.abs())}`;

export const brl = (amount: Decimal, { brlPerUsd }: Exchange): string => `R$ ${rounded(amount.times(brlPerUsd))}`;

const PLAIN = { head: [], border: [], "padding-left": 0, "padding-right": 2 };
const NO_LINES = Object.fromEntries(
  [
    "top",
    "top-mid",
    "top-left",
    "top-right",
    "bottom",
    "bottom-mid",
    "bottom-left",
    "bottom-right",
    "left",
    "left-mid",
    "mid",
    "mid-mid",
    "right",
    "right-mid",
    "middle",
  ].map((part) => [part, ""]),
);

/** A table without rules: columns after the first `left` ones are amounts, set to the right. */
export function table(head: string[], rows: string[][], left = 1): string {
  const made = new Table({
    head,
    style: PLAIN,
    chars: NO_LINES,
    colAligns: head.map((_, index) => (index < left ? "left" : "right")),
  });
  made.push(...rows);
  return made.toString().replace(/ +$/gm, "");
}

/** The cost section: by component, fixed and usage apart, each scenario a column. */
export function printCost(report: CostReport, exchange: Exchange): string {
  const cells = componentRows(report).map(({ component, kind, amounts }) => [
    component,
    kind,
    ...SCENARIOS.map((scenario) => usd(amounts[scenario])),
  ]);
  const totals = (["fixed", "usage", "total"] as const).map((kind, index) => [
    index === 0 ? "All" : "",
    kind,
    ...SCENARIOS.map((scenario) => usd(report.scenarios[scenario][kind])),
  ]);
  const inBrl = ["", "total", ...SCENARIOS.map((scenario) => brl(report.scenarios[scenario].total, exchange))];
  return [
    table(["Cost a month", "", "Low", "Expected", "High", "Ceiling"], [...cells, ...totals, inBrl], 2),
    "",
    `USD list prices before tax; 1 USD = ${exchange.brlPerUsd} BRL on ${exchange.date}. Ceiling: every limit reached all month, with the traffic of High.`,
    ...(report.unpriced.length > 0
      ? [
          "",
          "Not priced, and not in the totals:",
          ...report.unpriced.map(({ urn, item, reason }) => `  ${nameOf(urn)}: ${item}: ${reason}`),
        ]
      : []),
  ].join("\n");
}

const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

export interface ComponentRow {
  component: string;
  kind: Line["kind"];
  amounts: Record<Scenario, Decimal>;
}

/** A row for what each component pays fixed and by usage, largest component first. */
export function componentRows({ lines }: CostReport): ComponentRow[] {
  const total = (component: string) =>
    sum(
      lines.filter((line) => line.component === component && line.scenario === "expected").map((line) => line.monthly),
    );
  const components = [...new Set(lines.map(({ component }) => component))].sort(
    (a, b) => total(b).cmp(total(a)) || a.localeCompare(b),
  );
  return components.flatMap((component) =>
    (["fixed", "usage"] as const).flatMap((kind, index): ComponentRow[] => {
      const own = lines.filter((line) => line.component === component && line.kind === kind);
      if (own.length === 0) return [];
      const amounts = Object.fromEntries(
        SCENARIOS.map((scenario) => [
          scenario,
          sum(own.filter((line) => line.scenario === scenario).map((line) => line.monthly)),
        ]),
      );
      const named = index === 0 || !lines.some((line) => line.component === component && line.kind === "fixed");
      return [{ component: named ? component : "", kind, amounts: amounts as Record<Scenario, Decimal> }];
    }),
  );
}

/** Every line of one scenario. */
export function printLines(report: CostReport, scenario: Scenario): string {
  const rows = report.lines
    .filter((line) => line.scenario === scenario)
    .map((line) => [
      line.component,
      nameOf(line.urn),
      line.item,
      quantity(line.quantity),
      line.unit,
      `$${line.unitPrice.toFixed()}`,
      usd(line.monthly),
      line.kind,
      `${line.asOf} ${line.confidence}`,
    ]);
  return table(["Component", "Resource", "Item", "Quantity", "Unit", "Price", "A month", "Kind", "As of"], rows, 3);
}

export const quantity = (amount: Decimal): string =>
  amount
    .toDecimalPlaces(4)
    .toFixed()
    .replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");

export function printAdvice(advice: readonly Advice[]): string {
  if (advice.length === 0) return "";
  const rows = advice.map(({ title, loses, set, saves }) => [
    title,
    set.join(" "),
    loses,
    usd(saves.expected),
    usd(saves.ceiling),
  ]);
  return table(["What would save", "How", "What it loses", "Expected", "Ceiling"], rows, 3);
}
