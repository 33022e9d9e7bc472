import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Findings, markdown, rows } from "../../bench/document";

const took = (seconds: number, mebibytes = 100) => ({ seconds, mebibytes });

/** Everything just within its target. */
const held: Findings = {
  program: { own: took(0.3), again: took(0.2, 199), common: took(1), empty: took(0.1), tenfold: took(1) },
  pack: { own: took(0.2), again: took(0.1), common: took(1) },
  analysis: [10, 100, 1500],
  engine: { prod: took(3), empty: took(1) },
  preview: took(2.99, 299),
  phases: [["load", 5]],
  install: { seconds: 9, packages: [["one", 2]] },
};

const missed = (findings: Findings) => rows(findings).flatMap(({ what, held }) => (held === false ? [what] : []));

test("what is within its target is held", () => {
  expect(missed(held)).toEqual([]);
  expect(rows(held).filter((row) => row.held)).toHaveLength(7);
});

test.each<[string, Partial<Findings>]>([
  ["The program's first start under the SDK's runner, prod", { program: { ...held.program, own: took(0.31, 100) } }],
  ["What that first start holds", { program: { ...held.program, own: took(0.3, 200) } }],
  ["Its next start, with the loader's own cache", { program: { ...held.program, again: took(0.2, 200) } }],
  ["The pack's first start under the SDK's runner", { pack: { ...held.pack, own: took(0.21) } }],
  ["Policies and reach over 100, 1,000 and 10,000 resources", { analysis: [10, 100, 1501] }],
  ["`pulumi preview` with the pack on the stand-in cloud, prod", { engine: { prod: took(3.01), empty: took(1) } }],
  ["`make preview STACK=prod`, all its processes", { preview: took(3, 299) }],
  ["`make preview STACK=prod`, all its processes", { preview: took(2, 300) }],
])("%s: a miss is said", (what, change) => {
  expect(missed({ ...held, ...change })).toEqual([what]);
  expect(markdown({ ...held, ...change }, new Date(0))).toContain("| **no** |");
});

/** Headings and what each line of the first table is about: all that does not change with the machine. */
const structure = (text: string) => {
  const targets = text.slice(text.indexOf("## Against"), text.indexOf("## Where"));
  return [...text.matchAll(/^#+ .+$/gm), ...targets.matchAll(/^\| [^|]+/gm)].map(([line]) => line.trim());
};

test("the document is the bench's own", () => {
  const document = readFileSync(join(__dirname, "..", "..", "docs", "benchmarks.md"), "utf8");
  expect(structure(document)).toEqual(structure(markdown(held, new Date(0))));
  expect(document).not.toMatch(/NaN|undefined|Infinity/);
});
