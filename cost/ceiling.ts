import type { Resource } from "../resources/resource";
import { type Advice, adviceFor } from "./advice";
import { type Assumptions, estimate } from "./estimate";
import type { Line, Scenario } from "./line";
import { Decimal } from "./money";
import { usd } from "./print";

/** A budget, in the form of the settings' section `cost`. */
export interface Budget extends Assumptions {
  budgetUsd?: number | undefined;
  budgetMode: "warn" | "enforce";
  budgetScenario: Scenario;
}

export interface CeilingVerdict {
  /** Over budget: `advisory` warns, `mandatory` refuses. */
  verdict: "within" | "advisory" | "mandatory" | "no budget";
  scenario: Scenario;
  totalUsd: Decimal;
  budgetUsd?: number;
  /** The lines that cost most. */
  largest: Line[];
  /** The change that gets within budget with the least saving needed, or else saves most. */
  remedy?: Advice;
  message: string;
}

/** Holds a stack's estimate against its budget. */
export function ceilingVerdict(resources: readonly Resource[], budget: Budget): CeilingVerdict {
  const { budgetUsd, budgetScenario: scenario } = budget;
  const report = estimate(resources, budget);
  const totalUsd = report.scenarios[scenario].total;
  const largest = report.lines
    .filter((line) => line.scenario === scenario)
    .sort((a, b) => b.monthly.cmp(a.monthly))
    .slice(0, 3);
  const base = { scenario, totalUsd, largest, ...(budgetUsd !== undefined && { budgetUsd }) };
  if (budgetUsd === undefined) return { ...base, verdict: "no budget", message: "no budget is set" };
  if (totalUsd.lte(budgetUsd))
    return {
      ...base,
      verdict: "within",
      message: `${usd(totalUsd)} a month (${scenario}) is within the budget of ${usd(new Decimal(budgetUsd))}`,
    };

  const excess = totalUsd.minus(budgetUsd);
  const remedies = adviceFor(resources, report, (changed, assume) => estimate(changed, { ...budget, ...assume }))
    .filter(({ saves }) => saves[scenario].gt(0))
    .sort((a, b) => a.saves[scenario].cmp(b.saves[scenario]));
  const remedy = remedies.find(({ saves }) => saves[scenario].gte(excess)) ?? remedies.at(-1);
  const lines = largest.map(({ component, item, monthly }) => `${component}: ${item} ${usd(monthly)}`).join("; ");
  return {
    ...base,
    verdict: budget.budgetMode === "enforce" ? "mandatory" : "advisory",
    ...(remedy && { remedy }),
    message: [
      `${usd(totalUsd)} a month (${scenario}) is ${usd(excess)} over the budget of ${usd(new Decimal(budgetUsd))}.`,
      `Largest: ${lines}.`,
      ...(remedy
        ? [
            `Remedy: ${remedy.title} (${remedy.set.join(", ")}) saves ${usd(remedy.saves[scenario])}; it loses ${remedy.loses}.`,
          ]
        : []),
    ].join(" "),
  };
}
