import { blocks, document, headings, inlineCode, links, prose } from "./markdown";

const english = document("README.md");
const portuguese = document("README.pt-BR.md");

/** Without the one link that each has to the other. */
const shared = (targets: string[]) => targets.filter((target) => !/^README(\.pt-BR)?\.md$/.test(target)).sort();

test("both have the same sections", () => {
  expect(headings(portuguese).map(({ level }) => level)).toEqual(headings(english).map(({ level }) => level));
});

test("both have the same commands, settings and pictures; only comments differ", () => {
  const bare = (code: string) => code.replace(/\s+#.*$/gm, "").replace(/\|[^|\n]+\|(?= )|\[[^\]]*\]|\([^)]*\)/g, "");
  const parts = (markdown: typeof english) =>
    blocks(markdown).map(({ language, code }) => `${language}\n${bare(code)}`);
  expect(parts(portuguese)).toEqual(parts(english));
});

test("both have the same links, and lead to each other", () => {
  expect(shared(links(portuguese))).toEqual(shared(links(english)));
  expect(links(english)).toContain("README.pt-BR.md");
  expect(links(portuguese)).toContain("README.md");
});

test("both name the same settings, commands and files", () => {
  expect([...inlineCode(portuguese)].sort()).toEqual([...inlineCode(english)].sort());
});

test("both have the same tables, and the same figures in them", () => {
  const rows = (markdown: typeof english) =>
    prose(markdown)
      .split("\n")
      .filter((line) => line.startsWith("|"));
  const shape = (row: string) => ({ cells: row.split("|").length, money: row.match(/\$[\d,.]+/g) });
  expect(rows(portuguese).map(shape)).toEqual(rows(english).map(shape));
});
