import { oneRegion } from "../../policies/rules/call-path";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { type Links, make } from "./make";

const at = (role: string, location: string | undefined, vpcAccess: object = {}, links: Links = {}): Resource =>
  make(
    "gcp:cloudrunv2/service:Service",
    role,
    { name: role, location, labels: { component: role }, template: { vpcAccess } },
    links,
  );
const there = (name: string): Resource =>
  make("gcp:vpcaccess/connector:Connector", "c", { name: "c", region: name, network: "n" });
const subnetIn = (region: string): Resource =>
  make("gcp:compute/subnetwork:Subnetwork", "b", { name: "b", region, network: "n" });
const group = (region: string | undefined, name = "bff"): Resource =>
  make(
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
    "g",
    { region, cloudRun: { service: name } },
    { from: { cloudRun: [name] } },
  );
const onC = { connector: "c" };
const fromC: Links = { from: { template: ["c"] } };
const onB = { networkInterfaces: [{ subnetwork: "b" }] };
const fromB: Links = { from: { template: ["b"] } };
const job = (location: string): Resource =>
  make(
    "gcp:cloudrunv2/job:Job",
    "j",
    { location, template: { template: { vpcAccess: { connector: "c" } } } },
    { from: { template: ["c"] } },
  );

judges(oneRegion, [
  ["one region", [at("api", "us-central1"), at("bff", "us-central1")], []],
  ["two regions", [at("api", "us-central1"), at("bff", "us-east1")], ["bff location"]],
  ["two regions, whichever comes first", [at("bff", "us-east1"), at("api", "us-central1")], ["bff location"]],
  ["the API without a region, which is the provider's", [at("api", undefined), at("bff", "us-east1")], []],
  ["a region not known yet", [at("api", UNKNOWN), at("bff", "us-east1")], []],
  ["a worker elsewhere", [at("api", "us-central1"), at("worker", "us-east1")], []],
  [
    "a job of the API elsewhere",
    [
      at("api", "us-central1"),
      make("gcp:cloudrunv2/job:Job", "j", { location: "us-east1", labels: { component: "api" } }),
    ],
    [],
  ],
  ["a connector of the region", [there("us-central1"), at("api", "us-central1", onC, fromC)], []],
  ["a connector elsewhere", [there("us-east1"), at("api", "us-central1", onC, fromC)], ["c region"]],
  [
    "a connector elsewhere, of a service without a role",
    [there("us-east1"), at("worker", "us-central1", onC, fromC)],
    ["c region"],
  ],
  ["a connector elsewhere, of a job", [there("us-east1"), job("us-central1")], ["c region"]],
  ["a connector of a job's region", [there("us-central1"), job("us-central1")], []],
  [
    "a connector without a region",
    [make("gcp:vpcaccess/connector:Connector", "c", { name: "c" }), at("api", "us-central1", onC, fromC)],
    [],
  ],
  [
    "a connector outside the stack, elsewhere",
    [at("api", "us-central1", { connector: "projects/p/locations/us-east1/connectors/x" })],
    ["api template.vpcAccess.connector"],
  ],
  [
    "a connector outside the stack, of the region",
    [at("api", "us-central1", { connector: "projects/p/locations/us-central1/connectors/x" })],
    [],
  ],
  [
    "a connector's subnet elsewhere",
    [
      subnetIn("us-east1"),
      make(
        "gcp:vpcaccess/connector:Connector",
        "c",
        { name: "c", region: "us-central1", subnet: { name: "b" } },
        { from: { subnet: ["b"] } },
      ),
      at("api", "us-central1", onC, fromC),
    ],
    ["b region"],
  ],
  [
    "a connector's subnet of the region",
    [
      subnetIn("us-central1"),
      make(
        "gcp:vpcaccess/connector:Connector",
        "c",
        { name: "c", region: "us-central1", subnet: { name: "b" } },
        { from: { subnet: ["b"] } },
      ),
      at("api", "us-central1", onC, fromC),
    ],
    [],
  ],
  ["a direct subnet elsewhere", [subnetIn("us-east1"), at("api", "us-central1", onB, fromB)], ["b region"]],
  ["a direct subnet of the region", [subnetIn("us-central1"), at("api", "us-central1", onB, fromB)], []],
  [
    "a direct subnet outside the stack, elsewhere",
    [
      at("api", "us-central1", {
        networkInterfaces: [{ network: "n" }, { subnetwork: "projects/p/regions/us-east1/subnetworks/x" }],
      }),
    ],
    ["api template.vpcAccess"],
  ],
  [
    "a direct subnet outside the stack, of the region",
    [at("api", "us-central1", { networkInterfaces: [{ subnetwork: "projects/p/regions/us-central1/subnetworks/x" }] })],
    [],
  ],
  ["an endpoint group of the region", [group("us-central1"), at("bff", "us-central1")], []],
  ["an endpoint group elsewhere", [group("us-east1"), at("bff", "us-central1")], ["g region"]],
  ["an endpoint group without a region", [group(undefined), at("bff", "us-central1")], []],
  ["an endpoint group of another service", [group("us-east1", "other"), at("bff", "us-central1")], []],
]);

test("one-region says which is where", () => {
  const said = (...resources: Resource[]) => outcome(oneRegion, resources).violations.map(({ message }) => message);
  expect(said(at("api", "us-central1"), at("bff", "us-east1"))).toEqual([
    "us-east1 is not us-central1, where its peer is",
  ]);
  expect(said(there("us-east1"), at("api", "us-central1", onC, fromC))).toEqual([
    "the connector is in us-east1, its service in us-central1",
  ]);
  expect(said(subnetIn("us-east1"), at("api", "us-central1", onB, fromB))).toEqual([
    "the subnet is in us-east1, its service in us-central1",
  ]);
  expect(said(at("api", "a", { connector: "projects/p/locations/b/connectors/x" }))).toEqual([
    "the connector is in b, the service in a",
  ]);
  expect(said(at("api", "a", { networkInterfaces: [{ subnetwork: "projects/p/regions/b/subnetworks/x" }] }))).toEqual([
    "the subnet is in b, the service in a",
  ]);
  const onSubnet = make("gcp:vpcaccess/connector:Connector", "c", { name: "c", region: "a", subnet: { name: "b" } });
  expect(said(subnetIn("b"), onSubnet, at("api", "a", onC, fromC))).toEqual(["the subnet is in b, its connector in a"]);
  expect(said(group("us-east1"), at("bff", "us-central1"))).toEqual([
    "us-east1 is not the region of the service it leads to",
  ]);
});

/** Two connectors, one of which is meant: not known which before `up`. */
const unsure: Case[] = [
  [
    "one of two connectors",
    [
      there("us-central1"),
      make("gcp:vpcaccess/connector:Connector", "e", { name: "e", region: "us-east1" }),
      at("api", "us-central1", { connector: UNKNOWN }, { from: { template: ["c", "e"] } }),
    ],
    [],
  ],
  ["a connector elsewhere", [there("us-east1"), at("api", "us-central1", onC, fromC)], ["c region"]],
];
describe("which connector is meant is not guessed", () => judges(oneRegion, unsure));
