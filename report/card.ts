import type { CostReport } from "../cost/line";
import { usd } from "../cost/print";
import { built, type Resource } from "../resources/resource";
import { architectureOf } from "./architecture";
import { Html, html } from "./html";
import { chain, inWords } from "./picture";
import { PICTURE_STYLE } from "./style";

const HEAD = 62;

/** The head of a stack's report as a picture of its own: a document can show it, and a test can keep it true. */
export function card(stack: string, resources: readonly Resource[], cost: CostReport): string {
  const { boxes } = architectureOf(resources, cost);
  const { width, height, shapes } = chain(boxes, "row");
  const { low, expected, high, ceiling } = cost.scenarios;
  return `${html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEAD + height}" role="img" aria-labelledby="title text">
<title id="title">Stack ${stack}: ${usd(expected.total)} a month</title>
<desc id="text">${inWords(boxes)}</desc>
<style>${new Html(PICTURE_STYLE)}
svg text { font-family: system-ui, sans-serif; } svg .big { font-size: 22px; font-weight: 650; } svg .soft { fill: var(--soft); font-size: 14px; } .paper { fill: var(--bg); }</style>
<rect class="paper" width="100%" height="100%" rx="14"/>
<text class="big" x="8" y="30">Stack ${stack}: ${usd(expected.total)} a month</text>
<text class="soft" x="8" y="54">${built(resources).length} resources. Little traffic ${usd(low.total)}, much ${usd(high.total)}, every limit reached all month ${usd(ceiling.total)}.</text>
<g transform="translate(0 ${HEAD})">${shapes}</g>
</svg>`}\n`;
}
