import { Command } from "commander";
import { readResources } from "../resources/from-file";
import { offlinePreview } from "../resources/offline-preview";
import { reportingErrors } from "../resources/reporting-errors";
import { reachMap } from "./map";
import { printReach } from "./print";
import { isBroken } from "./way";

interface Options {
  stack: string;
  set: string[];
  from?: string;
  json?: true;
}

const command = new Command("reach")
  .description(
    "Shows who can reach what in a stack, and why: yes or no for each pair, and whether that is as promised.",
  )
  .option("-s, --stack <name>", "stack to show", "dev")
  .option("--set <key=value...>", "change settings for this run only, for example edge.mode=load-balancer", [])
  .option(
    "--from <file>",
    "read `pulumi stack export`, `pulumi preview --json` or a list of resources instead (- for standard input)",
  )
  .option("--json", "print one JSON document and nothing else")
  .action(({ stack, set, from, json }: Options) =>
    reportingErrors(async () => {
      const { resources } = from === undefined ? await offlinePreview({ stack, set }) : readResources(from);
      const reach = reachMap(resources);
      process.stdout.write(json ? `${JSON.stringify({ reach }, null, 2)}\n` : `${printReach(reach)}\n`);
      if (reach.some(isBroken)) process.exitCode = 1;
    }),
  );

command.parseAsync();
