import { z } from "zod";

const RESTART = "in place, with a restart of the database";

/** What the log has to say about connections, locks and changes to the schema; the CIS benchmark asks for the same. */
const LOGGED: Record<string, string> = {
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  log_statement: "ddl",
  log_temp_files: "0",
};

export const databaseSchema = z
  .strictObject({
    existingInstance: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,96}[a-z0-9])?$/)
      .optional()
      .meta({
        description:
          "Name of a Cloud SQL instance that already runs in this project. It must have a private address on `network.existingVpc` and be in the same region; the program looks and refuses otherwise. Absent: the program creates one.",
        allowed: "1-98 lower-case letters, digits and hyphens",
        change: "the API's database is another one; the created instance goes, unless protected",
        cost: "what it costs today",
      }),
    version: z
      .enum(["POSTGRES_14", "POSTGRES_15", "POSTGRES_16", "POSTGRES_17", "POSTGRES_18"])
      .default("POSTGRES_17")
      .meta({
        description: "Major version of Postgres.",
        change: "raising: in place, minutes of downtime; lowering is refused by Google",
        cost: "nothing",
      }),
    edition: z.enum(["ENTERPRISE", "ENTERPRISE_PLUS"]).default("ENTERPRISE").meta({
      description:
        "Cloud SQL edition; it decides which tiers exist. Unset, Google would take ENTERPRISE_PLUS for Postgres 16 and later.",
      change: RESTART,
      cost: "ENTERPRISE_PLUS: 1.3 times per vCPU, and no small tiers",
    }),
    tier: z.string().default("db-g1-small").meta({
      description: "Machine of the database.",
      allowed:
        "db-f1-micro, db-g1-small, or db-custom-CPUS-MEMORYMB (ENTERPRISE); db-perf-optimized-N-CPUS (ENTERPRISE_PLUS)",
      change: RESTART,
      cost: "db-f1-micro 7.67, db-g1-small 25.55, db-custom-1-3840 49.31 USD a month (us-central1)",
    }),
    diskGb: z.int().min(10).max(65536).default(10).meta({
      description:
        "Size of the disk at creation, in GiB. It grows by itself and never shrinks; later changes here are ignored.",
      change: "nothing after creation",
      cost: "SSD 0.17 USD per GiB-month, twice that with high availability",
    }),
    diskType: z.enum(["PD_SSD", "PD_HDD"]).default("PD_SSD").meta({
      description: "Kind of disk.",
      change: "refused by Google once the database exists: restore a backup into another one",
      cost: "HDD 0.09 USD per GiB-month",
    }),
    diskLimitGb: z.int().min(0).max(65536).default(100).meta({
      description: "Where the disk stops growing by itself, in GiB; 0 for never.",
      change: "in place",
      cost: "sets the ceiling",
    }),
    highAvailability: z.boolean().default(false).meta({
      description: "A standby in a second zone that takes over by itself. Needs point-in-time recovery.",
      change: RESTART,
      cost: "doubles machine and disk",
    }),
    backups: z
      .strictObject({
        retained: z.int().min(1).max(365).default(7).meta({
          description: "Daily backups kept.",
          change: "in place",
          cost: "0.08 USD per GiB-month of changed data",
        }),
        startTime: z
          .string()
          .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
          .default("06:00")
          .meta({
            description:
              "Start of the four hours in which the backup runs, UTC. 06:00 is 3 in the morning in São Paulo.",
            allowed: "HH:MM",
            change: "in place",
            cost: "nothing",
          }),
        pointInTimeRecovery: z.boolean().default(false).meta({
          description: "Restore to any second of the last days.",
          change: RESTART,
          cost: "nothing for the log kept with ENTERPRISE within 7 days, beyond its storage",
        }),
        logDays: z.int().min(1).max(35).default(7).meta({
          description: "Days to which one can go back. More than 7 needs ENTERPRISE_PLUS.",
          change: "in place",
          cost: "storage of the log",
        }),
      })
      .prefault({})
      .meta({ description: "Backups. They are always on.", change: "in place", cost: "see its parts" }),
    flags: z
      .record(
        z
          .string()
          .regex(/^[a-z][a-z0-9_.]*$/)
          .meta({ allowed: "a flag's name: lower-case letters, digits, _ and dots" }),
        z
          .union([z.string(), z.number(), z.boolean()])
          .transform((value) => (typeof value === "boolean" ? (value ? "on" : "off") : String(value))),
      )
      .default({})
      .meta({
        description:
          "Postgres flags by name, on top of those that log connections, lock waits, checkpoints, large temporary files and changes to the schema.",
        allowed: "text, numbers, and on or off, by flag name",
        change: "in place; some flags restart the database",
        cost: "nothing",
      }),
    maintenance: z
      .strictObject({
        day: z.int().min(1).max(7).default(7).meta({
          description: "Day of the week on which Google may restart the database: 1 is Monday.",
          change: "in place",
          cost: "nothing",
        }),
        hour: z.int().min(0).max(23).default(7).meta({
          description: "Hour of that day, UTC.",
          change: "in place",
          cost: "nothing",
        }),
        track: z.enum(["canary", "stable", "week5"]).default("stable").meta({
          description: "How early updates come: canary first, week5 last.",
          change: "in place",
          cost: "nothing",
        }),
      })
      .prefault({})
      .meta({ description: "Maintenance window.", change: "in place", cost: "nothing" }),
    insights: z.boolean().default(true).meta({
      description: "Query Insights: which queries cost the time.",
      change: "in place",
      cost: "nothing for seven days of history",
    }),
    databases: z
      .array(z.string().regex(/^[a-z_][a-z0-9_-]{0,62}$/))
      .min(1)
      .default(["piloto"])
      .meta({
        description: "Databases to create; the API uses the first. Removing one here leaves its data in place.",
        allowed: "at least one name of 1-63 lower-case letters, digits, _ and -",
        change: "in place",
        cost: "nothing",
      }),
    users: z
      .array(z.string().regex(/^[a-z_][a-z0-9_-]{0,62}$/))
      .min(1)
      .default(["api"])
      .meta({
        description:
          "Database users to create, each with a generated password in Secret Manager; the API is the first.",
        allowed: "at least one name of 1-63 lower-case letters, digits, _ and -",
        change: "in place",
        cost: "0.06 USD a month for each password",
      }),
    passwordRotation: z.int().min(1).default(1).meta({
      description: "Raise it by one to give every user a new password.",
      change: "a new revision of the API",
      cost: "nothing",
    }),
    poolSize: z.int().min(1).max(1000).optional().meta({
      description:
        "Connections that one API instance may open, given to it as DB_POOL_SIZE. Absent: as many as fit, up to `api.concurrency`, so that two revisions at full scale stay below the instance's max_connections; 1 for an existing instance, whose size is not known.",
      change: "a new revision of the API",
      cost: "nothing",
    }),
  })
  .prefault({})
  .meta({
    description: "Cloud SQL for Postgres, on a private address only.",
    change: "see its parts",
    cost: "see its parts",
  })
  .transform(({ existingInstance, databases, users, passwordRotation, poolSize, ...created }) => ({
    databases,
    users,
    passwordRotation,
    poolSize,
    instance: existingInstance
      ? { kind: "existing" as const, name: existingInstance }
      : { kind: "created" as const, ...created, flags: { ...LOGGED, ...created.flags } },
  }));

/** {@link databaseSchema}'s output once `poolSize` is settled by the connection budget. */
export type DatabaseSettings = Omit<z.output<typeof databaseSchema>, "poolSize"> & { poolSize: number };
export type CreatedInstanceSettings = Extract<DatabaseSettings["instance"], { kind: "created" }>;
