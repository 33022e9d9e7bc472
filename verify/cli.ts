import { Command } from "commander";
import { passed, printFindings, printJson } from "../findings/print";
import { runChecks } from "../findings/run-checks";
import { reportingErrors } from "../resources/reporting-errors";
import { readStackFile } from "../resources/stack-file";
import { readSettings } from "../settings/read";
import { checks } from "./checks";
import { readOutputs } from "./outputs";
import { target } from "./target";
import { world } from "./world";

interface Options {
  stack: string;
  outputs?: string;
  skip: string[];
  rateLimit?: true;
  json?: true;
}

const ids = checks.map(({ id, about }) => `  ${id.padEnd(18)}${about}`).join("\n");

const command = new Command("verify")
  .description("Asks the world, after an `up`, whether the stack is what its settings promise. Changes nothing.")
  .requiredOption("-s, --stack <name>", "stack to look at")
  .option("--outputs <file>", "its outputs as JSON, `-` for standard input; asks the Pulumi CLI when absent")
  .option("--skip <id...>", "checks not to run", [])
  .option("--rate-limit", "send requests until the rate limit answers (2,000 at most)")
  .option("--json", "print one JSON document and nothing else")
  .addHelpText("after", `\nChecks:\n${ids}`)
  .action(({ stack, outputs, skip, rateLimit, json }: Options) =>
    reportingErrors(async () => {
      const { secretKeys, ...file } = readStackFile(stack);
      const settings = readSettings({ ...file, isSecret: (key) => secretKeys.includes(key) });
      const context = {
        target: target(settings, await readOutputs(stack, outputs)),
        world: world(),
        tryRateLimit: rateLimit === true,
      };
      const findings = await runChecks(checks, context, skip).finally(context.world.close);
      process.stdout.write(
        json ? printJson(stack, findings) : printFindings(`verify · stack ${stack} · ${context.target.url}`, findings),
      );
      if (!passed(findings)) process.exitCode = 1;
    }),
  );

command.parseAsync();
