import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { adoptPending, type ExportedState } from "./adopt-pending";

function pair(text: string, pairs: Map<string, string>): Map<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError("Give each as URN=ID.");
  return pairs.set(text.slice(0, at), text.slice(at + 1));
}

new Command("adopt-pending")
  .description(
    "After a killed `pulumi up`: reads a state from `pulumi stack export`, settles the creations that were under way, and writes a state for `pulumi stack import`.",
  )
  .argument("[URN=ID...]", "what was made after all, with its id in the cloud", pair, new Map<string, string>())
  .action((ids: Map<string, string>) => {
    try {
      const state: ExportedState = JSON.parse(readFileSync(0, "utf8"));
      process.stdout.write(`${JSON.stringify(adoptPending(state, ids), null, 2)}\n`);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
      process.exitCode = 1;
    }
  })
  .parse();
