import { sqlBackups, sqlHighAvailability, sqlPrivate, sqlTls } from "../../policies/rules/database";
import { sqlFlags } from "../../policies/rules/database-flags";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { found, judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
type Instance = Inputs<typeof SQL>;
type Settings = NonNullable<Instance["settings"]>;
const sql = (settings: Partial<Settings> = {}, inputs: Instance = {}): Resource =>
  make(SQL, "d", {
    databaseVersion: "POSTGRES_17",
    settings: { tier: "db-g1-small", ...settings },
    ...inputs,
  });
/** Settings as no argument type allows them. */
const odd = (settings: unknown): Resource => raw(SQL, "d", { databaseVersion: "POSTGRES_17", settings });
const replica: Instance = { masterInstanceName: "primary" };

const ip = (ipConfiguration: Settings["ipConfiguration"]): Resource => sql({ ipConfiguration });
const PUBLIC = "d settings.ipConfiguration.ipv4Enabled";
const network = (...values: string[]): Resource =>
  ip({ ipv4Enabled: false, authorizedNetworks: values.map((value) => ({ value })) });
const NETWORK = (index: number) => `d settings.ipConfiguration.authorizedNetworks[${index}].value`;

judges(sqlPrivate, [
  ["no public address", [ip({ ipv4Enabled: false, privateNetwork: "n" })], []],
  ["a public address", [ip({ ipv4Enabled: true, privateNetwork: "n" })], [PUBLIC]],
  ["not said, which is public", [ip({ privateNetwork: "n" })], [PUBLIC]],
  ["no ipConfiguration, which is public", [sql()], [PUBLIC]],
  ["no settings, which is public", [make(SQL, "d", {})], [PUBLIC]],
  ["null", [odd({ ipConfiguration: { ipv4Enabled: null } })], [PUBLIC]],
  ["empty", [odd({ ipConfiguration: { ipv4Enabled: "" } })], [PUBLIC]],
  ["the text true", [odd({ ipConfiguration: { ipv4Enabled: "true" } })], [PUBLIC]],
  ["the text false", [odd({ ipConfiguration: { ipv4Enabled: "false" } })], []],
  ["blocks as lists of one, public", [odd([{ ipConfiguration: [{ ipv4Enabled: true }] }])], [PUBLIC]],
  ["blocks as lists of one, private", [odd([{ ipConfiguration: [{ ipv4Enabled: false }] }])], []],
  ["a replica with a public address", [sql({ ipConfiguration: { ipv4Enabled: true } }, replica)], [PUBLIC]],
  ["a MySQL instance", [sql({}, { databaseVersion: "MYSQL_8_0" })], [PUBLIC]],
  ["Private Service Connect", [ip({ ipv4Enabled: false, pscConfigs: [{ pscEnabled: true }] })], []],
  ["networks inside", [network("10.0.0.0/8", "192.168.1.7", "172.16.0.0/12")], []],
  ["everyone", [network("0.0.0.0/0")], [NETWORK(0)]],
  ["everyone by IPv6", [network("::/0")], [NETWORK(0)]],
  ["everyone, spelled as a private address", [network("10.0.0.0/0")], [NETWORK(0)]],
  ["everyone in two halves", [network("0.0.0.0/1", "128.0.0.0/1")], [NETWORK(0), NETWORK(1)]],
  ["one address without a mask", [network("10.0.0.0/8", "203.0.113.9")], [NETWORK(1)]],
  ["a private range made too wide", [network("10.0.0.0/7")], [NETWORK(0)]],
  ["a range of Google's front ends, which no database client has", [network("35.191.0.0/16")], [NETWORK(0)]],
  ["something that is no range", [network("office")], []],
  ["a known public one beside an unknown one", [network(UNKNOWN, "0.0.0.0/0")], [NETWORK(1)]],
  [
    "a lone block",
    [odd({ ipConfiguration: { ipv4Enabled: false, authorizedNetworks: { value: "0.0.0.0/0" } } })],
    [NETWORK(0)],
  ],
  [
    "networks while the address is unknown",
    [odd({ ipConfiguration: { ipv4Enabled: UNKNOWN, authorizedNetworks: [{ value: "0.0.0.0/0" }] } })],
    [NETWORK(0)],
  ],
]);

test("sql-private says what it found and what it cannot judge", () => {
  expect(outcome(sqlPrivate, [ip({ ipv4Enabled: true, authorizedNetworks: [{ value: " 0.0.0.0/0" }] })])).toMatchObject(
    {
      violations: [
        { message: "the instance has a public address" },
        { message: "0.0.0.0/0 is a range of the internet" },
      ],
      unjudged: [],
    },
  );
  const hidden = odd({ ipConfiguration: { ipv4Enabled: UNKNOWN, authorizedNetworks: [{ value: UNKNOWN }] } });
  expect(outcome(sqlPrivate, [hidden])).toMatchObject({
    violations: [],
    unjudged: [
      { property: "settings.ipConfiguration.ipv4Enabled" },
      { property: "settings.ipConfiguration.authorizedNetworks[0].value" },
    ],
  });
  expect(outcome(sqlPrivate, [odd(UNKNOWN)])).toMatchObject({ violations: [], unjudged: [{}] });
});

const TLS = "d settings.ipConfiguration.sslMode";
judges(sqlTls, [
  ["encrypted only", [ip({ sslMode: "ENCRYPTED_ONLY" })], []],
  ["client certificates", [ip({ sslMode: "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" })], []],
  ["clear text too", [ip({ sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" })], [TLS]],
  ["unspecified", [ip({ sslMode: "SSL_MODE_UNSPECIFIED" })], [TLS]],
  ["not said, which takes clear text", [ip({ ipv4Enabled: false })], [TLS]],
  ["no settings", [make(SQL, "d", {})], [TLS]],
  ["the property that is gone", [odd({ ipConfiguration: { requireSsl: true } })], [TLS]],
  ["a replica", [sql({}, replica)], [TLS]],
  ["a list of one", [odd([{ ipConfiguration: [{ sslMode: "ENCRYPTED_ONLY" }] }])], []],
]);

test("an sslMode not known yet is named, not guessed", () => {
  expect(outcome(sqlTls, [ip({ sslMode: UNKNOWN })])).toMatchObject({
    violations: [],
    unjudged: [{ property: "settings.ipConfiguration.sslMode" }],
  });
  expect(outcome(sqlTls, [sql()]).violations).toMatchObject([{ message: "connections in clear text are accepted" }]);
});

const BACKUP = "d settings.backupConfiguration.enabled";
judges(sqlBackups, [
  ["on", [sql({ backupConfiguration: { enabled: true } })], []],
  ["the text true", [odd({ backupConfiguration: { enabled: "TRUE" } })], []],
  ["off", [sql({ backupConfiguration: { enabled: false } })], [BACKUP]],
  ["not said, which is off", [sql({ backupConfiguration: { pointInTimeRecoveryEnabled: true } })], [BACKUP]],
  ["no configuration", [sql()], [BACKUP]],
  ["a replica", [sql({}, replica)], []],
  ["a replica by its kind", [sql({}, { instanceType: "READ_REPLICA_INSTANCE" })], []],
  ["a read pool", [sql({}, { instanceType: "READ_POOL_INSTANCE" })], []],
  ["a replica whose primary is unknown", [sql({}, { masterInstanceName: UNKNOWN })], []],
  ["a primary by its kind", [sql({}, { instanceType: "CLOUD_SQL_INSTANCE", masterInstanceName: "" })], [BACKUP]],
]);

test("backups not known yet are named, not guessed", () => {
  expect(outcome(sqlBackups, [odd({ backupConfiguration: { enabled: UNKNOWN } })])).toMatchObject({
    violations: [],
    unjudged: [{ property: "settings.backupConfiguration.enabled" }],
  });
  expect(outcome(sqlBackups, [sql()]).violations).toMatchObject([{ message: "automatic backups are off" }]);
});

const REGIONAL = "d settings.availabilityType";
judges(sqlHighAvailability, [
  ["two zones", [sql({ availabilityType: "REGIONAL" })], []],
  ["one zone", [sql({ availabilityType: "ZONAL" })], [REGIONAL]],
  ["not said, which is one zone", [sql()], [REGIONAL]],
  ["a replica", [sql({}, replica)], []],
]);

test("an availability not known yet is named, not guessed", () => {
  expect(outcome(sqlHighAvailability, [sql({ availabilityType: UNKNOWN })])).toMatchObject({
    violations: [],
    unjudged: [{ property: "settings.availabilityType" }],
  });
  expect(outcome(sqlHighAvailability, [sql()]).violations).toMatchObject([
    { message: "the instance lives in one zone" },
  ]);
});

const GOOD: Record<string, string> = {
  log_connections: "on",
  log_disconnections: "on",
  log_checkpoints: "on",
  log_lock_waits: "on",
  log_temp_files: "0",
  log_statement: "ddl",
  "cloudsql.iam_authentication": "on",
};
const flagged = (flags: Record<string, string | undefined>, inputs: Instance = {}): Resource =>
  sql(
    {
      databaseFlags: Object.entries({ ...GOOD, ...flags }).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, value }],
      ),
    },
    inputs,
  );
const FLAGS = "d settings.databaseFlags";

judges(sqlFlags, [
  ["as the benchmark wants them", [flagged({})], []],
  ["none", [sql()], [FLAGS, FLAGS]],
  ["none on a replica", [sql({}, replica)], []],
  ["none on MySQL", [sql({}, { databaseVersion: "MYSQL_8_0" })], []],
  ["none where no version is said", [make(SQL, "d", {})], [FLAGS, FLAGS]],
  ["without IAM login", [flagged({ "cloudsql.iam_authentication": undefined })], [FLAGS]],
  ["with IAM login off", [flagged({ "cloudsql.iam_authentication": "off" })], [FLAGS]],
  [
    "without IAM login, which is not asked for",
    [flagged({ "cloudsql.iam_authentication": "off" })],
    [],
    { iamLogin: false },
  ],
  ["without pgAudit", [flagged({})], [FLAGS], { audit: true }],
  ["with pgAudit off", [flagged({ "cloudsql.enable_pgaudit": "off" })], [FLAGS], { audit: true }],
  ["with pgAudit", [flagged({ "cloudsql.enable_pgaudit": "on" })], [], { audit: true }],
  [
    "other flags are nobody's business",
    [flagged({ log_min_duration_statement: "500", log_duration: "off", log_hostname: "off" })],
    [],
  ],
]);

/** The flags named in the message, other than those that have a sentence of their own. */
function named(instance: Resource): string[] {
  const { violations } = outcome(sqlFlags, [instance], { iamLogin: false });
  return violations.flatMap(({ message }) => message.replace(/.*: /, "").split(", "));
}

describe("a flag is named when it is wrong", () => {
  test.each<[flag: string, good: string[], wrong: string[]]>([
    ["log_connections", ["on", "ON", "true", "1"], ["off", "0", ""]],
    ["log_disconnections", ["on"], ["off"]],
    ["log_checkpoints", ["on"], ["off"]],
    ["log_lock_waits", ["on"], ["off"]],
    ["log_temp_files", ["0"], ["-1", "1024"]],
    ["log_statement", ["ddl", "mod", "all"], ["none"]],
    [
      "log_min_messages",
      ["warning", "notice", "info", "debug1", "debug5", "WARNING"],
      ["error", "log", "fatal", "panic", "debug6", "warnings"],
    ],
    ["log_min_error_statement", ["error", "warning", "notice", "info", "debug1"], ["log", "fatal", "panic", "terror"]],
    ["log_error_verbosity", ["default", "verbose"], ["terse"]],
    ["log_executor_stats", ["off", "0"], ["on", "1", "true"]],
    ["log_parser_stats", ["off"], ["on"]],
    ["log_planner_stats", ["off"], ["on"]],
    ["log_statement_stats", ["off"], ["on"]],
  ])("%s", (flag, good, wrong) => {
    for (const value of good) expect([value, named(flagged({ [flag]: value }))]).toEqual([value, []]);
    for (const value of wrong) expect([value, named(flagged({ [flag]: value }))]).toEqual([value, [flag]]);
  });

  test("and those without a good default when they are missing", () => {
    expect(named(sql())).toEqual(Object.keys(GOOD).filter((name) => name !== "cloudsql.iam_authentication"));
  });

  test("whatever the case of its name", () => {
    expect(named(flagged({ log_connections: undefined, LOG_CONNECTIONS: "on" }))).toEqual([]);
  });
});

describe("of flags not known yet, the known ones are judged", () => {
  const rest = (...flags: unknown[]) =>
    odd({ databaseFlags: [...Object.entries(GOOD).map(([name, value]) => ({ name, value })), ...flags] });

  test.each<[string, Resource, string[]]>([
    ["all of them", odd({ databaseFlags: UNKNOWN }), []],
    ["one", odd({ databaseFlags: [UNKNOWN, { name: "log_min_messages", value: "panic" }] }), ["log_min_messages"]],
    [
      "one's name",
      odd({
        databaseFlags: [
          { name: UNKNOWN, value: "on" },
          { name: "log_connections", value: "off" },
        ],
      }),
      ["log_connections"],
    ],
    ["one's value", rest({ name: "log_min_messages", value: UNKNOWN }), []],
    ["a secret value", rest({ name: "log_statement", value: SECRET }), []],
    [
      "a wanted one's value",
      rest({ name: "log_connections", value: UNKNOWN }, { name: "log_parser_stats", value: "on" }),
      ["log_parser_stats"],
    ],
  ])("%s", (_, instance, expected) => {
    expect(named(instance)).toEqual(expected);
    expect(outcome(sqlFlags, [instance]).unjudged).toEqual([
      expect.objectContaining({ property: "settings.databaseFlags" }),
    ]);
  });

  test("IAM login and pgAudit are not guessed", () => {
    expect(found(sqlFlags, [odd({ databaseFlags: UNKNOWN })], { audit: true })).toEqual([]);
    const pgaudit = rest({ name: "cloudsql.enable_pgaudit", value: UNKNOWN });
    expect(found(sqlFlags, [pgaudit], { audit: true })).toEqual([]);
  });

  test("nothing is left unjudged of flags that are known", () => {
    expect(outcome(sqlFlags, [flagged({})]).unjudged).toEqual([]);
  });
});

test("sql-flags says what a missing flag costs", () => {
  const { violations } = outcome(sqlFlags, [sql()], { audit: true });
  expect(violations.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^these flags are not as the benchmark wants them: log_connections, /),
    "cloudsql.iam_authentication is off, so every user needs a password",
    "cloudsql.enable_pgaudit is off, so reads and writes leave no trace",
  ]);
});
