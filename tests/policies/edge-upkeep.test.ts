import { armorNoPreview, edgeUpkeep } from "../../policies/rules/edge-upkeep";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { ANYONE, address, armor, backend, httpsProxy, rule, tlsPolicy, urlMap } from "./edge-fixtures";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

type Rule = Inputs<"gcp:compute/securityPolicyRule:SecurityPolicyRule">;
const separate = (inputs: Rule) =>
  make(
    "gcp:compute/securityPolicyRule:SecurityPolicyRule",
    "separate-rule",
    { securityPolicy: "armor-policy", priority: 5, ...inputs },
    { from: { securityPolicy: ["armor-policy"] } },
  );
const rules = (...given: object[]) =>
  raw("gcp:compute/securityPolicy:SecurityPolicy", "armor-policy", { name: "armor-policy", rules: given });
const DENY = { action: "deny(403)", priority: 1000, match: ANYONE };
const ALLOW = { action: "allow", priority: 2147483647, match: ANYONE };

judges(armorNoPreview, [
  ["in force", [rules(DENY, ALLOW)], []],
  ["said to be in force", [rules({ ...DENY, preview: false })], []],
  ["in preview", [rules({ ...DENY, preview: true })], ["armor-policy rules[0].preview"]],
  [
    "the second and third in preview",
    [rules(DENY, { ...DENY, preview: true }, { ...ALLOW, preview: "true" })],
    ["armor-policy rules[1].preview", "armor-policy rules[2].preview"],
  ],
  [
    "in preview, next to one not known yet",
    [rules({ ...DENY, preview: UNKNOWN }, { preview: true })],
    ["armor-policy rules[1].preview"],
  ],
  ["a rule of its own in preview", [separate({ action: "deny(403)", preview: true })], ["separate-rule preview"]],
  ["a rule of its own in force", [separate({ action: "deny(403)" })], []],
  [
    "regional",
    [
      make("gcp:compute/regionSecurityPolicy:RegionSecurityPolicy", "p", {
        rules: [{ action: "allow", priority: 1, preview: true }],
      }),
      make("gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule", "r", { action: "allow", preview: true }),
    ],
    ["p rules[0].preview", "r preview"],
  ],
  ["no rules", [rules()], []],
]);

test("the message names the rule by its priority", () => {
  const found = outcome(armorNoPreview, [rules({ ...DENY, preview: true }, { preview: true })]).violations;
  expect(found.map(({ message }) => message)).toEqual([
    "the rule only logs what it would block (priority 1000)",
    "the rule only logs what it would block (priority unknown)",
  ]);
});

const LB = [rule("https-proxy"), httpsProxy()];
describe("without effect", () => {
  judges(edgeUpkeep, [
    ...["deny(403)", "deny(404)", "deny(502)", "deny", "throttle", "rate_based_ban", "redirect"].map(
      (action): [string, Resource[], string[]] => [action, [...LB, rules({ ...DENY, action }, ALLOW)], []],
    ),
    ["allow", [...LB, rules(ALLOW)], ["armor-policy rules"]],
    ["an unknown word", [...LB, rules({ ...ALLOW, action: "do not deny" })], ["armor-policy rules"]],
    ["no rules", [...LB, rules()], ["armor-policy rules"]],
    ["no rules said", [...LB, armor({ rules: undefined })], ["armor-policy rules"]],
    ["rules not known yet", [...LB, raw("gcp:compute/securityPolicy:SecurityPolicy", "p", { rules: UNKNOWN })], []],
    [
      "one rule not known yet",
      [...LB, raw("gcp:compute/securityPolicy:SecurityPolicy", "p", { rules: [UNKNOWN] })],
      [],
    ],
    ["an action not known yet", [...LB, rules({ ...DENY, action: UNKNOWN })], []],
    ["a rule of its own that denies", [...LB, rules(ALLOW), separate({ action: "deny(403)" })], []],
    ["a rule of its own that allows", [...LB, rules(ALLOW), separate({ action: "allow" })], ["armor-policy rules"]],
    ["a rule of its own not known yet", [...LB, rules(ALLOW), separate({ action: UNKNOWN })], []],
    [
      "another policy's rule denies",
      [
        ...LB,
        rules(ALLOW),
        make("gcp:compute/securityPolicyRule:SecurityPolicyRule", "r", {
          securityPolicy: "other",
          action: "deny(403)",
        }),
      ],
      ["armor-policy rules"],
    ],
    [
      "regional, with a rule of its own",
      [
        ...LB,
        make("gcp:compute/regionSecurityPolicy:RegionSecurityPolicy", "p", { name: "regional" }),
        make("gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule", "r", {
          securityPolicy: "regional",
          action: "throttle",
        }),
      ],
      [],
    ],
  ]);
});

const bucket = make("gcp:compute/backendBucket:BackendBucket", "cdn", { name: "cdn", bucketName: "assets" });
const INTERNAL = [
  rule("https-proxy", { loadBalancingScheme: "INTERNAL_MANAGED" }),
  httpsProxy(),
  urlMap(),
  backend("bff", { loadBalancingScheme: "INTERNAL_MANAGED" }),
  tlsPolicy(),
  armor(),
];
describe("left over", () => {
  judges(edgeUpkeep, [
    ["nothing, with a load balancer", [...LB, urlMap(), backend("bff"), tlsPolicy(), armor(), address(), bucket], []],
    ["nothing, without one", [make("gcp:storage/bucket:Bucket", "assets", { name: "assets" })], []],
    ["an address", [address()], ["front-address name"]],
    [
      "an address said to be external",
      [make("gcp:compute/globalAddress:GlobalAddress", "a", { addressType: "EXTERNAL" })],
      ["a name"],
    ],
    [
      "the range of the private services",
      [make("gcp:compute/globalAddress:GlobalAddress", "a", { addressType: "INTERNAL", purpose: "VPC_PEERING" })],
      [],
    ],
    [
      "an address with a purpose",
      [make("gcp:compute/globalAddress:GlobalAddress", "a", { purpose: "VPC_PEERING" })],
      [],
    ],
    ["an internal address", [make("gcp:compute/globalAddress:GlobalAddress", "a", { addressType: "INTERNAL" })], []],
    ["Armor", [armor()], ["armor-policy name"]],
    ["Armor without effect", [rules(ALLOW)], ["armor-policy name", "armor-policy rules"]],
    ["an SSL policy", [tlsPolicy()], ["tls-policy name"]],
    ["a backend", [backend("bff")], ["bff-backend name"]],
    ["a backend bucket", [bucket], ["cdn name"]],
    ["a URL map", [urlMap()], ["main-map name"]],
    [
      "regional parts",
      [
        make("gcp:compute/regionUrlMap:RegionUrlMap", "m", {}),
        make("gcp:compute/regionSslPolicy:RegionSslPolicy", "s", {}),
        make("gcp:compute/regionBackendService:RegionBackendService", "b", { loadBalancingScheme: "EXTERNAL_MANAGED" }),
      ],
      ["b name", "m name", "s name"],
    ],
    ["nothing of an internal load balancer", INTERNAL, []],
    ["an address beside an internal load balancer", [...INTERNAL, address()], ["front-address name"]],
    [
      "Armor beside an internal load balancer",
      [...INTERNAL, make("gcp:compute/securityPolicy:SecurityPolicy", "p", { rules: [DENY] })],
      ["p name"],
    ],
    [
      "nothing of packets handed on to machines",
      [
        make("gcp:compute/forwardingRule:ForwardingRule", "r", { backendService: "machines" }),
        make("gcp:compute/regionBackendService:RegionBackendService", "b", {
          name: "machines",
          loadBalancingScheme: "EXTERNAL",
        }),
      ],
      [],
    ],
    [
      "nothing of services that talk to each other",
      [make("gcp:compute/backendService:BackendService", "b", { loadBalancingScheme: "INTERNAL_SELF_MANAGED" })],
      [],
    ],
  ]);
});
