import { isGoogleRange, isPublicRange } from "../../graph/addresses";
import { at, flagAt, hiddenAt, isSet, listAt, read, textAt, textsAt } from "../../graph/reading";
import { FIREWALL } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { resourcePolicy, types } from "../policy";

/** One allowing ingress rule, whichever resource it is written in. */
interface Allowance {
  sources: unknown;
  path: string;
  /** Named by what they are, hosts of the internet: a country, a list of known crawlers, "the internet". */
  internet: boolean;
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
    if (!isSet(resource.inputs, "allows") || !isIngressInForce(resource.inputs)) return [];
    const hasOtherSources = isSet(resource.inputs, "sourceTags") || isSet(resource.inputs, "sourceServiceAccounts");
    return [{ sources: read(resource, "sourceRanges"), path: "sourceRanges", internet: false, hasOtherSources }];
  }
  if (POLICY_RULES.includes(resource.type)) return policyAllowance(resource.inputs, "match.srcIpRanges");
  return listAt(resource.inputs, "rules").flatMap((rule, index) =>
    policyAllowance(rule, `rules[${index}].match.srcIpRanges`),
  );
}

/** Rules let in unless they say otherwise. */
function isIngressInForce(rule: unknown): boolean {
  return textAt(rule, "direction")?.toUpperCase() !== "EGRESS" && flagAt(rule, "disabled") !== true;
}

/** What lets traffic in; a security profile only looks at what it lets through. */
const ALLOWING = /^(allow|apply_security_profile_group)$/i;

function policyAllowance(rule: unknown, path: string): Allowance[] {
  if (!ALLOWING.test(textAt(rule, "action") ?? "") || !isIngressInForce(rule)) return [];
  const match = at(rule, "match");
  const scope = textAt(match, "srcNetworkScope") ?? textAt(match, "srcNetworkContext") ?? "UNSPECIFIED";
  // Confined to networks of Google's, an address of the internet cannot be a source.
  if (["NON_INTERNET", "VPC_NETWORKS", "INTRA_VPC"].includes(scope)) return [];
  const internet = scope === "INTERNET" || isSet(match, "srcRegionCodes") || isSet(match, "srcThreatIntelligences");
  const hasOtherSources = ["srcSecureTags", "srcAddressGroups", "srcFqdns", "srcNetworks"].some((each) =>
    isSet(match, each),
  );
  return [{ sources: at(match, "srcIpRanges"), path, internet, hasOtherSources }];
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
    for (const { sources, path, internet, hasOtherSources } of allowances(resource)) {
      const open = textsAt({ sources }, "sources").filter((range) => isPublicRange(range) && !isGoogleRange(range));
      if (open.length > 0) violation(resource, path, `lets in ${open.slice(0, 5).join(", ")}`);
      else if (internet) violation(resource, path, "lets in hosts of the internet");
      else if (hiddenAt({ sources }, "sources")) unjudged(resource, path);
      else if (!isSet({ sources }, "sources") && !hasOtherSources) {
        violation(resource, path, "names no source, which means every address");
      }
    }
  },
});
