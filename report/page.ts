import type { Advice } from "../cost/advice";
import type { CeilingVerdict } from "../cost/ceiling";
import type { Comparison } from "../cost/compare";
import { type CostReport, SCENARIOS } from "../cost/line";
import { brl, type Exchange, usd } from "../cost/print";
import { isBroken, said } from "../reach/way";
import { built, type Resource } from "../resources/resource";
import { architectureOf } from "./architecture";
import { bars } from "./bars";
import { type Html, html, Html as Markup } from "./html";
import { picture } from "./picture";
import { STYLE } from "./style";
import { adviceList, comparisonTable, componentTable, lineTable, reasonTable } from "./tables";

/** Whether one party reaches another, as the map of the stack's reach says. */
export interface ReachRow {
  from: string;
  to: string;
  reachable: boolean | null;
  expected: boolean;
  because: string[];
}

/** What a policy found. */
export interface VerdictRow {
  policy: string;
  level: string;
  message: string;
}

export interface ReportContent {
  stack: string;
  resources: readonly Resource[];
  cost: CostReport;
  exchange: Exchange;
  ceiling: CeilingVerdict;
  comparisons: readonly Comparison[];
  advice: readonly Advice[];
  reach?: readonly ReachRow[];
  verdicts?: readonly VerdictRow[];
}

/** One page that needs nothing else: no network, no script. */
export function page(content: ReportContent): string {
  const { stack, resources, cost, exchange, ceiling } = content;
  const architecture = architectureOf(resources, cost);
  const expected = cost.lines.filter(({ scenario }) => scenario === "expected");
  const beside = architecture.rest
    .map(({ component, cost: { expected: amount } }) => `${component} ${usd(amount)}`)
    .join(", ");
  return `<!doctype html>\n${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Stack ${stack}: what it is and costs</title><style>${new Markup(STYLE)}</style></head><body>
<a class="skip" href="#main">To the content</a>
<header><h1>Stack ${stack}</h1><p class="soft">What it is made of, who reaches what, and what a month costs. ${built(resources).length} resources.</p>
<dl class="totals">${SCENARIOS.map((scenario) => html`<div><dt>${scenario}</dt><dd class="big">${usd(cost.scenarios[scenario].total)}</dd><dd class="soft">${brl(cost.scenarios[scenario].total, exchange)}</dd><dd class="soft">fixed ${usd(cost.scenarios[scenario].fixed)}</dd></div>`)}</dl></header>
<main id="main">
${part("Architecture", html`${picture(architecture)}<p class="soft">◉ open to the internet, ◎ closed to it. Amounts are of a month of expected traffic.${beside && ` Beside the way of a request: ${beside}.`}</p>${content.reach && reachTable(content.reach)}`)}
${part("By scenario", html`${bars(cost)}${componentTable(cost, exchange)}<p class="soft">The ceiling is every limit reached all month, with the requests and data of high traffic.</p>`)}
${part("Policies", verdictList(ceiling, content.verdicts))}
${part("What would save", adviceList(content.advice))}
${part("Compared", comparisonTable(content.comparisons))}
${part(
  "Lines",
  html`<details open><summary>${expected.length} lines</summary>${lineTable(expected)}</details>
${cost.unpriced.length > 0 && html`<details open><summary>${cost.unpriced.length} not priced, and in no total</summary>${reasonTable("Not priced", cost.unpriced)}</details>`}
<details><summary>${cost.free.length} free, and why</summary>${reasonTable("Free", cost.free)}</details>`,
)}
</main></body></html>`}\n`;
}

const part = (title: string, body: Html): Html => {
  const id = title.toLowerCase().replace(/\s+/g, "-");
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${body}</section>`;
};

function verdictList(ceiling: CeilingVerdict, verdicts: readonly VerdictRow[] | undefined): Html {
  const over = ceiling.verdict === "advisory" || ceiling.verdict === "mandatory";
  return html`<p><span class="${over ? "bad" : "good"}">${over ? "Over budget" : "Budget"}</span>${over && ` (${ceiling.verdict})`}: ${ceiling.message}.</p>
${verdicts && (verdicts.length === 0 ? html`<p class="good">No policy found anything.</p>` : html`<ul>${verdicts.map(({ policy, level, message }) => html`<li><span class="${level === "mandatory" ? "bad" : "soft"}">${level}</span> <strong>${policy}</strong>: ${message}</li>`)}</ul>`)}`;
}

const reachTable = (rows: readonly ReachRow[]): Html =>
  html`<div class="scroll" role="region" aria-label="Reach" tabindex="0"><table><caption>Who reaches what</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Reaches</th><th scope="col">Because</th></tr></thead><tbody>${rows.map(
    ({ from, to, reachable, expected, because }) =>
      html`<tr><th scope="row">${from}</th><td>${to}</td><td class="${isBroken({ reachable, expected }) ? "bad" : "good"}">${said(reachable)}${isBroken({ reachable, expected }) ? ", unlike promised" : ""}</td><td>${because.join("; ")}</td></tr>`,
  )}</tbody></table></div>`;
