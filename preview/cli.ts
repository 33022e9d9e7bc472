import { Command } from "commander";
import { toJson } from "../cost/json";
import { previewConfig } from "../resources/offline-preview";
import { reportingErrors } from "../resources/reporting-errors";
import { readStackFile } from "../resources/stack-file";
import { document, type PreviewDocument } from "./document";
import { printPreview } from "./print";

interface Options {
  stack: string;
  set: string[];
  json?: true;
}

const asJson = (preview: PreviewDocument) => `${JSON.stringify({ ...preview, cost: toJson(preview.cost) }, null, 2)}\n`;

const command = new Command("preview")
  .description("Shows what a stack would build: no Pulumi CLI, no account, no cloud.")
  .option("-s, --stack <name>", "stack to show", "dev")
  .option("--set <key=value...>", "change settings for this run only, for example edge.mode=load-balancer", [])
  .option("--json", "print one JSON document and nothing else")
  .action(({ stack, set, json }: Options) =>
    reportingErrors(async () => {
      const file = readStackFile(stack, set);
      const preview = document(await previewConfig(file));
      process.stdout.write(json ? asJson(preview) : printPreview(preview, file));
      if (preview.policies.some(({ level }) => level === "mandatory")) process.exitCode = 1;
    }),
  );

command.parseAsync();
