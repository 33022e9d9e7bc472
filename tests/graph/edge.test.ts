import {
  backendsOfMap,
  covers,
  hasLoadBalancer,
  isExternalRule,
  schemeOf,
  servicesOfGroup,
  targetsOfMap,
} from "../../graph/edge";
import { Stack } from "../../graph/stack";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { type Inputs, type Links, make, raw } from "../policies/make";

const GLOBAL = "gcp:compute/globalForwardingRule:GlobalForwardingRule";
const REGIONAL = "gcp:compute/forwardingRule:ForwardingRule";
const rule = (inputs: Inputs<typeof REGIONAL>, links?: Links) => make(REGIONAL, "r", inputs, links);
const globalRule = (inputs: Inputs<typeof GLOBAL> = {}, links?: Links) => make(GLOBAL, "r", inputs, links);
const proxy = (name = "proxy") => make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", name, { name });
const to = (type: string) => rule({ target: UNKNOWN }, { from: { target: [type] } });
const called = (type: string) => raw(type, "other", { name: "other" });

test.each<[string, Resource, boolean]>([
  ["a rule without a scheme", globalRule(), true],
  ["classic", globalRule({ loadBalancingScheme: "EXTERNAL" }), true],
  ["managed", rule({ loadBalancingScheme: "EXTERNAL_MANAGED" }), true],
  ["in a network", rule({ loadBalancingScheme: "INTERNAL" }), false],
  ["in a network, managed", globalRule({ loadBalancingScheme: "INTERNAL_MANAGED" }), false],
  ["between services", globalRule({ loadBalancingScheme: "INTERNAL_SELF_MANAGED" }), false],
  ["Private Service Connect, which has an empty scheme", rule({ loadBalancingScheme: "", target: UNKNOWN }), false],
  ["Google's APIs", globalRule({ target: "all-apis" }), false],
  ["Google's APIs in a perimeter", globalRule({ target: "vpc-sc" }), false],
  ["a proxy called after them", globalRule({ target: "not-all-apis" }), true],
  ["another's service", rule({ target: "projects/p/regions/r/serviceAttachments/a" }), false],
])("facing the internet: %s", (_about, resource, external) => {
  expect(isExternalRule(resource)).toBe(external);
});

test.each<[string, Resource[], boolean]>([
  ["nothing", [], false],
  ["a rule to a proxy", [globalRule({ target: "proxy" }), proxy()], true],
  ["a rule to a proxy elsewhere", [globalRule({ target: "projects/p/global/targetHttpsProxies/x" })], true],
  ["a rule to what is not known yet", [globalRule({ target: UNKNOWN })], true],
  ["a proxy without a rule", [proxy()], true],
  [
    "an internal rule to the proxy",
    [globalRule({ target: "proxy", loadBalancingScheme: "INTERNAL_MANAGED" }), proxy()],
    false,
  ],
  [
    "an internal rule to one proxy of two",
    [globalRule({ target: "proxy", loadBalancingScheme: "INTERNAL_MANAGED" }), proxy(), proxy("second")],
    true,
  ],
  [
    "a regional proxy without a rule",
    [raw("gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy", "p", {})],
    false,
  ],
  ["a regional rule to a proxy", [rule({ target: "proxy", loadBalancingScheme: "EXTERNAL_MANAGED" })], true],
  ["Private Service Connect", [rule({ loadBalancingScheme: "", target: UNKNOWN })], false],
  ["packets to machines", [rule({ backendService: "b", loadBalancingScheme: "EXTERNAL" })], false],
  ["packets and a proxy", [rule({ backendService: "b" }), proxy()], true],
  ["neither target nor backend", [rule({})], true],
  ...["targetVpnGateways", "targetPools", "targetInstances"].map((kind): [string, Resource[], boolean] => [
    kind,
    [rule({ target: `projects/p/regions/r/${kind}/x` })],
    false,
  ]),
  ...["vPNGateway:VPNGateway", "targetPool:TargetPool", "targetInstance:TargetInstance"].flatMap(
    (type): [string, Resource[], boolean][] => [
      [`${type} not known yet`, [to("other"), called(`gcp:compute/${type}`)], false],
      [`${type} by name`, [rule({ target: "other" }), called(`gcp:compute/${type}`)], false],
    ],
  ),
  ["an internal rule to machines", [rule({ backendService: "b", loadBalancingScheme: "INTERNAL" })], false],
])("a load balancer: %s", (_about, resources, expected) => {
  expect(hasLoadBalancer(new Stack(resources))).toBe(expected);
});

test.each([
  ["gcp:compute/backendService:BackendService", undefined, "EXTERNAL"],
  ["gcp:compute/regionBackendService:RegionBackendService", undefined, "INTERNAL"],
  ["gcp:compute/regionBackendService:RegionBackendService", "EXTERNAL_MANAGED", "EXTERNAL_MANAGED"],
  [GLOBAL, undefined, "EXTERNAL"],
])("%s with the scheme %s has %s", (type, loadBalancingScheme, expected) => {
  expect(schemeOf(raw(type, "x", { loadBalancingScheme }))).toBe(expected);
});

test("every place in a URL map that names a backend", () => {
  const weighted = (name: string) => ({ weightedBackendServices: [{ backendService: `${name}-weighted`, weight: 1 }] });
  const mirrored = (name: string) => ({ requestMirrorPolicy: { backendService: `${name}-mirror` } });
  const inputs = {
    name: "map",
    defaultService: "default",
    defaultRouteAction: { ...weighted("route"), ...mirrored("route") },
    pathMatchers: [
      {
        name: "m",
        defaultService: "matcher",
        defaultRouteAction: weighted("matcher"),
        pathRules: [
          { paths: ["/a/*"], service: "path" },
          { paths: ["/b/*"], routeAction: mirrored("path") },
        ],
        routeRules: [
          { priority: 1, service: "rule" },
          { priority: 2, routeAction: weighted("rule") },
        ],
      },
      { name: "n", defaultUrlRedirect: { httpsRedirect: true, stripQuery: false } },
    ],
  };
  const map = raw("gcp:compute/uRLMap:URLMap", "map", inputs);
  const places = targetsOfMap(map);
  expect(places.map(({ path, value }) => `${path} ${value}`)).toEqual([
    "defaultService default",
    "defaultRouteAction route-weighted",
    "defaultRouteAction route-mirror",
    "pathMatchers matcher",
    "pathMatchers matcher-weighted",
    "pathMatchers path",
    "pathMatchers path-mirror",
    "pathMatchers rule",
    "pathMatchers rule-weighted",
  ]);
  const backends = places.map(({ value }) =>
    raw("gcp:compute/backendService:BackendService", `${value}`, { name: `${value}` }),
  );
  const bucket = raw("gcp:compute/backendBucket:BackendBucket", "bucket", { name: "path" });
  expect(backendsOfMap(new Stack([map, ...backends, bucket]), map)).toEqual(
    [...backends, bucket].sort(byPlace(places)),
  );
});

function byPlace(places: { value: unknown }[]) {
  const place = ({ inputs }: Resource) => places.findIndex(({ value }) => value === inputs.name);
  return (a: Resource, b: Resource) => place(a) - place(b);
}

test("a backend named twice is one backend", () => {
  const map = raw("gcp:compute/uRLMap:URLMap", "map", {
    defaultService: "b",
    pathMatchers: [{ defaultService: "projects/p/global/backendServices/b" }],
  });
  const backend = raw("gcp:compute/backendService:BackendService", "x", { name: "b" });
  expect(backendsOfMap(new Stack([map, backend]), map)).toEqual([backend]);
});

const SERVICE = raw("gcp:cloudrunv2/service:Service", "service", { name: "service" });
test.each<[string, unknown, boolean]>([
  ["by name", { service: "service" }, true],
  ["in a list of one", [{ service: "service" }], true],
  ["not known yet", { service: UNKNOWN }, true],
  ["nothing of it known yet", UNKNOWN, true],
  ["another", { service: "another" }, false],
  ["none, but a mask", { urlMask: "<service>" }, false],
  ["nothing", undefined, false],
])("the service of a group: %s", (_about, cloudRun, found) => {
  const group = raw(
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
    "g",
    { cloudRun },
    { from: { cloudRun: ["service"] } },
  );
  expect(servicesOfGroup(new Stack([SERVICE, group]), group)).toEqual(found ? [SERVICE] : []);
});

test.each([
  ["a.example.com", "a.example.com", true],
  ["*.example.com", "a.example.com", true],
  ["*.example.com", "a.b.example.com", false],
  ["*.example.com", "example.com", false],
  ["example.com", "a.example.com", false],
  ["x.example.com", "a.example.com", false],
])("%s covers %s: %s", (domain, host, expected) => {
  expect(covers(domain, host)).toBe(expected);
});
