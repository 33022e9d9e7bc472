import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes the types of the installed provider that take labels: those whose outputs repeat them as `pulumiLabels`.
 * Run `npm run policies:labelable` after an upgrade of the provider; a test compares the file with the provider.
 */
export function labelableTypes(): string[] {
  const root = dirname(require.resolve("@pulumi/gcp/package.json"));
  const modules = readdirSync(root, { withFileTypes: true }).filter(
    (each) => each.isDirectory() && each.name !== "types",
  );
  return modules
    .flatMap(({ name }) => readdirSync(join(root, name)).map((file) => join(root, name, file)))
    .filter((file) => file.endsWith(".d.ts") && /readonly pulumiLabels\b/.test(readFileSync(file, "utf8")))
    .flatMap(
      (file) => /__pulumiType = '([^']+)'/.exec(readFileSync(file.replace(/\.d\.ts$/, ".js"), "utf8"))?.[1] ?? [],
    )
    .sort();
}

if (require.main === module) {
  writeFileSync(join(__dirname, "labelable.json"), `${JSON.stringify(labelableTypes(), null, 2)}\n`);
}
