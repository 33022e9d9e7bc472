import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../../sandbox/workspace";
import { isObject, type Properties } from "../../stand-in-cloud/property-paths";
import { type Deployment, Life } from "../life";
import { program } from "../program";

/** What a state says of where and when it was made, and nothing of what it holds. */
const CIRCUMSTANCES = ["stackTrace", "sourcePosition", "created", "modified", "propertyDependencies"];
const SECRET = "4dabf18193072939515e22adb298388d";

/** The same state with made-up values for its secrets, the same one wherever the same one was. */
function withoutSecrets(value: unknown, madeUp: Map<string, string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, madeUp));
  if (!isObject(value)) return value;
  if (SECRET in value) {
    const plain = String(value.plaintext);
    if (!madeUp.has(plain)) madeUp.set(plain, JSON.stringify(`made-up-${madeUp.size + 1}`));
    return { ...value, plaintext: madeUp.get(plain) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, madeUp)]));
}

/** A state of a stack as a release left it, one resource a line. */
function stateFile({ version, deployment }: { version: number; deployment: Deployment }): string {
  const madeUp = new Map<string, string>();
  const lines = deployment.resources.map((resource) => {
    const kept = Object.entries(resource).filter(([key]) => !CIRCUMSTANCES.includes(key));
    return JSON.stringify(withoutSecrets(Object.fromEntries(kept) as Properties, madeUp));
  });
  const { secrets_providers } = deployment;
  return `{"version":${version},"deployment":{"secrets_providers":${JSON.stringify(secrets_providers)},"resources":[\n${lines.join(",\n")}\n]}}\n`;
}

/** Keeps what this release builds, for later ones to show that they leave it alone. */
async function keep(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  const folder = join(__dirname, version);
  mkdirSync(folder, { recursive: true });
  for (const stack of ["dev", "prod"]) {
    const life = await Life.begin(stack, { program });
    const up = await life.up();
    if (!up.ok) throw new Error(up.output);
    writeFileSync(join(folder, `${stack}.json`), stateFile(await life.workspace.stack.exportStack()));
    copyFileSync(join(REPOSITORY, `Pulumi.${stack}.yaml`), join(folder, `Pulumi.${stack}.yaml`));
    life.end();
  }
}

keep().catch((error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
