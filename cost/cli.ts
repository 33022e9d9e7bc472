import { Command, InvalidArgumentError, Option } from "commander";
import { reportingErrors } from "../resources/reporting-errors";
import { adviceFor } from "./advice";
import { compare, parseVariant, printComparison, QUESTIONS, type Variant } from "./compare";
import { diffMarkdown } from "./diff";
import { CostError } from "./engine";
import { toJson } from "./json";
import { SCENARIOS, type Scenario } from "./line";
import { printAdvice, printCost, printLines } from "./print";
import { fromFile, fromStack, open, type SourceOptions } from "./source";

const collect = (value: string, all: string[]): string[] => [...all, value];
const variant = (text: string, all: Variant[]): Variant[] => {
  try {
    return [...all, parseVariant(text)];
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
};

const stack = () => new Option("--stack <name>", "stack to price, from its file");
const from = () =>
  new Option(
    "--from <file>",
    "price a pulumi preview --json, a pulumi stack export, a preview of this program, or a list [{type, name, inputs, usage?}]; - reads standard input",
  );
const set = () =>
  new Option("--set <key=value>", "setting on top of the stack's file").argParser(collect).default([], "none");
const scenario = () => new Option("--scenario <name>", "only this scenario").choices(SCENARIOS);
const region = () => new Option("--region <region>", "region of resources in a file that name none");
const json = () => new Option("--json", "as JSON");

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

const program = new Command("cost")
  .description("What a stack costs in a month, before it exists.")
  .enablePositionalOptions()
  .showHelpAfterError();

program
  .addOption(stack())
  .addOption(from())
  .addOption(set())
  .addOption(scenario())
  .addOption(region())
  .addOption(json())
  .action(async (options: SourceOptions & { scenario?: Scenario; json?: true }) => {
    const source = await open(options);
    const report = source.price();
    if (options.json) return write(asJson({ source: source.title, ...toJson(report, options.scenario) }));
    const advice = source.advisable ? adviceFor(source.resources, report, source.price) : [];
    write(
      [printCost(report, source.cost.exchange), printLines(report, options.scenario ?? "expected"), printAdvice(advice)]
        .filter((part) => part !== "")
        .join("\n\n"),
    );
  });

program
  .command("compare")
  .description("The choices that move the bill, or two or more variants of one's own.")
  .addOption(stack().default("prod"))
  .addOption(set())
  .addOption(
    new Option("--variant <variant>", '"name: key=value, key=value"; stack=NAME takes another stack')
      .argParser(variant)
      .default([], "none"),
  )
  .addOption(json())
  .action(async (options: { stack: string; set: string[]; variant: Variant[]; json?: true }) => {
    if (options.variant.length === 1) throw new CostError(["--variant: two or more are needed to compare"]);
    const questions = options.variant.length > 0 ? [{ question: "", variants: options.variant }] : QUESTIONS;
    const result = await compare(questions, options.stack, options.set, async (name, changes) => {
      const { resources, cost, region: where } = await fromStack(name, changes);
      return { resources, cost, region: where ?? "" };
    });
    if (!options.json) return write(printComparison(result));
    write(
      asJson(
        result.map(({ question, variants }) => ({
          question,
          variants: variants.map(({ variant: { name, set: changes }, report }) => ({
            name,
            set: changes,
            scenarios: toJson(report).scenarios,
          })),
        })),
      ),
    );
  });

program
  .command("diff")
  .description("What a change costs, as Markdown for a pull request.")
  .requiredOption("--base <file>", "what there is: a file as --from takes it")
  .addOption(stack())
  .addOption(from())
  .addOption(set())
  .addOption(scenario())
  .addOption(region())
  .action(async (options: SourceOptions & { base: string; scenario?: Scenario }) => {
    const after = await open(options);
    const before = fromFile(options.base, after.cost, options.region);
    write(diffMarkdown(before.price(), after.price(), options.scenario));
  });

reportingErrors(() => program.parseAsync());
