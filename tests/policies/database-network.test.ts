import { dbPrivatePath } from "../../policies/rules/database-path";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, type Links, make, raw } from "./make";

const PRIVATE = "d settings.ipConfiguration.privateNetwork";
type Instance = Inputs<"gcp:sql/databaseInstance:DatabaseInstance">;
type Ip = NonNullable<NonNullable<Instance["settings"]>["ipConfiguration"]>;
const vpc = (name = "net"): Resource =>
  make("gcp:compute/network:Network", name, { name, autoCreateSubnetworks: false, project: "p" });
const db = (ipConfiguration: Ip = { privateNetwork: "net" }, links: Links = {}, inputs: Instance = {}): Resource =>
  make(
    "gcp:sql/databaseInstance:DatabaseInstance",
    "d",
    { name: "d", settings: { tier: "t", ipConfiguration }, ...inputs },
    { from: { settings: ["net"] }, dependsOn: ["peering"], ...links },
  );
const peering = (network = "net", name = "peering"): Resource =>
  make(
    "gcp:servicenetworking/connection:Connection",
    name,
    { network, service: "servicenetworking.googleapis.com", reservedPeeringRanges: ["reserved"] },
    { from: { network: [network] } },
  );
type Address = Inputs<"gcp:compute/globalAddress:GlobalAddress">;
const reserved = (inputs: Address = {}, network = "net"): Resource =>
  make(
    "gcp:compute/globalAddress:GlobalAddress",
    "reserved",
    { network, purpose: "VPC_PEERING", addressType: "INTERNAL", address: "10.64.0.0", prefixLength: 20, ...inputs },
    { from: { network: [network] } },
  );
const connector = (inputs: Inputs<"gcp:vpcaccess/connector:Connector"> = {}, network = "net"): Resource =>
  make(
    "gcp:vpcaccess/connector:Connector",
    "con",
    { name: "con", network, ipCidrRange: "10.8.0.0/28", ...inputs },
    { from: { network: [network] } },
  );
const subnet = (inputs: Inputs<"gcp:compute/subnetwork:Subnetwork"> = {}, network = "net"): Resource =>
  make(
    "gcp:compute/subnetwork:Subnetwork",
    "sub",
    { name: "sub", network, ipCidrRange: "10.10.0.0/24", ...inputs },
    { from: { network: [network] } },
  );
const service = (role: string, vpcAccess: object, from: string[] = []): Resource =>
  make(
    "gcp:cloudrunv2/service:Service",
    role,
    { labels: { component: role }, template: { vpcAccess } },
    { from: { template: from } },
  );
const api = service("api", { connector: "con" }, ["con"]);
const direct = (network: string, role = "api"): Resource =>
  service(role, { networkInterfaces: [{ network }] }, [network]);
const whole = [vpc(), peering(), reserved(), connector(), subnet(), api];
const SHARED = "projects/host/global/networks/shared";

judges(dbPrivatePath, [
  ["all in one network", [...whole, db()], []],
  ["a database alone", [db({}, {}, {})], [PRIVATE]],
  ["no private network", [...whole, db({ ipv4Enabled: true })], [PRIVATE]],
  ["an empty private network", [...whole, db({ privateNetwork: "" })], [PRIVATE]],
  ["no settings", [...whole, make("gcp:sql/databaseInstance:DatabaseInstance", "d", {})], [PRIVATE]],
  [
    "Private Service Connect",
    [...whole, db({ pscConfigs: [{ pscEnabled: true, allowedConsumerProjects: ["p"] }] }, { dependsOn: [] })],
    [],
  ],
  [
    "Private Service Connect as text",
    [
      raw("gcp:sql/databaseInstance:DatabaseInstance", "d", {
        settings: { ipConfiguration: { pscConfigs: [{ pscEnabled: "true" }] } },
      }),
    ],
    [],
  ],
  ["Private Service Connect that is off", [...whole, db({ pscConfigs: [{ pscEnabled: false }] })], [PRIVATE]],
  [
    "the API's connector in another network",
    [vpc(), vpc("other"), peering(), connector({}, "other"), api, db()],
    [PRIVATE],
  ],
  ["the API straight in another network", [vpc(), vpc("other"), peering(), direct("other"), db()], [PRIVATE]],
  ["the API straight in the network", [vpc(), peering(), direct("net"), db()], []],
  [
    "the API by a subnet of another network",
    [
      vpc(),
      vpc("other"),
      peering(),
      subnet({}, "other"),
      service("api", { networkInterfaces: [{ subnetwork: "sub" }] }, ["sub"]),
      db(),
    ],
    [PRIVATE],
  ],
  [
    "the API by a connector on a subnet of another network",
    [
      vpc(),
      vpc("other"),
      peering(),
      subnet({}, "other"),
      make(
        "gcp:vpcaccess/connector:Connector",
        "con",
        { name: "con", subnet: { name: "sub" } },
        { from: { subnet: ["sub"] } },
      ),
      api,
      db(),
    ],
    [PRIVATE],
  ],
  ["the BFF in another network", [...whole, vpc("other"), direct("other", "bff"), db()], []],
  ["the API in no network", [vpc(), peering(), service("api", {}), db()], []],
  [
    "an API of a connector outside the stack",
    [vpc(), peering(), service("api", { connector: "projects/p/locations/l/connectors/x" }), db()],
    [],
  ],
  ["not waiting for the peering", [...whole, db(undefined, { dependsOn: [] })], [PRIVATE]],
  ["no peering", [vpc(), connector(), api, db(undefined, { dependsOn: ["net"] })], [PRIVATE]],
  [
    "waiting for the peering of another network",
    [...whole, vpc("other"), peering("other", "peering-2"), db(undefined, { dependsOn: ["peering-2"] })],
    [PRIVATE],
  ],
  [
    "waiting for the peering through another resource",
    [
      ...whole,
      raw("gcp:projects/service:Service", "between", {}, { dependsOn: ["peering"] }),
      db(undefined, { dependsOn: ["between"] }),
    ],
    [],
  ],
  ["waiting for the reserved range only", [...whole, db(undefined, { dependsOn: ["reserved"] })], [PRIVATE]],
  ["a network of somebody else's", [direct(SHARED), db({ privateNetwork: SHARED }, { dependsOn: [], from: {} })], []],
  [
    "a network of somebody else's, by another of its names",
    [direct("shared"), db({ privateNetwork: SHARED }, { dependsOn: [], from: {} })],
    [],
  ],
  [
    "another network of somebody else's",
    [direct("another"), db({ privateNetwork: SHARED }, { dependsOn: [], from: {} })],
    [PRIVATE],
  ],
  [
    "a network of that name in another project",
    [direct("projects/q/global/networks/shared"), db({ privateNetwork: SHARED }, { dependsOn: [], from: {} })],
    [PRIVATE],
  ],
  [
    "a network of somebody else's, the API's of this stack",
    [...whole, db({ privateNetwork: SHARED }, { dependsOn: [], from: {} })],
    [PRIVATE],
  ],
  [
    "a network of somebody else's, peered here, waited for",
    [
      make("gcp:servicenetworking/connection:Connection", "peering", { network: SHARED }),
      db({ privateNetwork: SHARED }, { from: {} }),
    ],
    [],
  ],
  [
    "a network of somebody else's, peered here, not waited for",
    [
      make("gcp:servicenetworking/connection:Connection", "peering", { network: "shared" }),
      db({ privateNetwork: SHARED }, { dependsOn: [], from: {} }),
    ],
    [PRIVATE],
  ],
  [
    "ranges side by side",
    [
      ...whole.slice(0, -3),
      connector({ ipCidrRange: "10.64.16.0/28" }),
      subnet({ ipCidrRange: "10.63.0.0/16" }),
      api,
      db(),
    ],
    [],
  ],
  [
    "a connector in the reserved range",
    [vpc(), peering(), reserved(), connector({ ipCidrRange: "10.64.15.240/28" }), api, db()],
    ["con ipCidrRange"],
  ],
  [
    "a subnet around the reserved range",
    [...whole.slice(0, -2), subnet({ ipCidrRange: "10.0.0.0/8" }), api, db()],
    ["sub ipCidrRange"],
  ],
  [
    "a subnet's second range",
    [
      ...whole.slice(0, -2),
      subnet({
        secondaryIpRanges: [
          { rangeName: "a", ipCidrRange: "10.12.0.0/20" },
          { rangeName: "b", ipCidrRange: "10.64.8.0/24" },
        ],
      }),
      api,
      db(),
    ],
    ["sub secondaryIpRanges[1].ipCidrRange"],
  ],
  [
    "a subnet of another network",
    [...whole.slice(0, -2), vpc("other"), subnet({ ipCidrRange: "10.0.0.0/8" }, "other"), api, db()],
    [],
  ],
  [
    "a range reserved for something else",
    [vpc(), peering(), reserved({ purpose: "PRIVATE_SERVICE_CONNECT" }), subnet({ ipCidrRange: "10.0.0.0/8" }), db()],
    [],
  ],
  [
    "a range that Google chooses",
    [vpc(), peering(), reserved({ address: undefined }), subnet({ ipCidrRange: "10.0.0.0/8" }), db()],
    [],
  ],
  [
    "a range whose size is not said",
    [vpc(), peering(), reserved({ prefixLength: undefined }), subnet({ ipCidrRange: "10.0.0.0/8" }), db()],
    [],
  ],
  [
    "a range reserved in another network",
    [vpc(), vpc("other"), peering(), reserved({}, "other"), subnet({ ipCidrRange: "10.0.0.0/8" }), db()],
    [],
  ],
  ["subnets without a range", [vpc(), peering(), reserved(), subnet({ ipCidrRange: undefined }), db()], []],
  [
    "ranges of a network of somebody else's",
    [
      make("gcp:compute/globalAddress:GlobalAddress", "reserved", {
        network: SHARED,
        purpose: "VPC_PEERING",
        address: "10.64.0.0",
        prefixLength: 20,
      }),
      make("gcp:vpcaccess/connector:Connector", "con", { name: "con", network: "shared", ipCidrRange: "10.64.0.0/28" }),
      db({ privateNetwork: SHARED }, { dependsOn: [], from: {} }),
    ],
    ["con ipCidrRange"],
  ],
  ["no database", [vpc(), connector({}, "net"), api], []],
  [
    "a replica goes with its primary",
    [
      ...whole,
      db(),
      make(
        "gcp:sql/databaseInstance:DatabaseInstance",
        "r",
        { masterInstanceName: "d" },
        { from: { masterInstanceName: ["d"] } },
      ),
    ],
    [],
  ],
]);

test("db-private-path says what is wrong, and what it cannot judge", () => {
  const said = (...resources: Resource[]) => outcome(dbPrivatePath, resources).violations.map(({ message }) => message);
  expect(said(db({}))).toEqual(["the database has no private network, so the API cannot reach it"]);
  expect(said(vpc(), vpc("other"), peering(), direct("other"), db(undefined, { dependsOn: [] }))).toEqual([
    "the database is on another network than the API",
    "the database does not wait for the peering, so its first create fails",
  ]);
  expect(said(vpc(), peering(), reserved(), connector({ ipCidrRange: "10.64.0.0/28" }), api, db())).toEqual([
    "overlaps the range reserved for the database, reserved",
  ]);
  for (const pscConfigs of [UNKNOWN, [{ pscEnabled: UNKNOWN }]]) {
    const hidden = raw("gcp:sql/databaseInstance:DatabaseInstance", "d", {
      settings: { ipConfiguration: { pscConfigs } },
    });
    expect(outcome(dbPrivatePath, [hidden])).toMatchObject({
      violations: [],
      unjudged: [{ name: "d", property: "settings.ipConfiguration.pscConfigs" }],
    });
  }
  expect(outcome(dbPrivatePath, [...whole, db()]).unjudged).toEqual([]);
});
