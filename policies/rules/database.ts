import { isPublicRange } from "../../graph/addresses";
import { at, flagAt, isHidden, listAt, numberAt, read, text, textAt } from "../../graph/reading";
import { isReplica } from "../../graph/roles";
import { SQL, SQL_USER } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { type Findings, resourcePolicy, stackPolicy, types } from "../policy";
import { mustBeTrue } from "./must-be-true";

const IP = "settings.ipConfiguration";
const BACKUP = "settings.backupConfiguration";

export const sqlPrivate = resourcePolicy({
  id: "sql-private",
  title: "Databases have no address on the internet",
  demands: "`ipv4Enabled` is literally false and no authorized network is public.",
  why: "Cloud SQL gives an instance a public address unless told not to.",
  weight: "always",
  severity: "critical",
  covers: [
    "CIS 6.5",
    "CIS 6.7",
    "CKV_GCP_60",
    "CKV_GCP_11",
    "GCP-0017",
    "sql.restrictPublicIp",
    "cloudsqlDisablePublicAuthorizedNetworks",
  ],
  remediation: "Set `settings.ipConfiguration.ipv4Enabled: false` and remove public `authorizedNetworks`.",
  applies: types(SQL),
  check(instance, { violation, unjudged }) {
    const path = `${IP}.ipv4Enabled`;
    if (isHidden(read(instance, path))) unjudged(instance, path);
    else if (flagAt(instance.inputs, path) !== false) violation(instance, path, "the instance has a public address");
    listAt(instance.inputs, `${IP}.authorizedNetworks`).forEach((network, index) => {
      const range = at(network, "value");
      const where = `${IP}.authorizedNetworks[${index}].value`;
      if (isHidden(range)) unjudged(instance, where);
      else if (isPublicRange(text(range) ?? "")) {
        violation(instance, where, `${text(range)} is a range of the internet`);
      }
    });
  },
});

export const sqlTls = resourcePolicy({
  id: "sql-tls",
  title: "Databases refuse connections in clear text",
  demands: "`sslMode` is `ENCRYPTED_ONLY` or `TRUSTED_CLIENT_CERTIFICATE_REQUIRED`.",
  why: "The default also accepts unencrypted connections, passwords included.",
  weight: "always",
  severity: "high",
  covers: ["CIS 6.4", "CKV_GCP_6", "GCP-0015", "cloudsqlRequireSSLConnection"],
  remediation: 'Set `settings.ipConfiguration.sslMode: "ENCRYPTED_ONLY"`.',
  applies: types(SQL),
  check(instance, { violation, unjudged }) {
    const path = `${IP}.sslMode`;
    const mode = read(instance, path);
    if (isHidden(mode)) unjudged(instance, path);
    else if (!["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"].includes(text(mode) ?? "")) {
      violation(instance, path, "connections in clear text are accepted");
    }
  },
});

export const sqlBackups = resourcePolicy({
  id: "sql-backups",
  title: "Databases are backed up",
  demands: "Automatic backups are on.",
  why: "Backups are cheap and off by default.",
  weight: "always",
  severity: "medium",
  covers: ["CIS 6.8", "CKV_GCP_14", "GCP-0024", "cloudsqlRequireAutomatedBackup"],
  remediation: "Set `settings.backupConfiguration.enabled: true`.",
  applies: types(SQL),
  check(instance, findings) {
    if (!isReplica(instance)) mustBeTrue(instance, `${BACKUP}.enabled`, "automatic backups are off", findings);
  },
});

/** What auditors want written to the PostgreSQL log, and what only fills it. */
const LOG_FLAGS: Record<string, (value: string) => boolean> = {
  log_connections: isOn,
  log_disconnections: isOn,
  log_checkpoints: isOn,
  log_lock_waits: isOn,
  log_temp_files: (value) => value === "0",
  log_statement: (value) => ["ddl", "mod", "all"].includes(value),
};
/** Flags whose default is already right, so that only a wrong value counts. */
const GOOD_BY_DEFAULT: Record<string, (value: string) => boolean> = {
  // In PostgreSQL's order `log` comes after `error`: it keeps warnings and errors out.
  log_min_messages: (value) => /^(warning|notice|info|debug[1-5])$/.test(value),
  log_min_error_statement: (value) => /^(error|warning|notice|info|debug[1-5])$/.test(value),
  log_error_verbosity: (value) => value !== "terse",
  log_executor_stats: isOff,
  log_parser_stats: isOff,
  log_planner_stats: isOff,
  log_statement_stats: isOff,
};

function isOn(value: string): boolean {
  return value === "on" || value === "true" || value === "1";
}
function isOff(value: string): boolean {
  return !isOn(value);
}

const FLAGS = "settings.databaseFlags";

/** The flags of an instance by name; `undefined` as a value is one that is not known yet. */
function flagsOf(instance: Resource): Map<string, string | undefined> {
  return new Map(
    listAt(instance.inputs, FLAGS).map((flag) => [
      textAt(flag, "name")?.toLowerCase() ?? "",
      isHidden(at(flag, "value")) ? undefined : (textAt(flag, "value")?.toLowerCase() ?? ""),
    ]),
  );
}

/** Whether the list may hold flags that are not known by name yet. */
function hasHiddenFlags(instance: Resource): boolean {
  const list = read(instance, FLAGS);
  return isHidden(list) || listAt(instance.inputs, FLAGS).some((flag) => isHidden(at(flag, "name")));
}

function isPostgres(instance: Resource): boolean {
  return (textAt(instance.inputs, "databaseVersion") ?? "POSTGRES").startsWith("POSTGRES");
}

export const sqlFlags = resourcePolicy({
  id: "sql-flags",
  title: "PostgreSQL logs what an investigation needs",
  demands: "The logging flags of the CIS benchmark are set; IAM login is on; with `audit`, pgAudit too.",
  why: "After an incident there is no second chance to switch the log on.",
  weight: "advice",
  severity: "low",
  covers: [
    "CIS 6.2.1",
    "CIS 6.2.2",
    "CIS 6.2.3",
    "CIS 6.2.4",
    "CIS 6.2.5",
    "CIS 6.2.6",
    "CIS 6.2.8",
    "CIS 6.6",
    "CKV_GCP_51",
    "CKV_GCP_52",
    "CKV_GCP_53",
    "CKV_GCP_54",
    "CKV_GCP_55",
    "CKV_GCP_56",
    "CKV_GCP_109",
    "CKV_GCP_110",
    "CKV_GCP_111",
    "CKV2_GCP_14",
    "CKV2_GCP_15",
    "CKV2_GCP_16",
    "CKV2_GCP_17",
    "GCP-0014",
    "GCP-0016",
    "GCP-0018",
    "GCP-0020",
    "GCP-0022",
    "GCP-0025",
  ],
  remediation: "Add the named flags to `settings.databaseFlags`.",
  settings: {
    audit: { default: false, about: "also ask for pgAudit (needs a restart and `CREATE EXTENSION pgaudit`)" },
    iamLogin: { default: true, about: "ask for IAM database users instead of passwords" },
  },
  applies: types(SQL),
  check(instance, { violation, unjudged }, { audit, iamLogin }) {
    if (!isPostgres(instance) || isReplica(instance)) return;
    const flags = flagsOf(instance);
    const hidden = hasHiddenFlags(instance);
    if (hidden || [...flags.values()].includes(undefined)) unjudged(instance, FLAGS);
    const isWrong = ([name, good]: [string, (value: string) => boolean]) => {
      const value = flags.get(name);
      return value !== undefined && !good(value);
    };
    const isMissing = ([name]: [string, unknown]) => !hidden && !flags.has(name);
    const wanted = Object.entries(LOG_FLAGS).filter((flag) => isMissing(flag) || isWrong(flag));
    const names = [...wanted, ...Object.entries(GOOD_BY_DEFAULT).filter(isWrong)].map(([name]) => name);
    if (names.length > 0)
      violation(instance, FLAGS, `these flags are not as the benchmark wants them: ${names.join(", ")}`);
    const isOffOrMissing = (name: string) => isMissing([name, isOn]) || isWrong([name, isOn]);
    if (iamLogin && isOffOrMissing("cloudsql.iam_authentication")) {
      violation(instance, FLAGS, "cloudsql.iam_authentication is off, so every user needs a password");
    }
    if (audit && isOffOrMissing("cloudsql.enable_pgaudit")) {
      violation(instance, FLAGS, "cloudsql.enable_pgaudit is off, so reads and writes leave no trace");
    }
  },
});

export const sqlUpkeep = stackPolicy({
  id: "sql-upkeep",
  title: "Databases are kept current and close",
  demands:
    "A supported major version, a maintenance window, a password policy, the region of the services; IAM users rather than passwords where IAM login is on.",
  why: "An old major version loses its fixes, an unset window restarts the database at noon, and each query across regions costs time and money.",
  weight: "advice",
  severity: "low",
  covers: [
    "B4 (SQL)",
    "CIS 6.6",
    "CKV_GCP_79",
    "mondoo cloud-sql-password-policy",
    "cloudsqlEnforcePasswordComplexity",
    "sql_location",
    "sql_maintenance_window",
    "mondoo cloud-sql-users-use-iam-auth",
  ],
  remediation:
    "Set `databaseVersion`, `settings.maintenanceWindow`, `settings.passwordValidationPolicy.enablePasswordPolicy` and `region`.",
  settings: {
    versions: {
      default: ["POSTGRES_15", "POSTGRES_16", "POSTGRES_17", "POSTGRES_18"] as readonly string[],
      about: "major versions still supported",
    },
  },
  check({ stack, services }, { violation, unjudged }, { versions }) {
    const locations = new Set(services.flatMap(({ location }) => location ?? []));
    for (const instance of stack.ofType(SQL)) {
      const version = textAt(instance.inputs, "databaseVersion");
      if (isHidden(read(instance, "databaseVersion"))) unjudged(instance, "databaseVersion");
      else if (isPostgres(instance) && version !== undefined && !versions.includes(version)) {
        violation(instance, "databaseVersion", `${version} is not among ${versions.join(", ")}`);
      }
      // A replica in another region is there for the day its primary's region is lost.
      if (isReplica(instance)) continue;
      upkeepOfPrimary(instance, violation);
      const region = textAt(instance.inputs, "region");
      if (region && locations.size > 0 && !locations.has(region)) {
        violation(instance, "region", `the database is in ${region}, the services are in ${[...locations].join(", ")}`);
      }
      if (!isOn(flagsOf(instance).get("cloudsql.iam_authentication") ?? "")) continue;
      for (const user of stack.referrers(instance, SQL_USER, "instance")) {
        const type = read(user, "type");
        if (isHidden(type)) unjudged(user, "type");
        else if (isPostgres(instance) && (text(type) ?? "BUILT_IN") === "BUILT_IN") {
          violation(user, "type", "the user logs in with a password although IAM login is on");
        }
      }
    }
  },
});

function upkeepOfPrimary(instance: Resource, violation: Findings["violation"]): void {
  if (read(instance, "settings.maintenanceWindow.day") === undefined) {
    violation(instance, "settings.maintenanceWindow", "no maintenance window is set, so restarts can come at any hour");
  }
  const policy = "settings.passwordValidationPolicy";
  const enabled = `${policy}.enablePasswordPolicy`;
  if (isPostgres(instance) && !isHidden(read(instance, enabled)) && flagAt(instance.inputs, enabled) !== true) {
    violation(instance, policy, "any password is accepted for a database user");
  }
}

/**
 * Default `max_connections` by memory in GB.
 * @see https://docs.cloud.google.com/sql/docs/postgres/flags
 */
const CONNECTIONS: readonly (readonly [gigabytes: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
  [1.7, 50],
  [0, 25],
];
/** Memory of a performance-optimized tier, in GB per CPU. */
const GB_PER_CPU = 8;

export function maxConnections(tier: string): number | undefined {
  const memory = memoryOf(tier);
  return memory === undefined ? undefined : CONNECTIONS.find(([gigabytes]) => memory >= gigabytes)?.[1];
}

function memoryOf(tier: string): number | undefined {
  if (tier === "db-f1-micro") return 0.6;
  if (tier === "db-g1-small") return 1.7;
  const custom = /^db-custom-\d+-(\d+)$/.exec(tier)?.[1];
  if (custom) return Number(custom) / 1024;
  const optimized = /^db-perf-optimized-N-(\d+)$/.exec(tier)?.[1];
  return optimized ? Number(optimized) * GB_PER_CPU : undefined;
}

export const connectionCeiling = stackPolicy({
  id: "connection-ceiling",
  title: "The API cannot open more connections than the database takes",
  demands: "Maximum instances of the API times its pool stay within the tier's `max_connections`.",
  why: "The instance that finds no free connection fails its requests, at the busiest moment.",
  weight: "advice",
  severity: "medium",
  covers: ["B18"],
  remediation: "Lower the pool or the API's `maxInstanceCount`, or take a larger tier.",
  settings: {
    poolSize: { default: 5, about: "connections per instance where no variable such as DB_POOL_SIZE says so" },
  },
  check(graph, { violation, unjudged }, { poolSize }) {
    for (const instance of graph.databases) {
      const tier = textAt(instance.inputs, "settings.tier");
      const flag = numberAt({ flag: flagsOf(instance).get("max_connections") }, "flag");
      const ceiling = flag ?? (tier ? maxConnections(tier) : undefined);
      if (ceiling === undefined) {
        unjudged(instance, "settings.tier");
        continue;
      }
      for (const api of graph.role("api")) {
        if (api.maxInstancesHidden) unjudged(api.resource, api.maxInstancesPath);
        const pool = poolOf(api.containers.flatMap(({ env }) => env)) ?? poolSize;
        const needed = (api.maxInstances ?? 0) * pool;
        if (needed > ceiling) {
          violation(
            api.resource,
            api.maxInstancesPath,
            `${api.maxInstances} instances with ${pool} connections each need ${needed}, the database takes ${ceiling}`,
          );
        }
      }
    }
  },
});

/** Pool size plus overflow, where variables say so. */
function poolOf(env: readonly { name: string; value: unknown }[]): number | undefined {
  const find = (pattern: RegExp) =>
    env
      .map(({ name, value }) => (pattern.test(name) ? numberAt({ value }, "value") : undefined))
      .find((each) => each !== undefined);
  const pool = find(/(^|_)POOL(_MAX)?(_SIZE)?$/i);
  return pool === undefined ? undefined : pool + (find(/(^|_)MAX_OVERFLOW$/i) ?? 0);
}

export const sqlHighAvailability = resourcePolicy({
  id: "sql-high-availability",
  title: "The database survives the loss of a zone",
  demands: "`availabilityType` is `REGIONAL`.",
  why: "A zonal instance is gone for as long as its zone is. It doubles the largest item of the bill, so it is advice, and only in production.",
  weight: "production-advice",
  severity: "medium",
  covers: ["cloudsqlRequireHighAvailability", "prowler cloudsql_instance_high_availability_enabled"],
  remediation: 'Set `settings.availabilityType: "REGIONAL"`.',
  applies: types(SQL),
  check(instance, { violation, unjudged }) {
    const path = "settings.availabilityType";
    if (isReplica(instance)) return;
    if (isHidden(read(instance, path))) unjudged(instance, path);
    else if (textAt(instance.inputs, path) !== "REGIONAL") violation(instance, path, "the instance lives in one zone");
  },
});
