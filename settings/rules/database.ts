import { problem } from "../problem";
import { isConnections, isSharedCore, parseTier } from "../tier";
import { rule, when } from "./rule";

/** Roles that every Cloud SQL instance has and that nobody may create. */
const RESERVED_USERS = [
  "postgres",
  "cloudsqladmin",
  "cloudsqlagent",
  "cloudsqlimportexport",
  "cloudsqlreplica",
  "cloudsqlsuperuser",
];
/** What Postgres keeps for itself. https://www.postgresql.org/docs/current/sql-createrole.html */
const RESERVED_ROLES = /^(pg_.*|public|none|current_user|session_user|current_role|user)$/;
const RESERVED_DATABASES = ["postgres", "cloudsqladmin", "template0", "template1"];

const names = (where: string, list: string[], reserved: string[], kept?: RegExp) =>
  list.flatMap((name, index) => [
    ...when(reserved.includes(name) || kept?.test(name) === true, () =>
      problem(
        `${where}.${index}`,
        name,
        reserved.includes(name) ? "exists on every instance" : "is a name that Postgres keeps for itself",
        `any name but ${[...reserved, ...(kept ? ["pg_…"] : [])].join(", ")}`,
        "Choose another name.",
      ),
    ),
    ...when(list.findIndex((other) => plain(other) === plain(name)) < index, () =>
      problem(
        `${where}.${index}`,
        name,
        "is there twice (_ and - count as one)",
        "each name once",
        "Remove one of the two.",
      ),
    ),
  ]);

/** A name as Pulumi's names for it say it. */
const plain = (name: string) => name.replace(/_/g, "-");

/** Largest disk of a shared-core machine, in GiB. https://docs.cloud.google.com/sql/docs/postgres/quotas */
const SHARED_CORE_DISK = 3062;

const instanceRules = rule(["database"], ({ database: { instance } }) => {
  if (instance.kind === "existing") return [];
  const { tier, edition, backups, diskGb, diskLimitGb, diskType } = instance;
  const machine = parseTier(tier);
  const plus = edition === "ENTERPRISE_PLUS";
  return [
    ...("wrong" in machine
      ? [
          problem(
            "database.tier",
            tier,
            machine.wrong,
            "db-f1-micro, db-g1-small, db-custom-CPUS-MEMORYMB, db-perf-optimized-N-CPUS",
            "Take for example db-g1-small or db-custom-1-3840.",
          ),
        ]
      : when(machine.edition !== edition, () =>
          problem(
            "database.tier",
            tier,
            `does not exist in edition ${edition}`,
            plus ? "db-perf-optimized-N-CPUS" : "db-f1-micro, db-g1-small, db-custom-CPUS-MEMORYMB",
            `Change the tier, or set database.edition to ${machine.edition}.`,
          ),
        )),
    ...when(instance.highAvailability && !backups.pointInTimeRecovery, () =>
      problem(
        "database.highAvailability",
        true,
        "needs point-in-time recovery",
        "true only with backups.pointInTimeRecovery: true",
        "Set database.backups.pointInTimeRecovery to true.",
      ),
    ),
    ...when(backups.logDays > 7 && !plus, () =>
      problem(
        "database.backups.logDays",
        backups.logDays,
        "is more than ENTERPRISE keeps",
        "1 to 7",
        "Lower it, or use ENTERPRISE_PLUS.",
      ),
    ),
    ...when(backups.pointInTimeRecovery && backups.retained < backups.logDays, () =>
      problem(
        "database.backups.retained",
        backups.retained,
        `is fewer than the days of log (${backups.logDays})`,
        `${backups.logDays} to 365`,
        "Keep a backup for every day of log, or lower logDays.",
      ),
    ),
    ...when(isSharedCore(tier) && diskGb > SHARED_CORE_DISK, () =>
      problem(
        "database.diskGb",
        diskGb,
        `is more than ${tier} takes`,
        `10 to ${SHARED_CORE_DISK}`,
        "Lower it, or take a dedicated tier such as db-custom-1-3840.",
      ),
    ),
    ...when(diskLimitGb !== 0 && diskLimitGb < diskGb, () =>
      problem(
        "database.diskLimitGb",
        diskLimitGb,
        `is below the disk's size (${diskGb})`,
        `0, or ${diskGb} and more`,
        "Raise it, or set it to 0.",
      ),
    ),
    ...when(plus && diskType === "PD_HDD", () =>
      problem("database.diskType", diskType, "does not exist in ENTERPRISE_PLUS", "PD_SSD", "Use PD_SSD."),
    ),
  ];
});

/** Flags that Cloud SQL manages itself: none is in its list. https://docs.cloud.google.com/sql/docs/postgres/flags */
const MANAGED_FLAGS =
  /^(archive_.*|restore_command|primary_.*|listen_addresses|port|unix_socket_.*|ssl|ssl_.*|data_directory|config_file|hba_file|ident_file|fsync|full_page_writes|wal_level|shared_preload_libraries|log_directory|log_filename|logging_collector)$/;

const flagRules = rule(["database"], ({ database: { instance } }) => {
  if (instance.kind === "existing") return [];
  const { max_connections: connections } = instance.flags;
  return [
    ...when(connections !== undefined && !isConnections(connections), () =>
      problem(
        "database.flags.max_connections",
        connections,
        "is not a number of connections that Cloud SQL takes",
        "14 to 262143",
        "Remove it for the tier's default, or set a number.",
      ),
    ),
    ...Object.entries(instance.flags)
      .filter(([name]) => MANAGED_FLAGS.test(name))
      .map(([name, value]) =>
        problem(
          `database.flags.${name}`,
          value,
          "is a flag that Cloud SQL manages itself",
          "a flag of https://docs.cloud.google.com/sql/docs/postgres/flags",
          name === "wal_level" ? "For logical replication set cloudsql.logical_decoding." : "Remove it.",
        ),
      ),
  ];
});

export const databaseRules = [
  instanceRules,
  flagRules,
  rule(["database"], ({ database }) => [
    ...names("database.databases", database.databases, RESERVED_DATABASES),
    ...names("database.users", database.users, RESERVED_USERS, RESERVED_ROLES),
  ]),
];
