import { type ManagedArmorSettings, RULE_SETS } from "../armor";
import { type Problem, problem } from "../problem";
import { DOMAIN_MAPPING_REGIONS } from "../region";
import { rule, when } from "./rule";

function wafProblems({ waf }: ManagedArmorSettings): Problem[] {
  const known: readonly string[] = RULE_SETS[waf.coreRuleSet];
  const marker = waf.coreRuleSet === "4.22" ? "owasp-crs-v042200-" : "owasp-crs-v030301-";
  return [
    ...waf.ruleSets.flatMap((name, index) => [
      ...when(!known.includes(name), () =>
        problem(
          `edge.armor.waf.ruleSets.${index}`,
          name,
          `does not exist in Core Rule Set ${waf.coreRuleSet}`,
          known.join(", "),
          "Use an allowed name: `nodejs` of 3.3 became `generic` in 4.22.",
        ),
      ),
      ...when(waf.ruleSets.indexOf(name) < index, () =>
        problem(
          `edge.armor.waf.ruleSets.${index}`,
          name,
          "is there twice",
          "each rule set once",
          "Remove one of the two.",
        ),
      ),
    ]),
    ...Object.entries(waf.optOut).flatMap(([name, ids]) => [
      ...when(!(waf.ruleSets as string[]).includes(name), () =>
        problem(
          `edge.armor.waf.optOut.${name}`,
          ids,
          "is for a rule set that is not in force",
          waf.ruleSets.join(", "),
          "Remove it, or add the rule set to `ruleSets`.",
        ),
      ),
      ...ids
        .filter((id) => !id.startsWith(marker))
        .map((id) =>
          problem(
            `edge.armor.waf.optOut.${name}`,
            id,
            `is not a signature of Core Rule Set ${waf.coreRuleSet}`,
            `${marker}idNNNNNN-NAME`,
            "Copy the id from the balancer's log.",
          ),
        ),
    ]),
  ];
}

/** Rules a policy may hold, in Google's default quota. https://docs.cloud.google.com/armor/quotas */
const MOST_ADDRESSES = 100;

function armorProblems(armor: ManagedArmorSettings): Problem[] {
  const both = armor.allow.filter((range) => armor.block.includes(range));
  return [
    ...wafProblems(armor),
    ...both.map((range) =>
      problem(
        "edge.armor.allow",
        range,
        "is on the block list too",
        "each range on one list",
        "Remove it from one of the two.",
      ),
    ),
    ...(["allow", "block"] as const).flatMap((list) =>
      when(armor[list].length > MOST_ADDRESSES, () =>
        problem(
          `edge.armor.${list}`,
          `${armor[list].length} entries`,
          "is too long for one policy",
          `up to ${MOST_ADDRESSES} entries`,
          "Join neighbouring ranges, or bring your own policy: `edge.armor.existingPolicy`.",
        ),
      ),
    ),
    ...when(armor.defaultAction === "deny" && armor.allow.length === 0, () =>
      problem(
        "edge.armor.defaultAction",
        "deny",
        "closes the site to everybody",
        "deny only with an allow list",
        "Fill edge.armor.allow, or set it to allow.",
      ),
    ),
  ];
}

export const edgeRules = [
  rule(["edge", "region"], ({ edge, region }) =>
    when(edge.mode === "domain-mapping" && !DOMAIN_MAPPING_REGIONS.includes(region), () =>
      problem(
        "edge.mode",
        "domain-mapping",
        `does not exist in ${region}`,
        `run-url or load-balancer here; domain-mapping in ${DOMAIN_MAPPING_REGIONS.join(", ")}`,
        "Use load-balancer, or another region.",
      ),
    ),
  ),
  rule(["edge"], ({ edge }) =>
    edge.mode === "load-balancer" && edge.armor.kind === "managed" ? armorProblems(edge.armor) : [],
  ),
  rule(["edge"], ({ edge }) =>
    edge.mode !== "load-balancer"
      ? []
      : edge.domains.flatMap((name, index) =>
          when(edge.domains.indexOf(name) < index, () =>
            problem(
              `edge.additionalDomains.${index - 1}`,
              name,
              "is there twice",
              "each domain once, `edge.domain` not again",
              "Remove it.",
            ),
          ),
        ),
  ),
];
