import { Command, Option } from "commander";
import { BOOTSTRAP, BOOTSTRAP_FOLDER } from "../bootstrap/program";
import { toJson } from "../cost/json";
import { readConfiguration } from "../policies/verdicts";
import { previewConfig, previewProgram } from "../resources/offline-preview";
import { reportingErrors } from "../resources/reporting-errors";
import { readStackFile } from "../resources/stack-file";
import { document, type PreviewDocument, type Shown } from "./document";
import { printPreview } from "./print";

interface Options {
  program: "main" | "bootstrap";
  stack: string;
  set: string[];
  json?: true;
}

const asJson = (preview: PreviewDocument<Shown>) =>
  `${JSON.stringify({ ...preview, cost: toJson(preview.cost) }, null, 2)}\n`;

const command = new Command("preview")
  .description("Shows what a stack would build: no Pulumi CLI, no account, no cloud.")
  .option("-s, --stack <name>", "stack to show", "dev")
  .option("--set <key=value...>", "change settings for this run only, for example edge.mode=load-balancer", [])
  .addOption(new Option("--program <name>", "which program").choices(["main", "bootstrap"]).default("main"))
  .option("--json", "print one JSON document and nothing else")
  .action(({ program, stack, set, json }: Options) =>
    reportingErrors(async () => {
      const file = readStackFile(stack, set, program === "bootstrap" ? BOOTSTRAP_FOLDER : undefined);
      const preview =
        program === "bootstrap"
          ? document(await previewProgram(file, BOOTSTRAP), readConfiguration(`bootstrap-${stack}`))
          : document(await previewConfig(file));
      process.stdout.write(json ? asJson(preview) : printPreview(preview, file));
      if (preview.policies.some(({ level }) => level === "mandatory")) process.exitCode = 1;
    }),
  );

command.parseAsync();
