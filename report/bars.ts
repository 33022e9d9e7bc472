import type { CostReport, Scenario } from "../cost/line";
import { Decimal, sum } from "../cost/money";
import { componentRows, usd } from "../cost/print";
import { type Html, html } from "./html";

const WIDTHS = { wide: 640, narrow: 360 };
const LABEL = 84;
const AMOUNT = 96;
const ROW = 46;

/** A bar a scenario, a segment a component. The ceiling has a scale of its own: it is many times the others. */
export function bars(report: CostReport): Html {
  const components = [
    ...new Set(
      componentRows(report)
        .map(({ component }) => component)
        .filter((component) => component !== ""),
    ),
  ];
  const charts = (
    layout: keyof typeof WIDTHS,
  ) => html`<div class="${layout} chart">${chart(report, components, ["low", "expected", "high"], "Low, expected and high traffic", layout)}
<p class="soft">The ceiling, on a scale of its own:</p>${chart(report, components, ["ceiling"], "Ceiling", layout)}</div>`;
  return html`${charts("wide")}${charts("narrow")}
<ul class="legend">${components.map((component, index) => html`<li><span class="swatch" style="background:var(--c${index % 8})"></span>${component}</li>`)}</ul>`;
}

function chart(
  report: CostReport,
  components: readonly string[],
  scenarios: readonly Scenario[],
  title: string,
  layout: keyof typeof WIDTHS,
): Html {
  const most = Decimal.max(1, ...scenarios.map((scenario) => report.scenarios[scenario].total));
  const room = WIDTHS[layout] - LABEL - AMOUNT;
  const id = `bars-${layout}-${scenarios[0]}`;
  return html`<svg class="bars" viewBox="0 0 ${WIDTHS[layout]} ${ROW * scenarios.length}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${scenarios.map((scenario) => `${scenario}: ${usd(report.scenarios[scenario].total)}`).join("; ")}. The table below has every part.</desc>
${scenarios.map((scenario, row) => {
  let x = LABEL;
  const segments = components.map((component, index) => {
    const cost = sum(
      report.lines
        .filter((line) => line.scenario === scenario && line.component === component)
        .map(({ monthly }) => monthly),
    );
    const width = Decimal.max(0, cost).div(most).times(room).toNumber();
    const segment =
      width > 0
        ? html`<rect x="${x.toFixed(1)}" y="${row * ROW + 8}" width="${Math.max(width - 1, 0.5).toFixed(1)}" height="${ROW - 18}" fill="var(--c${index % 8})"><title>${component}: ${usd(cost)}</title></rect>`
        : undefined;
    x += width;
    return segment;
  });
  return html`<text x="0" y="${row * ROW + 28}">${scenario}</text>${segments}<text class="amount" x="${(x + 8).toFixed(1)}" y="${row * ROW + 28}">${usd(report.scenarios[scenario].total)}</text>`;
})}
</svg>`;
}
