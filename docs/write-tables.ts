import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checks as doctorChecks } from "../doctor/checks";
import { checks as verifyChecks } from "../verify/checks";

export const CHECKS_DOCUMENT = join(__dirname, "checks.md");

const table = (checks: readonly { id: string; about: string }[]) =>
  ["| check | looks at |", "| --- | --- |", ...checks.map(({ id, about }) => `| \`${id}\` | ${about} |`)].join("\n");

const replaced = (markdown: string, name: string, text: string) =>
  markdown.replace(
    new RegExp(`(<!-- ${name} -->\n).*?(\n<!-- /${name} -->)`, "s"),
    (_, start, end) => start + text + end,
  );

/** `docs/checks.md` with the tables of its checks made anew. */
export const withChecks = (markdown: string): string =>
  replaced(replaced(markdown, "doctor", table(doctorChecks)), "verify", table(verifyChecks));

if (require.main === module) writeFileSync(CHECKS_DOCUMENT, withChecks(readFileSync(CHECKS_DOCUMENT, "utf8")));
