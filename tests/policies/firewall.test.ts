import { firewallNoInternet } from "../../policies/rules/firewall";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

type Firewall = Inputs<"gcp:compute/firewall:Firewall">;
const ANY: Firewall = { allows: [{ protocol: "tcp", ports: ["22"] }] };
const fire = (inputs: Firewall): Resource =>
  make("gcp:compute/firewall:Firewall", "f", { network: "n", ...ANY, ...inputs });
const from = (...sourceRanges: string[]): Resource => fire({ sourceRanges });
const SOURCES = "f sourceRanges";

judges(firewallNoInternet, [
  ["a private range", [from("10.0.0.0/8")], []],
  ...[
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "1.2.3.4",
    "203.0.113.0/24",
    "2001:db8::/32",
    "10.0.0.0/7",
  ].map((range) => [range, [from(range)], [SOURCES]] as const),
  ["everyone beside a private range", [from("10.0.0.0/8", "0.0.0.0/0")], [SOURCES]],
  ["everyone beside an unknown range", [from(UNKNOWN, "0.0.0.0/0")], [SOURCES]],
  [
    "everyone as plain text",
    [raw("gcp:compute/firewall:Firewall", "f", { ...ANY, sourceRanges: "0.0.0.0/0" })],
    [SOURCES],
  ],
  ["load balancers and their probers", [from("130.211.0.0/22", "35.191.0.0/16")], []],
  ["the way in for administrators (IAP)", [from("35.235.240.0/20")], []],
  ["a range that is wider than Google's", [from("35.190.0.0/15")], [SOURCES]],
  ["by tag", [fire({ sourceTags: ["bff"] })], []],
  ["by account", [fire({ sourceServiceAccounts: ["a@p.iam.gserviceaccount.com"] })], []],
  ["by tag or from everywhere", [fire({ sourceTags: ["bff"], sourceRanges: ["0.0.0.0/0"] })], [SOURCES]],
  ["no source", [fire({})], [SOURCES]],
  ["an empty list of sources", [from()], [SOURCES]],
  ["said to be ingress", [fire({ direction: "INGRESS", sourceRanges: ["0.0.0.0/0"] })], [SOURCES]],
  ["egress to everywhere", [fire({ direction: "EGRESS", destinationRanges: ["0.0.0.0/0"] })], []],
  ["egress in small letters", [fire({ direction: "egress" })], []],
  ["disabled", [fire({ disabled: true, sourceRanges: ["0.0.0.0/0"] })], []],
  ["said not to be disabled", [fire({ disabled: false, sourceRanges: ["0.0.0.0/0"] })], [SOURCES]],
  [
    "a denial",
    [make("gcp:compute/firewall:Firewall", "f", { sourceRanges: ["0.0.0.0/0"], denies: [{ protocol: "all" }] })],
    [],
  ],
  [
    "a denial without a source",
    [make("gcp:compute/firewall:Firewall", "f", { allows: [], denies: [{ protocol: "all" }] })],
    [],
  ],
  [
    "a lone block",
    [raw("gcp:compute/firewall:Firewall", "f", { allows: { protocol: "tcp" }, sourceRanges: ["0.0.0.0/0"] })],
    [SOURCES],
  ],
]);

type Rule = Inputs<"gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule">;
type Match = Partial<NonNullable<Rule["match"]>>;
const policyRule = (match: Match, inputs: Rule = {}): Resource =>
  make("gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule", "r", {
    action: "allow",
    direction: "INGRESS",
    match: { layer4Configs: [{ ipProtocol: "tcp" }], ...match },
    ...inputs,
  });
const MATCH = "r match.srcIpRanges";
const everyone: Match = { srcIpRanges: ["0.0.0.0/0"] };
const kinds = ([about, resources, expected]: Case): Case[] =>
  [
    "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
    "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule",
    "gcp:compute/firewallPolicyRule:FirewallPolicyRule",
  ].map((type) => [`${about}, ${type}`, resources.map((each) => ({ ...each, type })), expected]);

describe("rules of a firewall policy", () => {
  judges(firewallNoInternet, [
    ...kinds(["a private range", [policyRule({ srcIpRanges: ["10.0.0.0/8"] })], []]),
    ...kinds(["everyone", [policyRule(everyone)], [MATCH]]),
    ["everyone, half of them", [policyRule({ srcIpRanges: ["10.0.0.0/8", "128.0.0.0/1"] })], [MATCH]],
    ["everyone, in capitals", [policyRule(everyone, { action: "ALLOW" })], [MATCH]],
    ["everyone, looked at on the way in", [policyRule(everyone, { action: "apply_security_profile_group" })], [MATCH]],
    ["a denial", [policyRule(everyone, { action: "deny" })], []],
    ["left to the next rule", [policyRule(everyone, { action: "goto_next" })], []],
    ["nothing like an action", [policyRule(everyone, { action: "disallow" })], []],
    ["allowed no more", [policyRule(everyone, { action: "allowed" })], []],
    ["without an action", [policyRule(everyone, { action: undefined })], []],
    ["egress", [policyRule(everyone, { direction: "EGRESS" })], []],
    ["disabled", [policyRule(everyone, { disabled: true })], []],
    ["no source", [policyRule({})], [MATCH]],
    ["no match at all", [policyRule({}, { match: undefined })], [MATCH]],
    ["by secure tag", [policyRule({ srcSecureTags: [{ name: "tagValues/1" }] })], []],
    ["by address group", [policyRule({ srcAddressGroups: ["g"] })], []],
    ["by name", [policyRule({ srcFqdns: ["builds.example.com"] })], []],
    ["by network", [policyRule({ srcNetworks: ["n"] })], []],
    ["an address group or everyone", [policyRule({ ...everyone, srcAddressGroups: ["g"] })], [MATCH]],
    ["a country", [policyRule({ srcRegionCodes: ["BR"] })], [MATCH]],
    [
      "a list of addresses that Google keeps",
      [policyRule({ srcThreatIntelligences: ["iplist-search-engines-crawlers"] })],
      [MATCH],
    ],
    ["the internet by scope", [policyRule({ srcNetworkScope: "INTERNET" })], [MATCH]],
    ["the internet by context", [policyRule({ srcNetworkContext: "INTERNET" })], [MATCH]],
    ["a tag, or the internet", [policyRule({ srcNetworkScope: "INTERNET", srcSecureTags: [{ name: "t" }] })], [MATCH]],
    [
      "a tag, or a list that Google keeps",
      [policyRule({ srcThreatIntelligences: ["l"], srcSecureTags: [{ name: "t" }] })],
      [MATCH],
    ],
    ["a tag, or a country", [policyRule({ srcRegionCodes: ["BR"], srcSecureTags: [{ name: "t" }] })], [MATCH]],
    ["an unspecified scope", [policyRule({ srcNetworkScope: "UNSPECIFIED" })], [MATCH]],
    ...["NON_INTERNET", "VPC_NETWORKS", "INTRA_VPC"].map(
      (srcNetworkScope): Case => [
        `any address, ${srcNetworkScope}`,
        [policyRule({ ...everyone, srcNetworkScope })],
        [],
      ],
    ),
    ["any address, not of the internet by context", [policyRule({ srcNetworkContext: "NON_INTERNET" })], []],
    [
      "a country while the ranges are unknown",
      [policyRule({ srcIpRanges: [UNKNOWN], srcRegionCodes: ["BR"] })],
      [MATCH],
    ],
    [
      "written into the policy, the second of them",
      [
        make("gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules", "p", {
          rules: [
            {
              priority: 1,
              action: "deny",
              match: { layer4Configs: [{ ipProtocol: "all" }], srcIpRanges: ["0.0.0.0/0"] },
            },
            {
              priority: 2,
              action: "allow",
              match: { layer4Configs: [{ ipProtocol: "all" }], srcIpRanges: ["0.0.0.0/0"] },
            },
            {
              priority: 3,
              action: "allow",
              match: { layer4Configs: [{ ipProtocol: "all" }], srcIpRanges: ["10.0.0.0/8"] },
            },
          ],
        }),
      ],
      ["p rules[1].match.srcIpRanges"],
    ],
    [
      "written into the policy of a region",
      [
        make("gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules", "p", {
          rules: [{ priority: 1, action: "allow", match: { layer4Configs: [{ ipProtocol: "all" }] } }],
        }),
      ],
      ["p rules[0].match.srcIpRanges"],
    ],
    [
      "written into the policy of an organisation",
      [
        make("gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules", "p", {
          rules: [
            { priority: 1, action: "allow", match: { layer4Configs: [{ ipProtocol: "all" }], srcIpRanges: ["::/0"] } },
          ],
        }),
      ],
      ["p rules[0].match.srcIpRanges"],
    ],
    [
      "a policy without rules",
      [make("gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules", "p", {})],
      [],
    ],
  ]);
});

test("firewall-no-internet names five ranges at most, and what it cannot judge", () => {
  const many = from("10.0.0.0/8", "1.0.0.0/8", "2.0.0.0/8", "3.0.0.0/8", "4.0.0.0/8", "5.0.0.0/8", "6.0.0.0/8");
  expect(outcome(firewallNoInternet, [many, fire({}), policyRule({ srcRegionCodes: ["BR"] })])).toMatchObject({
    violations: [
      { message: "lets in 1.0.0.0/8, 2.0.0.0/8, 3.0.0.0/8, 4.0.0.0/8, 5.0.0.0/8" },
      { message: "names no source, which means every address" },
      { message: "lets in hosts of the internet" },
    ],
    unjudged: [],
  });
  expect(
    outcome(firewallNoInternet, [from("10.0.0.0/8", UNKNOWN), policyRule({ srcIpRanges: [UNKNOWN] })]),
  ).toMatchObject({
    violations: [],
    unjudged: [{ property: "sourceRanges" }, { property: "match.srcIpRanges" }],
  });
});
