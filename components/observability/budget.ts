import { Budget } from "@pulumi/gcp/billing/budget";
import { Provider } from "@pulumi/gcp/provider";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../environment";

/** Shares of the amount at which Google tells: three of what is spent, one of what the month is heading for. */
const TOLD_AT = [
  { thresholdPercent: 0.5, spendBasis: "CURRENT_SPEND" },
  { thresholdPercent: 0.9, spendBasis: "CURRENT_SPEND" },
  { thresholdPercent: 1, spendBasis: "CURRENT_SPEND" },
  { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
];

/** What a budget holds the month to, in whole units. */
export interface BudgetAmount {
  currency: "BRL" | "USD";
  units: number;
}

/** The amount in the billing account's currency; at least one unit, because Google takes no less. */
export const budgetAmount = (
  budgetUsd: number,
  currency: BudgetAmount["currency"],
  brlPerUsd: number,
): BudgetAmount => ({
  currency,
  units: Math.max(1, Math.round(currency === "BRL" ? budgetUsd * brlPerUsd : budgetUsd)),
});

/**
 * A budget of this project on its billing account. It tells, late by hours, and stops nothing.
 *
 * The currency is said, although Google knows the account's: a wrong one is refused instead of misread.
 */
export function budget(
  name: string,
  {
    environment,
    billingAccount,
    amount,
    channels,
    parent,
  }: {
    environment: Environment;
    billingAccount: string;
    amount: BudgetAmount;
    channels: Input<string>[];
    parent: Resource;
  },
): Budget {
  // The billing account is in no project: with a person's own credentials Google asks whose quota a call may use.
  const provider = new Provider(
    `${name}-billing`,
    {
      project: environment.project,
      region: environment.region,
      billingProject: environment.project,
      userProjectOverride: true,
    },
    { parent },
  );
  return new Budget(
    `${name}-budget`,
    {
      billingAccount,
      displayName: `${environment.project} (${environment.stack})`,
      amount: { specifiedAmount: { currencyCode: amount.currency, units: String(amount.units) } },
      // By number: given an id, Google answers with the number, and the two never agree.
      budgetFilter: { projects: [`projects/${environment.projectNumber}`], calendarPeriod: "MONTH" },
      thresholdRules: TOLD_AT,
      allUpdatesRule: { monitoringNotificationChannels: channels },
    },
    { parent, provider, dependsOn: environment.apis.of("budgets") },
  );
}
