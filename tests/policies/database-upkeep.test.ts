import { connectionCeiling, maxConnections } from "../../policies/rules/connection-ceiling";
import { sqlUpkeep } from "../../policies/rules/database";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
type Instance = Inputs<typeof SQL>;
type Settings = NonNullable<Instance["settings"]>;

/** An instance that keeps everything `sql-upkeep` asks for, but for what is given. */
const kept = (inputs: Instance = {}, settings: Partial<Settings> = {}, name = "d"): Resource =>
  make(SQL, name, {
    name,
    region: "us-central1",
    databaseVersion: "POSTGRES_17",
    settings: {
      tier: "db-g1-small",
      maintenanceWindow: { day: 7, hour: 4 },
      passwordValidationPolicy: { enablePasswordPolicy: true },
      ...settings,
    },
    ...inputs,
  });
const service = (role: string, location: string, name = role): Resource =>
  make("gcp:cloudrunv2/service:Service", name, { name, location, labels: { component: role }, template: {} });
const LOGIN: Partial<Settings> = { databaseFlags: [{ name: "cloudsql.iam_authentication", value: "on" }] };
const user = (inputs: Inputs<"gcp:sql/user:User"> = {}): Resource =>
  make("gcp:sql/user:User", "u", { instance: "d", name: "api", ...inputs }, { from: { instance: ["d"] } });
const VERSION = "d databaseVersion";
const WINDOW = "d settings.maintenanceWindow";
const POLICY = "d settings.passwordValidationPolicy";

judges(sqlUpkeep, [
  ["all kept", [kept(), service("api", "us-central1")], []],
  ...["POSTGRES_15", "POSTGRES_16", "POSTGRES_18"].map(
    (databaseVersion) => [databaseVersion, [kept({ databaseVersion })], []] as const,
  ),
  ...["POSTGRES_9_6", "POSTGRES_14", "POSTGRES_1", "POSTGRES_99"].map(
    (databaseVersion) => [databaseVersion, [kept({ databaseVersion })], [VERSION]] as const,
  ),
  ["a version of one's own list", [kept({ databaseVersion: "POSTGRES_14" })], [], { versions: ["POSTGRES_14"] }],
  ["a version not on one's own list", [kept()], [VERSION], { versions: ["POSTGRES_14"] }],
  ["no version, which only an import lacks", [kept({ databaseVersion: undefined })], []],
  ["another engine", [kept({ databaseVersion: "MYSQL_5_6" }, { passwordValidationPolicy: undefined })], []],
  ["no window", [kept({}, { maintenanceWindow: undefined })], [WINDOW]],
  ["a window without a day", [kept({}, { maintenanceWindow: { hour: 3, updateTrack: "stable" } })], [WINDOW]],
  ["no password policy", [kept({}, { passwordValidationPolicy: undefined })], [POLICY]],
  [
    "a password policy that is off",
    [kept({}, { passwordValidationPolicy: { enablePasswordPolicy: false } })],
    [POLICY],
  ],
  ["nothing at all", [make(SQL, "d", {})], [WINDOW, POLICY]],
  ["the region of one of the services", [kept(), service("api", "us-central1"), service("bff", "us-east1")], []],
  ["another region", [kept({ region: "us-east1" }), service("api", "us-central1")], ["d region"]],
  ["no region said", [kept({ region: undefined }), service("api", "us-central1")], []],
  ["no services", [kept({ region: "us-east1" })], []],
  [
    "a replica in another region, with its primary's settings",
    [
      kept(),
      make(SQL, "r", {
        masterInstanceName: "d",
        region: "us-east1",
        databaseVersion: "POSTGRES_17",
        settings: { tier: "t" },
      }),
      service("api", "us-central1"),
    ],
    [],
  ],
  [
    "a replica's old version",
    [kept(), make(SQL, "r", { masterInstanceName: "d", databaseVersion: "POSTGRES_12" })],
    ["r databaseVersion"],
  ],
  ["a password where IAM login is on", [kept({}, LOGIN), user()], ["u type"]],
  ["a password, said so, where IAM login is on", [kept({}, LOGIN), user({ type: "BUILT_IN" })], ["u type"]],
  ["an IAM user", [kept({}, LOGIN), user({ type: "CLOUD_IAM_SERVICE_ACCOUNT" })], []],
  ["a password where IAM login is off", [kept(), user()], []],
  [
    "a user of another instance",
    [kept({}, LOGIN), kept({}, {}, "e"), make("gcp:sql/user:User", "u", { instance: "e" })],
    [],
  ],
  ["a password on MySQL", [kept({ databaseVersion: "MYSQL_8_0" }, LOGIN), user()], []],
]);

test("sql-upkeep says what it found and what it cannot judge", () => {
  const region = outcome(sqlUpkeep, [
    kept(
      { region: "us-east1", databaseVersion: "POSTGRES_14" },
      { ...LOGIN, maintenanceWindow: {}, passwordValidationPolicy: undefined },
    ),
    service("api", "us-central1"),
    service("bff", "europe-west1"),
    user(),
  ]);
  expect(region.violations.map(({ message }) => message)).toEqual([
    "POSTGRES_14 is not among POSTGRES_15, POSTGRES_16, POSTGRES_17, POSTGRES_18",
    "no maintenance window is set, so restarts can come at any hour",
    "any password is accepted for a database user",
    "the database is in us-east1, the services are in us-central1, europe-west1",
    "the user logs in with a password although IAM login is on",
  ]);
  const hidden = outcome(sqlUpkeep, [
    kept(
      { databaseVersion: UNKNOWN, region: UNKNOWN },
      { ...LOGIN, passwordValidationPolicy: UNKNOWN as never, maintenanceWindow: UNKNOWN as never },
    ),
    service("api", "us-central1"),
    user({ type: UNKNOWN }),
  ]);
  expect(hidden).toMatchObject({
    violations: [],
    unjudged: [
      { name: "d", property: "databaseVersion" },
      { name: "u", property: "type" },
    ],
  });
});

test.each<[tier: string, connections: number | undefined]>([
  ["db-f1-micro", 25],
  ["db-g1-small", 50],
  ["db-custom-1-1740", 25],
  ["db-custom-1-3839", 50],
  ["db-custom-1-3840", 100],
  ["db-custom-2-6143", 100],
  ["db-custom-2-6144", 200],
  ["db-custom-2-7679", 200],
  ["db-custom-2-7680", 400],
  ["db-custom-4-15360", 500],
  ["db-custom-8-30720", 600],
  ["db-custom-16-61440", 800],
  ["db-custom-32-122880", 1000],
  ["db-perf-optimized-N-2", 500],
  ["db-perf-optimized-N-4", 600],
  ["db-perf-optimized-N-8", 800],
  ["db-perf-optimized-N-16", 1000],
  ["db-custom-1-3840-extra", undefined],
  ["xdb-custom-1-3840", undefined],
  ["xdb-perf-optimized-N-2", undefined],
  ["db-perf-optimized-N-2x", undefined],
  ["db-unheard-of", undefined],
])("%s takes %s connections", (tier, connections) => {
  expect(maxConnections(tier)).toBe(connections);
});

const api = (maxInstanceCount: number | undefined, env: Record<string, string> = {}): Resource =>
  make("gcp:cloudrunv2/service:Service", "s", {
    labels: { component: "api" },
    template: {
      scaling: maxInstanceCount === undefined ? {} : { maxInstanceCount },
      containers: [{ image: "i", envs: Object.entries(env).map(([name, value]) => ({ name, value })) }],
    },
  });
const tier = (name: string, flags: Record<string, string> = {}): Resource =>
  make(SQL, "d", {
    settings: { tier: name, databaseFlags: Object.entries(flags).map(([flag, value]) => ({ name: flag, value })) },
  });
const MAX = "s template.scaling.maxInstanceCount";
const small = tier("db-g1-small");

judges(connectionCeiling, [
  ["as many as the database takes", [small, api(10)], []],
  ["one instance too many", [small, api(11)], [MAX]],
  ["a pool of one's own", [small, api(10)], [MAX], { poolSize: 6 }],
  ["a pool the variables tell", [small, api(5, { DB_POOL_SIZE: "10" })], []],
  ["a pool the variables tell, too large", [small, api(5, { DB_POOL_SIZE: "11" })], [MAX]],
  ["a pool and its overflow", [small, api(5, { DB_POOL_SIZE: "5", DB_MAX_OVERFLOW: "5" })], []],
  ["a pool and its overflow, too large", [small, api(5, { POOL_SIZE: "5", MAX_OVERFLOW: "6" })], [MAX]],
  ["an overflow without a pool", [small, api(10, { MAX_OVERFLOW: "90" })], []],
  ...["DB_POOL", "POOL_MAX", "DB_POOL_MAX_SIZE", "MAX_POOL_SIZE", "db_pool_size", "PG_MAX_POOL_SIZE"].map(
    (name) => [`a pool told by ${name}`, [small, api(5, { [name]: "11" })], [MAX]] as const,
  ),
  ...["SPOOL", "POOL_NAME", "CARPOOL_SIZE", "POOL_SIZE_HINT"].map(
    (name) => [`${name} is no pool of connections`, [small, api(5, { [name]: "11" })], []] as const,
  ),
  ...["MAX_OVERFLOW_HINT", "XMAX_OVERFLOW"].map(
    (name) => [`${name} is no overflow`, [small, api(5, { POOL_SIZE: "5", [name]: "90" })], []] as const,
  ),
  ["an overflow in small letters", [small, api(5, { pool_size: "5", max_overflow: "6" })], [MAX]],
  ["a pool told by words", [small, api(11, { DB_POOL_SIZE: "small" })], [MAX]],
  ["a pool not known yet", [small, api(10, { DB_POOL_SIZE: UNKNOWN })], []],
  ["more connections by flag", [tier("db-g1-small", { max_connections: "100" }), api(20)], []],
  ["fewer connections by flag", [tier("db-custom-1-3840", { max_connections: "20" }), api(5)], [MAX]],
  ["a flag where the tier is new", [tier("db-new", { max_connections: "20" }), api(5)], [MAX]],
  ["a tier nobody knows", [tier("db-new"), api(500)], []],
  ["no ceiling of instances", [small, api(undefined)], []],
  ["no API", [small, service("bff", "us-central1")], []],
  ["no database", [api(1000)], []],
  [
    "a lone database of another role is still the database",
    [kept({}, { userLabels: { component: "x" } }), api(11)],
    [MAX],
  ],
  [
    "the database with the role, among others",
    [kept({}, { userLabels: { component: "db" }, tier: "db-f1-micro" }), kept({}, {}, "e"), api(6)],
    [MAX],
  ],
  ["two databases without a role", [kept(), kept({}, {}, "e"), api(1000)], []],
  [
    "a database and its replica, both with the role",
    [
      kept({}, { userLabels: { component: "db" } }),
      kept({ masterInstanceName: "d" }, { userLabels: { component: "db" }, tier: "db-f1-micro" }, "r"),
      api(10),
    ],
    [],
  ],
  ["a database without a role and its replica", [small, kept({ masterInstanceName: "d" }, {}, "r"), api(11)], [MAX]],
]);

test("connection-ceiling says the sum and what it cannot judge", () => {
  expect(outcome(connectionCeiling, [small, api(11)]).violations).toMatchObject([
    { message: "11 instances with 5 connections each need 55, the database takes 50" },
  ]);
  expect(outcome(connectionCeiling, [tier("db-new"), tier(UNKNOWN), api(1)]).unjudged).toEqual([]);
  expect(outcome(connectionCeiling, [tier("db-new"), api(1)]).unjudged).toMatchObject([
    { name: "d", property: "settings.tier" },
  ]);
  const hidden = raw("gcp:cloudrunv2/service:Service", "s", {
    labels: { component: "api" },
    template: { scaling: { maxInstanceCount: UNKNOWN } },
  });
  expect(outcome(connectionCeiling, [small, hidden])).toMatchObject({
    violations: [],
    unjudged: [{ name: "s", property: "template.scaling.maxInstanceCount" }],
  });
  expect(outcome(connectionCeiling, [small, api(1)]).unjudged).toEqual([]);
});
