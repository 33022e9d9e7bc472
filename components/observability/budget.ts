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

/**
 * A budget of this project on its billing account. It tells, late by hours, and stops nothing.
 *
 * The amount has no currency of its own: Google takes the account's and refuses any other.
 */
export function budget(
  name: string,
  {
    environment,
    billingAccount,
    amount,
    channels,
    parent,
  }: { environment: Environment; billingAccount: string; amount: number; channels: Input<string>[]; parent: Resource },
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
      amount: { specifiedAmount: { units: String(amount) } },
      // By number: given an id, Google answers with the number, and the two never agree.
      budgetFilter: { projects: [`projects/${environment.projectNumber}`], calendarPeriod: "MONTH" },
      thresholdRules: TOLD_AT,
      allUpdatesRule: { monitoringNotificationChannels: channels },
    },
    { parent, provider, dependsOn: environment.apis.of("budgets") },
  );
}
