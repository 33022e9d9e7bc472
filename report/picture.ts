import { usd } from "../cost/print";
import type { Architecture, Box } from "./architecture";
import { type Html, html } from "./html";

const WIDTH = 190;
const HEIGHT = 132;
const GAP = 44;
const MARGIN = 8;

type Layout = "row" | "column";

/** The architecture as a picture: a row of boxes where there is room for it, a column on a phone. The page shows one of the two. */
export function picture({ boxes }: Architecture): Html {
  return html`<div class="wide">${drawing(boxes, "row")}</div><div class="narrow">${drawing(boxes, "column")}</div>`;
}

function drawing(boxes: readonly Box[], layout: Layout): Html {
  const { width, height, shapes } = chain(boxes, layout);
  const title = `architecture-${layout}`;
  return html`<svg class="picture" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${title}-title ${title}-text">
<title id="${title}-title">Architecture</title>
<desc id="${title}-text">${inWords(boxes)}</desc>
${shapes}
</svg>`;
}

/** What the picture shows, for whoever cannot see it. */
export const inWords = (boxes: readonly Box[]): string =>
  `Users on the internet reach, in this order: ${boxes.map(({ title, reach, cost }) => `${title} (reached by ${reach}, ${usd(cost.expected)} a month)`).join("; ")}.`;

/** The users and the boxes, joined by arrows. */
export function chain(boxes: readonly Box[], layout: Layout): { width: number; height: number; shapes: Html } {
  const [stepX, stepY] = layout === "row" ? [WIDTH + GAP, 0] : [0, HEIGHT + GAP];
  const at = (index: number) => ({ x: MARGIN + stepX * index, y: MARGIN + stepY * index });
  return {
    width: MARGIN * 2 + WIDTH + stepX * boxes.length,
    height: MARGIN * 2 + HEIGHT + stepY * boxes.length,
    shapes: html`${users(at(0))}
${boxes.map((box, index) => html`${arrow(at(index), layout)}${boxOf(box, at(index + 1))}`)}`,
  };
}

const users = ({
  x,
  y,
}: {
  x: number;
  y: number;
}): Html => html`<g class="box users"><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="14"/>
<text class="name" x="${x + WIDTH / 2}" y="${y + HEIGHT / 2}" text-anchor="middle">Users</text>
<text x="${x + WIDTH / 2}" y="${y + HEIGHT / 2 + 20}" text-anchor="middle">on the internet</text></g>`;

function arrow({ x, y }: { x: number; y: number }, layout: Layout): Html {
  const [x1, y1, x2, y2] =
    layout === "row"
      ? [x + WIDTH + 5, y + HEIGHT / 2, x + WIDTH + GAP - 7, y + HEIGHT / 2]
      : [x + WIDTH / 2, y + HEIGHT + 5, x + WIDTH / 2, y + HEIGHT + GAP - 7];
  const head =
    layout === "row"
      ? `M${x2 - 7} ${y2 - 5}L${x2} ${y2}L${x2 - 7} ${y2 + 5}`
      : `M${x2 - 5} ${y2 - 7}L${x2} ${y2}L${x2 + 5} ${y2 - 7}`;
  return html`<path class="arrow" d="M${x1} ${y1}L${x2} ${y2}${head}"/>`;
}

function boxOf({ title, detail, reach, open, cost }: Box, { x, y }: { x: number; y: number }): Html {
  const left = x + 14;
  const details = wrapped(detail, 23).slice(0, 2);
  return html`<g class="box ${open ? "open" : "shut"}"><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="14"/>
<text class="name" x="${left}" y="${y + 26}">${title}</text>
${details.map((line, index) => html`<text x="${left}" y="${y + 46 + index * 16}">${line}</text>`)}
${wrapped(reach, 22)
  .slice(0, 2)
  .map(
    (line, index) =>
      html`<text class="reach" x="${left}" y="${y + 82 + index * 14}">${index === 0 ? (open ? "◉ " : "◎ ") : ""}${line}</text>`,
  )}
<text class="cost" x="${left}" y="${y + HEIGHT - 12}">${usd(cost.expected)}</text></g>`;
}

/** Text in lines of so many characters, broken at spaces: SVG does not break lines. */
function wrapped(text: string, characters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} ${word}`.length <= characters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
