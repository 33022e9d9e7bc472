import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LocalWorkspace, type PulumiCommand, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { parseDocument } from "yaml";
import type { StandInCloud } from "../tests/stand-in-cloud/cloud";
import { serve } from "../tests/stand-in-cloud/provider";
import { pulumiCli } from "./pulumi-cli";

export const REPOSITORY = join(__dirname, "..");
const PROJECT = "piloto-de-vendas";

export interface WorkspaceOptions {
  stack: string;
  /** Holds the state, the stack's settings and Pulumi's home. */
  directory: string;
  cloud: StandInCloud;
  /** Runs in this process; without it the engine starts the repository's program as it does for a user. */
  program?: PulumiFn;
  /** Settings that differ from the stack's own, such as `edge.mode=run-url`. */
  set?: string[];
  passphrase?: string;
}

export interface Workspace {
  stack: Stack;
  cloud: StandInCloud;
  /** Where `pulumi` is run. */
  directory: string;
  /** With which `pulumi` is run. */
  environment: Record<string, string>;
  pulumi: PulumiCommand;
  /** Changes settings of the stack, as an edit of `Pulumi.<stack>.yaml` does. */
  set(...changes: string[]): void;
  close(): void;
}

/** The real engine on the stand-in cloud, with the repository's program and a state of its own. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { cloud, program, passphrase = "stand-in" } = options;
  const directory = join(options.directory, "program");
  const state = join(options.directory, "state");
  mkdirSync(state, { recursive: true });
  layOut(directory);
  const [cli, provider] = await Promise.all([pulumiCli(), serve(cloud)]);
  const environment = {
    PATH: cli.path,
    // Without the notes that a state in files has beside it: an engine that is killed leaves them half written.
    PULUMI_BACKEND_URL: `file://${state}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_DEBUG_PROVIDERS: provider.attach,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(options.directory, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const workspaceOptions = { workDir: directory, envVars: environment, pulumiCommand: cli.command };
  try {
    const stack = program
      ? await LocalWorkspace.createOrSelectStack(
          { stackName: options.stack, projectName: PROJECT, program },
          workspaceOptions,
        )
      : await LocalWorkspace.createOrSelectStack({ stackName: options.stack, workDir: directory }, workspaceOptions);
    const set = (...changes: string[]) => changeSettings(join(directory, `Pulumi.${options.stack}.yaml`), changes);
    set(...(options.set ?? []));
    return { stack, cloud, directory, environment, pulumi: cli.command, set, close: provider.stop };
  } catch (error) {
    provider.stop();
    throw error;
  }
}

/** The repository as the engine needs it; the stack files are copies, because the engine writes into them. */
function layOut(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(REPOSITORY)) {
    if (name.startsWith(".")) continue;
    const target = join(directory, name);
    if (/^Pulumi(\.[\w-]+)?\.yaml$/.test(name)) {
      if (!existsSync(target)) cpSync(join(REPOSITORY, name), target);
    } else {
      rmSync(target, { force: true });
      symlinkSync(join(REPOSITORY, name), target);
    }
  }
}

function changeSettings(file: string, changes: string[]): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  for (const change of changes) {
    const [, path = "", value = ""] = /^([^=]+)=(.*)$/s.exec(change) ?? [];
    const [section = "", ...rest] = path.split(".");
    const key = section.includes(":") ? section : `${PROJECT}:${section}`;
    const target = ["config", key, ...rest];
    if (value === "") document.deleteIn(target);
    else document.setIn(target, parseDocument(value).toJS());
  }
  writeFileSync(file, document.toString());
}
