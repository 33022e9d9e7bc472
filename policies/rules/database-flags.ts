import { at, isHidden, listAt, read, textAt } from "../../graph/reading";
import { isReplica } from "../../graph/roles";
import { SQL } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { resourcePolicy, types } from "../policy";

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

export function isOn(value: string): boolean {
  return value === "on" || value === "true" || value === "1";
}
function isOff(value: string): boolean {
  return !isOn(value);
}

const FLAGS = "settings.databaseFlags";

/** The flags of an instance by name; `undefined` as a value is one that is not known yet. */
export function flagsOf(instance: Resource): Map<string, string | undefined> {
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

export function isPostgres(instance: Resource): boolean {
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
