// What `npm run preview` does, step by step, each with its time; started as that is. Prints JSON.
const since = () => Math.round(performance.now());
const phases: [string, number][] = [["Node.js and the TypeScript loader", since()]];
const step = async (name: string, action: () => unknown) => {
  const begin = performance.now();
  await action();
  phases.push([name, Math.round(performance.now() - begin)]);
};

async function run(stack: string): Promise<void> {
  await step("load Pulumi's SDK", () => require("@pulumi/pulumi"));
  await step("load the settings, and read the stack's", () => require("../settings/schema"));
  await step("load the program and the resource classes it uses", () => require("../index"));
  await step("load policies, reach, cost and print", () => [
    require("../preview/document"),
    require("../preview/print"),
  ]);
  const { previewConfig } = require("../resources/offline-preview") as typeof import("../resources/offline-preview");
  const { readStackFile } = require("../resources/stack-file") as typeof import("../resources/stack-file");
  const { document } = require("../preview/document") as typeof import("../preview/document");
  const { printPreview } = require("../preview/print") as typeof import("../preview/print");
  const file = readStackFile(stack);
  let preview: Awaited<ReturnType<typeof previewConfig>> | undefined;
  await step("run the program on mocks", async () => {
    preview = await previewConfig(file);
  });
  if (!preview) throw new Error("no preview");
  const shown = preview;
  await step("judge, map, price and print it", () => printPreview(document(shown), file));
  process.stdout.write(JSON.stringify(phases));
}

run(process.argv[2] ?? "prod");
