import { Graph } from "../../graph/graph";
import type { Exemption } from "../../policies/configuration";
import { judgeResource, judgeStack } from "../../policies/judge";
import { type Findings, type ResourceContext, resourcePolicy, stackPolicy } from "../../policies/policy";
import { exemptionsIn, verdicts, withoutExemptions } from "../../policies/verdicts";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { make, raw } from "./make";

const base = {
  title: "t",
  demands: "d",
  why: "w",
  weight: "always",
  severity: "low",
  covers: [],
  remediation: "r",
} as const;
const THING = raw("gcp:any/thing:Thing", "thing", { project: "p" });
const OTHER = raw("gcp:any/other:Other", "other", {});
const CONTEXT: ResourceContext = { provider: undefined, roleLabel: "component" };
const EXEMPT: Exemption = { policy: "p", resource: "thing", reason: "r", expires: "2030-01-01" };
const onThing = (check: (findings: Findings) => void, exemptions: Exemption[] = []) =>
  judgeResource(
    resourcePolicy({ ...base, id: "p", applies: () => true, check: (_resource, findings) => check(findings) }),
    THING,
    {},
    CONTEXT,
    exemptions,
  );
const onStack = (check: (findings: Findings) => void, exemptions: Exemption[] = []) =>
  judgeStack(
    stackPolicy({ ...base, id: "p", check: (_graph, findings) => check(findings) }),
    new Graph([THING]),
    {},
    exemptions,
  );

describe.each([
  ["a resource", onThing, THING.urn],
  ["the stack", onStack, ""],
] as const)("judging %s", (_about, judge, urn) => {
  test("what is found is kept, once", () => {
    const outcome = judge(({ violation, unjudged }) => {
      violation(THING, "a", "m");
      violation(THING, "a", "m");
      violation(THING, "a", "n");
      violation(THING, "b", "m");
      violation(OTHER, "a", "m");
      violation(undefined, "a", "m");
      unjudged(THING, "c");
    });
    expect(outcome).toEqual({
      violations: [
        { urn: THING.urn, property: "a", message: "m" },
        { urn: THING.urn, property: "a", message: "n" },
        { urn: THING.urn, property: "b", message: "m" },
        { urn: OTHER.urn, property: "a", message: "m" },
        { urn: "", property: "a", message: "m" },
      ],
      exempted: [],
      unjudged: [{ urn: THING.urn, name: "thing", property: "c" }],
    });
  });

  test("what is exempt is told apart", () => {
    const check = ({ violation }: Findings) => {
      violation(THING, "a.b", "m");
      violation(THING, "c", "m");
      violation(OTHER, "a", "m");
    };
    const names = (exemptions: Exemption[]) => {
      const { violations, exempted } = judge(check, exemptions);
      return [violations.map(({ property }) => property), exempted.map(({ violation }) => violation.property)];
    };
    expect(names([EXEMPT])).toEqual([["a"], ["a.b", "c"]]);
    expect(names([{ ...EXEMPT, property: "a" }])).toEqual([["c", "a"], ["a.b"]]);
    expect(names([{ ...EXEMPT, policy: "q" }])).toEqual([["a.b", "c", "a"], []]);
    expect(judge(check, [{ ...EXEMPT, policy: "q" }, EXEMPT]).exempted[0]?.exemption).toBe(EXEMPT);
  });

  test.each([
    [new TypeError("hunter2"), "TypeError"],
    ["hunter2", "error"],
  ])("a rule that breaks counts as violated, and what it found before counts too", (thrown, kind) => {
    const { violations } = judge(({ violation }) => {
      violation(THING, "a", "m");
      throw thrown;
    });
    expect(violations).toEqual([
      { urn: THING.urn, property: "a", message: "m" },
      { urn, property: "", message: `this policy could not be evaluated (${kind}), so it counts as violated` },
    ]);
  });
});

describe("verdicts", () => {
  const said = (policy: string, resources: readonly Resource[], configuration: Record<string, unknown> = {}) =>
    verdicts(resources, configuration)
      .filter((each) => each.policy === policy)
      .map(({ level, urn, property, message }) => [level, urn.split("::").at(-1), property, message].join("|"));
  const service = (role: string, name = role) =>
    make("gcp:cloudrunv2/service:Service", name, { name, labels: { component: role } });
  const database = (role: string | undefined, name: string) =>
    make("gcp:sql/databaseInstance:DatabaseInstance", name, {
      name,
      settings: { tier: "db-g1-small", ...(role ? { userLabels: { component: role } } : {}) },
    });

  test.each<[string, Resource[], string[]]>([
    ["none of either", [raw("gcp:storage/bucket:Bucket", "b", {})], []],
    ["one of each", [service("api"), service("bff"), database("db", "d")], []],
    ["no BFF", [service("api")], ["advisory||labels.component|nothing has the role bff, so its rules judged nothing"]],
    [
      "two APIs",
      [service("api"), service("api", "second"), service("bff")],
      ["advisory|second|labels.component|2 resources have the role api: api, second"],
    ],
    [
      "six APIs, five of them named",
      [service("bff"), ..."abcdef".split("").map((name) => service("api", name))],
      ["advisory|b|labels.component|6 resources have the role api: a, b, c, d, e"],
    ],
    [
      "a database alone",
      [database("db", "d")],
      [
        "advisory||labels.component|nothing has the role api, so its rules judged nothing",
        "advisory||labels.component|nothing has the role bff, so its rules judged nothing",
      ],
    ],
    [
      "a database without a role",
      [service("api"), service("bff"), database(undefined, "d")],
      ["advisory||settings.userLabels.component|nothing has the role db, so its rules judged nothing"],
    ],
    [
      "two databases",
      [service("api"), service("bff"), database("db", "d"), database("db", "e"), database("log", "f")],
      ["advisory|e|settings.userLabels.component|2 resources have the role db: d, e"],
    ],
  ])("roles: %s", (_about, resources, expected) => {
    expect(said("pack-self-check", resources)).toEqual(expected);
  });

  test("roles go by the label that is configured", () => {
    const resources = [
      make("gcp:cloudrunv2/service:Service", "s", { labels: { part: "api" } }),
      make("gcp:cloudrunv2/service:Service", "t", { labels: { part: "bff" } }),
    ];
    const configuration = { "policy-config": { roleLabel: "part" } };
    expect(said("pack-self-check", resources, configuration)).toEqual([]);
    expect(said("api-ingress-internal", resources, configuration)).toHaveLength(1);
    expect(said("api-ingress-internal", resources)).toEqual([]);
  });

  test("what is not known yet is said once, ten places of it", () => {
    const buckets = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        raw("gcp:storage/bucket:Bucket", `b${index}`, {
          uniformBucketLevelAccess: UNKNOWN,
          publicAccessPrevention: "enforced",
        }),
      );
    const note = (count: number) => said("pack-self-check", buckets(count)).join();
    expect(note(2)).toBe(
      "advisory|||not known before `up`, so judged then: bucket-private: b0.uniformBucketLevelAccess; bucket-private: b1.uniformBucketLevelAccess",
    );
    expect(note(10)).toMatch(/b9\.uniformBucketLevelAccess$/);
    expect(note(11)).toMatch(/b9\.uniformBucketLevelAccess and 1 more$/);
    expect(note(0)).toBe("");
  });

  const key = make("gcp:serviceaccount/key:Key", "key", { serviceAccountId: "a" });
  test.each([
    [{}, "mandatory"],
    [{ all: "advisory" }, "advisory"],
    [{ all: "advisory", "no-account-keys": "mandatory" }, "mandatory"],
    [{ "no-account-keys": { enforcementLevel: "advisory" } }, "advisory"],
    [{ "no-account-keys": "disabled" }, undefined],
  ])("%j: %s", (configuration, level) => {
    expect(said("no-account-keys", [key], configuration)).toEqual(
      level ? [`${level}|key|serviceAccountId|the service account gets a key`] : [],
    );
  });

  test("a policy that is off judges nothing, and says nothing of what it could not judge", () => {
    const bucket = raw("gcp:storage/bucket:Bucket", "b", { uniformBucketLevelAccess: UNKNOWN });
    expect(said("pack-self-check", [bucket], { "bucket-private": "disabled" })).toEqual([]);
    expect(said("pack-self-check", [bucket])).toHaveLength(1);
  });

  test("mandatory before advisory, whatever the order of the policies", () => {
    const resources = [key, service("api"), database("db", "d")];
    const levels = verdicts(resources, { "sql-private": "advisory" }).map(({ level }) => level);
    expect(new Set(levels)).toEqual(new Set(["mandatory", "advisory"]));
    expect(levels).toEqual([...levels].sort().reverse());
  });

  test("a resource's provider is found by its reference", () => {
    const provider = raw("pulumi:providers:gcp", "other", { project: "theirs" });
    const project = (reference: string | undefined) =>
      said(
        "right-project",
        [{ ...THING, inputs: {}, options: { provider: reference } as Resource["options"] }, provider],
        {
          "right-project": { projects: ["ours"] },
        },
      ).map((each) => each.split("|")[2]);
    expect(project(`${provider.urn}::id`)).toEqual(["provider.project", "project"]);
    expect(project(provider.urn)).toEqual(["provider.project", "project"]);
    expect(project(undefined)).toEqual(["project"]);
    expect(project("urn:elsewhere::id")).toEqual(["project"]);
  });

  test("a wrong setting is a problem of the configuration, at its own level", () => {
    const configuration = { "right-project": { projects: "ours" }, "policy-config": { roleLabel: 1 } };
    expect(said("policy-config", [], configuration).sort()).toEqual([
      "mandatory||policy-config.roleLabel|must be a text",
      "mandatory||right-project.projects|must be a list of texts",
    ]);
    expect(said("policy-config", [], { ...configuration, "policy-config": "disabled" })).toEqual([]);
  });

  test("exemptions are read apart from the rest", () => {
    const own = { enforcementLevel: "mandatory", roleLabel: "part", exemptions: [EXEMPT] };
    expect(exemptionsIn({ "policy-config": own })).toEqual([EXEMPT]);
    expect(withoutExemptions(own)).toEqual({ enforcementLevel: "mandatory", roleLabel: "part" });
    for (const none of [undefined, null, "mandatory"]) {
      expect([exemptionsIn({ "policy-config": none }), withoutExemptions(none)]).toEqual([undefined, none]);
    }
  });

  test("an exemption is used by every violation it covers, and no other", () => {
    const exemption = {
      policy: "no-account-keys",
      resource: "key",
      reason: "until it is rotated",
      expires: "2999-12-31",
    };
    const configuration = { "policy-config": { exemptions: [exemption, { ...exemption, resource: "lost" }] } };
    const second = make("gcp:serviceaccount/key:Key", "second-key", { serviceAccountId: "a" });
    expect(said("no-account-keys", [key, second], configuration)).toEqual([
      "mandatory|second-key|serviceAccountId|the service account gets a key",
    ]);
    expect(said("pack-self-check", [key, second], configuration)).toEqual([
      "advisory|key|serviceAccountId|exempt from no-account-keys until 2999-12-31: until it is rotated",
      "advisory||policy-config.exemptions|the exemption of lost from no-account-keys is not needed (any more)",
    ]);
  });

  test("no value that is secret is told", () => {
    const secret = raw("gcp:projects/iAMMember:IAMMember", "g", { role: SECRET, member: "allUsers" });
    expect(JSON.stringify(verdicts([secret], {}))).not.toContain(SECRET);
  });
});
