import { type Problem, problem } from "../problem";
import { rule, when } from "./rule";

const twice = (where: string, list: readonly string[]): Problem[] =>
  list.flatMap((entry, index) =>
    when(list.indexOf(entry) < index, () =>
      problem(`${where}.${index}`, entry, "is there twice", "each once", "Remove one of the two."),
    ),
  );

export const monitoringRules = [
  rule(["monitoring"], ({ monitoring: { enabled, emails, channels } }) => [
    ...when(enabled && emails.length + channels.length === 0, () =>
      problem(
        "monitoring.enabled",
        true,
        "would tell nobody",
        "true with an entry in `monitoring.emails` or `monitoring.channels`",
        "Say who is to be told.",
      ),
    ),
    ...twice("monitoring.emails", emails),
    ...twice("monitoring.channels", channels),
  ]),
  rule(["monitoring", "cost"], ({ monitoring: { enabled, budget, channels, emails }, cost }) => [
    ...when(enabled && budget.billingAccount !== undefined && cost.budgetUsd === undefined, () =>
      problem(
        "monitoring.budget.billingAccount",
        budget.billingAccount,
        "has no amount for its budget",
        "a billing account with `cost.budgetUsd`",
        "Say in `cost.budgetUsd` what a month may cost, or remove the billing account.",
      ),
    ),
    ...when(enabled && budget.billingAccount !== undefined && emails.length + channels.length > MOST_BUDGET, () =>
      problem(
        "monitoring.budget.billingAccount",
        budget.billingAccount,
        `would tell ${emails.length + channels.length} channels, more than a budget takes`,
        `up to ${MOST_BUDGET} e-mails and channels in all`,
        "Remove some, or let a mailing list stand for several addresses.",
      ),
    ),
  ]),
  rule(["monitoring", "edge"], ({ monitoring: { enabled, uptime }, edge }) =>
    when(
      enabled &&
        uptime.enabled &&
        edge.mode === "load-balancer" &&
        edge.armor.kind === "managed" &&
        edge.armor.defaultAction === "deny",
      () =>
        problem(
          "monitoring.uptime.enabled",
          true,
          "would find the site closed: edge.armor.defaultAction is deny",
          "false while the site is closed to all but the allow list",
          "Set it to false.",
        ),
    ),
  ),
];

/** https://docs.cloud.google.com/billing/docs/how-to/budgets-notification-recipients */
const MOST_BUDGET = 5;
