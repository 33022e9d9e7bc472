import { push } from "../graph/stack";
import type { Verdict } from "./verdicts";

const LEVELS = ["mandatory", "advisory"] as const;

/** The verdicts as text: how many of each level first, then each with what was found, where and how to fix it; exemptions last. */
export function printVerdicts(verdicts: readonly Verdict[], policies: number): string {
  const violations = verdicts.filter(({ exemption }) => !exemption);
  const exempt = verdicts.filter(({ exemption }) => exemption);
  const count = (level: string) => violations.filter((each) => each.level === level).length;
  const excused = exempt.length > 0 ? `, ${exempt.length} exempt` : "";
  return [
    `Policies: ${policies} judged, ${count("mandatory")} mandatory and ${count("advisory")} advisory violations${excused}`,
    ...LEVELS.flatMap((level) => group(violations.filter((each) => each.level === level))),
    ...(exempt.length > 0 ? ["", "exempt, each for a reason and until a day", ...exempt.map(line)] : []),
  ].join("\n");
}

/** Those of one level, by policy and by what puts them right. */
function group(verdicts: readonly Verdict[]): string[] {
  const titled = groupedBy(verdicts, ({ level, policy, severity }) => `${level}  ${policy} (${severity})`);
  return [...titled].flatMap(([title, found]) => [
    "",
    title,
    ...[...groupedBy(found, ({ remediation }) => remediation)].flatMap(([remediation, alike]) => [
      ...alike.map(line),
      `  fix: ${remediation}`,
    ]),
  ]);
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) push(groups, keyOf(item), item);
  return groups;
}

function line({ urn, property, message }: Verdict): string {
  return `  ${[nameOf(urn), property].filter(Boolean).join(" ")}: ${message}`;
}

function nameOf(urn: string): string {
  return urn === "" ? "the stack" : urn.slice(urn.lastIndexOf("::") + 2);
}
