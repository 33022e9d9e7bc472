import { isUnknown, listOf } from "../inputs";
import { Decimal, HOURS_PER_MONTH } from "../money";
import { amount } from "../usage/field";
import { charge, type Finding, type Meter, metered, type Reading, unpriced } from "./meter";

const REQUESTS = amount(
  "requests",
  "requests a month",
  "requests the policy looks at",
  "requestCount",
  "evaluatedRequests",
  "armorRequests",
);

/** Cloud Armor Standard: by policy, by rule, its default rule included, and by request. */
export const securityPolicy: Meter = {
  types: ["gcp:compute/securityPolicy:SecurityPolicy", "gcp:compute/regionSecurityPolicy:RegionSecurityPolicy"],
  usage: [REQUESTS, amount("rules", "rules", "rules of the policy, where they are not listed", "ruleCount")],
  read({ resource: { type, inputs }, usage }: Reading): Finding[] {
    const scope = type.includes("region") ? "regional" : "global";
    const rules = isUnknown(inputs.rules)
      ? undefined
      : (usage.amounts.get("rules") ?? new Decimal(listOf(inputs.rules).length));
    const findings: Finding[] = [
      charge("fixed", "Security policy", "armor.standard.policy", "global", HOURS_PER_MONTH),
    ];
    if (rules === undefined) findings.push(unpriced("Rules", "rules are not known yet"));
    else if (!rules.isZero())
      findings.push(charge("fixed", `${rules} rules`, "armor.standard.rule", "global", HOURS_PER_MONTH.times(rules)));
    findings.push(metered(usage, "requests", "Requests", `armor.standard.requests.${scope}`, "global", 1e6));
    return findings;
  },
};

/** A rule kept beside its policy is charged like one within. */
export const securityPolicyRule: Meter = {
  types: [
    "gcp:compute/securityPolicyRule:SecurityPolicyRule",
    "gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule",
  ],
  usage: [],
  read: () => [charge("fixed", "Rule", "armor.standard.rule", "global", HOURS_PER_MONTH)],
};
