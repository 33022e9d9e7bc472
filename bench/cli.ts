import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { reportingErrors } from "../resources/reporting-errors";
import { COUNTS, type Findings, markdown } from "./document";
import { analysis, enginePreview, install, makePreview, packStarts, previewPhases, programStarts } from "./subjects";

async function step<T>(name: string, action: () => Promise<T>): Promise<T> {
  process.stderr.write(`${name} ...\n`);
  return action();
}

/** One after the other: what is measured must have the machine for itself. */
async function bench(): Promise<Findings> {
  return {
    program: await step("programs' starts", programStarts),
    pack: await step("packs' starts", packStarts),
    analysis: await step("policies and reach over many resources", () => analysis(COUNTS)),
    engine: await step("pulumi preview on the stand-in cloud", enginePreview),
    preview: await step("make preview", makePreview),
    phases: await step("its steps", previewPhases),
    install: await step("npm ci", install),
  };
}

reportingErrors(async () => {
  const file = join(__dirname, "..", "docs", "benchmarks.md");
  writeFileSync(file, markdown(await bench(), new Date()));
  process.stderr.write(`Written to ${file}\n`);
});
