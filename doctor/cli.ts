import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { parse } from "yaml";
import { passed, printFindings, printJson } from "../findings/print";
import { runChecks } from "../findings/run-checks";
import { offlinePreview } from "../resources/offline-preview";
import { reportingErrors } from "../resources/reporting-errors";
import { checks } from "./checks";
import type { Context } from "./checks/check";
import { Cloud, runner } from "./cloud";

interface Options {
  stack: string;
  set: string[];
  skip: string[];
  json?: true;
}

const read = (file: string) => readFileSync(join(__dirname, "..", file), "utf8");
const least = (range: string) => range.replace(/^>=/, "");

/** What the project's own files ask for. */
const versions = (): Context["versions"] => ({
  node: process.versions.node,
  leastNode: least((JSON.parse(read("package.json")) as { engines: { node: string } }).engines.node),
  leastPulumi: least((parse(read("Pulumi.yaml")) as { requiredPulumiVersion: string }).requiredPulumiVersion),
});

const ids = checks.map(({ id, about }) => `  ${id.padEnd(14)}${about}`).join("\n");

const command = new Command("doctor")
  .description("Looks, before the first `up`, for what would stop it half way. Changes nothing.")
  .requiredOption("-s, --stack <name>", "stack that is to be built")
  .option("--set <key=value...>", "change settings for this run only, for example edge.mode=load-balancer", [])
  .option("--skip <id...>", "checks not to run", [])
  .option("--json", "print one JSON document and nothing else")
  .addHelpText("after", `\nChecks:\n${ids}`)
  .action(({ stack, set, skip, json }: Options) =>
    reportingErrors(async () => {
      const { settings, resources } = await offlinePreview({ stack, set });
      const context = { settings, resources, cloud: new Cloud(runner()), versions: versions(), env: process.env };
      const findings = await runChecks(checks, context, skip);
      process.stdout.write(
        json
          ? printJson(stack, findings)
          : printFindings(`doctor · stack ${stack} · project ${settings.project}`, findings),
      );
      if (!passed(findings)) process.exitCode = 1;
    }),
  );

command.parseAsync();
