import { runtime } from "@pulumi/pulumi";
import type { Settings } from "../settings/schema";
import { readStackSettings } from "../settings/stack";
import { mockEngine } from "./offline-monitor";
import type { Inputs, Resource } from "./resource";
import { readStackFile, type StackFile } from "./stack-file";

/** What a stack would be, found without an engine, a provider or an account. */
export interface Preview<S = Settings> {
  project: string;
  stack: string;
  settings: S;
  resources: Resource[];
  outputs: Inputs;
}

/**
 * Runs the program in this process on Pulumi's mocks, with a stack's own settings.
 * It shows what the program asks for; what Google would say to it, only the cloud knows.
 * @param set changes on top of the stack's file, as `key=value`
 * @throws {SettingsError} when the settings are wrong
 * @throws {UserError} when there is no such stack or a change is not well formed
 */
export async function offlinePreview({
  stack,
  set = [],
}: {
  stack: string;
  set?: readonly string[];
}): Promise<Preview> {
  return previewConfig(readStackFile(stack, set));
}

/** A Pulumi program, as far as a preview needs to know it. */
export interface Program<S> {
  /** Reads the settings of the stack that Pulumi's configuration describes. */
  readSettings(): S;
  /** Late, because the resource classes take most of the time to load, and wrong settings need not wait for them. */
  load(): () => Promise<unknown>;
}

const MAIN: Program<Settings> = {
  readSettings: readStackSettings,
  load: () => require("../index") as typeof import("../index"),
};

/** The same for a configuration that does not come from a file. */
export const previewConfig = (file: StackFile): Promise<Preview> => previewProgram(file, MAIN);

/** The same for another program. */
export async function previewProgram<S>(
  { project, stack, values, secretKeys }: StackFile,
  program: Program<S>,
): Promise<Preview<S>> {
  const registered = await mockEngine(project, stack);
  runtime.setAllConfig(values, secretKeys);
  const settings = program.readSettings();
  await withoutTraces(async () => {
    await runtime.runInPulumiStack(program.load());
    await runtime.disconnect();
  });
  return { project, stack, settings, resources: registered.resources.sort(byUrn), outputs: registered.outputs };
}

/** Pulumi notes a stack trace with every promise, which would take most of the time; a program's own error keeps its place. */
async function withoutTraces(run: () => Promise<void>): Promise<void> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    await run();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const byUrn = (a: Resource, b: Resource) => (a.urn < b.urn ? -1 : 1);
