import { z } from "zod";

const IN_PLACE = "in place";
const ALERT_COST =
  "nothing until September 2027; then, as announced, 0.35 USD a month for each metric that an alert reads";

const share = (value: number, description: string) =>
  z.number().min(0.001).max(1).default(value).meta({
    description,
    change: IN_PLACE,
    cost: "nothing",
  });

const milliseconds = (value: number, description: string) =>
  z.int().min(1).max(600_000).default(value).meta({ description, change: IN_PLACE, cost: "nothing" });

const serviceSchema = (who: string, defaults: { latencyMs: number; startupMs: number }) =>
  z
    .strictObject({
      errorRatio: share(0.05, "Share of answers with a 5xx status in five minutes above which somebody is told."),
      leastErrors: z.int().min(1).max(1_000_000).default(5).meta({
        description:
          "Answers with a 5xx status in those five minutes below which nobody is told: one failure of two requests at night is not an outage.",
        change: IN_PLACE,
        cost: "nothing",
      }),
      latencyMs: milliseconds(defaults.latencyMs, "The 95th percentile of the response time, in milliseconds."),
      memory: share(0.9, "Share of an instance's memory, 99th percentile over the instances."),
      instances: share(1, "Share of `instances.max` in use for ten minutes; 1 is the ceiling itself."),
      startupMs: milliseconds(
        defaults.startupMs,
        "The 95th percentile of the time an instance takes to start, in milliseconds.",
      ),
    })
    .prefault({})
    .meta({ description: `Thresholds of ${who}.`, change: IN_PLACE, cost: "nothing" });

const databaseSchema = z
  .strictObject({
    cpu: share(0.85, "Share of the instance's CPU, mean over ten minutes."),
    disk: share(0.85, "Share of `database.diskLimitGb` that is used; of an existing instance's disk as it is."),
    connections: share(0.85, "Share of max_connections in use. Not watched for an existing instance: it is not known."),
  })
  .prefault({})
  .meta({ description: "Thresholds of the database.", change: IN_PLACE, cost: "nothing" });

const uptimeSchema = z
  .strictObject({
    enabled: z.boolean().default(true).meta({
      description: "Ask for a page of the BFF from three continents, and tell when two of them get none.",
      change: IN_PLACE,
      cost: "nothing for the first million checks a month of a project; each is a request that the BFF serves",
    }),
    path: z
      .string()
      .regex(/^\/[^\s]*$/)
      .default("/")
      .meta({
        description: "Page to ask for. It must answer 200-299 to anybody.",
        allowed: "a path that starts with /",
        change: IN_PLACE,
        cost: "nothing",
      }),
    periodSeconds: z.literal([60, 300, 600, 900]).default(300).meta({
      description: "Seconds between two checks from one place.",
      change: IN_PLACE,
      cost: "26,000 requests a month at 300; the service seldom scales to zero below",
    }),
    certificateDays: z.int().min(1).max(60).default(14).meta({
      description:
        "Days left on the certificate at which somebody is told. Google renews its own about thirty days before. Not for `edge.mode: run-url`, whose certificate is Google's affair.",
      change: IN_PLACE,
      cost: "nothing",
    }),
  })
  .prefault({})
  .meta({ description: "The product as the internet sees it.", change: IN_PLACE, cost: "see its parts" });

const sloSchema = z
  .strictObject({
    enabled: z.boolean().default(false).meta({
      description: "Two objectives for the BFF, and alerts on how fast their error budgets burn.",
      change: IN_PLACE,
      cost: "nothing",
    }),
    availability: z.number().min(0.5).max(0.9999).default(0.995).meta({
      description: "Share of requests that must not end with a 5xx status.",
      change: IN_PLACE,
      cost: "nothing",
    }),
    fast: z.number().min(0.5).max(0.9999).default(0.95).meta({
      description: "Share of requests that must be answered within `fastMs`.",
      change: IN_PLACE,
      cost: "nothing",
    }),
    fastMs: z.int().min(1).max(600_000).default(1000).meta({
      description: "What fast means, in milliseconds.",
      change: IN_PLACE,
      cost: "nothing",
    }),
    days: z.int().min(1).max(30).default(28).meta({
      description: "Rolling period of both objectives, in days. Whole weeks keep weekends from mattering.",
      change: IN_PLACE,
      cost: "nothing",
    }),
  })
  .prefault({})
  .meta({ description: "Service level objectives.", change: IN_PLACE, cost: "see its parts" });

const budgetSchema = z
  .strictObject({
    billingAccount: z
      .string()
      .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/)
      .optional()
      .meta({
        description:
          "Billing account that pays for the project. Given: a budget of `cost.budgetUsd` for this project on it, which tells at 50, 90 and 100 % and when the month is forecast to pass 100 %. It tells, it stops nothing. Whoever runs `pulumi up` needs roles/billing.costsManager on the account.",
        allowed: "012345-6789AB-CDEF01",
        change: "in place; another account replaces the budget",
        cost: "nothing",
      }),
    currency: z.enum(["BRL", "USD"]).default("BRL").meta({
      description:
        "Currency of the billing account. The amount is `cost.budgetUsd`, at the rate of `cost.exchange`; Google refuses a currency that is not the account's.",
      change: IN_PLACE,
      cost: "nothing",
    }),
  })
  .prefault({})
  .meta({ description: "Google's own warning about the bill.", change: IN_PLACE, cost: "nothing" });

/** Section `monitoring`: who is told of what. */
export const monitoringSchema = z
  .strictObject({
    enabled: z.boolean().default(false).meta({
      description: "Alerts, an uptime check and a dashboard. Off: none of it exists.",
      change: "all of it is created or goes; nothing else is touched",
      cost: ALERT_COST,
    }),
    emails: z.array(z.email()).max(10).default([]).meta({
      description: "Addresses that get every alert.",
      allowed: "up to 10 e-mail addresses",
      change: IN_PLACE,
      cost: "nothing",
    }),
    channels: z
      .array(z.string().regex(/^projects\/[a-z][a-z0-9-]{4,28}[a-z0-9]\/notificationChannels\/\d+$/))
      .max(10)
      .default([])
      .meta({
        description:
          "Notification channels that exist already and get every alert: Slack, PagerDuty and the like, whose tokens then never come here.",
        allowed: "up to 10 times projects/PROJECT/notificationChannels/NUMBER",
        change: IN_PLACE,
        cost: "nothing",
      }),
    bff: serviceSchema("the BFF", { latencyMs: 2000, startupMs: 10_000 }),
    api: serviceSchema("the API, which waits for language models", { latencyMs: 15_000, startupMs: 15_000 }),
    database: databaseSchema,
    uptime: uptimeSchema,
    dashboard: z.boolean().default(true).meta({
      description: "One dashboard, a row for each part of the product.",
      change: IN_PLACE,
      cost: "nothing",
    }),
    slo: sloSchema,
    budget: budgetSchema,
  })
  .prefault({})
  .meta({ description: "Who is told of what.", change: "see its parts", cost: "see its parts" });

export type MonitoringSettings = z.output<typeof monitoringSchema>;
export type ServiceThresholds = MonitoringSettings["bff"];
