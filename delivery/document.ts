import type { Verdict } from "../policies/verdicts";
import type { Reach } from "../reach/way";
import type { Resource } from "../resources/resource";

interface Totals {
  fixed: number;
  usage: number;
  total: number;
}

/** A line of the cost estimate. */
export interface CostLine {
  urn: string;
  item: string;
  sku: string;
  kind: string;
  scenario: string;
  monthly: number;
}

/** What `npm run preview -- --json` prints, as far as a pull request shows it. */
export interface PreviewJson {
  stack: string;
  settings: Record<string, unknown>;
  resources: Resource[];
  policies: Verdict[];
  reach: Reach[];
  cost: { scenarios: Record<"low" | "expected" | "high" | "ceiling", Totals>; lines: CostLine[] };
}

/** One stack before and after a pull request. */
export interface StackComparison {
  stack: string;
  /** Absent where the base has no such stack, or could not be previewed. */
  base?: PreviewJson;
  /** The preview, or the message of what kept it from being one. */
  head: PreviewJson | { error: string };
  /** What the engine said of it, asked of the cloud, where there are credentials. */
  cloud?: { text: string; failed: boolean };
}
