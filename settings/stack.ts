import { getProject, getStack, runtime } from "@pulumi/pulumi";
import * as config from "@pulumi/pulumi/runtime/config";
import { readSettings, type StackConfig } from "./read";
import type { Settings } from "./schema";

/** The SDK knows which keys are secret; it only does not declare it. */
const { isConfigSecret } = config as typeof config & { isConfigSecret(key: string): boolean };

/** The running stack's configuration, from wherever Pulumi has it: its file, the CLI, or a test. */
export const stackConfig = (): StackConfig => ({
  project: getProject(),
  stack: getStack(),
  values: runtime.allConfig(),
  isSecret: isConfigSecret,
});

/** The running stack's settings. */
export const readStackSettings = (): Settings => readSettings(stackConfig());
