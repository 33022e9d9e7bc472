import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { CHECKS_DOCUMENT, withChecks } from "../../docs/write-tables";
import { checks as doctorChecks } from "../../doctor/checks";
import { POLICIES } from "../../policies/all";
import type { Preview } from "../../resources/offline-preview";
import { catalogue } from "../../settings/catalogue";
import { SettingsError } from "../../settings/problem";
import { readSettings } from "../../settings/read";
import { sections } from "../../settings/schema";
import { checks as verifyChecks } from "../../verify/checks";
import { look } from "../program/look";
import { anchors, blocks, document, documents, inlineCode, links, ROOT, resolved } from "./markdown";

const each = documents.map((markdown) => [markdown.path, markdown] as const);

test("there are documents", () => {
  expect(documents.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["README.md", "README.pt-BR.md", "CONTRIBUTING.md", "docs/runbooks/deploy.md"]),
  );
});

test.each(each)("%s: every link within the repository leads somewhere", (_, markdown) => {
  const broken = links(markdown)
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = "", anchor] = target.split("#");
      const file = path === "" ? markdown.path : resolved(markdown, path);
      if (!existsSync(join(ROOT, file))) return true;
      return anchor !== undefined && !anchors(document(file)).includes(anchor);
    });
  expect(broken).toEqual([]);
});

const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: Record<string, string> };
const targets = [...readFileSync(join(ROOT, "Makefile"), "utf8").matchAll(/^([a-z0-9-]+):/gm)].map(([, name]) => name);

test.each(each)("%s: every script and make target it names exists", (_, markdown) => {
  const code = [...blocks(markdown).map((block) => block.code), ...inlineCode(markdown)].join("\n");
  const missing = [
    ...[...code.matchAll(/npm run ([a-z][a-z0-9:-]*)/g)].filter(([, name = ""]) => !(name in scripts)),
    ...[...code.matchAll(/^make ([a-z0-9-]+)/gm)].filter(([, name]) => !targets.includes(name)),
  ].map(([whole]) => whole);
  expect(missing).toEqual([]);
});

const settingNames = catalogue().map(({ name }) => name);
const isSetting = (name: string) => {
  const known = settingNames.some((setting) => new RegExp(`^${setting.replaceAll("NAME", "[^.]+")}$`).test(name));
  // `mode: load-balancer` beside its name says the value; the name alone is looked up.
  return known || settingNames.some((setting) => setting.startsWith(`${name}.`));
};
const sectionNames = Object.keys(sections).join("|");

test.each(each)("%s: every setting it names exists", (_, markdown) => {
  const named = inlineCode(markdown).flatMap(
    (code) => new RegExp(`^((?:${sectionNames})(?:\\.[A-Za-z_]+)+)(?:[:=\\s].*)?$`).exec(code)?.[1] ?? [],
  );
  expect(named.filter((name) => !isSetting(name) && !OTHERS.test(name))).toEqual([]);
});

/** What looks like a setting and is a file, or a price's sku. */
const OTHERS = /\.(md|ts|py|json|html)$|^monitoring\.metrics$/;

const settingsBlocks = documents.flatMap((markdown) =>
  blocks(markdown)
    .filter(({ language, code }) => language === "yaml" && code.includes("piloto-de-vendas:"))
    .map(({ code }, index) => [`${markdown.path}, ${index + 1}`, code] as const),
);

test.each(settingsBlocks)("settings in %s are right", (_, code) => {
  const { config } = parse(code) as { config: Record<string, unknown> };
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const values = {
    "gcp:project": "some-project",
    "piloto-de-vendas:projectNumber": "123456789012",
    ...Object.fromEntries(Object.entries(config).map(([key, value]) => [key, text(value)])),
  };
  const problems = () => {
    try {
      readSettings({ project: "piloto-de-vendas", stack: "any", values, isSecret: () => false });
      return "";
    } catch (error) {
      if (error instanceof SettingsError) return error.message;
      throw error;
    }
  };
  expect(problems()).toBe("");
});

/** One after the other: Pulumi has one program in a process. */
async function previews(stacks: ["dev" | "prod", ...string[]][]): Promise<Preview[]> {
  const found: Preview[] = [];
  for (const [stack, ...set] of stacks) found.push(await look(stack, ...set));
  return found;
}

test("what looks like the name of a resource is one, or a service, an account, a policy or a check", async () => {
  const stacks = await previews([
    ["prod"],
    ["prod", "network.egress=direct", "network.nat=true", "monitoring.enabled=true"],
    ["dev", "edge.mode=domain-mapping"],
  ]);
  const known = new Set([
    ...stacks.flatMap(({ resources }) => resources.map(({ name }) => name)),
    ...POLICIES.map(({ id }) => id),
    ...[...doctorChecks, ...verifyChecks].map(({ id }) => id),
    "api-python",
    "bff-nextjs",
    "api-python-run",
    "bff-nextjs-run",
  ]);
  const own = documents.filter(({ path }) => !/^docs\/(settings|cost|policies|delivery)/.test(path));
  const named = own.flatMap((markdown) => [
    ...inlineCode(markdown),
    ...blocks(markdown)
      .filter(({ language }) => language === "mermaid")
      .flatMap(({ code }) => [...code.matchAll(/\[\(?([a-z0-9-]+)/g)].map(([, name = ""]) => name)),
  ]);
  const strange = named.filter(
    (name) => /^(api|bff|apis|network|database|edge|images)-[a-z0-9-]+$/.test(name) && !known.has(name),
  );
  expect(strange).toEqual([]);
});

test("docs/outputs.md has each output of the program, and no other", async () => {
  const stacks = await previews([["prod", "network.nat=true"], ["dev"], ["dev", "edge.mode=domain-mapping"]]);
  const outputs = [...new Set(stacks.flatMap((preview) => Object.keys(preview.outputs)))];
  const rows = [...document("docs/outputs.md").text.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual(outputs.sort());
  const always = rows.filter(([, , when]) => when === "always").map(([, name]) => name);
  expect(always.sort()).toEqual(outputs.filter((name) => stacks.every((preview) => name in preview.outputs)));
});

test("docs/checks.md has the checks there are; if this fails, run: npm run docs", () => {
  const text = readFileSync(CHECKS_DOCUMENT, "utf8");
  expect(text).toBe(withChecks(text));
  expect(text).toContain("| `org-policies` | the organisation's policies |");
});

test("each decision and each runbook is in its list", () => {
  for (const folder of ["docs/decisions", "docs/runbooks"]) {
    const files = readdirSync(join(ROOT, folder)).filter((file) => file !== "README.md");
    expect(
      [...new Set(links(document(`${folder}/README.md`)).filter((link) => !link.startsWith("..")))].sort(),
    ).toEqual(files.sort());
  }
});

test("TypeScript in the documents stands in a snippet, where the compiler reads it", () => {
  const snippets = readdirSync(join(ROOT, "snippets"))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(ROOT, "snippets", file), "utf8"));
  const code = documents.flatMap(blocks).filter(({ language }) => language === "ts" || language === "typescript");
  expect(code.length).toBeGreaterThan(0);
  for (const block of code) expect(snippets.some((snippet) => snippet.includes(block.code))).toBe(true);
});

const offline = documents
  .filter(({ path }) => path.startsWith("docs/runbooks/"))
  .flatMap(blocks)
  .filter(({ language }) => language === "sh")
  .flatMap(({ code }) => code.split("\n").filter(Boolean));

test.each(offline)(
  "runs: %s",
  (line) => {
    const [command = "", ...args] = line.split(/\s+/);
    expect(execFileSync(command, args, { cwd: ROOT, encoding: "utf8" }).length).toBeGreaterThan(500);
  },
  30_000,
);
