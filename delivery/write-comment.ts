import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { reportingErrors } from "../resources/reporting-errors";
import { comment } from "./comment";
import type { PreviewJson, StackComparison } from "./document";

interface Options {
  base: string;
  head: string;
  cloud: string;
  commit: string;
}

const text = (folder: string, file: string) => {
  const path = join(folder, file);
  return existsSync(path) ? readFileSync(path, "utf8") : "";
};

function preview(folder: string, stack: string): PreviewJson | undefined {
  const json = text(folder, `${stack}.json`);
  try {
    return JSON.parse(json) as PreviewJson;
  } catch {
    return undefined;
  }
}

function comparison(stack: string, { base, head, cloud }: Options): StackComparison {
  const asked = text(cloud, `${stack}.txt`);
  const before = preview(base, stack);
  return {
    stack,
    ...(before && { base: before }),
    head: preview(head, stack) ?? { error: text(head, `${stack}.error`) || "The preview ended without a word." },
    ...(asked && { cloud: { text: asked, failed: text(cloud, `${stack}.code`).trim() !== "0" } }),
  };
}

new Command("write-comment")
  .description("Prints the comment on a pull request, from previews of its base and its head.")
  .argument("<stacks...>", "stacks, in order")
  .requiredOption("--base <folder>", "<stack>.json of the base")
  .requiredOption("--head <folder>", "<stack>.json and <stack>.error of the head")
  .requiredOption("--commit <sha>", "the head's commit")
  .option("--cloud <folder>", "<stack>.txt and <stack>.code of a preview with credentials", "cloud")
  .action((stacks: string[], options: Options) =>
    reportingErrors(async () => {
      process.stdout.write(
        comment(
          options.commit,
          stacks.map((stack) => comparison(stack, options)),
        ),
      );
    }),
  )
  .parseAsync();
