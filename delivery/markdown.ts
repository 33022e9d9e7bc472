/**
 * A value as code: nothing in it is markup, a mention or a link, whoever wrote it.
 * Longer than a line reads badly, so the rest is cut.
 */
export function code(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  const line = text.replace(/\s+/g, " ").trim();
  const short = line.length > 120 ? `${line.slice(0, 119)}…` : line;
  if (short === "") return "(empty)";
  const fence = "`".repeat(longestRun(short) + 1);
  const space = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return `${fence}${space}${short}${space}${fence}`.replaceAll("|", "\\|");
}

/** A text of several lines, in a block that it cannot end itself. */
export function block(text: string, language = "text"): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}

const longestRun = (text: string) => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

/** Prose that came from elsewhere, on one line: what it quotes is code, and the rest no markup and no mention. */
export const prose = (text: string) =>
  text
    .replace(/\s+/g, " ")
    .split(/(`[^`]+`)/)
    .map((part) => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : plain(part)))
    .join("");

const plain = (text: string) => text.replace(/[\\`*_{}[\]<>|#~]/g, (mark) => `\\${mark}`).replaceAll("@", "@\u200b");

/** Something to open. GitHub reads what is inside as Markdown only after an empty line. */
export const folded = (title: string, body: string) => `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;

/** The first of many, and how many more there are. */
export function list(lines: string[], most = 40): string {
  const more = lines.length - most;
  return [...lines.slice(0, most), ...(more > 0 ? [`- … and ${more} more`] : [])].join("\n");
}

export const table = (head: string[], rows: string[][]) =>
  [head, head.map((title) => (title.endsWith("$") ? "---:" : "---")), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replace(/\$$/, "")).join(" | ")} |`)
    .join("\n");
