import { type Line, SCENARIOS, type Scenario } from "./line";
import { Decimal, sum } from "./money";
import allowances from "./prices/allowances.json";

/** What a billing account gets free each month: spend on these skus up to `usd`, which is `quantity` at the price of us-central1. */
export interface Allowance {
  name: string;
  skus: string[];
  /** Only spend there counts. */
  locations?: string[];
  quantity: string;
  unit: string;
  usd: string;
}

export const ALLOWANCES: readonly Allowance[] = allowances;

/** The credits of one billing account, shared by all resources: one line an allowance and scenario that has any use for it. */
export function freeTierCredits(lines: readonly Line[]): Line[] {
  return SCENARIOS.flatMap((scenario) => ALLOWANCES.flatMap((allowance) => credit(allowance, scenario, lines)));
}

function credit(allowance: Allowance, scenario: Scenario, lines: readonly Line[]): Line[] {
  const spends = lines.filter(
    (line) =>
      line.scenario === scenario &&
      allowance.skus.includes(line.sku) &&
      (allowance.locations?.includes(line.location) ?? true),
  );
  const usd = Decimal.min(sum(spends.map((line) => line.monthly)), allowance.usd);
  if (usd.isZero()) return [];
  return [
    {
      urn: "",
      component: "billing account",
      item: `Free tier: ${allowance.name}, first ${allowance.quantity} ${allowance.unit}`,
      sku: "free-tier",
      location: "global",
      quantity: new Decimal(1),
      unit: "month",
      unitPrice: usd.negated(),
      monthly: usd.negated(),
      kind: "usage",
      scenario,
      source: "cloud.google.com/free, applied as a discount on spend at the prices of us-central1",
      asOf: "2026-09-24",
      confidence: "official",
    },
  ];
}
