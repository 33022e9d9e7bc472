import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { join } from "node:path";
import { PULUMI_VERSION } from "../sandbox/pulumi-cli";
import { type Measured, RUNS } from "./measure";

/** Everything that `npm run bench` finds out. */
export interface Findings {
  program: Record<"own" | "again" | "common" | "empty" | "tenfold", Measured>;
  pack: Record<"own" | "again" | "common", Measured>;
  /** Milliseconds to analyse 100, 1,000 and 10,000 resources. */
  analysis: number[];
  engine: Record<"prod" | "empty", Measured>;
  preview: Measured;
  phases: [string, number][];
  install: { seconds: number; packages: [name: string, mebibytes: number][] };
}

export const COUNTS = [100, 1_000, 10_000] as const;

const seconds = (value: number) => `${value.toFixed(2)} s`;
const size = (value: number) => `${Math.round(value)} MiB`;
const both = (one: Measured) => `${seconds(one.seconds)}, ${size(one.mebibytes)}`;
const ratio = (one: Measured, other: Measured) => one.seconds / other.seconds;

interface Row {
  what: string;
  measured: string;
  against: string;
  target: string;
  held?: boolean;
}

export function rows({ program, pack, analysis, engine, preview }: Findings): Row[] {
  const [, thousand = 0, tenThousand = 0] = analysis;
  const start = ratio(program.own, program.common);
  const packs = ratio(pack.own, pack.common);
  const engines = ratio(engine.prod, engine.empty);
  const growth = tenThousand / thousand / 10;
  const more = program.tenfold.seconds - program.own.seconds;
  return [
    {
      what: "The program's first start under the SDK's runner, prod",
      measured: both(program.own),
      against: `${start.toFixed(2)} of the same with \`import * as gcp\` and types checked (${both(program.common)})`,
      target: "at most 0.30",
      held: start <= 0.3,
    },
    {
      what: "What that first start holds",
      measured: size(program.own.mebibytes),
      against: "",
      target: "under 200 MiB",
      held: program.own.mebibytes < 200,
    },
    {
      what: "Its next start, with the loader's own cache",
      measured: both(program.again),
      against: "ts-node keeps what it compiled, and checks no types a second time, whoever wrote the program",
      target: "under 200 MiB",
      held: program.again.mebibytes < 200,
    },
    {
      what: "An empty program's start",
      measured: both(program.empty),
      against: `the program takes ${ratio(program.own, program.empty).toFixed(1)} times that`,
      target: "none",
    },
    {
      what: "Ten times the resources",
      measured: both(program.tenfold),
      against: `${seconds(more)} more for nine times more of them`,
      target: "none",
    },
    {
      what: "The pack's first start under the SDK's runner",
      measured: both(pack.own),
      against: `${packs.toFixed(2)} of the same in TypeScript, types checked (${both(pack.common)})`,
      target: "at most 0.20",
      held: packs <= 0.2,
    },
    {
      what: "Its next start, with the loader's own cache",
      measured: both(pack.again),
      against: "",
      target: "none",
    },
    {
      what: "Policies and reach over 100, 1,000 and 10,000 resources",
      measured: analysis.map((time) => `${Math.round(time)} ms`).join(", "),
      against: `from 1,000 to 10,000 each resource takes ${growth.toFixed(2)} times as long`,
      target: "linear: at most 1.5",
      held: growth <= 1.5,
    },
    {
      what: "`pulumi preview` with the pack on the stand-in cloud, prod",
      measured: seconds(engine.prod.seconds),
      against: `${engines.toFixed(2)} times an empty program (${seconds(engine.empty.seconds)})`,
      target: "at most 3",
      held: engines <= 3,
    },
    {
      what: "`make preview STACK=prod`, all its processes",
      measured: both(preview),
      against: "",
      target: "under 3 s and 300 MiB",
      held: preview.seconds < 3 && preview.mebibytes < 300,
    },
  ];
}

const table = (head: string[], lines: string[][]) =>
  [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const shown = ({ held }: Row) => (held === undefined ? "" : held ? "yes" : "**no**");

/** Packages that are worth a line. */
const LISTED = 12;

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));

export function markdown(findings: Findings, date: Date): string {
  const { phases, install } = findings;
  const whole = install.packages.reduce((sum, [, mebibytes]) => sum + mebibytes, 0);
  return `# Benchmarks

<!-- Written by \`npm run bench\`, which takes four minutes on two idle cores; no test holds the figures. -->

Medians of ${RUNS} runs, of version ${version}, on ${date.toISOString().slice(0, 10)}: ${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${size(totalmem() / 2 ** 20)}, ${platform()} ${arch()}, Node.js
${process.versions.node}, Pulumi ${PULUMI_VERSION}, load ${loadavg()[0]?.toFixed(1)} at the end. The ratios are of one run on one machine; the seconds are that machine's.
Memory is the most that Node.js processes ever held, added up. A first start is one with nothing cached, as in CI or after a change.

## Against the targets

${table(
  ["what", "measured", "compared", "target", "held"],
  rows(findings).map((row) => [row.what, row.measured, row.against, row.target, shown(row)]),
)}

## Where the time of \`make preview\` goes

${table(
  ["step", "time"],
  phases.map(([step, milliseconds]) => [step, `${milliseconds} ms`]),
)}

Most of it is Pulumi's SDK: it loads the TypeScript compiler and npm's own tree reader for a feature that this program does not use, and nothing short of
another SDK leaves them out. What could be removed is: resource classes are imported one by one, no types are checked, no stack traces are kept, and
one process does it all.

## What the dependencies weigh

\`npm ci\` takes ${seconds(install.seconds)} with npm's cache filled, and ${size(whole)}:

${table(
  ["package", "size"],
  install.packages.slice(0, LISTED).map(([name, mebibytes]) => [name, size(mebibytes)]),
)}

\`@pulumi/gcp\` is most of it, and cannot be had in parts. None of the others is for one use alone: \`zod\` checks the settings, \`tsx\` runs every command,
\`typescript\` and \`@biomejs/biome\` are the gate, \`@swc/core\` and \`jest\` the tests.
`;
}
