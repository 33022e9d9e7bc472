import { z } from "zod";

const change = "nothing that runs: an estimate only";
const cost = "nothing";
const amount = z.number().min(0).max(100_000);
const figure = (value: number, description: string) => amount.default(value).meta({ description, change, cost });

const DESTINATIONS = [
  "northAmerica",
  "southAmerica",
  "europe",
  "asia",
  "oceania",
  "china",
  "middleEast",
  "africa",
] as const;

const perUserSchema = z
  .strictObject({
    bffRequests: figure(3000, "Requests to the BFF."),
    apiRequests: figure(2000, "Requests from the BFF to the API."),
    bffInstanceHours: figure(0.5, "Hours that instances of the BFF are busy."),
    apiInstanceHours: figure(1, "Hours that instances of the API are busy."),
    pagesGb: figure(0.9, "GB of answers to browsers, files included."),
    uploadsGb: figure(
      0.1,
      "GB that browsers send. With a load balancer it and the answers pass through it: together 1 GB.",
    ),
    assetsGb: figure(0.3, "Part of `pagesGb` that is files. The CDN answers it where there is one, the BFF otherwise."),
    assetRequests: figure(500, "Requests for files that reach the CDN."),
    callsGb: figure(0.1, "GB that the API sends to other services on the internet, such as a language model."),
  })
  .prefault({})
  .meta({ description: "What one active user causes in a month.", change, cost });

const usageSchema = z
  .strictObject({
    activeUsersPerDay: z
      .number()
      .min(0)
      .max(10_000_000)
      .default(100)
      .meta({ description: "People who use the system on a day.", change, cost }),
    perUser: perUserSchema,
    low: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .meta({ description: "The low scenario, as a share of the expected traffic.", change, cost }),
    high: z
      .number()
      .min(1)
      .max(100)
      .default(4)
      .meta({ description: "The high scenario, as a multiple of the expected traffic.", change, cost }),
    usersIn: z.enum(DESTINATIONS).default("southAmerica").meta({ description: "Where the users are.", change, cost }),
    callsGoTo: z
      .enum(DESTINATIONS)
      .default("northAmerica")
      .meta({ description: "Where the services are that the API calls.", change, cost }),
    logKbPerRequest: figure(2, "KB of log entries a request leaves."),
    databaseBackupGb: figure(5, "GB of database backups kept. They are incremental."),
    imagesGb: figure(2, "GB of container images kept."),
    assetsStoredGb: figure(1, "GB of files in the assets bucket."),
  })
  .prefault({})
  .meta({ description: "The traffic that the estimate assumes.", change, cost });

const exchangeSchema = z
  .strictObject({
    brlPerUsd: z
      .number()
      .positive()
      .max(1000)
      .default(5.884)
      .meta({ description: "BRL for one USD. The default is what a bill of July 2026 implies.", change, cost }),
    date: z.iso
      .date()
      .default("2026-07-01")
      .meta({ description: "Day of that rate.", allowed: "YYYY-MM-DD", change, cost }),
  })
  .prefault({})
  .meta({ description: "Rate for the amounts in BRL.", change, cost });

/** Section `cost`: what the estimate assumes, and the budget it is held to. */
export const costSchema = z
  .strictObject({
    usage: usageSchema,
    budgetUsd: z.number().positive().max(1e9).optional().meta({
      description:
        "Most that a month may cost, in USD. Absent: no ceiling. It is compared with the estimate; Google itself stops nothing.",
      change: "nothing that runs: the next preview is held to it",
      cost,
    }),
    budgetMode: z.enum(["warn", "enforce"]).default("warn").meta({
      description: "What happens above `budgetUsd`: a warning, or a refusal.",
      change: "nothing that runs: the next preview is held to it",
      cost,
    }),
    budgetScenario: z.enum(["low", "expected", "high", "ceiling"]).default("expected").meta({
      description: "The total that is held against `budgetUsd`. `ceiling` is every limit reached all month.",
      change: "nothing that runs: the next preview is held to it",
      cost,
    }),
    freeTier: z.boolean().default(false).meta({
      description:
        "Count the free tier. It belongs to the billing account: leave it off where other projects use it up.",
      change,
      cost,
    }),
    exchange: exchangeSchema,
    prices: z
      .record(z.string(), z.union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?$/)]))
      .default({})
      .meta({
        description: "Negotiated prices: USD a unit by sku, or by `sku@location`. `docs/cost.md` lists the skus.",
        allowed: 'numbers or decimal text by sku, e.g. {"sql.vcpu.zonal": 0.035}',
        change,
        cost,
      }),
  })
  .prefault({})
  .meta({ description: "The estimate of what the stack costs.", change, cost });

export type CostSettings = z.output<typeof costSchema>;
