import { type ManagedArmorSettings, RULE_SETS, type RuleSet } from "../armor";
import { isAligned, parseCidr } from "../cidr";
import { type Problem, problem } from "../problem";
import { rule, when } from "./rule";

/** First digits of a rule set's signatures in the OWASP Core Rule Set. https://docs.cloud.google.com/armor/docs/waf-rules */
const FAMILY: Record<RuleSet, string> = {
  methodenforcement: "911",
  scannerdetection: "913",
  protocolattack: "921",
  lfi: "930",
  rfi: "931",
  rce: "932",
  php: "933",
  generic: "934",
  nodejs: "934",
  xss: "941",
  sqli: "942",
  sessionfixation: "943",
  java: "944",
};

function ruleSetProblems({ coreRuleSet, ruleSets }: ManagedArmorSettings["waf"]): Problem[] {
  const known: readonly string[] = RULE_SETS[coreRuleSet];
  return ruleSets.flatMap((name, index) => [
    ...when(!known.includes(name), () =>
      problem(
        `edge.armor.waf.ruleSets.${index}`,
        name,
        `does not exist in Core Rule Set ${coreRuleSet}`,
        known.join(", "),
        "Use an allowed name: `nodejs` of 3.3 became `generic` in 4.22.",
      ),
    ),
    ...when(ruleSets.indexOf(name) < index, () =>
      problem(
        `edge.armor.waf.ruleSets.${index}`,
        name,
        "is there twice",
        "each rule set once",
        "Remove one of the two.",
      ),
    ),
  ]);
}

function optOutProblems({ coreRuleSet, ruleSets, optOut }: ManagedArmorSettings["waf"]): Problem[] {
  const marker = coreRuleSet === "4.22" ? "owasp-crs-v042200-id" : "owasp-crs-v030301-id";
  return (Object.entries(optOut) as [RuleSet, string[]][]).flatMap(([name, ids]) => {
    const where = `edge.armor.waf.optOut.${name}`;
    if (!ruleSets.includes(name))
      return [
        problem(
          where,
          ids,
          "is for a rule set that is not in force",
          ruleSets.join(", "),
          "Remove it, or add the rule set to `ruleSets`.",
        ),
      ];
    return ids.flatMap((id, index) => [
      ...when(!id.startsWith(marker + FAMILY[name]), () =>
        problem(
          `${where}.${index}`,
          id,
          `is not a signature of ${name} in Core Rule Set ${coreRuleSet}`,
          `${marker}${FAMILY[name]}NNN-NAME`,
          "Copy the id from the balancer's log.",
        ),
      ),
      ...when(ids.indexOf(id) < index, () =>
        problem(`${where}.${index}`, id, "is there twice", "each signature once", "Remove one of the two."),
      ),
    ]);
  });
}

/** Rules a policy may hold, in Google's default quota. https://docs.cloud.google.com/armor/quotas */
const MOST_ADDRESSES = 100;

function listProblems(list: "allow" | "block", ranges: string[]): Problem[] {
  const where = `edge.armor.${list}`;
  return [
    ...ranges.flatMap((range, index) => {
      const cidr = parseCidr(range);
      const all = range.endsWith("/0");
      return [
        ...when(all, () =>
          problem(
            `${where}.${index}`,
            range,
            list === "block" ? "closes the site to everybody" : "spares everybody from the rate limit",
            "ranges of known clients",
            list === "block" ? "Name the ranges to refuse." : "Name the ranges to spare, or switch `rateLimit` off.",
          ),
        ),
        ...when(!all && cidr !== undefined && !isAligned(cidr), () =>
          problem(
            `${where}.${index}`,
            range,
            "does not start at the first address of its range",
            "an address, or a range aligned to its prefix",
            "Clear the bits after the prefix, or leave the prefix out.",
          ),
        ),
        ...when(ranges.indexOf(range) < index, () =>
          problem(`${where}.${index}`, range, "is there twice", "each range once", "Remove one of the two."),
        ),
      ];
    }),
    ...when(ranges.length > MOST_ADDRESSES, () =>
      problem(
        where,
        `${ranges.length} entries`,
        "is too long for one policy",
        `up to ${MOST_ADDRESSES} entries`,
        "Join neighbouring ranges, or bring your own policy: `edge.armor.existingPolicy`.",
      ),
    ),
  ];
}

export const armorRules = [
  rule(["edge"], ({ edge }) => {
    if (edge.mode !== "load-balancer" || edge.armor.kind !== "managed") return [];
    const { allow, block, waf, defaultAction } = edge.armor;
    return [
      ...ruleSetProblems(waf),
      ...optOutProblems(waf),
      ...listProblems("allow", allow),
      ...listProblems("block", block),
      ...allow
        .filter((range) => block.includes(range))
        .map((range) =>
          problem(
            `edge.armor.allow.${allow.indexOf(range)}`,
            range,
            "is on the block list too",
            "each range on one list",
            "Remove it from one of the two.",
          ),
        ),
      ...when(defaultAction === "deny" && allow.length === 0, () =>
        problem(
          "edge.armor.defaultAction",
          "deny",
          "closes the site to everybody",
          "deny only with an allow list",
          "Fill edge.armor.allow, or set it to allow.",
        ),
      ),
    ];
  }),
];
