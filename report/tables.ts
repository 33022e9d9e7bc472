import type { Advice } from "../cost/advice";
import { type Comparison, signed } from "../cost/compare";
import { type CostReport, type Line, SCENARIOS } from "../cost/line";
import { brl, componentRows, type Exchange, quantity, usd } from "../cost/print";
import { type Html, html } from "./html";

const HEADS = ["Low", "Expected", "High", "Ceiling"];
const amountHeads = HEADS.map((head) => html`<th scope="col" class="n">${head}</th>`);
const nameOf = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2) || "billing account";
const scroll = (table: Html, label: string): Html =>
  html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;

export function componentTable(report: CostReport, exchange: Exchange): Html {
  const rows = componentRows(report).map(
    ({ component, kind, amounts }) =>
      html`<tr><th scope="row">${component}</th><td>${kind}</td>${SCENARIOS.map((scenario) => html`<td class="n">${usd(amounts[scenario])}</td>`)}</tr>`,
  );
  const totals = (["fixed", "usage", "total"] as const).map(
    (kind, index) =>
      html`<tr class="sum"><th scope="row">${index === 0 ? "All" : ""}</th><td>${kind}</td>${SCENARIOS.map((scenario) => html`<td class="n">${usd(report.scenarios[scenario][kind])}</td>`)}</tr>`,
  );
  const inBrl = html`<tr class="sum"><th scope="row"></th><td>in BRL</td>${SCENARIOS.map((scenario) => html`<td class="n">${brl(report.scenarios[scenario].total, exchange)}</td>`)}</tr>`;
  return scroll(
    html`<table><caption>USD a month by component, at list prices before tax. 1 USD = ${exchange.brlPerUsd} BRL on ${exchange.date}.</caption><thead><tr><th scope="col">Component</th><th scope="col">Kind</th>${amountHeads}</tr></thead><tbody>${rows}${totals}${inBrl}</tbody></table>`,
    "Cost by component",
  );
}

export const comparisonTable = (comparisons: readonly Comparison[]): Html =>
  scroll(
    html`<table><caption>USD a month. The difference is of the expected traffic, against the first choice.</caption><thead><tr><th scope="col">Choice</th>${amountHeads}<th scope="col" class="n">Difference</th></tr></thead>
${comparisons.map(
  ({ question, variants }) =>
    html`<tbody><tr class="group"><th scope="rowgroup" colspan="6">${question}</th></tr>${variants.map(
      ({ variant, report, delta }, index) =>
        html`<tr><th scope="row">${variant.name}</th>${SCENARIOS.map((scenario) => html`<td class="n">${usd(report.scenarios[scenario].total)}</td>`)}<td class="n">${index === 0 ? "" : signed(delta.expected) || "none"}</td></tr>`,
    )}</tbody>`,
)}</table>`,
    "Comparison",
  );

export const adviceList = (advice: readonly Advice[]): Html =>
  advice.length === 0
    ? html`<p>Nothing here would save money.</p>`
    : html`<ul class="advice">${advice.map(
        ({ title, loses, set, saves }) =>
          html`<li><strong>${title}</strong> saves ${usd(saves.expected)} (of the ceiling ${usd(saves.ceiling)}). It loses ${loses}. <code>${set.join(" ")}</code></li>`,
      )}</ul>`;

export const lineTable = (lines: readonly Line[]): Html =>
  scroll(
    html`<table class="lines"><caption>Every line of the expected traffic, with where its price is from.</caption><thead><tr><th scope="col">Resource</th><th scope="col">Item</th><th scope="col" class="n">Quantity</th><th scope="col">Unit</th><th scope="col" class="n">Price</th><th scope="col" class="n">A month</th><th scope="col">Source</th></tr></thead><tbody>${lines.map(
      (line) =>
        html`<tr><th scope="row">${nameOf(line.urn)}</th><td>${line.item}</td><td class="n">${quantity(line.quantity)}</td><td>${line.unit}</td><td class="n">$${line.unitPrice.toFixed()}</td><td class="n">${usd(line.monthly)}</td><td class="source">${line.source}; ${line.asOf}; ${line.confidence}</td></tr>`,
    )}</tbody></table>`,
    "Lines",
  );

export const reasonTable = (caption: string, rows: CostReport["free"]): Html =>
  scroll(
    html`<table><caption>${caption}</caption><thead><tr><th scope="col">Resource</th><th scope="col">What</th><th scope="col">Why</th></tr></thead><tbody>${rows.map(
      ({ urn, item, reason }) => html`<tr><th scope="row">${nameOf(urn)}</th><td>${item}</td><td>${reason}</td></tr>`,
    )}</tbody></table>`,
    caption,
  );
