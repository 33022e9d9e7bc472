import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readSettings } from "../settings/read";

const ROOT = join(__dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** Code blocks of a language, in order. */
const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(([, code = ""]) => code);

const run = (line: string) => {
  const [command = "", ...args] = line.split(/\s+/);
  return execFileSync(command, args, { cwd: ROOT, encoding: "utf8" });
};

const commands = blocks("sh")
  .flatMap((block) => block.split("\n"))
  .map((line) => line.replace(/\s+#.*$/, "").trim());

test.each(commands.filter((line) => line.startsWith("npm run preview")))(
  "runs: %s",
  (line) => {
    expect(run(line)).toContain("piloto-de-vendas");
  },
  30_000,
);

test("what it says the preview prints, the preview prints", () => {
  const [sample = ""] = blocks("text");
  const printed = run("npm run preview -- --stack prod").split("\n");
  for (const line of sample.split("\n").filter(Boolean)) expect(printed).toContain(line);
}, 30_000);

test("the totals it shows are those of the stacks", () => {
  const totals = ["dev", "prod"].map((stack) => {
    const { cost } = JSON.parse(run(`npm run preview -- --stack ${stack} --json`));
    return `$${cost.scenarios.expected.total.toFixed(2)}`;
  });
  expect(README).toContain(`| total | ${totals.join(" | ")} |`);
}, 30_000);

test("every script and make target it names exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const makefile = readFileSync(join(ROOT, "Makefile"), "utf8");
  for (const [, script = ""] of README.matchAll(/npm run ([a-z:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
  for (const [, target = ""] of README.matchAll(/\bmake ([a-z0-9]+)\b(?! what)/g))
    expect(makefile).toMatch(new RegExp(`^${target}:`, "m"));
});

test.each(blocks("yaml"))("its settings are valid: %s", (block) => {
  const { config } = parse(block) as { config: Record<string, unknown> };
  const values = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)]));
  const needed = { "gcp:project": "some-project", "piloto-de-vendas:projectNumber": "123456789012" };
  expect(() =>
    readSettings({
      project: "piloto-de-vendas",
      stack: "any",
      values: { ...needed, ...values },
      isSecret: () => false,
    }),
  ).not.toThrow();
});
