import type { Input } from "@pulumi/pulumi";
import type { MonitoringSettings } from "../../settings/monitoring";
import { type Alert, type Condition, runbook } from "./alert";
import { databaseMetric } from "./filter";
import { percent } from "./percent";

/** A Cloud SQL instance to watch. */
export interface WatchedDatabase {
  /** `PROJECT:INSTANCE`. */
  databaseId: Input<string>;
  /** What the program knows of an instance that it creates. */
  created: { diskLimitGb: number; maxConnections: number } | undefined;
  thresholds: MonitoringSettings["database"];
}

const GIB = 2 ** 30;
/** Where a disk without a limit of its own ends. https://docs.cloud.google.com/sql/quotas */
const LARGEST_DISK_GB = 65_536;

/** Alerts on the database. Titles never depend on the instance's name, which is known only after `up`. */
export const databaseAlerts = (database: WatchedDatabase): Alert[] => [
  cpu(database),
  disk(database),
  ...(database.created ? [connections(database, database.created.maxConnections)] : []),
];

function above(
  database: WatchedDatabase,
  metric: string,
  aligner: string,
  value: number,
  displayName: string,
): Condition {
  return {
    displayName,
    conditionThreshold: {
      filter: databaseMetric(database.databaseId, metric),
      // One series for the instance: connections are counted for each of its databases.
      aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: aligner, crossSeriesReducer: "REDUCE_SUM" }],
      comparison: "COMPARISON_GT",
      thresholdValue: value,
      duration: "600s",
    },
  };
}

function cpu(database: WatchedDatabase): Alert {
  const title = `more than ${percent(database.thresholds.cpu)} of its CPU`;
  return {
    name: "cpu",
    title: `Database uses ${title}`,
    severity: "ERROR",
    runbook: runbook(
      "The database has little CPU left; queries wait for it.",
      ["Query Insights: the queries by load.", "The API's requests: more of them, or others?"],
      ["A query that reads whole tables: an index.", "All of them are sound: a larger `database.tier` (restarts it)."],
    ),
    conditions: [above(database, "cpu/utilization", "ALIGN_MEAN", database.thresholds.cpu, `uses ${title}`)],
  };
}

/** A disk that grows is never full until it may grow no more: what counts is how near that is. */
function disk(database: WatchedDatabase): Alert {
  const { created, thresholds } = database;
  const limit = created && (created.diskLimitGb || LARGEST_DISK_GB);
  const where = `above ${percent(thresholds.disk)} of ${limit ? `the ${limit} GiB it may grow to` : "its size"}`;
  return {
    name: "disk",
    title: `Database's disk ${where}`,
    severity: "ERROR",
    runbook: runbook(
      "A full disk stops the database, and a disk never shrinks again.",
      ["Size by table; transaction log kept back by a replication slot or by point-in-time recovery."],
      ["Delete or archive what nobody needs.", "Raise `database.diskLimitGb`: in place, no downtime."],
    ),
    conditions: [
      limit
        ? above(database, "disk/bytes_used", "ALIGN_MAX", Math.round(thresholds.disk * limit * GIB), `disk ${where}`)
        : above(database, "disk/utilization", "ALIGN_MAX", thresholds.disk, `disk ${where}`),
    ],
  };
}

function connections(database: WatchedDatabase, most: number): Alert {
  const { connections: share } = database.thresholds;
  const threshold = Math.floor(most * share);
  return {
    name: "connections",
    title: `Database has more than ${threshold} of ${most} connections in use`,
    severity: "ERROR",
    runbook: runbook(
      `At ${most} connections the next is refused, and the API answers with errors.`,
      ["`select state, count(*) from pg_stat_activity group by 1`: many idle ones are a pool too large."],
      [
        "Lower `database.poolSize` or `api.instances.max`: the preview says what fits.",
        "A larger `database.tier`, or `database.flags.max_connections` (restarts it).",
      ],
    ),
    conditions: [
      above(database, "postgresql/num_backends", "ALIGN_MAX", threshold, `more than ${threshold} connections`),
    ],
  };
}
