import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { POLICIES } from "../../policies/all";
import {
  configurationProblems,
  exempts,
  levelFor,
  levelOf,
  readExemptions,
  settingsOf,
} from "../../policies/configuration";
import { policiesPage } from "../../policies/documentation";
import { labelableTypes } from "../../policies/labelable";
import labelable from "../../policies/labelable.json";
import { printVerdicts } from "../../policies/print";
import { SELF_POLICIES } from "../../policies/self";
import { exemptionsIn, POLICY_IDS, readConfiguration, verdicts, withoutExemptions } from "../../policies/verdicts";
import { make } from "./make";

const root = join(__dirname, "..", "..");
const all = [...POLICIES, ...SELF_POLICIES];

test("ids are unique, and what a policy says of itself is complete", () => {
  expect(POLICY_IDS.size).toBe(all.length);
  for (const policy of all) {
    expect(policy.id).toMatch(/^[a-z0-9-]+$/);
    for (const text of [policy.title, policy.demands, policy.why, policy.remediation])
      expect(text.length).toBeGreaterThan(10);
  }
});

describe.each(["dev", "prod"] as const)("policies/config/%s.json", (stack) => {
  const configuration = readConfiguration(stack);

  test("is the file of a stack there is", () => {
    expect(readdirSync(root)).toContain(`Pulumi.${stack}.yaml`);
  });

  test("names every policy, and nothing else", () => {
    expect(Object.keys(configuration).sort()).toEqual([...POLICY_IDS].sort());
    expect(configurationProblems(configuration, POLICY_IDS)).toEqual([]);
  });

  test.each(all.map((policy) => [policy.id, policy] as const))("gives %s the level its weight means", (id, policy) => {
    expect(levelOf(configuration, id, policy.weight)).toBe(levelFor(policy.weight, stack));
  });

  test("sets only what the policies can be told", () => {
    const own = (id: string) => (id === "policy-config" ? withoutExemptions(configuration[id]) : configuration[id]);
    expect(all.flatMap((policy) => settingsOf(policy, own(policy.id)).problems)).toEqual([]);
    expect(readExemptions(exemptionsIn(configuration), POLICY_IDS, new Date()).problems).toEqual([]);
  });
});

test.each([
  ["always", "mandatory", "mandatory"],
  ["production", "advisory", "mandatory"],
  ["advice", "advisory", "advisory"],
  ["production-advice", "disabled", "advisory"],
] as const)("%s means %s in dev and %s in prod", (weight, dev, prod) => {
  expect([levelFor(weight, "dev"), levelFor(weight, "prod")]).toEqual([dev, prod]);
});

test.each([
  ["nothing said", {}, "mandatory"],
  ["by name", { p: "advisory" }, "advisory"],
  ["in an object", { p: { enforcementLevel: "disabled" } }, "disabled"],
  ["for all", { all: "advisory" }, "advisory"],
  ["its own before all", { all: "advisory", p: "mandatory" }, "mandatory"],
  ["settings only, level from all", { all: "disabled", p: { x: 1 } }, "disabled"],
  ["remediate counts as mandatory", { p: "remediate" }, "mandatory"],
  ["remediate in an object", { p: { enforcementLevel: "remediate" } }, "mandatory"],
  ["remediate for what is disabled otherwise", { all: "disabled", p: "remediate" }, "mandatory"],
  ["a word that is no level", { p: "loud" }, "mandatory"],
  ["a word that is no level, beside one for all", { all: "advisory", p: "loud" }, "advisory"],
  ["nothing", { p: null }, "mandatory"],
  ["a level for others", { q: "advisory" }, "mandatory"],
])("level: %s", (_about, configuration, level) => {
  expect(levelOf(configuration, "p", "always")).toBe(level);
});

test.each([
  ["always", "mandatory"],
  ["production", "mandatory"],
  ["advice", "advisory"],
  ["production-advice", "advisory"],
] as const)("%s is %s where no configuration says otherwise", (weight, level) => {
  expect(levelOf({}, "p", weight)).toBe(level);
});

test("a level is a word, by itself or in an object", () => {
  const problems = (entry: unknown) => configurationProblems({ all: entry }, POLICY_IDS).length;
  expect(["mandatory", "remediate", {}, { enforcementLevel: "disabled" }, { x: 1 }].map(problems)).toEqual([
    0, 0, 0, 0, 0,
  ]);
  expect(["", null, 1, true, { enforcementLevel: 1 }, { enforcementLevel: null }].map(problems)).toEqual([
    1, 1, 1, 1, 1, 1,
  ]);
});

test("a mistyped name or level is a problem", () => {
  expect(
    configurationProblems(
      { "sql-tsl": "advisory", "sql-tls": "loud", all: "advisory", dnssec: { enforcementLevel: "off" } },
      POLICY_IDS,
    ),
  ).toEqual([
    { where: "sql-tsl", message: "no policy of this pack has this name" },
    { where: "sql-tls", message: "the level must be mandatory, advisory, disabled" },
    { where: "dnssec", message: "the level must be mandatory, advisory, disabled" },
  ]);
});

test("a setting that does not exist or has the wrong kind is a problem, and changes nothing", () => {
  const policy = {
    id: "p",
    settings: {
      most: { default: 3, about: "" },
      names: { default: ["a"], about: "" },
      on: { default: true, about: "" },
      label: { default: "l", about: "" },
    },
  };
  const { settings, problems } = settingsOf(policy, {
    most: "4",
    names: ["b", 1],
    on: "yes",
    label: 1,
    mots: 1,
    enforcementLevel: "advisory",
  });
  expect(settings).toEqual({ most: 3, names: ["a"], on: true, label: "l" });
  expect(problems.map(({ where, message }) => `${where} ${message}`)).toEqual([
    "p.most must be a number",
    "p.names must be a list of texts",
    "p.on must be a boolean",
    "p.label must be a text",
    "p.mots no such setting; there is most, names, on, label",
  ]);
  expect(settingsOf(policy, { most: 4, names: [], on: false, label: "x" })).toEqual({
    settings: { most: 4, names: [], on: false, label: "x" },
    problems: [],
  });
  expect(settingsOf({ id: "q", settings: {} }, { x: 1 }).problems).toEqual([
    { where: "q.x", message: "no such setting; there are none" },
  ]);
});

const NOW = new Date("2027-01-15T12:00:00Z");
const GOOD = { policy: "sql-tls", resource: "db", reason: "legacy client", expires: "2027-01-15" };
test.each([
  ["good until the end of its last day", GOOD, []],
  ["expired the day before", { ...GOOD, expires: "2027-01-14" }, ["expired on 2027-01-14"]],
  ["no reason", { ...GOOD, reason: " " }, ["has no reason"]],
  ["no end", { policy: "sql-tls", resource: "db", reason: "r" }, ["has no expires"]],
  ["no day", { ...GOOD, expires: "soon" }, ["expires must be a day such as 2027-01-31, not soon"]],
  [
    "a day that does not exist",
    { ...GOOD, expires: "2027-13-01" },
    ["expires must be a day such as 2027-01-31, not 2027-13-01"],
  ],
  [
    "a day that this month does not have",
    { ...GOOD, expires: "2027-02-30" },
    ["expires must be a day such as 2027-01-31, not 2027-02-30"],
  ],
  [
    "a time",
    { ...GOOD, expires: "2027-02-28T12:00" },
    ["expires must be a day such as 2027-01-31, not 2027-02-28T12:00"],
  ],
  [
    "not only a day",
    { ...GOOD, expires: "by 2027-02-28" },
    ["expires must be a day such as 2027-01-31, not by 2027-02-28"],
  ],
  ["a month", { ...GOOD, expires: "2027-02" }, ["expires must be a day such as 2027-01-31, not 2027-02"]],
  ["blanks for an end", { ...GOOD, expires: " " }, ["has no expires"]],
  ["a property that is no text", { ...GOOD, property: ["settings"] }, ["property must be a text"]],
  ["an empty property", { ...GOOD, property: "" }, ["property must be a text"]],
  ["no resource", { ...GOOD, resource: "" }, ["has no resource"]],
  ["an empty policy", { ...GOOD, policy: "" }, ["has no policy"]],
  ["a policy that does not exist", { ...GOOD, policy: "sql-tsl" }, ["names no policy of this pack: sql-tsl"]],
  ["an unknown field", { ...GOOD, resources: [] }, ["has an unknown field resources"]],
  ["a property", { ...GOOD, property: "settings" }, []],
  ["no object", "sql-tls", ["must be an object with policy, resource, reason and expires"]],
  ["null", null, ["must be an object with policy, resource, reason and expires"]],
  ["empty", {}, ["has no policy", "has no resource", "has no reason", "has no expires"]],
])("exemption: %s", (_about, entry, messages) => {
  const { exemptions, problems } = readExemptions([entry], POLICY_IDS, NOW);
  expect(problems).toEqual(messages.map((message) => ({ where: "policy-config.exemptions[0]", message })));
  expect(exemptions).toHaveLength(messages.length === 0 ? 1 : 0);
});

test("an exemption holds to the last moment of its last day", () => {
  const problems = (now: string) => readExemptions([GOOD], POLICY_IDS, new Date(now)).problems.length;
  expect([problems("2027-01-15T23:59:59.999Z"), problems("2027-01-16T00:00:00.000Z")]).toEqual([0, 1]);
});

test("exemptions in force are kept beside those that are not", () => {
  const { exemptions, problems } = readExemptions(
    [GOOD, { ...GOOD, reason: "" }, { ...GOOD, resource: "x" }],
    POLICY_IDS,
    NOW,
  );
  expect(exemptions.map(({ resource }) => resource)).toEqual(["db", "x"]);
  expect(problems).toEqual([{ where: "policy-config.exemptions[1]", message: "has no reason" }]);
  expect(readExemptions(undefined, POLICY_IDS, NOW)).toEqual({ exemptions: [], problems: [] });
});

test("exemptions must be a list", () => {
  expect(readExemptions({}, POLICY_IDS, NOW).problems).toEqual([
    { where: "policy-config.exemptions", message: "must be a list" },
  ]);
});

test.each([
  ["by logical name", {}, "urn:pulumi:s::p::t::db", "settings.x", true],
  ["by URN", { resource: "urn:pulumi:s::p::t::db" }, "urn:pulumi:s::p::t::db", "settings.x", true],
  [
    "by a longer end",
    { resource: "gcp:sql/databaseInstance:DatabaseInstance::db" },
    "urn:pulumi:s::p::piloto:database:Database$gcp:sql/databaseInstance:DatabaseInstance::db",
    "x",
    true,
  ],
  ["not by part of a name", {}, "urn:pulumi:s::p::t::my-db", "settings.x", false],
  ["not for another policy", { policy: "sql-private" }, "urn:pulumi:s::p::t::db", "settings.x", false],
  ["for a property", { property: "settings" }, "urn:pulumi:s::p::t::db", "settings.x", true],
  ["for the property itself", { property: "settings" }, "urn:pulumi:s::p::t::db", "settings", true],
  ["for an element", { property: "list" }, "urn:pulumi:s::p::t::db", "list[0].x", true],
  [
    "by what follows the component",
    { resource: "t::db" },
    "urn:pulumi:s::p::piloto:database:Database$t::db",
    "settings.x",
    true,
  ],
  [
    "not for the component",
    { resource: "Database" },
    "urn:pulumi:s::p::piloto:database:Database$t::db",
    "settings.x",
    false,
  ],
  ["not for all when it names an element", { property: "settings.x" }, "urn:pulumi:s::p::t::db", "settings", false],
  ["not for a property of like name", { property: "set" }, "urn:pulumi:s::p::t::db", "settings.x", false],
])("an exemption holds %s", (_about, change, urn, property, holds) => {
  expect(exempts({ ...GOOD, ...change }, "sql-tls", urn, property)).toBe(holds);
});

const OPEN_DATABASE = make("gcp:sql/databaseInstance:DatabaseInstance", "db", {
  databaseVersion: "POSTGRES_17",
  settings: { tier: "db-g1-small" },
});
const exempting = (entry: object) => ({ "policy-config": { enforcementLevel: "mandatory", exemptions: [entry] } });

test("an exempt violation is shown, with its reason and end, instead of counting", () => {
  const found = verdicts([OPEN_DATABASE], exempting(GOOD), { now: NOW });
  expect(found.filter(({ policy }) => policy === "sql-tls")).toEqual([]);
  expect(
    found.filter(({ policy }) => policy === "pack-self-check").map(({ level, urn, message }) => [level, urn, message]),
  ).toContainEqual(["advisory", OPEN_DATABASE.urn, "exempt from sql-tls until 2027-01-15: legacy client"]);
});

test("an expired exemption counts twice: what it hid, and itself", () => {
  const found = verdicts([OPEN_DATABASE], exempting({ ...GOOD, expires: "2026-12-31" }), { now: NOW });
  expect(found.filter(({ policy }) => policy === "sql-tls")).toHaveLength(1);
  expect(found.filter(({ policy }) => policy === "policy-config")).toMatchObject([
    { level: "mandatory", message: "expired on 2026-12-31" },
  ]);
});

test("an exemption nothing needs is pointed out", () => {
  const found = verdicts([], exempting(GOOD), { now: NOW });
  expect(found).toMatchObject([
    {
      policy: "pack-self-check",
      level: "advisory",
      message: "the exemption of db from sql-tls is not needed (any more)",
    },
  ]);
});

test("a disabled policy says nothing; mandatory verdicts come first", () => {
  const found = verdicts([OPEN_DATABASE], { "sql-private": "disabled", "sql-tls": "advisory" });
  expect(found.map(({ policy }) => policy)).not.toContain("sql-private");
  const levels = found.map(({ level }) => level);
  expect(levels).toEqual([...levels].sort().reverse());
});

test("the verdicts in print: summary first, then what, where and how to fix", () => {
  const text = printVerdicts(
    verdicts([OPEN_DATABASE], { all: "disabled", "sql-tls": "mandatory", "sql-backups": "advisory" }),
    2,
  );
  expect(text).toBe(`Policies: 2 judged, 1 mandatory and 1 advisory violations

mandatory  sql-tls (high)
  db settings.ipConfiguration.sslMode: connections in clear text are accepted
  fix: Set \`settings.ipConfiguration.sslMode: "ENCRYPTED_ONLY"\`.

advisory  sql-backups (medium)
  db settings.backupConfiguration.enabled: automatic backups are off
  fix: Set \`settings.backupConfiguration.enabled: true\`.`);
  expect(printVerdicts([], 2)).toBe("Policies: 2 judged, 0 mandatory and 0 advisory violations");
});

test("what is exempt is no violation: it comes last, with its reason and its end", () => {
  const levels = { all: "disabled", "sql-tls": "mandatory", "pack-self-check": "advisory" };
  const found = verdicts([OPEN_DATABASE], { ...exempting(GOOD), ...levels }, { now: NOW });
  expect(printVerdicts(found, 2)).toBe(`Policies: 2 judged, 0 mandatory and 3 advisory violations, 1 exempt

advisory  pack-self-check (medium)
  the stack labels.component: nothing has the role api, so its rules judged nothing
  the stack labels.component: nothing has the role bff, so its rules judged nothing
  the stack settings.userLabels.component: nothing has the role db, so its rules judged nothing
  fix: Set the label \`component\` on the service (\`labels\`) or database (\`settings.userLabels\`).

exempt, each for a reason and until a day
  db settings.ipConfiguration.sslMode: exempt from sql-tls until 2027-01-15: legacy client`);
});

test("a configuration is read for stacks only, and one without a file has the defaults", () => {
  expect(readConfiguration("staging")).toEqual({});
  expect(readConfiguration("../config/prod")).toEqual({});
});

test("docs/policies.md is what the policies say", () => {
  expect(readFileSync(join(root, "docs", "policies.md"), "utf8")).toBe(policiesPage());
});

test("labelable.json lists the provider's types that take labels", () => {
  expect(labelable).toEqual(labelableTypes());
});
