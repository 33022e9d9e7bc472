import { runtime } from "@pulumi/pulumi";
import type { Settings } from "../settings/schema";
import { readStackSettings } from "../settings/stack";
import { mockEngine } from "./offline-monitor";
import type { Inputs, Resource } from "./resource";
import { readStackFile, type StackFile } from "./stack-file";

/** What a stack would be, found without an engine, a provider or an account. */
export interface Preview {
  project: string;
  stack: string;
  settings: Settings;
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

/** The same for a configuration that does not come from a file. */
export async function previewConfig({ project, stack, values, secretKeys }: StackFile): Promise<Preview> {
  const registered = await mockEngine(project, stack);
  runtime.setAllConfig(values, secretKeys);
  const settings = readStackSettings();
  await withoutTraces(async () => {
    await runtime.runInPulumiStack(loadProgram());
    await runtime.disconnect();
  });
  return { project, stack, settings, resources: registered.resources.sort(byUrn), outputs: registered.outputs };
}

/** Late, because the resource classes take most of the time to load, and wrong settings need not wait for them. */
const loadProgram = () => require("../index") as typeof import("../index");

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
