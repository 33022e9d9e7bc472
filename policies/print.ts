import type { Verdict } from "./verdicts";

const LEVELS = ["mandatory", "advisory"] as const;

/** The verdicts as text: how many of each level first, then each with what was found, where and how to fix it. */
export function printVerdicts(verdicts: readonly Verdict[], policies: number): string {
  const lines = [summary(verdicts, policies)];
  for (const level of LEVELS) {
    const atLevel = verdicts.filter((each) => each.level === level);
    for (const policy of new Set(atLevel.map((each) => each.policy))) {
      const found = atLevel.filter((each) => each.policy === policy);
      lines.push("", `${level}  ${policy} (${found[0]?.severity})`);
      for (const { urn, property, message } of found)
        lines.push(`  ${[nameOf(urn), property].filter(Boolean).join(" ")}: ${message}`);
      lines.push(`  fix: ${found[0]?.remediation}`);
    }
  }
  return lines.join("\n");
}

function summary(verdicts: readonly Verdict[], policies: number): string {
  const count = (level: string) => verdicts.filter((each) => each.level === level).length;
  return `Policies: ${policies} judged, ${count("mandatory")} mandatory and ${count("advisory")} advisory violations`;
}

function nameOf(urn: string): string {
  return urn === "" ? "the stack" : urn.slice(urn.lastIndexOf("::") + 2);
}
