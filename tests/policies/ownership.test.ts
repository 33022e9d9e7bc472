import { prodProtection, regionsAllowed, requiredLabels, rightProject } from "../../policies/rules/ownership";
import { type Resource, type ResourceOptions, UNKNOWN } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

type Database = Inputs<"gcp:sql/databaseInstance:DatabaseInstance">;
const SETTINGS = {
  tier: "db-g1-small",
  deletionProtectionEnabled: true,
  backupConfiguration: { pointInTimeRecoveryEnabled: true },
};
const database = (inputs: Database = {}, options: ResourceOptions = { protect: true }) =>
  make(
    "gcp:sql/databaseInstance:DatabaseInstance",
    "db",
    { databaseVersion: "POSTGRES_17", deletionProtection: true, settings: SETTINGS, ...inputs },
    { options },
  );
const settings = (change: object) => database({ settings: { ...SETTINGS, ...change } });
const RECOVERY = "db settings.backupConfiguration.pointInTimeRecoveryEnabled";
const service = (inputs: Inputs<"gcp:cloudrunv2/service:Service">) =>
  make("gcp:cloudrunv2/service:Service", "s", inputs);
const bucket = (inputs: Inputs<"gcp:storage/bucket:Bucket">) => make("gcp:storage/bucket:Bucket", "b", inputs);

judges(prodProtection, [
  ["all of it", [database()], []],
  ["the provider's protection by default", [database({ deletionProtection: undefined })], []],
  ["the provider's protection off", [database({ deletionProtection: false })], ["db deletionProtection"]],
  [
    "off, spelled as text",
    [raw("gcp:cloudrunv2/service:Service", "s", { deletionProtection: "false" })],
    ["s deletionProtection"],
  ],
  ["not known yet", [raw("gcp:cloudrunv2/service:Service", "s", { deletionProtection: UNKNOWN })], []],
  [
    "Google's protection off",
    [settings({ deletionProtectionEnabled: false })],
    ["db settings.deletionProtectionEnabled"],
  ],
  [
    "Google's protection by default off",
    [settings({ deletionProtectionEnabled: undefined })],
    ["db settings.deletionProtectionEnabled"],
  ],
  ["Google's protection not known yet", [settings({ deletionProtectionEnabled: UNKNOWN as never })], []],
  ["not protected", [database({}, {})], ["db protect"]],
  ["protected no more", [database({}, { protect: false })], ["db protect"]],
  ["no recovery", [settings({ backupConfiguration: { enabled: true } })], [RECOVERY]],
  ["recovery off", [settings({ backupConfiguration: { pointInTimeRecoveryEnabled: false } })], [RECOVERY]],
  ["no backups at all", [settings({ backupConfiguration: undefined })], [RECOVERY]],
  ["recovery not known yet", [settings({ backupConfiguration: UNKNOWN as never })], []],
  [
    "a replica recovers from its primary",
    [database({ masterInstanceName: "primary", settings: { tier: "x", deletionProtectionEnabled: true } })],
    [],
  ],
  [
    "a replica is protected all the same",
    [
      database(
        { masterInstanceName: "primary", deletionProtection: false, settings: { tier: "x" } },
        { protect: false },
      ),
    ],
    ["db deletionProtection", "db protect", "db settings.deletionProtectionEnabled"],
  ],
  [
    "a database of which nothing is said",
    [database({ settings: undefined }, {})],
    ["db protect", "db settings.deletionProtectionEnabled", RECOVERY],
  ],
  ["a service", [service({ deletionProtection: true })], []],
  ["a service by default", [service({})], []],
  ["a service without", [service({ deletionProtection: false })], ["s deletionProtection"]],
  ["a bucket", [bucket({})], []],
  ["a bucket that says so", [bucket({ forceDestroy: false })], []],
  ["a bucket deleted with its objects", [bucket({ forceDestroy: true })], ["b forceDestroy"]],
  ["a bucket is not asked for more", [raw("gcp:storage/bucket:Bucket", "b", { deletionProtection: false })], []],
  ["a job", [make("gcp:cloudrunv2/job:Job", "j", { deletionProtection: false })], []],
]);

const PROVIDER = "pulumi:providers:gcp";
const provider = (inputs: object) => raw(PROVIDER, "other", inputs);
const by = (resource: Resource): Resource => ({
  ...resource,
  options: { ...resource.options, provider: `${provider({}).urn}::id` },
});
const labelled = (labels?: Record<string, string>) => bucket(labels ? { labels } : {});
const inDatabase = (userLabels?: Record<string, string>) =>
  make("gcp:sql/databaseInstance:DatabaseInstance", "db", { settings: { tier: "t", userLabels } });
const TWO = { labels: ["component", "team"] };

judges(requiredLabels, [
  ["labelled", [labelled({ component: "bff" })], []],
  ["not labelled", [labelled()], ["b labels"]],
  ["otherwise labelled", [labelled({ team: "sales" })], ["b labels"]],
  ["an empty label", [labelled({ component: "" })], ["b labels"]],
  ["a label not known yet", [labelled({ component: UNKNOWN })], []],
  ["labels of one's own", [labelled({ component: "bff", team: "sales" })], [], TWO],
  ["one of two", [labelled({ component: "bff" })], ["b labels"], TWO],
  ["none asked for", [labelled()], [], { labels: [] }],
  ["a service", [service({ labels: { component: "api" } })], []],
  ["a service without", [service({ template: { labels: { component: "api" } } })], ["s labels"]],
  ["a secret without", [make("gcp:secretmanager/secret:Secret", "x", { secretId: "x" })], ["x labels"]],
  ["a database", [inDatabase({ component: "db" })], []],
  ["a database without", [inDatabase()], ["db settings.userLabels"]],
  [
    "a database labelled elsewhere",
    [raw("gcp:sql/databaseInstance:DatabaseInstance", "db", { labels: { component: "db" } })],
    ["db settings.userLabels"],
  ],
  [
    "what takes no labels",
    [make("gcp:compute/network:Network", "n", {}), make("gcp:sql/user:User", "u", {}), raw("piloto:x:Y", "p", {})],
    [],
  ],
  ["by the state", [raw("gcp:storage/bucket:Bucket", "b", { effectiveLabels: { component: "bff" } })], []],
  ["by an older state", [raw("gcp:storage/bucket:Bucket", "b", { pulumiLabels: { component: "bff" } })], []],
  ["by the provider", [by(labelled()), provider({ defaultLabels: { component: "bff" } })], []],
  [
    "by the provider, as the engine spells it",
    [by(labelled()), provider({ defaultLabels: '{"component":"bff"}' })],
    [],
  ],
  ["by the provider, not known yet", [by(labelled()), provider({ defaultLabels: UNKNOWN })], []],
  ["not by the provider", [by(labelled()), provider({ defaultLabels: '{"team":"sales"}' })], ["b labels"]],
  ["by a provider that makes no sense", [by(labelled()), provider({ defaultLabels: "{component" })], ["b labels"]],
  ["by another provider", [labelled(), provider({ defaultLabels: { component: "bff" } })], ["b labels"]],
  [
    "in part by the provider",
    [by(labelled({ team: "sales" })), provider({ defaultLabels: { component: "bff" } })],
    [],
    TWO,
  ],
  [
    "a database is not labelled by the provider",
    [by(inDatabase()), provider({ defaultLabels: { component: "db" } })],
    ["db settings.userLabels"],
  ],
]);

test("labels not known yet are named, and missing ones too", () => {
  expect(outcome(requiredLabels, [raw("gcp:storage/bucket:Bucket", "b", { labels: UNKNOWN })])).toMatchObject({
    violations: [],
    unjudged: [{ name: "b", property: "labels" }],
  });
  expect(outcome(requiredLabels, [labelled()], TWO).violations.map(({ message }) => message)).toEqual([
    "not labelled with component, team",
  ]);
});

const OURS = { projects: ["ours", "123"] };
const inProject = (project: string | undefined) => bucket({ name: "b", project });
judges(rightProject, [
  ["ours", [inProject("ours")], [], OURS],
  ["ours by number", [inProject("123")], [], OURS],
  ["ours by its full name", [inProject("projects/ours")], [], OURS],
  ["another", [inProject("theirs")], ["b project"], OURS],
  ["another by its full name", [inProject("projects/theirs")], ["b project"], OURS],
  ["one whose name begins like ours", [inProject("ours-too")], ["b project"], OURS],
  ["not said", [inProject(undefined)], [], OURS],
  ["any, where none is configured", [inProject("theirs")], []],
  ["a grant in another", [make("gcp:projects/iAMMember:IAMMember", "g", { project: "theirs" })], ["g project"], OURS],
  ["the provider's", [by(inProject(undefined)), provider({ project: "ours" })], [], OURS],
  [
    "another, the provider's",
    [by(inProject(undefined)), provider({ project: "theirs" })],
    ["b provider.project", "other project"],
    OURS,
  ],
  ["ours, whatever the provider's", [by(inProject("ours")), provider({ project: "theirs" })], ["other project"], OURS],
  ["another, whatever the provider's", [by(inProject("theirs")), provider({ project: "ours" })], ["b project"], OURS],
  ["a provider without", [by(inProject(undefined)), provider({})], [], OURS],
  ["of something else", [raw("random:index/randomPassword:RandomPassword", "r", { project: "theirs" })], [], OURS],
]);

test("a project not known yet is named", () => {
  expect(outcome(rightProject, [raw("gcp:storage/bucket:Bucket", "b", { project: UNKNOWN })], OURS)).toMatchObject({
    violations: [],
    unjudged: [{ name: "b", property: "project" }],
  });
  expect(outcome(rightProject, [by(inProject(undefined)), provider({ project: UNKNOWN })], OURS)).toMatchObject({
    violations: [],
    unjudged: [
      { name: "b", property: "provider.project" },
      { name: "other", property: "project" },
    ],
  });
  expect(
    outcome(
      rightProject,
      [by(raw("gcp:storage/bucket:Bucket", "b", { project: UNKNOWN })), provider({ project: "theirs" })],
      OURS,
    ),
  ).toMatchObject({
    violations: [{ property: "project" }],
    unjudged: [{ property: "project" }],
  });
  expect(outcome(rightProject, [inProject("theirs")], OURS).violations.map(({ message }) => message)).toEqual([
    "theirs is not a project of this stack",
  ]);
});

const HERE = { regions: ["us-central1", "US"] };
const at = (property: string, place: string) => raw("gcp:any/thing:Thing", "x", { [property]: place });
const elsewhere = (property: string, place: string): Case => [
  `${property} ${place}`,
  [at(property, place)],
  [`x ${property}`],
  HERE,
];
const here = (property: string, place: string): Case => [
  `${property} ${place} is allowed`,
  [at(property, place)],
  [],
  HERE,
];
const REPLICA = "replication.userManaged.replicas";
const replicated = (...locations: string[]) =>
  make("gcp:secretmanager/secret:Secret", "x", {
    secretId: "x",
    replication: { userManaged: { replicas: locations.map((location) => ({ location })) } },
  });
judges(regionsAllowed, [
  here("region", "us-central1"),
  here("location", "us-central1"),
  here("location", "US-CENTRAL1"),
  here("location", "us"),
  here("location", "global"),
  here("location", "GLOBAL"),
  here("zone", "us-central1-a"),
  here("location", "us-central1-f"),
  here("region", "https://www.googleapis.com/compute/v1/projects/p/regions/us-central1"),
  here("region", ""),
  here("place", "europe-west1"),
  elsewhere("region", "europe-west1"),
  elsewhere("location", "EU"),
  elsewhere("location", "us-central"),
  elsewhere("location", "us-central12"),
  elsewhere("location", "europe-west1-b"),
  elsewhere("zone", "europe-west1-b"),
  elsewhere("region", "projects/p/regions/europe-west1"),
  [
    "two places",
    [raw("gcp:any/thing:Thing", "x", { region: "europe-west1", zone: "europe-west1-b" })],
    ["x region", "x zone"],
    HERE,
  ],
  [
    "one known, one not",
    [raw("gcp:any/thing:Thing", "x", { region: UNKNOWN, zone: "europe-west1-b" })],
    ["x zone"],
    HERE,
  ],
  ["replicas of a secret", [replicated("us-central1", "europe-west1")], [`x ${REPLICA}[1].location`], HERE],
  ["replicas, one not known yet", [replicated(UNKNOWN, "europe-west1")], [`x ${REPLICA}[1].location`], HERE],
  ["replicas in allowed regions", [replicated("us-central1")], [], HERE],
  ["anywhere, where nothing is configured", [at("region", "europe-west1")], []],
  ["of something else", [raw("aws:any/thing:Thing", "x", { region: "europe-west1" })], [], HERE],
]);

test("a region not known yet is named, and the one that is not allowed", () => {
  expect(outcome(regionsAllowed, [at("location", UNKNOWN)], HERE)).toMatchObject({
    violations: [],
    unjudged: [{ name: "x", property: "location" }],
  });
  expect(
    outcome(regionsAllowed, [at("zone", "europe-west1-b")], HERE).violations.map(({ message }) => message),
  ).toEqual(["europe-west1 is not an allowed region"]);
});
