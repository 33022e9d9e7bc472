import { bffIngressMatchesLb, internalCallPath } from "../../policies/rules/call-path";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, type Links, make, raw } from "./make";

type V2 = Inputs<"gcp:cloudrunv2/service:Service">;
const service = (role: string, inputs: V2 = {}, links: Links = {}): Resource =>
  make(
    "gcp:cloudrunv2/service:Service",
    role,
    { name: role, location: "us-central1", labels: { component: role }, template: {}, ...inputs },
    links,
  );
const RUN = "run.googleapis.com/";
const v1 = (role: string, ingress: string | undefined, revision: Record<string, unknown> = {}): Resource =>
  raw("gcp:cloudrun/service:Service", role, {
    name: role,
    location: "us-central1",
    metadata: { labels: { component: role }, annotations: ingress === undefined ? {} : { [`${RUN}ingress`]: ingress } },
    template: { metadata: { annotations: revision } },
  });

const rule = make("gcp:compute/globalForwardingRule:GlobalForwardingRule", "rule", {
  loadBalancingScheme: "EXTERNAL_MANAGED",
  target: "proxy",
});
const ALL = "INGRESS_TRAFFIC_ALL";
const BALANCED = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER";
const INTERNAL = "INGRESS_TRAFFIC_INTERNAL_ONLY";
const V1_INGRESS = `bff metadata.annotations["${RUN}ingress"]`;

judges(bffIngressMatchesLb, [
  ["no balancer, open", [service("bff", { ingress: ALL })], []],
  ["no balancer, not said, which is open", [service("bff")], []],
  ["no balancer, closed but for one", [service("bff", { ingress: BALANCED })], ["bff ingress"]],
  ["no balancer, closed", [service("bff", { ingress: INTERNAL })], ["bff ingress"]],
  ["a balancer, closed but for it", [rule, service("bff", { ingress: BALANCED })], []],
  ["a balancer, open", [rule, service("bff", { ingress: ALL })], ["bff ingress"]],
  ["a balancer, not said, which is open", [rule, service("bff")], ["bff ingress"]],
  ["a balancer, closed to it too", [rule, service("bff", { ingress: INTERNAL })], ["bff ingress"]],
  [
    "half a balancer",
    [make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", {}), service("bff")],
    ["bff ingress"],
  ],
  ["the API is judged elsewhere", [rule, service("api", { ingress: ALL })], []],
  ["first generation, open", [v1("bff", "all")], []],
  ["first generation, not said", [v1("bff", undefined)], []],
  ["first generation, behind a balancer", [rule, v1("bff", "internal-and-cloud-load-balancing")], []],
  ["first generation, open beside a balancer", [rule, v1("bff", undefined)], [V1_INGRESS]],
  ["first generation, closed", [v1("bff", "internal")], [V1_INGRESS]],
]);

test("bff-ingress-matches-lb says who cannot reach the BFF, and what it cannot judge", () => {
  const said = (resources: Resource[]) =>
    outcome(bffIngressMatchesLb, resources).violations.map(({ message }) => message);
  expect([
    ...said([service("bff", { ingress: INTERNAL })]),
    ...said([rule, service("bff", { ingress: ALL })]),
    ...said([rule, service("bff", { ingress: INTERNAL })]),
  ]).toEqual([
    "there is no load balancer, so nobody on the internet reaches the BFF",
    "the run.app address goes round the load balancer and Cloud Armor",
    "the load balancer cannot reach the BFF",
  ]);
  expect(outcome(bffIngressMatchesLb, [rule, service("bff", { ingress: UNKNOWN })])).toMatchObject({
    violations: [],
    unjudged: [{ name: "bff", property: "ingress" }],
  });
});

const CONNECTOR = "projects/p/locations/us-central1/connectors/c";
const api = service("api", { ingress: INTERNAL });
/** A BFF on the connector `c`, by its id. */
const bff = (egress?: string): Resource =>
  service(
    "bff",
    { template: { vpcAccess: { connector: CONNECTOR, ...(egress === undefined ? {} : { egress }) } } },
    { from: { template: ["c"] } },
  );
const vpc = (inputs: Inputs<"gcp:compute/network:Network"> = {}): Resource =>
  make("gcp:compute/network:Network", "n", { name: "n", autoCreateSubnetworks: false, ...inputs });
const subnet = make(
  "gcp:compute/subnetwork:Subnetwork",
  "b",
  { name: "b", network: "n" },
  { from: { network: ["n"] } },
);
const connector = make(
  "gcp:vpcaccess/connector:Connector",
  "c",
  { name: "c", region: "us-central1", subnet: { name: "b" } },
  { from: { subnet: ["b"] } },
);
const network = [vpc(), subnet, connector];
const NO_WAY = "bff template.vpcAccess";
const ROUTES = "n deleteDefaultRoutesOnCreate";
const way = (inputs: Inputs<"gcp:compute/route:Route">): Resource =>
  make("gcp:compute/route:Route", "r", { network: "n", ...inputs }, { from: { network: ["n"] } });
const bare = [vpc({ deleteDefaultRoutesOnCreate: true }), subnet, connector, api, bff("ALL_TRAFFIC")];
const GATEWAY = "projects/p/global/gateways/default-internet-gateway";

judges(internalCallPath, [
  ["all traffic", [...network, api, bff("ALL_TRAFFIC")], []],
  ["private ranges only, without an answer", [...network, api, bff("PRIVATE_RANGES_ONLY")], [NO_WAY]],
  ["not said, which is private ranges only", [...network, api, bff()], [NO_WAY]],
  ["no API to call", [...network, bff()], []],
  ["no network, which is told elsewhere", [api, service("bff")], []],
  ["the API needs no answer", [...network, service("api", { template: { vpcAccess: { connector: CONNECTOR } } })], []],
  [
    "first generation, all traffic",
    [api, v1("bff", "all", { [`${RUN}vpc-access-connector`]: "c", [`${RUN}vpc-access-egress`]: "all-traffic" })],
    [],
  ],
  [
    "first generation, all",
    [api, v1("bff", "all", { [`${RUN}vpc-access-connector`]: "c", [`${RUN}vpc-access-egress`]: "all" })],
    [],
  ],
  [
    "first generation, private ranges only",
    [
      ...network,
      api,
      v1("bff", "all", { [`${RUN}vpc-access-connector`]: "c", [`${RUN}vpc-access-egress`]: "private-ranges-only" }),
    ],
    ["bff template.metadata.annotations"],
  ],
  [
    "Direct VPC egress, all traffic",
    [
      vpc(),
      api,
      service("bff", { template: { vpcAccess: { networkInterfaces: [{ network: "n" }], egress: "ALL_TRAFFIC" } } }),
    ],
    [],
  ],
  [
    "Direct VPC egress, private ranges only",
    [
      vpc(),
      api,
      service(
        "bff",
        { template: { vpcAccess: { networkInterfaces: [{ network: "n" }] } } },
        { from: { template: ["n"] } },
      ),
    ],
    [NO_WAY],
  ],
  [
    "Direct VPC egress, by the subnet alone",
    [
      vpc(),
      subnet,
      api,
      service(
        "bff",
        { template: { vpcAccess: { networkInterfaces: [{ subnetwork: "b" }] } } },
        { from: { template: ["b"] } },
      ),
    ],
    [NO_WAY],
  ],
  [
    "the default network by its name",
    [
      api,
      make("gcp:vpcaccess/connector:Connector", "c", { name: "c", network: "default", ipCidrRange: "10.8.0.0/28" }),
      bff(),
    ],
    [NO_WAY],
  ],
  [
    "the default network by its path",
    [
      api,
      service("bff", {
        template: { vpcAccess: { networkInterfaces: [{ network: "projects/p/global/networks/default" }] } },
      }),
    ],
    [NO_WAY],
  ],
  [
    "routes left as they come",
    [vpc({ deleteDefaultRoutesOnCreate: false }), subnet, connector, api, bff("ALL_TRAFFIC")],
    [],
  ],
  ["routes deleted", bare, [ROUTES]],
  ["routes deleted, without an answer either", [...bare.slice(0, -1), bff()], [ROUTES, NO_WAY]],
  ["a way to everywhere", [...bare, way({ destRange: "0.0.0.0/0", nextHopGateway: "default-internet-gateway" })], []],
  ["a way to Google alone", [...bare, way({ destRange: "199.36.153.8/30", nextHopGateway: GATEWAY })], []],
  ["a way to both of Google's ranges", [...bare, way({ destRange: "199.36.153.0/28", nextHopGateway: GATEWAY })], []],
  [
    "a way to the other of Google's ranges",
    [...bare, way({ destRange: "199.36.153.4/30", nextHopGateway: GATEWAY })],
    [ROUTES],
  ],
  ["a way to half of it", [...bare, way({ destRange: "199.36.153.8/31", nextHopGateway: GATEWAY })], [ROUTES]],
  ["a way without a range", [...bare, way({ nextHopGateway: GATEWAY })], [ROUTES]],
  ["a way through a machine", [...bare, way({ destRange: "0.0.0.0/0", nextHopIp: "10.0.0.2" })], [ROUTES]],
  [
    "a way through something of that name",
    [...bare, way({ destRange: "0.0.0.0/0", nextHopGateway: "my-default-internet-gateway" })],
    [ROUTES],
  ],
  [
    "a way through something like it",
    [...bare, way({ destRange: "0.0.0.0/0", nextHopGateway: `${GATEWAY}-2` })],
    [ROUTES],
  ],
  [
    "a way in another network",
    [
      ...bare,
      make("gcp:compute/network:Network", "m", { name: "m" }),
      make(
        "gcp:compute/route:Route",
        "r",
        { network: "m", destRange: "0.0.0.0/0", nextHopGateway: GATEWAY },
        { from: { network: ["m"] } },
      ),
    ],
    [ROUTES],
  ],
]);

test("internal-call-path says what is missing, and what it cannot judge", () => {
  const said = outcome(internalCallPath, [...bare.slice(0, -1), bff()]);
  expect(said.violations.map(({ message }) => message)).toEqual([
    "no route leads to Google's private addresses",
    "run.app names resolve to public addresses, which the API refuses",
  ]);
  expect(said.unjudged).toEqual([]);
  const hidden = outcome(internalCallPath, [...network, api, bff(UNKNOWN)]);
  expect(hidden).toMatchObject({ violations: [], unjudged: [{ name: "bff", property: "template.vpcAccess" }] });
});

describe("a network of somebody else's may answer by a zone that is theirs", () => {
  const direct = (name: string) =>
    service("bff", { template: { vpcAccess: { networkInterfaces: [{ network: name }] } } });
  const theirs = make("gcp:dns/managedZone:ManagedZone", "z", {
    dnsName: "run.app.",
    visibility: "private",
    privateVisibilityConfig: { networks: [{ networkUrl: "another" }] },
  });
  test.each<[string, Resource[]]>([
    ["by its name", [api, direct("shared")]],
    ["by its path", [api, direct("projects/host/global/networks/shared")]],
    ["a connector of theirs", [api, bff()]],
    ["a connector on a subnet of theirs", [api, connector, bff()]],
  ])("%s: not judged", (_, resources) => {
    expect(outcome(internalCallPath, resources)).toMatchObject({
      violations: [],
      unjudged: [{ name: "bff", property: "template.vpcAccess" }],
    });
  });
  test("but this stack's answer is for another one", () => {
    expect(outcome(internalCallPath, [api, direct("shared"), theirs]).violations).toMatchObject([
      { property: "template.vpcAccess" },
    ]);
  });
});
