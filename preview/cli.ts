import { Command } from "commander";
import { previewConfig } from "../resources/offline-preview";
import { readStackFile } from "../resources/stack-file";
import { reportingErrors } from "./errors";
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
      process.stdout.write(json ? `${JSON.stringify(preview, null, 2)}\n` : printPreview(preview, file));
    }),
  );

command.parseAsync();
