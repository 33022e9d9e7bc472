import type { Resource } from "../resources/resource";
import { isGoogleRange, isPublicRange, overlaps, parseRange, type Range } from "./addresses";
import { type NetworkRef, networkOf, sameNetwork } from "./network";
import { at, flagAt, hiddenAt, isSet, listAt, numberAt, read, textAt, textsAt } from "./reading";
import type { Stack } from "./stack";
import { FIREWALL } from "./tokens";

/** One allowing ingress rule, whichever resource it is written in. */
export interface Allowance {
  sources: unknown;
  path: string;
  /** Named by what they are, hosts of the internet: a country, a list of known crawlers, "the internet". */
  internet: boolean;
  /** Other ways to name sources; with one of them, no range does not mean every range. */
  hasOtherSources: boolean;
}

/** Single rules of a firewall policy. */
export const POLICY_RULES: readonly string[] = [
  "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
  "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule",
  "gcp:compute/firewallPolicyRule:FirewallPolicyRule",
];
/** Firewall policies with their rules inside. */
export const POLICIES_WITH_RULES: readonly string[] = [
  "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules",
  "gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules",
  "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules",
];

/** Types whose resources let something into a network, or may. */
export const INGRESS_RULES: readonly string[] = [FIREWALL, ...POLICY_RULES, ...POLICIES_WITH_RULES];

/** What a firewall resource lets in. */
export function allowances(resource: Resource): Allowance[] {
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

/** Whom of the internet an allowance lets in; `null` if that is not known yet, `undefined` if nobody. */
export function letIn({ sources, internet, hasOtherSources }: Allowance): string | null | undefined {
  const open = textsAt({ sources }, "sources").filter((range) => isPublicRange(range) && !isGoogleRange(range));
  if (open.length > 0) return open.slice(0, 5).join(", ");
  if (internet) return "hosts of the internet";
  if (hiddenAt({ sources }, "sources")) return null;
  return !isSet({ sources }, "sources") && !hasOtherSources ? EVERY_ADDRESS : undefined;
}

/** Whom a rule lets in that names no source. */
export const EVERY_ADDRESS = "every address";

/** A connection out of a network. */
export interface Connection {
  network: NetworkRef;
  /** Network tags of where it starts. */
  tags: readonly string[];
  /** Where it goes; empty if that is not known. */
  to: readonly Range[];
  port: number;
}

/** The egress rule that refuses a connection: of those that match it the first by priority, if that one denies. */
export function egressDenial(stack: Stack, connection: Connection): Resource | undefined {
  const matching = stack.ofType(FIREWALL).flatMap((rule) => {
    const action = actionOn(rule, connection.port);
    return action && concerns(stack, rule, action, connection) ? { rule, action } : [];
  });
  const priority = ({ rule }: { rule: Resource }) => numberAt(rule.inputs, "priority") ?? 1000;
  // Of two rules with one priority, Google lets the denying one win.
  const [first] = matching.sort((a, b) => priority(a) - priority(b) || (a.action === "deny" ? -1 : 1));
  return first?.action === "deny" ? first.rule : undefined;
}

type Action = "allow" | "deny";

function concerns(stack: Stack, rule: Resource, action: Action, { network, tags, to }: Connection): boolean {
  const { inputs } = rule;
  if (textAt(inputs, "direction")?.toUpperCase() !== "EGRESS" || flagAt(inputs, "disabled") === true) return false;
  const everyone = !isSet(inputs, "targetTags") && !isSet(inputs, "targetServiceAccounts");
  if (!everyone && !textsAt(inputs, "targetTags").some((tag) => tags.includes(tag))) return false;
  if (sameNetwork(networkOf(stack, rule, "network"), network) === false) return false;
  const ranges = textsAt(inputs, "destinationRanges").flatMap((range) => parseRange(range) ?? []);
  if (!isSet(inputs, "destinationRanges") || ranges.some(({ prefix }) => prefix === 0)) return true;
  // Where the goal or the range is not known, a denial was written for it, and an allowance for something else.
  if (to.length === 0 || hiddenAt(inputs, "destinationRanges")) return action === "deny";
  return ranges.some((range) => to.some((goal) => overlaps(range, goal)));
}

function actionOn(rule: Resource, port: number): Action | undefined {
  if (listAt(rule.inputs, "denies").some((each) => covers(each, port))) return "deny";
  return listAt(rule.inputs, "allows").some((each) => covers(each, port)) ? "allow" : undefined;
}

function covers(traffic: unknown, port: number): boolean {
  const protocol = textAt(traffic, "protocol")?.toLowerCase();
  if (protocol === "all") return true;
  if (protocol !== "tcp" && protocol !== "6") return false;
  const ports = textsAt(traffic, "ports");
  return ports.length === 0 || ports.some((each) => inPorts(each, port));
}

/** Whether a port is within `5432` or `5000-6000`. */
export function inPorts(ports: string, port: number): boolean {
  const [first = Number.NaN, last = first] = ports.split("-").map(Number);
  return first <= port && port <= last;
}
