import { SCENARIOS } from "../../cost/line";
import { stackPolicy } from "../policy";

export const costCeiling = stackPolicy({
  id: "cost-ceiling",
  title: "The stack stays within its budget",
  demands: "The estimated monthly cost is not above `monthlyBudgetUsd`; without a budget nothing is demanded.",
  why: "A larger tier or a minimum of instances is one line in a review and a surprise on the bill.",
  weight: "advice",
  severity: "medium",
  covers: ["B17"],
  remediation: "Take the remedy named in the message, or raise the budget; `npm run cost` shows every line.",
  settings: {
    monthlyBudgetUsd: { default: 0, about: "budget in USD a month; 0 means none" },
    scenario: {
      default: "expected" as string,
      about: "what is held against it: `low`, `expected`, `high` or `ceiling`",
    },
  },
  check({ stack }, { violation }, { monthlyBudgetUsd, scenario }) {
    if (monthlyBudgetUsd <= 0) return;
    // Late, because the price list is large and most runs have no budget here.
    const { ceilingVerdict } = require("../../cost/ceiling") as typeof import("../../cost/ceiling");
    const { costSchema } = require("../../settings/cost") as typeof import("../../settings/cost");
    const budgetScenario = SCENARIOS.find((each) => each === scenario) ?? "expected";
    const budget = { ...costSchema.parse({}), budgetUsd: monthlyBudgetUsd, budgetScenario };
    const { verdict, message } = ceilingVerdict(stack.resources, budget);
    if (verdict !== "within") violation(undefined, "monthlyBudgetUsd", message);
  },
});
