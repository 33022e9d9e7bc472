import { type CostReport, type Line, SCENARIOS, type Scenario } from "./line";
import { type Decimal, ZERO } from "./money";
import { quantity, usd } from "./print";

export interface LineChange {
  resource: string;
  item: string;
  before?: Line;
  after?: Line;
}

/** Lines that differ between two reports, in one scenario; the largest change first. */
export function diffLines(before: CostReport, after: CostReport, scenario: Scenario): LineChange[] {
  const changes = new Map<string, LineChange>();
  const note = (line: Line, side: "before" | "after") => {
    const key = `${identity(line.urn)}\n${line.sku}\n${line.kind}\n${line.item}`;
    const change = changes.get(key) ?? {
      resource: line.urn.slice(line.urn.lastIndexOf("::") + 2) || line.component,
      item: line.item,
    };
    change[side] = line;
    changes.set(key, change);
  };
  for (const line of before.lines) if (line.scenario === scenario) note(line, "before");
  for (const line of after.lines) if (line.scenario === scenario) note(line, "after");
  return [...changes.values()]
    .filter((change) => !differenceOf(change).isZero())
    .sort((a, b) => differenceOf(b).abs().cmp(differenceOf(a).abs()));
}

export const differenceOf = ({ before, after }: LineChange): Decimal =>
  (after?.monthly ?? ZERO).minus(before?.monthly ?? ZERO);

/** Type and name: the same resource in another stack or project is the same line. */
const identity = (urn: string): string => urn.split("::").slice(2).join("::").split("$").at(-1) ?? urn;

/** The change as Markdown for a pull request. */
export function diffMarkdown(before: CostReport, after: CostReport, scenario: Scenario = "expected"): string {
  const changes = diffLines(before, after, scenario);
  const total = after.scenarios[scenario].total.minus(before.scenarios[scenario].total);
  const sections = [
    section(
      "Added",
      changes.filter((change) => change.before === undefined),
    ),
    section(
      "Removed",
      changes.filter((change) => change.after === undefined),
    ),
    section(
      "Changed",
      changes.filter((change) => change.before !== undefined && change.after !== undefined),
    ),
  ];
  const totals = SCENARIOS.map((name) => {
    const [from, to] = [before.scenarios[name].total, after.scenarios[name].total];
    return `| ${name} | ${usd(from)} | ${usd(to)} | ${difference(to.minus(from))} |`;
  });
  const unpriced = after.unpriced.filter(
    ({ urn, item }) => !before.unpriced.some((other) => identity(other.urn) === identity(urn) && other.item === item),
  );
  return [
    `## Cost: ${total.isZero() ? "no change" : `${difference(total)} a month`}`,
    "",
    "| USD a month | before | after | difference |",
    "| --- | ---: | ---: | ---: |",
    ...totals,
    ...sections.flat(),
    ...(unpriced.length > 0
      ? [
          "",
          "### Newly not priced",
          "",
          ...unpriced.map(
            ({ urn, item, reason }) =>
              `- ${escaped(urn.slice(urn.lastIndexOf("::") + 2))}: ${escaped(item)}: ${escaped(reason)}`,
          ),
        ]
      : []),
    "",
    `Lines are those of the ${scenario} scenario, at list prices before tax.`,
  ].join("\n");
}

function section(title: string, changes: readonly LineChange[]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => {
    const { resource, item, before, after } = change;
    const amounts = [before, after]
      .filter((line) => line !== undefined)
      .map((line) => `${quantity(line.quantity)} ${line.unit}`);
    return `| ${escaped(resource)} | ${escaped(item)} | ${[...new Set(amounts)].join(" → ")} | ${usd(before?.monthly ?? ZERO)} | ${usd(after?.monthly ?? ZERO)} | ${difference(differenceOf(change))} |`;
  });
  return [
    "",
    `### ${title}`,
    "",
    "| resource | item | quantity | before | after | difference |",
    "| --- | --- | --- | ---: | ---: | ---: |",
    ...rows,
  ];
}

const difference = (amount: Decimal): string => `${amount.isPositive() && !amount.isZero() ? "+" : ""}${usd(amount)}`;

/** Names come from resources: none may break the table or add markup of its own. */
const escaped = (text: string): string => text.replace(/[\\|`*_<>[\]]/g, "\\$&").replace(/\s+/g, " ");
