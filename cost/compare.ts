import type { Resource } from "../resources/resource";
import { UserError } from "../resources/user-error";
import { type Assumptions, estimate } from "./estimate";
import { type CostReport, SCENARIOS, type Scenario } from "./line";
import type { Decimal } from "./money";
import { monolith } from "./monolith";
import { table, usd } from "./print";

/** One way to build the stack. */
export interface Variant {
  name: string;
  /** Another stack than the one compared. */
  stack?: string;
  /** `key=value` settings on top of it. */
  set: string[];
  /** The brief's one-service alternative instead of a stack. */
  monolith?: true;
}

/** Variants that answer one question; deltas are against the first. */
export interface Question {
  question: string;
  variants: Variant[];
}

/** The choices that move the bill. */
export const QUESTIONS: Question[] = [
  {
    question: "Load balancer",
    variants: [
      { name: "off: run.app address", set: ["edge.mode=run-url"] },
      { name: "on: with Armor and CDN", set: ["edge.mode=load-balancer"] },
    ],
  },
  {
    question: "Way into the VPC",
    variants: [
      { name: "connector", set: ["network.egress=connector"] },
      { name: "Direct VPC egress", set: ["network.egress=direct"] },
    ],
  },
  {
    question: "Database",
    variants: [
      { name: "shared core: db-g1-small", set: ["database.tier=db-g1-small", "database.highAvailability=false"] },
      {
        name: "dedicated: db-custom-1-3840",
        set: ["database.tier=db-custom-1-3840", "database.highAvailability=false"],
      },
      {
        name: "dedicated, high availability",
        set: [
          "database.tier=db-custom-1-3840",
          "database.highAvailability=true",
          "database.backups.pointInTimeRecovery=true",
        ],
      },
    ],
  },
  {
    question: "Instances kept warm",
    variants: [
      { name: "none", set: ["bff.instances.min=0", "api.instances.min=0"] },
      { name: "one of each service", set: ["bff.instances.min=1", "api.instances.min=1"] },
    ],
  },
  {
    question: "Region",
    variants: [
      { name: "us-central1 (Iowa)", set: ["region=us-central1"] },
      { name: "southamerica-east1 (São Paulo)", set: ["region=southamerica-east1"] },
    ],
  },
  {
    question: "Stack",
    variants: [
      { name: "dev", stack: "dev", set: [] },
      { name: "prod", stack: "prod", set: [] },
      { name: "the brief's monolith", set: [], monolith: true },
    ],
  },
];

/** Finds what a variant would build, and what its estimate assumes. */
export type Preview = (
  stack: string,
  set: readonly string[],
) => Promise<{ resources: readonly Resource[]; cost: Assumptions; region: string }>;

export interface Priced {
  variant: Variant;
  report: CostReport;
  /** Against the question's first variant. */
  delta: Record<Scenario, Decimal>;
}

export interface Comparison {
  question: string;
  variants: Priced[];
}

/** Prices every variant on top of `stack` and its `set`. */
export async function compare(
  questions: readonly Question[],
  stack: string,
  set: readonly string[],
  preview: Preview,
): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const { question, variants } of questions) {
    const priced: Priced[] = [];
    for (const variant of variants) {
      const { resources, cost, region } = await preview(variant.stack ?? stack, [...set, ...variant.set]);
      const report = estimate(variant.monolith ? monolith(region) : resources, cost, { strict: true });
      priced.push({ variant, report, delta: deltaOf(report, priced[0]?.report ?? report) });
    }
    comparisons.push({ question, variants: priced });
  }
  return comparisons;
}

const deltaOf = (report: CostReport, base: CostReport) =>
  Object.fromEntries(
    SCENARIOS.map((scenario) => [scenario, report.scenarios[scenario].total.minus(base.scenarios[scenario].total)]),
  ) as Record<Scenario, Decimal>;

export const signed = (amount: Decimal): string =>
  amount.isZero() ? "" : `${amount.isNegative() ? "" : "+"}${usd(amount)}`;

export function printComparison(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ question, variants }) =>
    variants.map(({ variant, report, delta }, index) => [
      index === 0 ? question : "",
      variant.name,
      ...SCENARIOS.map((scenario) => usd(report.scenarios[scenario].total)),
      index === 0 ? "" : signed(delta.expected) || "no change",
    ]),
  );
  return table(["", "USD a month", "Low", "Expected", "High", "Ceiling", "Expected, difference"], rows, 2);
}

/** Reads `name: key=value, key=value`; the key `stack` names another stack. */
export function parseVariant(text: string): Variant {
  const [, name, changes] = /^([^:]+):(.*)$/s.exec(text) ?? [];
  if (name === undefined || changes === undefined || name.trim() === "") {
    throw new UserError(`--variant ${text}: write "name: key=value, key=value"`);
  }
  const set: string[] = [];
  // A comma ends a setting only where another key follows, so that lists may hold commas.
  for (const part of changes.split(/,(?=\s*[\w.-]+\s*=)/)) {
    const change = part.trim();
    if (change === "") continue;
    if (!/^[\w.-]+\s*=/.test(change)) throw new UserError(`--variant ${text}: "${change}" is not key=value`);
    set.push(change.replace(/\s*=\s*/, "="));
  }
  const stack = set.find((change) => change.startsWith("stack="))?.slice("stack=".length);
  return {
    name: name.trim(),
    ...(stack !== undefined && { stack }),
    set: set.filter((change) => !change.startsWith("stack=")),
  };
}
