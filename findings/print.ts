import type { Finding } from "./finding";

const MARKS: Record<Finding["status"], string> = { ok: "ok", wrong: "WRONG", unknown: "?", skipped: "-" };

/** All findings for a person: one line each, and below what is not as it should be what was expected and what helps. */
export function printFindings(title: string, findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ check }) => check.length));
  const lines = folded(findings).map(({ check, subject, status, expected, found, remedy }) => {
    const head = `${MARKS[status].padEnd(5)}  ${check.padEnd(width)}  ${subject}: ${found}`;
    const indent = " ".repeat(width + 9);
    return remedy ? `${head}\n${indent}expected  ${expected}\n${indent}remedy    ${remedy}` : head;
  });
  return [title, "─".repeat(title.length), ...lines, "", `${summary(findings)}\n`].join("\n");
}

/** One line for what one check could not look at for one reason. */
function folded(findings: readonly Finding[]): Finding[] {
  const alike = (a: Finding) => (b: Finding) =>
    b.status === "unknown" && a.status === "unknown" && b.check === a.check && b.found === a.found;
  return findings.flatMap((finding) => {
    const group = findings.filter(alike(finding));
    if (group.length < 2) return [finding];
    return group[0] === finding ? [{ ...finding, subject: `${finding.subject} and ${group.length - 1} more` }] : [];
  });
}

function summary(findings: readonly Finding[]): string {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  const [good, bad, unclear, skipped] = [count("ok"), count("wrong"), count("unknown"), count("skipped")];
  return [
    `${good} as expected`,
    `${bad} wrong`,
    ...(unclear > 0 ? [`${unclear} could not be looked at`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(", ");
}

/** The same as one JSON document. */
export const printJson = (stack: string, findings: readonly Finding[]): string =>
  `${JSON.stringify({ stack, passed: passed(findings), findings }, null, 2)}\n`;

/** Whether nothing is wrong. What could not be looked at is not wrong, but is said. */
export const passed = (findings: readonly Finding[]): boolean => findings.every(({ status }) => status !== "wrong");
