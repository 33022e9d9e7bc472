import type { Decimal } from "./money";
import type { Confidence } from "./prices/price-book";

/** Three amounts of traffic, and the most that the limits allow. */
export const SCENARIOS = ["low", "expected", "high", "ceiling"] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** `fixed` is due without any traffic; `usage` grows with it. */
export type Kind = "fixed" | "usage";

/** One line of the bill of one scenario: `quantity` times `unitPrice` is `monthly`, exactly. */
export interface Line {
  urn: string;
  component: string;
  item: string;
  sku: string;
  location: string;
  quantity: Decimal;
  unit: string;
  /** USD. */
  unitPrice: Decimal;
  /** USD. */
  monthly: Decimal;
  kind: Kind;
  scenario: Scenario;
  source: string;
  asOf: string;
  confidence: Confidence;
}

/** What costs something that is not in the totals, and why. */
export interface Unpriced {
  urn: string;
  component: string;
  item: string;
  reason: string;
  /** The values that would have been understood. */
  known?: string[];
}

/** What costs nothing, and why. */
export interface Free {
  urn: string;
  component: string;
  item: string;
  reason: string;
}

export interface Totals {
  fixed: Decimal;
  usage: Decimal;
  total: Decimal;
}

export interface CostReport {
  currency: "USD";
  scenarios: Record<Scenario, Totals>;
  lines: Line[];
  unpriced: Unpriced[];
  free: Free[];
}
