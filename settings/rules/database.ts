import { problem } from "../problem";
import { parseTier } from "../tier";
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
const RESERVED_DATABASES = ["postgres", "cloudsqladmin", "template0", "template1"];

const names = (where: string, list: string[], reserved: string[]) =>
  list.flatMap((name, index) => [
    ...when(reserved.includes(name), () =>
      problem(
        `${where}.${index}`,
        name,
        "exists on every instance",
        `any name but ${reserved.join(", ")}`,
        "Choose another name.",
      ),
    ),
    ...when(list.indexOf(name) < index, () =>
      problem(`${where}.${index}`, name, "is there twice", "each name once", "Remove one of the two."),
    ),
  ]);

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
    ...when(backups.retained < backups.logDays, () =>
      problem(
        "database.backups.retained",
        backups.retained,
        `is fewer than the days of log (${backups.logDays})`,
        `${backups.logDays} to 365`,
        "Keep a backup for every day of log, or lower logDays.",
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

export const databaseRules = [
  instanceRules,
  rule(["database"], ({ database }) => [
    ...names("database.databases", database.databases, RESERVED_DATABASES),
    ...names("database.users", database.users, RESERVED_USERS),
  ]),
];
