import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Time and memory of one thing done. */
export interface Measured {
  seconds: number;
  /** Most memory that its Node.js processes ever held, added up, in MiB. */
  mebibytes: number;
}

export const RUNS = 5;

/** The middle ones, by time and by memory: one disturbed run changes neither. */
function middle(all: Measured[]): Measured {
  const of = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    seconds: of(all.map(({ seconds }) => seconds)),
    mebibytes: of(all.map(({ mebibytes }) => mebibytes)),
  };
}

export const median = async (run: () => Promise<Measured>): Promise<Measured> =>
  (await alternately({ only: run })).only;

/** Several things in turn, again and again, so that whatever else the machine does falls on all of them. */
export async function alternately<K extends string>(
  subjects: Record<K, () => Promise<Measured>>,
): Promise<Record<K, Measured>> {
  const names = Object.keys(subjects) as K[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, Measured[]>;
  for (let i = 0; i < RUNS; i++) for (const name of names) found[name].push(await subjects[name]());
  return Object.fromEntries(names.map((name) => [name, middle(found[name])])) as Record<K, Measured>;
}

/** Measures what starts Node.js processes with the environment it is given. */
export async function measured(run: (environment: Record<string, string>) => Promise<unknown>): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const peaks = join(folder, "peaks");
  writeFileSync(peaks, "");
  const begin = process.hrtime.bigint();
  try {
    await run({ NODE_OPTIONS: `--require ${join(__dirname, "peak.cjs")}`, PEAK_FILE: peaks });
    const seconds = secondsSince(begin);
    const kibibytes = readFileSync(peaks, "utf8")
      .split("\n")
      .reduce((sum, line) => sum + Number(line), 0);
    return { seconds, mebibytes: kibibytes / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const secondsSince = (begin: bigint) => Number(process.hrtime.bigint() - begin) / 1e9;

interface Where {
  cwd: string;
  env?: Record<string, string>;
}

/** A command to its end. @returns what it printed */
export function command(name: string, args: string[], { cwd, env = {} }: Where): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(stdout) : reject(new Error(`${name} ${args.join(" ")}: ${code}\n${stdout}${stderr}`)),
    );
  });
}

/** How long a server takes to say where it is; it is ended then. */
export async function untilReady(name: string, args: string[], { cwd, env = {} }: Where): Promise<Measured> {
  const begin = process.hrtime.bigint();
  const child = spawn(name, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", (code) => reject(new Error(`${name} ${args.join(" ")} ended with ${code}`)));
  });
  const seconds = secondsSince(begin);
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
  child.removeAllListeners("exit");
  child.kill();
  await new Promise((resolve) => child.once("close", resolve));
  return { seconds, mebibytes: Number(peak) / 1024 };
}
