import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { adviceFor } from "../cost/advice";
import { ceilingVerdict } from "../cost/ceiling";
import { compare, QUESTIONS } from "../cost/compare";
import { fromStack } from "../cost/source";
import { readConfiguration, verdicts } from "../policies/verdicts";
import { reachMap } from "../reach/map";
import { reportingErrors } from "../resources/reporting-errors";
import { page } from "./page";

const program = new Command("report")
  .description("One self-contained HTML page of a stack: architecture, reach, cost, comparison, verdicts.")
  .requiredOption("--stack <name>", "stack to show, from its file")
  .option(
    "--set <key=value>",
    "setting on top of the stack's file",
    (value: string, all: string[]) => [...all, value],
    [] as string[],
  )
  .option("--out <file>", "file to write; standard output unless given")
  .action(async ({ stack, set, out }: { stack: string; set: string[]; out?: string }) => {
    const source = await fromStack(stack, set);
    const cost = source.price();
    const comparisons = await compare(QUESTIONS, stack, set, async (name, changes) => {
      const { resources, cost: assumptions, region = "" } = await fromStack(name, changes);
      return { resources, cost: assumptions, region };
    });
    const text = page({
      stack,
      resources: source.resources,
      cost,
      exchange: source.cost.exchange,
      ceiling: ceilingVerdict(source.resources, source.cost),
      comparisons,
      advice: adviceFor(source.resources, cost, source.price),
      reach: reachMap(source.resources),
      verdicts: verdicts(source.resources, readConfiguration(stack)),
    });
    if (out === undefined) process.stdout.write(text);
    else writeFileSync(out, text);
  });

reportingErrors(() => program.parseAsync());
