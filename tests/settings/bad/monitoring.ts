import { balancer, type Row } from "./row";

const on = (monitoring: object) => ({ monitoring: { enabled: true, emails: ["ops@piloto.com.br"], ...monitoring } });

export const monitoringRows: Row[] = [
  [{ monitoring: { enabled: true } }, "monitoring.enabled", "would tell nobody", "Say who is to be told."],
  [{ monitoring: { enabled: "yes" } }, "monitoring.enabled", "is not true or false"],
  [on({ alerts: true }), "monitoring.alerts", "is not a setting", "dashboard"],
  [on({ emails: ["ops"] }), "monitoring.emails.0", "is not well formed", "e-mail addresses"],
  [on({ emails: ["a@x.io", "a@x.io"] }), "monitoring.emails.1", "is there twice", "Remove one of the two."],
  [
    on({ emails: Array.from({ length: 11 }, (_, index) => `a${index}@x.io`) }),
    "monitoring.emails",
    "has too many entries",
  ],
  [on({ channels: ["pager"] }), "monitoring.channels.0", "is not well formed", "notificationChannels/NUMBER"],
  [on({ bff: { errorRatio: 5 } }), "monitoring.bff.errorRatio", "is too large", "0.001 to 1"],
  [on({ api: { memory: 0 } }), "monitoring.api.memory", "is too small", "0.001 to 1"],
  [on({ api: { latencyMs: 1.5 } }), "monitoring.api.latencyMs", "is not a whole number", "1 to 600000"],
  [on({ api: { leastErrors: 0 } }), "monitoring.api.leastErrors", "is too small", "1 to 1000000"],
  [on({ database: { cpu: "85%" } }), "monitoring.database.cpu", "is not a number"],
  [on({ uptime: { path: "health" } }), "monitoring.uptime.path", "is not well formed", "a path that starts with /"],
  [on({ uptime: { periodSeconds: 30 } }), "monitoring.uptime.periodSeconds", "60, 300, 600, 900"],
  [on({ uptime: { certificateDays: 90 } }), "monitoring.uptime.certificateDays", "is too large", "1 to 60"],
  [on({ slo: { availability: 1 } }), "monitoring.slo.availability", "is too large"],
  [on({ slo: { days: 90 } }), "monitoring.slo.days", "is too large", "1 to 30"],
  [on({ budget: { billingAccount: "my-account" } }), "monitoring.budget.billingAccount", "is not well formed"],
  [on({ budget: { currency: "EUR" } }), "monitoring.budget.currency", "BRL, USD"],
  [
    on({ budget: { billingAccount: "012345-6789AB-CDEF01" } }),
    "monitoring.budget.billingAccount",
    "has no amount for its budget",
    "Say in `cost.budgetUsd`",
  ],
  [
    {
      cost: { budgetUsd: 100 },
      ...on({
        emails: ["a@x.io", "b@x.io", "c@x.io", "d@x.io", "e@x.io", "f@x.io"],
        budget: { billingAccount: "012345-6789AB-CDEF01" },
      }),
    },
    "monitoring.budget.billingAccount",
    "would tell 6 channels",
    "up to 5",
  ],
  [
    { ...on({}), ...balancer({ armor: { defaultAction: "deny", allow: ["203.0.113.7"] } }) },
    "monitoring.uptime.enabled",
    "would find the site closed",
  ],
];
