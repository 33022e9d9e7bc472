import { dbEgressDenied } from "../../policies/rules/database-path";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { type Inputs, make } from "./make";

const vpc = (name = "net"): Resource => make("gcp:compute/network:Network", name, { name });
const service = (role: string, vpcAccess: object, from: string[] = []): Resource =>
  make(
    "gcp:cloudrunv2/service:Service",
    role,
    { labels: { component: role }, template: { vpcAccess } },
    { from: { template: from } },
  );
const direct = (role: string, tags?: string[]): Resource =>
  service(role, { networkInterfaces: [{ network: "net", tags }] }, ["net"]);
const connector = make(
  "gcp:vpcaccess/connector:Connector",
  "con",
  { name: "con", network: "net" },
  { from: { network: ["net"] } },
);
const reserved = make(
  "gcp:compute/globalAddress:GlobalAddress",
  "reserved",
  { network: "net", purpose: "VPC_PEERING", address: "10.64.0.0", prefixLength: 20 },
  { from: { network: ["net"] } },
);
const lone = make("gcp:sql/databaseInstance:DatabaseInstance", "d", { settings: { tier: "t" } });
type Firewall = Inputs<"gcp:compute/firewall:Firewall">;
const deny = (inputs: Firewall = {}, name = "f"): Resource =>
  make(
    "gcp:compute/firewall:Firewall",
    name,
    {
      network: "net",
      direction: "EGRESS",
      targetTags: ["bff"],
      denies: [{ protocol: "tcp", ports: ["5432"] }],
      ...inputs,
    },
    { from: { network: ["net"] } },
  );
const tagged = direct("bff", ["bff"]);
const OPEN = "bff template.vpcAccess.networkInterfaces";
const passing = (about: string, inputs: Firewall): Case => [about, [vpc(), lone, tagged, deny(inputs)], []];
const failing = (about: string, inputs: Firewall): Case => [about, [vpc(), lone, tagged, deny(inputs)], [OPEN]];

judges(dbEgressDenied, [
  passing("denied to its tag", {}),
  passing("denied in small letters", { direction: "egress" }),
  passing("denied to all", { targetTags: undefined }),
  passing("all ports denied", { denies: [{ protocol: "tcp" }] }),
  passing("all protocols denied", { denies: [{ protocol: "all" }] }),
  passing("TCP by its number", { denies: [{ protocol: "6", ports: ["5432"] }] }),
  passing("a span of ports denied", { denies: [{ protocol: "TCP", ports: ["22", "5000-6000"] }] }),
  passing("denied towards the database", { destinationRanges: ["10.64.0.3/32"] }),
  passing("denied towards everywhere", { destinationRanges: ["0.0.0.0/0"] }),
  passing("denied towards what is not known yet", { destinationRanges: [UNKNOWN] }),
  ["no rule", [vpc(), lone, tagged], [OPEN]],
  failing("another tag", { targetTags: ["api"] }),
  failing("accounts, which Cloud Run's way out does not bear", {
    targetTags: undefined,
    targetServiceAccounts: ["a@p"],
  }),
  failing("what comes in", { direction: "INGRESS" }),
  failing("not said, which is what comes in", { direction: undefined }),
  failing("disabled", { disabled: true }),
  failing("another port", { denies: [{ protocol: "tcp", ports: ["5433", "1-5431"] }] }),
  failing("another protocol", { denies: [{ protocol: "udp", ports: ["5432"] }] }),
  failing("allowed", { denies: undefined, allows: [{ protocol: "tcp", ports: ["5432"] }] }),
  [
    "in another network",
    [
      vpc(),
      vpc("other"),
      lone,
      tagged,
      make(
        "gcp:compute/firewall:Firewall",
        "f",
        { network: "other", direction: "EGRESS", denies: [{ protocol: "all" }] },
        { from: { network: ["other"] } },
      ),
    ],
    [OPEN],
  ],
  [
    "towards somewhere other than the reserved range",
    [vpc(), reserved, lone, tagged, deny({ destinationRanges: ["10.9.0.0/16"] })],
    [OPEN],
  ],
  [
    "towards a part of the reserved range",
    [vpc(), reserved, lone, tagged, deny({ destinationRanges: ["10.64.0.3/32"] })],
    [],
  ],
  ["without a tag", [vpc(), lone, direct("bff"), deny()], [OPEN]],
  [
    "allowed before it is denied",
    [vpc(), lone, tagged, deny(), deny({ priority: 10, denies: undefined, allows: [{ protocol: "all" }] }, "g")],
    [OPEN],
  ],
  [
    "behind a connector, where it cannot be done",
    [vpc(), lone, connector, service("bff", { connector: "con" }, ["con"])],
    [],
  ],
  ["in no network", [vpc(), lone, service("bff", {})], []],
  ["no database", [vpc(), tagged], []],
  ["the API", [vpc(), lone, direct("api", ["api"])], []],
]);

test("db-egress-denied says what is missing", () => {
  expect(outcome(dbEgressDenied, [vpc(), lone, tagged]).violations).toMatchObject([
    { message: "nothing in the network keeps the BFF from tcp:5432" },
  ]);
});
