import type { compute } from "@pulumi/gcp/types/input";
import type { ManagedArmorSettings, RateLimitSettings } from "../../settings/armor";

type Rule = compute.SecurityPolicyRule;

/**
 * Where each kind of rule stands. The lowest number decides first, and the first match ends the evaluation: therefore
 * the rate limit, whose conforming requests are allowed, comes after the WAF.
 */
export const BANDS = { block: 1000, trusted: 2000, waf: 3000, allow: 4000, rateLimit: 5000, default: 2_147_483_647 };

/** Google takes ten ranges in one rule. https://docs.cloud.google.com/armor/quotas */
const RANGES_PER_RULE = 10;

/** All rules of the policy, in the order in which they are asked. */
export function armorRules(settings: ManagedArmorSettings): Rule[] {
  const { block, allow, allowSkipsWaf, defaultAction, rateLimit } = settings;
  return [
    ...addresses(BANDS.block, "deny(403)", "Block list", block),
    ...addresses(allowSkipsWaf ? BANDS.trusted : BANDS.allow, "allow", "Allow list", allow),
    ...waf(settings.waf),
    ...(rateLimit.kind === "off" || defaultAction === "deny" ? [] : [limit(rateLimit)]),
    {
      priority: BANDS.default,
      action: defaultAction === "allow" ? "allow" : "deny(403)",
      description: "Everybody else",
      match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
    },
  ].sort((a, b) => a.priority - b.priority);
}

function addresses(band: number, action: string, description: string, ranges: string[]) {
  const chunks = Array.from({ length: Math.ceil(ranges.length / RANGES_PER_RULE) }, (_, index) =>
    ranges.slice(index * RANGES_PER_RULE, (index + 1) * RANGES_PER_RULE),
  );
  return chunks.map((srcIpRanges, index) => ({
    priority: band + index,
    action,
    description: `${description} ${index + 1}`,
    match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges } },
  }));
}

function waf({ coreRuleSet, ruleSets, sensitivity, preview, optOut }: ManagedArmorSettings["waf"]) {
  const version = coreRuleSet === "4.22" ? "v422" : "v33";
  return ruleSets.map((name, index) => {
    const ids = optOut[name]?.map((id) => `'${id}'`);
    const options = [`'sensitivity': ${sensitivity}`, ...(ids ? [`'opt_out_rule_ids': [${ids.join(", ")}]`] : [])];
    return {
      // Ten apart: a rule of your own fits between two.
      priority: BANDS.waf + index * 10,
      action: "deny(403)",
      preview,
      description: `WAF ${name}`,
      match: { expr: { expression: `evaluatePreconfiguredWaf('${name}-${version}-stable', {${options.join(", ")}})` } },
    };
  });
}

function limit(settings: Exclude<RateLimitSettings, { kind: "off" }>) {
  return {
    priority: BANDS.rateLimit,
    action: settings.kind === "ban" ? "rate_based_ban" : "throttle",
    preview: settings.preview,
    description: "Rate limit per client",
    match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
    rateLimitOptions: {
      conformAction: "allow",
      exceedAction: "deny(429)",
      enforceOnKey: settings.key,
      rateLimitThreshold: { count: settings.requests, intervalSec: settings.intervalSeconds },
      ...(settings.kind === "ban" && { banDurationSec: settings.banSeconds }),
    },
  };
}
