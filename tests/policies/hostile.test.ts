import { copies } from "../../bench/copies";
import { POLICIES } from "../../policies/all";
import { resourcePolicy, stackPolicy } from "../../policies/policy";
import { verdicts } from "../../policies/verdicts";
import { reachMap } from "../../reach/map";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { raw } from "./make";
import { program } from "./program";

const TYPES = [
  "gcp:cloudrun/service:Service",
  "gcp:cloudrunv2/job:Job",
  "gcp:compute/firewall:Firewall",
  "gcp:projects/iAMPolicy:IAMPolicy",
  "gcp:projects/iAMBinding:IAMBinding",
  "gcp:storage/bucketACL:BucketACL",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:dns/responsePolicyRule:ResponsePolicyRule",
];
const WRONG: readonly unknown[] = [
  null,
  undefined,
  0,
  -1,
  Number.NaN,
  "",
  "x",
  true,
  [],
  [null],
  [[]],
  {},
  { a: null },
  UNKNOWN,
  Symbol.iterator,
  () => 1,
];

/** Replaces every property, at every depth, by a value. */
function everywhere(value: unknown, wrong: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [wrong];
  const deeper = Object.entries(value).flatMap(([key, each]) =>
    everywhere(each, wrong).map((changed) =>
      Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed },
    ),
  );
  return [wrong, ...deeper];
}

function broken(found: ReturnType<typeof verdicts>): unknown[] {
  return found.filter(({ message }) => message.includes("could not be evaluated"));
}

test.each(WRONG.map((wrong) => [String(wrong), wrong] as const))(
  "%s anywhere in the inputs breaks no rule",
  async (_name, wrong) => {
    const resources = await program("prod");
    for (const resource of resources) {
      for (const inputs of everywhere(resource.inputs, wrong).filter(
        (each) => typeof each === "object" && each !== null && !Array.isArray(each),
      )) {
        const changed = { ...resource, inputs: inputs as Resource["inputs"] };
        expect(broken(verdicts([changed], {}))).toEqual([]);
      }
    }
  },
  60_000,
);

test.each(TYPES)("%s with anything at all in it breaks no rule", (type) => {
  const names = [
    "template",
    "metadata",
    "allows",
    "sourceRanges",
    "policyData",
    "members",
    "bindings",
    "role",
    "roleEntities",
    "rotationPeriod",
    "localData",
    "rules",
    "match",
  ];
  for (const wrong of WRONG) {
    const inputs = Object.fromEntries(names.map((name) => [name, wrong]));
    expect(broken(verdicts([{ ...raw(type, "x", {}), inputs }], {}))).toEqual([]);
  }
});

test("inputs that contain themselves, and resources that wait for each other", () => {
  const inputs: Record<string, unknown> = { ingress: "INGRESS_TRAFFIC_ALL", labels: { component: "api" } };
  inputs.template = inputs;
  const resource = { ...raw("gcp:cloudrunv2/service:Service", "a", {}, { dependsOn: ["b"] }), inputs };
  const other = raw(
    "gcp:sql/databaseInstance:DatabaseInstance",
    "b",
    { settings: { ipConfiguration: { privateNetwork: "n" } } },
    { dependsOn: ["a"], from: { settings: ["a"] } },
  );
  const found = verdicts([resource, other], {});
  expect(found.map(({ policy }) => policy)).toContain("api-ingress-internal");
  expect(broken(found)).toEqual([]);
});

test("a list of a hundred thousand members", () => {
  const members = [
    ...Array.from({ length: 100_000 }, (_, index) => `serviceAccount:a${index}@p.iam.gserviceaccount.com`),
    "allUsers",
  ];
  const found = verdicts([raw("gcp:projects/iAMBinding:IAMBinding", "b", { role: "roles/run.viewer", members })], {});
  expect(found.map(({ policy }) => policy)).toContain("public-members");
});

test("one broken policy neither passes nor silences the others, nor tells what it saw", () => {
  const fail = () => {
    throw new TypeError("hunter2");
  };
  const base = {
    title: "t",
    demands: "d",
    why: "w",
    weight: "always",
    severity: "low",
    covers: [],
    remediation: "r",
  } as const;
  const policies = [
    stackPolicy({ ...base, id: "s", check: fail }),
    resourcePolicy({ ...base, id: "r", applies: () => true, check: fail }),
    ...POLICIES,
  ];
  const found = verdicts([raw("gcp:sql/databaseInstance:DatabaseInstance", "db", {})], {}, { policies });
  expect(broken(found)).toMatchObject([
    { policy: "s", level: "mandatory" },
    { policy: "r", level: "mandatory" },
  ]);
  expect(found.map(({ policy }) => policy)).toContain("sql-private");
  expect(JSON.stringify(found)).not.toContain("hunter2");
});

test("ten thousand resources take time in proportion", async () => {
  const resources = await program("prod");
  const time = (count: number) => {
    const many = copies(resources, Math.round(count / resources.length));
    const start = process.hrtime.bigint();
    verdicts(many, {});
    reachMap(many);
    return Number(process.hrtime.bigint() - start) / 1e6;
  };
  time(1_000);
  const [few, many] = [time(2_500), time(10_000)];
  console.info(`policies and reach: ${few.toFixed(0)} ms for 2,500 resources, ${many.toFixed(0)} ms for 10,000`);
  expect(many).toBeLessThan(10 * few);
  expect(many).toBeLessThan(20_000);
}, 60_000);
