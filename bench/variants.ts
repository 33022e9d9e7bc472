import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..");

/** The same folder with some files of its own, and everything else linked. */
export function variantOf(folder: string, files: Record<string, string>): string {
  const variant = mkdtempSync(join(tmpdir(), "bench-variant-"));
  process.on("exit", () => rmSync(variant, { recursive: true }));
  for (const name of readdirSync(folder))
    if (!(name in files) && !name.startsWith(".")) symlinkSync(join(folder, name), join(variant, name));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(variant, name), text);
  return variant;
}

const configuration = JSON.parse(readFileSync(join(REPOSITORY, "tsconfig.json"), "utf8"));
const typesChecked = JSON.stringify({
  ...configuration,
  compilerOptions: { ...configuration.compilerOptions, noCheck: false, types: ["node"] },
});

/** Programs beside this repository's own, to measure it against. `main.ts` is the repository's. */
export const programs = {
  empty: { "index.ts": "export = async () => ({});\n" },
  /** As most programs are written: the whole of the provider's SDK, and types checked at every start. */
  common: {
    "main.ts": "",
    "index.ts": `import * as gcp from "@pulumi/gcp";\nimport program = require("./main");\nvoid gcp.compute.Network;\nexport = program;\n`,
    "tsconfig.json": typesChecked,
  },
  tenfold: {
    "main.ts": "",
    "index.ts": `import program = require("./main");\nexport = async () => {\n  for (let i = 0; i < 10; i++) await program();\n};\n`,
  },
} satisfies Record<string, Record<string, string>>;

export function programFolder(name: keyof typeof programs): string {
  const files: Record<string, string> = { ...programs[name] };
  const main = readFileSync(join(REPOSITORY, "index.ts"), "utf8");
  if ("main.ts" in files) files["main.ts"] = main;
  return variantOf(REPOSITORY, files);
}

/** The pack as most packs are written: TypeScript that the runner checks at every start. */
export function commonPackFolder(): string {
  const policies = join(REPOSITORY, "policies");
  const folder = variantOf(REPOSITORY, {});
  const pack = variantOf(policies, {
    "index.ts": `import * as gcp from "@pulumi/gcp";\nimport { servePack } from "./pack";\nvoid gcp.compute.Network;\nservePack();\n`,
    "package.json": JSON.stringify({ name: "common-pack", version: "1.0.0", main: "index.ts" }),
    "PulumiPolicy.yaml": "runtime: nodejs\n",
    "tsconfig.json": typesChecked,
  });
  symlinkSync(join(folder, "node_modules"), join(pack, "node_modules"));
  return pack;
}
