import fc from "fast-check";
import { RUN_WORKLOADS } from "../../graph/tokens";
import { reachMap } from "../../reach/map";
import { isBroken } from "../../reach/way";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";
import { change, program } from "../policies/program";
import { API, BFF, onApi, onPassword, onProject, set } from "./changes";
import { answers, pair } from "./rows";

jest.setTimeout(60_000);

type Change = (resources: Resource[]) => void;
const add =
  (...made: Resource[]): Change =>
  (all) =>
    void all.push(...made);

/** Changes that open or close something, in any order and number. */
const CHANGES: readonly Change[] = [
  set("api-service", { ingress: "INGRESS_TRAFFIC_ALL" }),
  set("api-service", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" }),
  set("api-service", { ingress: UNKNOWN }),
  set("api-service", { invokerIamDisabled: true }),
  set("api-service", { defaultUriDisabled: true }),
  set("bff-service", { ingress: "INGRESS_TRAFFIC_ALL", defaultUriDisabled: false }),
  set("bff-service", { invokerIamDisabled: false }),
  set("bff-service", { "template.vpcAccess.egress": "ALL_TRAFFIC" }),
  set("edge-bff-group", { "cloudRun.service": "api-python" }),
  set("edge-assets", { publicAccessPrevention: "inherited" }),
  set("network-connector-subnet", { privateIpGoogleAccess: false }),
  set("database-instance", { "settings.ipConfiguration.ipv4Enabled": true }),
  set("database-instance", { "settings.ipConfiguration.authorizedNetworks": [{ value: "0.0.0.0/0" }] }),
  add(onApi("allUsers")),
  add(onApi(API)),
  add(onPassword(BFF)),
  add(onProject(BFF, "roles/cloudsql.client")),
  add(onProject("allUsers", "roles/storage.objectViewer")),
  add(make("gcp:compute/firewall:Firewall", "ssh", { sourceRanges: ["0.0.0.0/0"], allows: [{ protocol: "tcp" }] })),
];

/** Changes that can only close. */
const CLOSING: readonly Change[] = [
  set("api-service", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
  set("api-service", { invokerIamDisabled: false }),
  set("api-service", { defaultUriDisabled: true }),
  set("bff-service", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
  set("bff-service", { "template.vpcAccess": undefined }),
  set("edge-assets", { publicAccessPrevention: "enforced" }),
  set("database-instance", { "settings.ipConfiguration.ipv4Enabled": false }),
  set("database-instance", { "settings.ipConfiguration.authorizedNetworks": [] }),
  (all) => void all.splice(0, all.length, ...all.filter(({ type }) => !/I[aA][mM](Member|Binding|Policy)$/.test(type))),
  add(
    raw("gcp:compute/firewall:Firewall", "shut", { network: "x", direction: "EGRESS", denies: [{ protocol: "all" }] }),
  ),
];

const stack = fc.subarray([...CHANGES]).map((changes) => async () => {
  const resources = await program("prod");
  for (const each of changes) each(resources);
  return resources;
});

test("what closes something opens nothing", () =>
  fc.assert(
    fc.asyncProperty(stack, fc.constantFrom(...CLOSING), async (made, close) => {
      const [before, after] = [await made(), await made()];
      close(after);
      const open = new Set(
        reachMap(before)
          .filter(({ reachable }) => reachable !== false)
          .map(pair),
      );
      // Detached from the network, a workload has its own way out.
      const opened = reachMap(after)
        .filter(({ to, reachable }) => reachable && to !== "internet")
        .map(pair);
      expect(opened.filter((each) => !open.has(each))).toEqual([]);
    }),
    { numRuns: 80 },
  ));

test("resources that have nothing to do with it change nothing", () => {
  const types = [
    "gcp:pubsub/topic:Topic",
    "gcp:logging/projectSink:ProjectSink",
    "random:index/randomId:RandomId",
    "a:b:C",
  ];
  const other = fc.record({
    type: fc.constantFrom(...types),
    inputs: fc.dictionary(fc.constantFrom("name", "network", "project", "labels"), fc.jsonValue()),
  });
  return fc.assert(
    fc.asyncProperty(stack, fc.array(other, { maxLength: 5 }), async (made, others) => {
      const resources = await made();
      const more = others.map(({ type, inputs }, index) => raw(type, `other-${index}`, inputs));
      expect(reachMap([...resources, ...more])).toEqual(reachMap(resources));
    }),
    { numRuns: 50 },
  );
});

test("the order of the resources does not matter", () =>
  fc.assert(
    fc.asyncProperty(stack, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (made, keys) => {
      const resources = await made();
      const sorted = resources
        .map((resource) => ({ resource, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ resource }) => resource);
      expect(answers(sorted)).toEqual(answers(resources));
    }),
    { numRuns: 40 },
  ));

test("what is not known yet is never told as the opposite of what it turns out to be", () =>
  fc.assert(
    fc.asyncProperty(
      stack,
      fc.constantFrom<[string, string]>(
        ["api-service", "ingress"],
        ["api-service", "invokerIamDisabled"],
        ["bff-service", "ingress"],
        ["bff-service", "invokerIamDisabled"],
        ["bff-service", "defaultUriDisabled"],
        ["network-connector-subnet", "privateIpGoogleAccess"],
        ["database-instance", "settings.ipConfiguration.ipv4Enabled"],
        ["edge-assets", "publicAccessPrevention"],
      ),
      async (made, [name, path]) => {
        const [known, hidden] = [await made(), await made()];
        change(hidden, name, { [path]: UNKNOWN });
        const later = answers(known);
        for (const each of reachMap(hidden).filter(({ reachable }) => reachable !== null)) {
          const said = each.reachable ? "yes" : "no";
          expect([pair(each), later[pair(each)]?.replace("!", "")]).toEqual([pair(each), said]);
        }
      },
    ),
    { numRuns: 80 },
  ));

test("whatever is in the inputs, the map is drawn", () => {
  const types = [
    ...RUN_WORKLOADS,
    "gcp:sql/databaseInstance:DatabaseInstance",
    "gcp:sql/user:User",
    "gcp:storage/bucket:Bucket",
    "gcp:storage/bucketACL:BucketACL",
    "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
    "gcp:projects/iAMMember:IAMMember",
    "gcp:compute/firewall:Firewall",
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    "gcp:compute/backendService:BackendService",
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
    "gcp:compute/securityPolicy:SecurityPolicy",
    "gcp:compute/network:Network",
    "gcp:vpcaccess/connector:Connector",
    "gcp:dns/managedZone:ManagedZone",
    "gcp:dns/responsePolicyRule:ResponsePolicyRule",
  ];
  const keys = [
    "name",
    "template",
    "labels",
    "component",
    "metadata",
    "annotations",
    "ingress",
    "network",
    "settings",
    "ipConfiguration",
    "authorizedNetworks",
    "bucket",
    "members",
    "policyData",
    "role",
    "rules",
    "backends",
    "group",
    "cloudRun",
    "target",
    "denies",
    "direction",
    "volumes",
    "containers",
    "envs",
    "vpcAccess",
    "networkInterfaces",
  ];
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      "",
      "a",
      "api",
      "bff",
      "EGRESS",
      "all",
      UNKNOWN,
      SECRET,
      0,
      -1,
      true,
      "{",
      "0.0.0.0/0",
    ),
    fc.string({ maxLength: 8 }),
  );
  const { inputs } = fc.letrec((tie) => ({
    inputs: fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 6 }),
    value: fc.oneof({ depthSize: "small" }, leaf, tie("inputs"), fc.array(tie("value"), { maxLength: 3 })),
  }));
  const resource = fc.record({ type: fc.constantFrom(...types), name: fc.constantFrom("a", "b", "c", "d"), inputs });
  fc.assert(
    fc.property(fc.array(resource, { maxLength: 8 }), (list) => {
      const made = list.map(({ type, name, inputs: values }) =>
        raw(type, name, values as object, { dependsOn: ["a", "b"] }),
      );
      for (const each of reachMap(made)) {
        expect([true, false, null]).toContain(each.reachable);
        expect(typeof each.expected).toBe("boolean");
        expect(each.because.length).toBeGreaterThan(0);
        expect(each.because.filter((step) => !step || /undefined|\[object/.test(step))).toEqual([]);
        expect(typeof isBroken(each)).toBe("boolean");
      }
    }),
    { numRuns: 300 },
  );
});
