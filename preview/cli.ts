import { Command } from "commander";
import { estimate } from "../cost/estimate";
import { toJson } from "../cost/json";
import { previewConfig } from "../resources/offline-preview";
import { reportingErrors } from "../resources/reporting-errors";
import { readStackFile } from "../resources/stack-file";
import { printPreview } from "./print";

interface Options {
  stack: string;
  set: string[];
  json?: true;
}

const command = new Command("preview")
  .description("Shows what a stack would build: no Pulumi CLI, no account, no cloud.")
  .option("-s, --stack <name>", "stack to show", "dev")
  .option("--set <key=value...>", "change settings for this run only, for example edge.mode=load-balancer", [])
  .option("--json", "print one JSON document and nothing else")
  .action(({ stack, set, json }: Options) =>
    reportingErrors(async () => {
      const file = readStackFile(stack, set);
      const preview = await previewConfig(file);
      // Not strict: a region without a price list is no reason not to see the rest.
      const cost = estimate(preview.resources, preview.settings.cost);
      process.stdout.write(
        json ? `${JSON.stringify({ ...preview, cost: toJson(cost) }, null, 2)}\n` : printPreview(preview, file, cost),
      );
    }),
  );

command.parseAsync();
