import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const ROOT = join(__dirname, "../..");

/** A document of the repository. */
export interface Markdown {
  /** Path from the root. */
  path: string;
  text: string;
}

const SKIPPED = ["node_modules", ".git", ".cache", "coverage", "tests"];

function paths(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.includes(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return paths(path);
    return entry.isFile() && entry.name.endsWith(".md") ? [path] : [];
  });
}

export const documents: Markdown[] = paths(ROOT)
  .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, "utf8") }))
  .sort((a, b) => (a.path < b.path ? -1 : 1));

export function document(path: string): Markdown {
  const found = documents.find((one) => one.path === path);
  if (!found) throw new Error(`there is no ${path}`);
  return found;
}

export interface Block {
  language: string;
  code: string;
}

/** Code blocks, those in lists too. */
export const blocks = ({ text }: Markdown): Block[] =>
  [...text.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(([, indent = "", language = "", code = ""]) => ({
    language,
    code: code.replace(new RegExp(`^${indent}`, "gm"), ""),
  }));

/** The text without its code blocks. */
export const prose = ({ text }: Markdown): string => text.replace(/^( *)```[\s\S]*?^\1```$/gm, "");

/** Texts in backticks. */
export const inlineCode = (markdown: Markdown): string[] =>
  [...prose(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

/** Targets of links. */
export const links = (markdown: Markdown): string[] =>
  [...prose(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);

export interface Heading {
  level: number;
  title: string;
}

export const headings = (markdown: Markdown): Heading[] =>
  [...prose(markdown).matchAll(/^(#+) (.+)$/gm)].map(([, marks = "", title = ""]) => ({ level: marks.length, title }));

/** Anchors of a document's headings, as GitHub makes them. */
export const anchors = (markdown: Markdown): string[] =>
  headings(markdown).map(({ title }) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );

/** Where a link of a document leads, from the root. */
export const resolved = ({ path }: Markdown, target: string) => join(dirname(path), target);
