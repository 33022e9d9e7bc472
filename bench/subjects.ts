import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verdicts } from "../policies/verdicts";
import { reachMap } from "../reach/map";
import { offlinePreview } from "../resources/offline-preview";
import type { Resource } from "../resources/resource";
import { readStackFile } from "../resources/stack-file";
import { Life } from "../tests/e2e/life";
import { runUnderRealRunner } from "../tests/program/engine-stub";
import { copies } from "./copies";
import type { Findings } from "./document";
import { alternately, command, measured, median, secondsSince, untilReady } from "./measure";
import { commonPackFolder, programFolder } from "./variants";

const REPOSITORY = join(__dirname, "..");
const PACK = join(REPOSITORY, "sandbox", "policy-pack");
const CONFIGURATION = join(REPOSITORY, "policies", "config", "prod.json");

/** As on a machine of CI, or after a change: what the loaders keep from one start to the next is not used. */
const FIRST = { TS_NODE_CACHE: "false", TSX_DISABLE_CACHE: "1" };

/** Programs under the SDK's own runner, until they have asked an engine for everything. */
export function programStarts(): Promise<Findings["program"]> {
  const start = (folder: string | undefined, kept: Record<string, string>) => () =>
    measured(async (environment) => {
      const { code, log } = await runUnderRealRunner(readStackFile("prod"), folder, { ...environment, ...kept });
      if (code !== 0) throw new Error(log.join(""));
    });
  return alternately({
    own: start(undefined, FIRST),
    again: start(undefined, {}),
    common: start(programFolder("common"), FIRST),
    empty: start(programFolder("empty"), FIRST),
    tenfold: start(programFolder("tenfold"), FIRST),
  });
}

const RUN_PACK = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");

/** Packs under the SDK's own runner, until they say where they listen. */
export function packStarts(): Promise<Findings["pack"]> {
  const start = (cwd: string, kept: Record<string, string>) => () =>
    untilReady(process.execPath, [RUN_PACK, "127.0.0.1:1", "."], { cwd, env: kept });
  const own = join(REPOSITORY, "policies");
  return alternately({
    own: start(own, FIRST),
    again: start(own, {}),
    common: start(commonPackFolder(), FIRST),
  });
}

/** Policies and reach over copies of prod. @returns milliseconds by number of resources */
export async function analysis(counts: readonly number[]): Promise<number[]> {
  const { resources } = await offlinePreview({ stack: "prod" });
  const once = (many: Resource[]) => {
    const begin = process.hrtime.bigint();
    verdicts(many, {});
    reachMap(many);
    return secondsSince(begin) * 1000;
  };
  once(copies(resources, 10));
  return counts.map((count) => {
    const many = copies(resources, Math.max(1, Math.round(count / resources.length)));
    const times = [once(many), once(many), once(many)].sort((a, b) => a - b);
    return ((times[1] ?? 0) * count) / many.length;
  });
}

/** `pulumi preview` with the pack, on the stand-in cloud: of prod, and of a program that asks for nothing. */
export async function enginePreview(): Promise<Findings["engine"]> {
  const life = await Life.begin("prod");
  writeFileSync(join(life.workspace.directory, "empty.ts"), "export = async () => ({});\n");
  const flags = ["--policy-pack", PACK, "--policy-pack-config", CONFIGURATION, "--stack", "prod"];
  const preview = (main: string) => () => {
    life.runs(main);
    return measured(async () => {
      const { code, output } = await life.pulumi("preview", ...flags);
      if (code !== 0) throw new Error(output);
    });
  };
  try {
    return await alternately({ prod: preview("index.ts"), empty: preview("empty.ts") });
  } finally {
    life.end();
  }
}

/** `make preview STACK=prod`, after install. */
export const makePreview = (): Promise<Findings["preview"]> =>
  median(() => measured((env) => command("make", ["preview", "STACK=prod"], { cwd: REPOSITORY, env })));

/** Where the time of that goes. */
export async function previewPhases(): Promise<Findings["phases"]> {
  const args = ["--require", "tsx/cjs", join("bench", "phases.ts"), "prod"];
  return JSON.parse(await command(process.execPath, args, { cwd: REPOSITORY }));
}

/** `npm ci` into an empty folder, from npm's own cache where it has them. */
export async function install(): Promise<Findings["install"]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-install-"));
  try {
    for (const name of ["package.json", "package-lock.json"]) cpSync(join(REPOSITORY, name), join(folder, name));
    const { seconds } = await measured((env) =>
      command("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder, env }),
    );
    const listed = await command("du", ["-k", "-d", "2", "node_modules"], { cwd: folder });
    const sizes = listed.split("\n").flatMap((line) => {
      const [, size, name] = /^(\d+)\s+node_modules\/(@[^/]+\/[^/]+|[^@/.][^/]*)$/.exec(line) ?? [];
      return name ? [[name, Number(size) / 1024] as [string, number]] : [];
    });
    return { seconds, packages: sizes.sort(([, a], [, b]) => b - a) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
