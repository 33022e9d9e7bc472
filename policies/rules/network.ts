import { isEverything, isPublicRange, parseRange } from "../../graph/addresses";
import { isHostSubnet } from "../../graph/network";
import {
  at,
  flagAt,
  hiddenAt,
  isHidden,
  isSet,
  listAt,
  numberAt,
  read,
  text,
  textAt,
  textsAt,
} from "../../graph/reading";
import { CONNECTOR, FIREWALL, NETWORK, SUBNETWORK } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { anyGoogleType, resourcePolicy, types } from "../policy";

export const ownNetwork = resourcePolicy({
  id: "own-network",
  title: "Everything lives in a custom network of its own",
  demands:
    "Networks are in custom mode, nothing refers to the network `default`, and a connector's own range is a /28.",
  why: "Auto mode puts a subnet into every region, the default network comes with open firewall rules, and a connector takes exactly a /28.",
  weight: "always",
  severity: "high",
  covers: ["CIS 3.1", "CIS 3.2", "CKV_GCP_27", "CKV2_GCP_2", "GCP-0010", "networkRequireCustomModeVpc"],
  remediation: "Set `autoCreateSubnetworks: false` and name that network; give the connector a /28.",
  applies: anyGoogleType,
  check(resource, { violation, unjudged }) {
    if (resource.type === NETWORK) {
      const path = "autoCreateSubnetworks";
      if (isHidden(read(resource, path))) unjudged(resource, path);
      else if (flagAt(resource.inputs, path) !== false) violation(resource, path, "the network is in auto mode");
      if (textAt(resource.inputs, "name") === "default") violation(resource, "name", "the network is called default");
    }
    for (const [path, value] of networkReferences(resource)) {
      if (/(^|\/)default$/.test(text(value) ?? "")) violation(resource, path, "refers to the default network");
    }
    const range = textAt(resource.inputs, "ipCidrRange");
    if (resource.type === CONNECTOR && range !== undefined && parseRange(range)?.prefix !== 28) {
      violation(resource, "ipCidrRange", `${range} is not a /28`);
    }
  },
});

/** Every property of a resource that names a network or a subnet. */
function networkReferences(resource: Resource): [path: string, value: unknown][] {
  const inputs = resource.inputs;
  const direct = ["network", "subnetwork", "subnet.name", "settings.ipConfiguration.privateNetwork"];
  const interfaces = [
    "template.vpcAccess.networkInterfaces",
    "template.template.vpcAccess.networkInterfaces",
    "networkInterfaces",
  ];
  return [
    ...direct.map((path): [string, unknown] => [path, at(inputs, path)]),
    ...interfaces.flatMap((path) =>
      listAt(inputs, path).flatMap((each, index): [string, unknown][] => [
        [`${path}[${index}].network`, at(each, "network")],
        [`${path}[${index}].subnetwork`, at(each, "subnetwork")],
      ]),
    ),
    ...["networks", "privateVisibilityConfig.networks"].flatMap((path) =>
      listAt(inputs, path).map((each, index): [string, unknown] => [
        `${path}[${index}].networkUrl`,
        at(each, "networkUrl"),
      ]),
    ),
  ];
}

export const subnetPrivateGoogleAccess = resourcePolicy({
  id: "subnet-private-google-access",
  title: "Subnets reach Google's APIs privately",
  demands: "Subnets for hosts have Private Google Access.",
  why: "Without it a call from the BFF to the API's run.app address leaves the network and is refused as external.",
  weight: "always",
  severity: "high",
  covers: ["CKV_GCP_74", "GCP-0075", "networkRequireSubnetPrivateGoogleAccess"],
  remediation: "Set `privateIpGoogleAccess: true` on the subnet.",
  applies: types(SUBNETWORK),
  check(subnet, { violation, unjudged }) {
    const path = "privateIpGoogleAccess";
    if (!isHostSubnet(subnet)) return;
    if (isHidden(read(subnet, path))) unjudged(subnet, path);
    else if (flagAt(subnet.inputs, path) !== true) violation(subnet, path, "Private Google Access is off");
  },
});

/** One allowing ingress rule, whichever resource it is written in. */
interface Allowance {
  sources: unknown;
  path: string;
  /** Other ways to name sources; with one of them, no range does not mean every range. */
  hasOtherSources: boolean;
}

const POLICY_RULES = [
  "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
  "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule",
  "gcp:compute/firewallPolicyRule:FirewallPolicyRule",
];
const POLICIES_WITH_RULES = [
  "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules",
  "gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules",
  "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules",
];

function allowances(resource: Resource): Allowance[] {
  if (resource.type === FIREWALL) {
    const allowing =
      isSet(resource.inputs, "allows") && textAt(resource.inputs, "direction")?.toUpperCase() !== "EGRESS";
    if (!allowing || flagAt(resource.inputs, "disabled") === true) return [];
    const hasOtherSources = isSet(resource.inputs, "sourceTags") || isSet(resource.inputs, "sourceServiceAccounts");
    return [{ sources: read(resource, "sourceRanges"), path: "sourceRanges", hasOtherSources }];
  }
  if (POLICY_RULES.includes(resource.type)) return policyAllowance(resource.inputs, "match.srcIpRanges");
  return listAt(resource.inputs, "rules").flatMap((rule, index) =>
    policyAllowance(rule, `rules[${index}].match.srcIpRanges`),
  );
}

function policyAllowance(rule: unknown, path: string): Allowance[] {
  if (textAt(rule, "action")?.toLowerCase() !== "allow") return [];
  if (textAt(rule, "direction")?.toUpperCase() === "EGRESS" || flagAt(rule, "disabled") === true) return [];
  const match = at(rule, "match");
  const others = [
    "srcSecureTags",
    "srcAddressGroups",
    "srcFqdns",
    "srcRegionCodes",
    "srcThreatIntelligences",
    "srcNetworks",
    "srcNetworkScope",
  ];
  const hasOtherSources = others.some((each) => isSet(match, each)) || isSet(rule, "srcSecureTags");
  return [{ sources: at(match, "srcIpRanges"), path, hasOtherSources }];
}

export const firewallNoInternet = resourcePolicy({
  id: "firewall-no-internet",
  title: "The firewall lets nothing in from the internet",
  demands: "No enabled rule allows ingress from a /0, from a public range, or without naming a source.",
  why: "Nothing in this design listens on a network address for the internet; the way in is the load balancer or Cloud Run itself.",
  weight: "always",
  severity: "critical",
  covers: [
    "CIS 3.6",
    "CIS 3.7",
    "CKV_GCP_2",
    "CKV_GCP_3",
    "CKV_GCP_75",
    "CKV_GCP_77",
    "CKV_GCP_88",
    "CKV_GCP_106",
    "CKV2_GCP_12",
    "GCP-0027",
    "GCP-0070",
    "GCP-0071",
    "GCP-0072",
    "GCP-0073",
    "firewallRestrictPublicAccessRule",
    "firewallRestrictSQLDatabasesRule",
  ],
  remediation: "Narrow `sourceRanges` to private ranges or Google's own, or remove the rule.",
  applies: types(FIREWALL, ...POLICY_RULES, ...POLICIES_WITH_RULES),
  check(resource, { violation, unjudged }) {
    for (const { sources, path, hasOtherSources } of allowances(resource)) {
      const open = textsAt({ sources }, "sources").filter((range) => isEverything(range) || isPublicRange(range));
      if (open.length > 0) violation(resource, path, `lets in ${open.slice(0, 5).join(", ")}`);
      else if (hiddenAt({ sources }, "sources")) unjudged(resource, path);
      else if (!isSet({ sources }, "sources") && !hasOtherSources) {
        violation(resource, path, "names no source, which means every address");
      }
    }
  },
});

export const networkUpkeep = resourcePolicy({
  id: "network-upkeep",
  title: "Network parts are no larger than needed and say what they are for",
  demands:
    "Firewall rules are logged, described and without wide port ranges; subnets are /16 or smaller; connectors stay within their cap.",
  why: "Wide rules hide mistakes, and a connector never shrinks: what it once grew to is billed from then on.",
  weight: "advice",
  severity: "low",
  covers: [
    "GCP-0074",
    "firewallEnforceRuleLogging",
    "firewallRequireDescription",
    "mondoo subnetwork-not-overly-broad-cidr",
  ],
  remediation:
    "Set `logConfig` and `description`, name single ports, and lower the range, `machineType` or `maxInstances`.",
  settings: {
    maxConnectorInstances: { default: 10, about: "highest `maxInstances` of a connector" },
    machineTypes: {
      default: ["f1-micro", "e2-micro"] as readonly string[],
      about: "machine types a connector may use",
    },
    maxPorts: { default: 30, about: "widest port range of a firewall rule" },
  },
  applies: types(FIREWALL, SUBNETWORK, CONNECTOR),
  check(resource, { violation }, { maxConnectorInstances, machineTypes, maxPorts }) {
    if (resource.type === FIREWALL) {
      if (flagAt(resource.inputs, "disabled") === true) return;
      if (!isSet(resource.inputs, "logConfig")) violation(resource, "logConfig", "the rule is not logged");
      if (!isSet(resource.inputs, "description"))
        violation(resource, "description", "the rule does not say what it is for");
      listAt(resource.inputs, "allows").forEach((allow, index) => {
        const wide = textsAt(allow, "ports").filter((ports) => widthOf(ports) > maxPorts);
        if (wide.length > 0)
          violation(resource, `allows[${index}].ports`, `${wide.join(", ")} spans more than ${maxPorts} ports`);
      });
    }
    if (resource.type === SUBNETWORK) {
      const range = textAt(resource.inputs, "ipCidrRange");
      const prefix = parseRange(range ?? "")?.prefix;
      if (prefix !== undefined && prefix < 16) violation(resource, "ipCidrRange", `${range} is wider than a /16`);
    }
    if (resource.type === CONNECTOR) {
      const most = numberAt(resource.inputs, "maxInstances");
      if (most !== undefined && most > maxConnectorInstances)
        violation(resource, "maxInstances", `${most} is above ${maxConnectorInstances}`);
      const machine = textAt(resource.inputs, "machineType");
      if (machine && !machineTypes.includes(machine))
        violation(resource, "machineType", `${machine} is not among ${machineTypes.join(", ")}`);
    }
  },
});

function widthOf(ports: string): number {
  const [first = 0, last = first] = ports.split("-").map(Number);
  return last - first;
}
