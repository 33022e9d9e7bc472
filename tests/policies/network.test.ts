import { networkUpkeep, ownNetwork, subnetPrivateGoogleAccess } from "../../policies/rules/network";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const vpc = (inputs: Inputs<"gcp:compute/network:Network">): Resource =>
  make("gcp:compute/network:Network", "n", { name: "n", ...inputs });
const connector = (inputs: Inputs<"gcp:vpcaccess/connector:Connector">): Resource =>
  make("gcp:vpcaccess/connector:Connector", "c", inputs);
const service = (vpcAccess: object): Resource =>
  raw("gcp:cloudrunv2/service:Service", "s", { template: { vpcAccess } });
const v1 = (interfaces: unknown): Resource =>
  raw("gcp:cloudrun/service:Service", "s", {
    template: { metadata: { annotations: { "run.googleapis.com/network-interfaces": interfaces } } },
  });
const V1 = "s template.metadata.annotations.run.googleapis.com/network-interfaces";
const INTERFACE = "s template.vpcAccess.networkInterfaces";

judges(ownNetwork, [
  ["custom mode", [vpc({ autoCreateSubnetworks: false })], []],
  ["auto mode", [vpc({ autoCreateSubnetworks: true })], ["n autoCreateSubnetworks"]],
  ["not said, which is auto mode", [vpc({})], ["n autoCreateSubnetworks"]],
  ["null", [raw("gcp:compute/network:Network", "n", { autoCreateSubnetworks: null })], ["n autoCreateSubnetworks"]],
  ["the text false", [raw("gcp:compute/network:Network", "n", { autoCreateSubnetworks: "false" })], []],
  ["called default", [vpc({ autoCreateSubnetworks: false, name: "default" })], ["n name"]],
  ["called default-like", [vpc({ autoCreateSubnetworks: false, name: "default-vpc" })], []],
  ...[
    "default",
    "projects/p/global/networks/default",
    "https://www.googleapis.com/compute/v1/projects/p/global/networks/default",
    "global/networks/default",
  ].map((network) => [`a connector on ${network}`, [connector({ network })], ["c network"]] as const),
  ...["not-default", "default-vpc", "projects/default/global/networks/n", UNKNOWN].map(
    (network) => [`a connector on ${network}`, [connector({ network })], []] as const,
  ),
  ["a connector on the default network's subnet", [connector({ subnet: { name: "default" } })], ["c subnet.name"]],
  [
    "a subnet in the default network",
    [make("gcp:compute/subnetwork:Subnetwork", "b", { network: "default" })],
    ["b network"],
  ],
  [
    "a subnet called default in a network of one's own",
    [make("gcp:compute/subnetwork:Subnetwork", "b", { name: "default", network: "n" })],
    [],
  ],
  ["a firewall rule", [make("gcp:compute/firewall:Firewall", "f", { network: "default" })], ["f network"]],
  ["a route", [make("gcp:compute/route:Route", "r", { network: "default" })], ["r network"]],
  ["a router", [make("gcp:compute/router:Router", "r", { network: "default" })], ["r network"]],
  [
    "a forwarding rule by its subnet",
    [
      make("gcp:compute/forwardingRule:ForwardingRule", "f", {
        subnetwork: "projects/p/regions/r/subnetworks/default",
      }),
    ],
    ["f subnetwork"],
  ],
  ["a peering", [make("gcp:servicenetworking/connection:Connection", "p", { network: "default" })], ["p network"]],
  [
    "a peering with it",
    [make("gcp:compute/networkPeering:NetworkPeering", "p", { network: "n", peerNetwork: "global/networks/default" })],
    ["p peerNetwork"],
  ],
  [
    "a database",
    [
      make("gcp:sql/databaseInstance:DatabaseInstance", "d", {
        settings: { tier: "t", ipConfiguration: { privateNetwork: "projects/p/global/networks/default" } },
      }),
    ],
    ["d settings.ipConfiguration.privateNetwork"],
  ],
  [
    "a private zone",
    [
      make("gcp:dns/managedZone:ManagedZone", "z", {
        privateVisibilityConfig: { networks: [{ networkUrl: "n" }, { networkUrl: "default" }] },
      }),
    ],
    ["z privateVisibilityConfig.networks[1].networkUrl"],
  ],
  [
    "a peering zone",
    [make("gcp:dns/managedZone:ManagedZone", "z", { peeringConfig: { targetNetwork: { networkUrl: "default" } } })],
    ["z peeringConfig.targetNetwork.networkUrl"],
  ],
  [
    "a response policy",
    [make("gcp:dns/responsePolicy:ResponsePolicy", "z", { networks: [{ networkUrl: "default" }] })],
    ["z networks[0].networkUrl"],
  ],
  ["Direct VPC egress", [service({ networkInterfaces: [{ network: "default" }] })], [`${INTERFACE}[0].network`]],
  [
    "Direct VPC egress by the subnet alone",
    [service({ networkInterfaces: [{ network: "n" }, { subnetwork: "default" }] })],
    [`${INTERFACE}[1].subnetwork`],
  ],
  [
    "a subnet called default of a network of one's own",
    [service({ networkInterfaces: [{ network: "n", subnetwork: "default" }] })],
    [],
  ],
  [
    "a job",
    [
      make("gcp:cloudrunv2/job:Job", "j", {
        template: { template: { vpcAccess: { networkInterfaces: [{ network: "default" }] } } },
      }),
    ],
    ["j template.template.vpcAccess.networkInterfaces[0].network"],
  ],
  [
    "a machine",
    [raw("gcp:compute/instance:Instance", "i", { networkInterfaces: [{ network: "default" }] })],
    ["i networkInterfaces[0].network"],
  ],
  ["first generation", [v1('[{"network":"default"}]')], [V1]],
  ["first generation, by the subnet alone", [v1('[{"subnetwork":"default"}]')], [V1]],
  ["first generation, a network of one's own", [v1('[{"network":"n","subnetwork":"default"}]')], []],
  ["first generation, not known yet", [v1(UNKNOWN)], []],
  ["first generation, no JSON", [v1("default")], []],
  ["first generation, no list", [v1('{"network":"default"}')], []],
  ["a connector's /28", [connector({ network: "n", ipCidrRange: "10.8.0.0/28" })], []],
  ["a connector's /28 by another address in it", [connector({ network: "n", ipCidrRange: "10.8.0.9/28" })], []],
  ...["10.8.0.0/27", "10.8.0.0/29", "10.8.0.0/24", "10.8.0.0", "10.8.0.0/x"].map(
    (ipCidrRange) =>
      [`a connector with ${ipCidrRange}`, [connector({ network: "n", ipCidrRange })], ["c ipCidrRange"]] as const,
  ),
  ["a connector without a range of its own", [connector({ subnet: { name: "b" } })], []],
  [
    "a subnet of any size",
    [make("gcp:compute/subnetwork:Subnetwork", "b", { network: "n", ipCidrRange: "10.0.0.0/24" })],
    [],
  ],
  [
    "a project with a default network, which is not ours",
    [raw("gcp:organizations/project:Project", "p", { autoCreateNetwork: true })],
    [],
  ],
]);

test("own-network says what it found and what it cannot judge", () => {
  const found = outcome(ownNetwork, [
    vpc({ name: "default" }),
    connector({ network: "default", ipCidrRange: "10.8.0.0/24" }),
  ]);
  expect(found.violations.map(({ message }) => message)).toEqual([
    "the network is in auto mode",
    "the network is called default",
    "refers to the default network",
    "10.8.0.0/24 is not a /28",
  ]);
  expect(found.unjudged).toEqual([]);
  const hidden = [
    raw("gcp:compute/network:Network", "n", { autoCreateSubnetworks: UNKNOWN }),
    connector({ ipCidrRange: UNKNOWN }),
  ];
  expect(outcome(ownNetwork, hidden)).toMatchObject({
    violations: [],
    unjudged: [{ property: "autoCreateSubnetworks" }, { property: "ipCidrRange" }],
  });
});

const subnet = (inputs: Inputs<"gcp:compute/subnetwork:Subnetwork">): Resource =>
  make("gcp:compute/subnetwork:Subnetwork", "b", inputs);
const ACCESS = "b privateIpGoogleAccess";
judges(subnetPrivateGoogleAccess, [
  ["on", [subnet({ privateIpGoogleAccess: true })], []],
  ["the text true", [raw("gcp:compute/subnetwork:Subnetwork", "b", { privateIpGoogleAccess: "true" })], []],
  ["off", [subnet({ privateIpGoogleAccess: false })], [ACCESS]],
  ["not said, which is off", [subnet({})], [ACCESS]],
  ["said to be for hosts", [subnet({ purpose: "PRIVATE" })], [ACCESS]],
  ["said to be for hosts, the older way", [subnet({ purpose: "PRIVATE_RFC_1918" })], [ACCESS]],
  ...[
    "REGIONAL_MANAGED_PROXY",
    "GLOBAL_MANAGED_PROXY",
    "INTERNAL_HTTPS_LOAD_BALANCER",
    "PRIVATE_SERVICE_CONNECT",
    "PRIVATE_NAT",
  ].map((purpose) => [`for ${purpose}`, [subnet({ purpose })], []] as const),
]);

test("access not known yet, or a purpose not known yet, is named, not guessed", () => {
  const hidden = [
    raw("gcp:compute/subnetwork:Subnetwork", "b", { privateIpGoogleAccess: UNKNOWN }),
    subnet({ purpose: UNKNOWN }),
  ];
  expect(outcome(subnetPrivateGoogleAccess, hidden)).toMatchObject({
    violations: [],
    unjudged: [{ property: "privateIpGoogleAccess" }, { property: "privateIpGoogleAccess" }],
  });
  expect(outcome(subnetPrivateGoogleAccess, [subnet({})]).violations).toMatchObject([
    { message: "Private Google Access is off" },
  ]);
});

type Firewall = Inputs<"gcp:compute/firewall:Firewall">;
const KEPT: Firewall = { description: "d", logConfig: { metadata: "INCLUDE_ALL_METADATA" } };
const rule = (...allows: NonNullable<Firewall["allows"]>): Resource =>
  make("gcp:compute/firewall:Firewall", "f", { ...KEPT, allows });
const fire = (inputs: Firewall): Resource => make("gcp:compute/firewall:Firewall", "f", inputs);
const PORTS = "f allows[0].ports";

judges(networkUpkeep, [
  ["logged and described", [fire(KEPT)], []],
  ["logged the older way", [fire({ description: "d", enableLogging: true })], []],
  ["not logged", [fire({ description: "d" })], ["f logConfig"]],
  ["said not to be logged", [fire({ description: "d", enableLogging: false })], ["f logConfig"]],
  ["not described", [fire({ ...KEPT, description: "" })], ["f description"]],
  ["neither", [fire({})], ["f logConfig", "f description"]],
  ["disabled", [fire({ disabled: true })], []],
  ["single ports", [rule({ protocol: "tcp", ports: ["22", "8080"] })], []],
  ["30 ports further", [rule({ protocol: "tcp", ports: ["8000-8030"] })], []],
  ["31 ports further", [rule({ protocol: "tcp", ports: ["8000-8031"] })], [PORTS]],
  ["every port", [rule({ protocol: "tcp", ports: ["0-65535"] })], [PORTS]],
  ["a wide range of one's own", [rule({ protocol: "tcp", ports: ["1-3"] })], [PORTS], { maxPorts: 1 }],
  [
    "a wide range in a second block",
    [rule({ protocol: "icmp" }, { protocol: "udp", ports: ["1-9999"] })],
    ["f allows[1].ports"],
  ],
  ...["tcp", "TCP", "udp", "sctp", "all", "6", "17", "132"].map(
    (protocol) => [`${protocol} without a port, which is every port`, [rule({ protocol })], [PORTS]] as const,
  ),
  ...["icmp", "esp", "ah", "ipip", "1", "60"].map(
    (protocol) => [`${protocol}, which has no ports`, [rule({ protocol })], []] as const,
  ),
  ["what it denies may be wide", [fire({ ...KEPT, denies: [{ protocol: "all" }] })], []],
  ["a /16", [subnet({ ipCidrRange: "10.0.0.0/16" })], []],
  ["a /15", [subnet({ ipCidrRange: "10.0.0.0/15" })], ["b ipCidrRange"]],
  ["no range said", [subnet({})], []],
  ["a connector's range is judged elsewhere", [connector({ ipCidrRange: "10.0.0.0/8" })], []],
  ["a connector within its cap", [connector({ maxInstances: 10, machineType: "e2-micro" })], []],
  ["a connector of the small kind", [connector({ machineType: "f1-micro" })], []],
  ["a connector above its cap", [connector({ maxInstances: 11 })], ["c maxInstances"]],
  [
    "a connector above a cap of one's own",
    [connector({ maxInstances: 4 })],
    ["c maxInstances"],
    { maxConnectorInstances: 3 },
  ],
  ["a connector by its throughput, within", [connector({ maxThroughput: 300 })], [], { maxConnectorInstances: 3 }],
  [
    "a connector by its throughput, above",
    [connector({ maxThroughput: 400 })],
    ["c maxInstances"],
    { maxConnectorInstances: 3 },
  ],
  ["a connector that says neither", [connector({})], [], { maxConnectorInstances: 3 }],
  ["a large connector", [connector({ machineType: "e2-standard-4" })], ["c machineType"]],
  [
    "a large connector that is meant",
    [connector({ machineType: "e2-standard-4" })],
    [],
    { machineTypes: ["e2-standard-4"] },
  ],
  ["what is not known yet", [connector({ machineType: UNKNOWN }), subnet({ ipCidrRange: UNKNOWN })], []],
]);

test("network-upkeep says by how much", () => {
  const { violations } = outcome(networkUpkeep, [
    fire({ allows: [{ protocol: "tcp", ports: ["1-99", "22", "100-200"] }, { protocol: "all" }] }),
    subnet({ ipCidrRange: "10.0.0.0/8" }),
    connector({ maxInstances: 20, machineType: "e2-standard-4" }),
  ]);
  expect(violations.map(({ message }) => message)).toEqual([
    "the rule is not logged",
    "the rule does not say what it is for",
    "1-99, 100-200 spans more than 30 ports",
    "names no port, which means every port",
    "10.0.0.0/8 is wider than a /16",
    "20 is above 10",
    "e2-standard-4 is not among f1-micro, e2-micro",
  ]);
});
