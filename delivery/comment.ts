import { push } from "../graph/stack";
import { isBroken, said } from "../reach/way";
import { type ResourceChanges, resourceChanges, valueChanges } from "./changes";
import { costChanges, difference, signed, usd } from "./cost-changes";
import type { PreviewJson, StackComparison } from "./document";
import { block, code, folded, list, prose, table } from "./markdown";

/** First line of the comment, by which the next run finds it. */
export const MARKER = "<!-- piloto-preview -->";
/** GitHub takes 65,536 characters. */
const MOST = 60_000;

/** What a pull request does to each stack, in one comment. */
export function comment(commit: string, stacks: StackComparison[]): string {
  const whole = [
    MARKER,
    `## What this does to ${stacks.map(({ stack }) => stack).join(" and ")}`,
    "",
    table(["Stack", "Resources", "Policies", "Reach", "Cost a month"], stacks.map(summary)),
    "",
    ...stacks.map(details),
    "",
    `For ${code(commit)}. Offline unless it says otherwise: the real program on Pulumi's mocks, before and after.`,
    "",
  ].join("\n");
  return whole.length <= MOST ? whole : `${whole.slice(0, MOST)}\n\n… cut: the whole of it is in the run's summary.\n`;
}

const failed = (head: StackComparison["head"]): head is { error: string } => "error" in head;

function summary({ stack, base, head, cloud }: StackComparison): string[] {
  const name = cloud?.failed ? `${stack} ❌` : stack;
  if (failed(head)) return [name, "❌ no preview", "–", "–", "–"];
  const { added, changed, removed } = resourceChanges(base, head);
  const broken = head.policies.filter(({ level }) => level === "mandatory").length;
  const wrong = head.reach.filter(isBroken).length;
  const now = head.cost.scenarios.expected.total;
  return [
    name,
    `+${added.length} ~${changed.length} −${removed.length}`,
    broken > 0 ? `❌ ${broken} broken` : "✅ kept",
    wrong > 0 ? `❌ ${wrong} not as promised` : "✅ as promised",
    base ? `${usd(now)} (${signed(now - base.cost.scenarios.expected.total)})` : usd(now),
  ];
}

function details(comparison: StackComparison): string {
  const { stack, base, head, cloud } = comparison;
  const parts = failed(head)
    ? [`#### ${stack}: no preview`, block(head.error)]
    : [
        `#### ${stack}`,
        ...(base ? [] : ["There is nothing to compare with: the base has no preview of it."]),
        ...settings(base, head),
        ...resources(resourceChanges(base, head)),
        ...policies(base, head),
        ...reach(base, head),
        ...cost(base, head),
      ];
  if (parts.length === 1) parts.push("No change.");
  if (cloud)
    parts.push(
      folded(cloud.failed ? "❌ Asked of the cloud: failed" : "Asked of the cloud", block(cloud.text, "diff")),
    );
  return `${parts.join("\n\n")}\n`;
}

function settings(base: PreviewJson | undefined, head: PreviewJson): string[] {
  const changes = base ? valueChanges(base.settings, head.settings) : [];
  if (changes.length === 0) return [];
  const lines = changes.map(({ path, before, after }) => `- ${code(path)}: ${code(before)} → ${code(after)}`);
  return [`**Settings**\n${list(lines)}`];
}

const VALUES_SHOWN = 8;

function resources({ added, changed, removed }: ResourceChanges): string[] {
  const named = ({ name, type }: { name: string; type: string }) =>
    `${code(name)} ${type.split(":")[1]?.split("/")[0]}.${type.split(":")[2]}`;
  const lines = [
    ...added.map((resource) => `- ➕ ${named(resource)}`),
    ...changed.flatMap(({ resource, values }) => [
      `- ✏️ ${named(resource)}`,
      ...values
        .slice(0, VALUES_SHOWN)
        .map(({ path, before, after }) => `  - ${code(path)}: ${code(before)} → ${code(after)}`),
      ...(values.length > VALUES_SHOWN ? [`  - … and ${values.length - VALUES_SHOWN} more`] : []),
    ]),
    ...removed.map((resource) => `- ➖ ${named(resource)}`),
  ];
  if (lines.length === 0) return [];
  const title = `Resources: ${added.length} added, ${changed.length} changed, ${removed.length} removed`;
  return [folded(title, list(lines, 120))];
}

function policies(base: PreviewJson | undefined, head: PreviewJson): string[] {
  const known = new Set(base?.policies.map(identity));
  // What is advised and was so before is no news.
  const shown = head.policies.filter(
    (verdict) => verdict.level === "mandatory" || (base && !known.has(identity(verdict))),
  );
  if (shown.length === 0) return [];
  const alike = new Map<string, typeof shown>();
  for (const verdict of shown) push(alike, `${verdict.policy}\n${verdict.remediation}`, verdict);
  const lines = [...alike.values()].flatMap((own) => {
    const [{ level, policy, remediation } = { level: "advisory", policy: "", remediation: "" }] = own;
    return [
      `- ${level === "mandatory" ? "❌" : "⚠️"} **${prose(policy)}** ${prose(remediation)}`,
      ...own.map(({ urn, property, message }) => {
        const where = [urn && code(urn.split("::").at(-1)), property && code(property)].filter(Boolean).join(" ");
        return `  - ${where}${where && ": "}${prose(message)}`;
      }),
    ];
  });
  return [`**Policies**\n${list(lines, 60)}`];
}

const identity = ({ policy, urn, property, message }: PreviewJson["policies"][number]) =>
  [policy, urn, property, message].join("\n");

function reach(base: PreviewJson | undefined, head: PreviewJson): string[] {
  const before = new Map(base?.reach.map((each) => [`${each.from}\n${each.to}`, each]));
  const lines = head.reach.flatMap(({ from, to, reachable, expected, because }) => {
    const was = before.get(`${from}\n${to}`);
    const changed = base && was?.reachable !== reachable;
    const broken = isBroken({ reachable, expected });
    if (!changed && !broken) return [];
    const arrow = was ? `${said(was.reachable)} → ${said(reachable)}` : said(reachable);
    const mark = broken ? "❌ not as promised:" : "🔀";
    return [`- ${mark} ${prose(from)} to ${prose(to)}: ${arrow}. ${prose(because.join("; "))}`];
  });
  return lines.length > 0 ? [`**Reach**\n${list(lines)}`] : [];
}

const LINES_SHOWN = 12;

function cost(base: PreviewJson | undefined, head: PreviewJson): string[] {
  if (!base) return [];
  const changes = costChanges(base, head);
  if (changes.length === 0) return [];
  const [from, to] = [base.cost.scenarios, head.cost.scenarios];
  const totals = (["low", "expected", "high", "ceiling"] as const).map((scenario) => [
    scenario,
    usd(from[scenario].total),
    usd(to[scenario].total),
    signed(to[scenario].total - from[scenario].total),
  ]);
  const lines = changes
    .slice(0, LINES_SHOWN)
    .map((change) => [
      `${code(change.resource)} ${prose(change.item)}`,
      usd(change.before),
      usd(change.after),
      signed(difference(change)),
    ]);
  const more = changes.length - LINES_SHOWN;
  return [
    "**Cost** (USD a month)",
    table(["Scenario", "Before$", "After$", "Difference$"], totals),
    folded(
      `Lines that differ with expected traffic: ${changes.length}`,
      table(["Line", "Before$", "After$", "Difference$"], lines) + (more > 0 ? `\n\n… and ${more} more` : ""),
    ),
  ];
}
