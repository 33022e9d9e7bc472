import type { CostReport, Line, Scenario, Totals } from "./line";
import type { Decimal } from "./money";

/** Exact for any amount of up to fifteen digits, which is more than a bill has. */
const number = (amount: Decimal): number => amount.toNumber();

const totals = ({ fixed, usage, total }: Totals) => ({
  fixed: number(fixed),
  usage: number(usage),
  total: number(total),
});

const line = ({ quantity, unitPrice, monthly, ...rest }: Line) => ({
  ...rest,
  quantity: number(quantity),
  unitPrice: number(unitPrice),
  monthly: number(monthly),
});

/** The report as JSON prints it. Lines of one scenario only, where one is asked for. */
export function toJson(report: CostReport, scenario?: Scenario) {
  const { low, expected, high, ceiling } = report.scenarios;
  return {
    currency: report.currency,
    scenarios: { low: totals(low), expected: totals(expected), high: totals(high), ceiling: totals(ceiling) },
    lines: report.lines.filter((candidate) => scenario === undefined || candidate.scenario === scenario).map(line),
    unpriced: report.unpriced,
    free: report.free,
  };
}
