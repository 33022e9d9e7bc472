import { internalCallPath } from "../../policies/rules/call-path";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const GOOD = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"];
const RESTRICTED = "199.36.153.4";

const network = (name: string): Resource =>
  make("gcp:compute/network:Network", name, { name, autoCreateSubnetworks: false, project: "p" });
const api = make("gcp:cloudrunv2/service:Service", "api", {
  labels: { component: "api" },
  ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
});
/** A BFF in the network `n`, as some of its traffic only. */
const bff = (name = "n"): Resource =>
  make(
    "gcp:cloudrunv2/service:Service",
    "bff",
    { labels: { component: "bff" }, template: { vpcAccess: { networkInterfaces: [{ network: name }] } } },
    { from: { template: [name] } },
  );
const base = [network("n"), api, bff()];

type Zone = Inputs<"gcp:dns/managedZone:ManagedZone">;
const zone = (inputs: Zone = {}, name = "z", networks = ["n"]): Resource =>
  make(
    "gcp:dns/managedZone:ManagedZone",
    name,
    {
      name,
      dnsName: "run.app.",
      visibility: "private",
      privateVisibilityConfig: { networks: networks.map((networkUrl) => ({ networkUrl })) },
      ...inputs,
    },
    { from: { privateVisibilityConfig: networks } },
  );
let count = 0;
const record = (name: string, type: string, rrdatas: string[] | undefined, managedZone = "z"): Resource => {
  count += 1;
  return make(
    "gcp:dns/recordSet:RecordSet",
    `r${count}`,
    { managedZone, name, type, rrdatas },
    { from: { managedZone: [managedZone] } },
  );
};
const endpoint = (address: string, purpose = "PRIVATE_SERVICE_CONNECT"): Resource =>
  make("gcp:compute/globalAddress:GlobalAddress", "endpoint", { addressType: "INTERNAL", purpose, address });
const apex = record("run.app.", "A", GOOD);
const wildcard = record("*.run.app.", "CNAME", ["run.app."]);
const answers = [apex, wildcard];
const BROKEN = "z dnsName";
const NO_WAY = "bff template.vpcAccess";

const allTraffic = make(
  "gcp:cloudrunv2/service:Service",
  "bff",
  {
    labels: { component: "bff" },
    template: { vpcAccess: { networkInterfaces: [{ network: "n" }], egress: "ALL_TRAFFIC" } },
  },
  { from: { template: ["n"] } },
);

judges(internalCallPath, [
  [
    "all traffic goes through the network, and a zone sends it astray",
    [network("n"), api, allTraffic, zone()],
    [BROKEN],
  ],
  ["all traffic goes through the network, and a zone helps", [network("n"), api, allTraffic, zone(), ...answers], []],
  ["the apex and an alias to it", [...base, zone(), ...answers], []],
  ["addresses for all names", [...base, zone(), record("*.run.app.", "A", GOOD)], []],
  ["one address for all names", [...base, zone(), record("*.run.app.", "A", ["199.36.153.11"])], []],
  [
    "a Private Service Connect endpoint for Google's APIs",
    [...base, zone(), endpoint("10.20.0.5"), record("*.run.app.", "A", ["10.20.0.5"])],
    [],
  ],
  [
    "an address reserved for something else",
    [...base, zone(), endpoint("10.20.0.5", "VPC_PEERING"), record("*.run.app.", "A", ["10.20.0.5"])],
    [BROKEN],
  ],
  [
    "another address than the endpoint's",
    [...base, zone(), endpoint("10.20.0.5"), record("*.run.app.", "A", ["10.20.0.6"])],
    [BROKEN],
  ],
  ["an alias to Google's own name", [...base, zone(), record("*.run.app.", "CNAME", ["private.googleapis.com."])], []],
  [
    "an alias to Google's own name, without its dot",
    [...base, zone(), record("*.run.app.", "CNAME", ["private.googleapis.com"])],
    [],
  ],
  [
    "names without their dots, in capitals",
    [...base, zone({ dnsName: "RUN.APP" }), record("Run.App", "a", GOOD), record("*.run.app", "cname", ["RUN.APP"])],
    [],
  ],
  [
    "the names that end in a.run.app",
    [...base, zone({ dnsName: "a.run.app." }), record("*.a.run.app.", "A", GOOD)],
    [],
  ],
  ["visibility in capitals", [...base, zone({ visibility: "PRIVATE" }), ...answers], []],
  ["an empty zone", [...base, zone()], [BROKEN]],
  ["only the apex", [...base, zone(), apex], [BROKEN]],
  ["an alias to an apex that is not there", [...base, zone(), wildcard], [BROKEN]],
  ["an alias to an apex without addresses", [...base, zone(), record("run.app.", "A", []), wildcard], [BROKEN]],
  ["addresses for all names, but none given", [...base, zone(), record("*.run.app.", "A", undefined)], [BROKEN]],
  [
    "an alias to elsewhere",
    [...base, zone(), apex, record("*.run.app.", "CNAME", ["ghs.googlehosted.com."])],
    [BROKEN],
  ],
  [
    "an alias to the restricted name",
    [...base, zone(), apex, record("*.run.app.", "CNAME", ["restricted.googleapis.com."])],
    [BROKEN],
  ],
  ["an alias of one name only", [...base, zone(), apex, record("api.run.app.", "CNAME", ["run.app."])], [BROKEN]],
  ["a text for all names", [...base, zone(), record("*.run.app.", "TXT", GOOD)], [BROKEN]],
  ["a restricted address", [...base, zone(), record("*.run.app.", "A", [RESTRICTED])], [BROKEN]],
  [
    "a public address among them",
    [...base, zone(), record("run.app.", "A", ["199.36.153.8", "216.239.32.53"]), wildcard],
    [BROKEN],
  ],
  [
    "a public address for some other name",
    [...base, zone(), ...answers, record("x.run.app.", "A", ["216.239.32.53"])],
    [BROKEN],
  ],
  [
    "a known public address beside an unknown one",
    [...base, zone(), record("*.run.app.", "A", [UNKNOWN, "8.8.8.8"])],
    [BROKEN],
  ],
  ["another record beside them", [...base, zone(), ...answers, record("run.app.", "TXT", ["x"])], []],
  [
    "records of another zone",
    [...base, zone(), zone({ dnsName: "example.com." }, "y"), record("*.run.app.", "A", GOOD, "y")],
    [BROKEN],
  ],
  ["a public zone", [...base, zone({ visibility: "public" }), ...answers], [NO_WAY]],
  ["no visibility, which is public", [...base, zone({ visibility: undefined }), ...answers], [NO_WAY]],
  ...["run.app.example.com.", "example-run.app.", "b.run.app.", "app.", "xrun.app."].map(
    (dnsName) => [`a zone for ${dnsName}`, [...base, zone({ dnsName }), ...answers], [NO_WAY]] as const,
  ),
  ["a zone for another network", [...base, network("m"), zone({}, "z", ["m"]), ...answers], [NO_WAY]],
  ["a zone for two networks", [...base, network("m"), zone({}, "z", ["m", "n"]), ...answers], []],
  ["a zone for no network", [...base, zone({ privateVisibilityConfig: undefined }), ...answers], [NO_WAY]],
  [
    "a zone whose networks are not known",
    [...base, zone({ privateVisibilityConfig: { networks: UNKNOWN as never } }), ...answers],
    [],
  ],
  [
    "a good zone beside an empty one for longer names, which decides",
    [...base, zone(), ...answers, zone({ dnsName: "a.run.app." }, "y")],
    ["y dnsName"],
  ],
  [
    "an empty zone beside a good one for longer names, which decides",
    [...base, zone(), zone({ dnsName: "a.run.app." }, "y"), record("*.a.run.app.", "A", GOOD, "y")],
    [],
  ],
]);

describe("a network by any of its names", () => {
  const names = [
    "n",
    "projects/p/global/networks/n",
    "global/networks/n",
    "https://www.googleapis.com/compute/v1/projects/p/global/networks/n",
    "projects/123/global/networks/n",
  ];
  const of = (networkUrl: string) => zone({ privateVisibilityConfig: { networks: [{ networkUrl }] } });
  const direct = (name: string): Resource =>
    make("gcp:cloudrunv2/service:Service", "bff", {
      labels: { component: "bff" },
      template: { vpcAccess: { networkInterfaces: [{ network: name }] } },
    });
  judges(internalCallPath, [
    ...names.map(
      (name) => [`of the stack, ${name}`, [network("n"), api, direct(name), of("n"), ...answers], []] as const,
    ),
    ...names.flatMap((name) =>
      names.map((other) => [`${name} and ${other}`, [api, direct(name), of(other), ...answers], []] as const),
    ),
    [
      "another project's",
      [api, direct("projects/p/global/networks/n"), of("projects/q/global/networks/n"), ...answers],
      [NO_WAY],
    ],
    [
      "another project's, by number",
      [api, direct("projects/p/global/networks/n"), of("projects/9/global/networks/n"), ...answers],
      [],
    ],
    ["another one", [api, direct("n"), of("projects/p/global/networks/nn"), ...answers], [NO_WAY]],
    [
      "as text instead of a block",
      [
        api,
        direct("n"),
        raw("gcp:dns/managedZone:ManagedZone", "z", {
          name: "z",
          dnsName: "run.app.",
          visibility: "private",
          privateVisibilityConfig: { networks: ["n"] },
        }),
        ...answers,
      ],
      [],
    ],
  ]);

  test("one of two, not known which: it may be this one", () => {
    const resources = [network("n"), network("m"), api, bff("n"), ...answers, zone({}, "z", ["n", "m"])];
    const hidden = resources.map((each) =>
      each.name === "z"
        ? { ...each, inputs: { ...each.inputs, privateVisibilityConfig: { networks: [{ networkUrl: UNKNOWN }] } } }
        : each,
    );
    expect(outcome(internalCallPath, hidden).violations).toEqual([]);
    const elsewhere = hidden.map((each) =>
      each.name === "z"
        ? { ...each, propertyDependencies: { privateVisibilityConfig: [network("m").urn, network("o").urn] } }
        : each,
    );
    expect(outcome(internalCallPath, [...elsewhere, network("o")]).violations).toMatchObject([
      { property: "template.vpcAccess" },
    ]);
  });
});

const policy = (name = "p", networks = ["n"]): Resource =>
  make(
    "gcp:dns/responsePolicy:ResponsePolicy",
    `${name}-logical`,
    { responsePolicyName: name, networks: networks.map((networkUrl) => ({ networkUrl })) },
    { from: { networks } },
  );
type RuleInputs = Inputs<"gcp:dns/responsePolicyRule:ResponsePolicyRule">;
const rule = (rrdatas: string[], inputs: RuleInputs = {}, name = "rule"): Resource =>
  make(
    "gcp:dns/responsePolicyRule:ResponsePolicyRule",
    name,
    {
      responsePolicy: "p",
      ruleName: name,
      dnsName: "*.run.app.",
      localData: { localDatas: [{ name: "*.run.app.", type: "A", rrdatas }] },
      ...inputs,
    },
    { from: { responsePolicy: ["p-logical"] } },
  );
const RULE = "rule dnsName";

describe("response policies", () => {
  judges(internalCallPath, [
    ["Google's addresses", [...base, policy(), rule(GOOD)], []],
    ["an alias to Google's own name", [...base, policy(), rule(["private.googleapis.com."])], []],
    ["the names that end in a.run.app", [...base, policy(), rule(GOOD, { dnsName: "*.a.run.app." })], []],
    ["in capitals, without its dot", [...base, policy(), rule(GOOD, { dnsName: "*.RUN.APP" })], []],
    ["a restricted address", [...base, policy(), rule([RESTRICTED])], [RULE]],
    ["an alias to elsewhere", [...base, policy(), rule(["restricted.googleapis.com."])], [RULE]],
    ["a public address among them", [...base, policy(), rule([...GOOD, "8.8.8.8"])], [RULE]],
    ["a known public address beside an unknown one", [...base, policy(), rule([UNKNOWN, "8.8.8.8"])], [RULE]],
    ["no address", [...base, policy(), rule([])], [RULE]],
    ["no data", [...base, policy(), rule([], { localData: undefined })], [RULE]],
    [
      "names that are passed on",
      [...base, policy(), rule([], { localData: undefined, behavior: "bypassResponsePolicy" })],
      [NO_WAY],
    ],
    ["one name only", [...base, policy(), rule(GOOD, { dnsName: "run.app." })], [NO_WAY]],
    ["other names", [...base, policy(), rule(GOOD, { dnsName: "*.run.app.example.com." })], [NO_WAY]],
    ["without a rule", [...base, policy()], [NO_WAY]],
    ["of another network", [...base, network("m"), policy("p", ["m"]), rule(GOOD)], [NO_WAY]],
    ["of two networks", [...base, network("m"), policy("p", ["m", "n"]), rule(GOOD)], []],
    ["before an empty zone", [...base, policy(), rule(GOOD), zone()], []],
    ["wrong, before a good zone", [...base, policy(), rule([RESTRICTED]), zone(), ...answers], [RULE]],
    [
      "the longer name decides",
      [...base, policy(), rule([RESTRICTED], {}, "wide"), rule(GOOD, { dnsName: "*.a.run.app." })],
      [],
    ],
    [
      "by the policy's own name, in another resource",
      [...base, policy(), { ...rule(GOOD), propertyDependencies: {}, dependencies: [] }],
      [],
    ],
  ]);
});

describe("what is not known yet is not judged", () => {
  test.each<[string, Resource[], string]>([
    ["an address", [zone(), record("*.run.app.", "A", [UNKNOWN])], "z"],
    ["a name", [zone(), record(UNKNOWN, "A", GOOD)], "z"],
    ["a kind", [zone(), record("*.run.app.", UNKNOWN, GOOD)], "z"],
    ["an address beside good answers", [zone(), ...answers, record("x.run.app.", "A", [UNKNOWN])], "z"],
    [
      "answers that depend on who asks",
      [
        zone(),
        make(
          "gcp:dns/recordSet:RecordSet",
          "geo",
          {
            managedZone: "z",
            name: "*.run.app.",
            type: "A",
            routingPolicy: { geos: [{ location: "us-central1", rrdatas: GOOD }] },
          },
          { from: { managedZone: ["z"] } },
        ),
      ],
      "z",
    ],
    ["another network's zone", [zone({ peeringConfig: { targetNetwork: { networkUrl: "hub" } } })], "z"],
    ["other name servers", [zone({ forwardingConfig: { targetNameServers: [{ ipv4Address: "10.0.0.53" }] } })], "z"],
    ["a rule's address", [policy(), rule([UNKNOWN])], "rule"],
    ["a rule's data", [policy(), rule([], { localData: { localDatas: UNKNOWN as never } })], "rule"],
  ])("%s", (_, resources, name) => {
    expect(outcome(internalCallPath, [...base, ...resources])).toMatchObject({
      violations: [],
      unjudged: [{ name, property: "rrdatas" }],
    });
  });
});

test("the message says what is wrong with the answer", () => {
  const said = (...resources: Resource[]) =>
    outcome(internalCallPath, [...base, ...resources]).violations.map(({ message }) => message);
  expect([
    ...said(zone()),
    ...said(zone(), apex),
    ...said(zone(), record("*.run.app.", "A", [RESTRICTED])),
    ...said(policy(), rule([RESTRICTED])),
    ...said(policy(), rule([])),
  ]).toEqual([
    "it is empty, so every run.app name fails",
    "it does not answer for *.run.app",
    "it has an A record outside 199.36.153.8/30",
    "it answers *.run.app outside 199.36.153.8/30",
    "it answers *.run.app outside 199.36.153.8/30",
  ]);
});
