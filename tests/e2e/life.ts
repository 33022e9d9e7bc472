import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type PreviewOptions,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { openWorkspace, type Workspace } from "../../sandbox/workspace";
import { type CloudSnapshot, StandInCloud } from "../stand-in-cloud/cloud";
import { addByHand } from "../stand-in-cloud/made-by-hand";

/** One thing that the engine does, or would do, to a resource; what stays the same is not a step. */
export interface Step {
  op: string;
  type: string;
  name: string;
  urn: string;
  /** Paths of the properties that differ. */
  paths: string[];
}

export interface Outcome {
  ok: boolean;
  steps: Step[];
  /** Everything that the user sees. */
  output: string;
  events: EngineEvent[];
}

export interface Deployment {
  /** How its secrets are encrypted. */
  secrets_providers?: object;
  resources: {
    urn: string;
    type: string;
    id?: string;
    custom: boolean;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    protect?: boolean;
    delete?: boolean;
  }[];
  pending_operations?: { resource: { urn: string; type: string; inputs?: Record<string, unknown> }; type: string }[];
}

export interface LifeOptions {
  program?: PulumiFn;
  set?: string[];
}

interface Snapshot {
  state: string;
  cloud: CloudSnapshot;
}

const open = new Set<Life>();

/** A program that the engine gave up on goes on talking to it for a while, and nobody waits for the answers. */
process.on("unhandledRejection", (error) => {
  if (!/Resource monitor is terminating|Cancelled|UNAVAILABLE|CANCELLED/.test(String(error))) throw error;
});

/** Ends what a failed test left running. */
export function endAll(): void {
  for (const life of open) life.end();
}

/** A stack from its first preview to its end, on the real engine and the stand-in cloud. */
export class Life {
  /** All that was ever printed: no secret may be in it. */
  private transcript = "";
  private launched: Stack | undefined;

  private constructor(
    readonly workspace: Workspace,
    readonly directory: string,
    readonly stackName: string,
  ) {}

  static async begin(stackName: string, { program, set = [] }: LifeOptions = {}): Promise<Life> {
    const directory = mkdtempSync(join(tmpdir(), "stack-life-"));
    const cloud = new StandInCloud();
    const workspace = await openWorkspace({ stack: stackName, directory, cloud, program, set });
    addByHand(cloud, `piloto-de-vendas-${stackName}`);
    withoutLooking(workspace.stack);
    const life = new Life(workspace, directory, stackName);
    open.add(life);
    return life;
  }

  get cloud(): StandInCloud {
    return this.workspace.cloud;
  }

  set(...changes: string[]): void {
    this.workspace.set(...changes);
  }

  /** Puts another program in the place of the repository's. */
  runs(main: string): void {
    const file = join(this.workspace.directory, "Pulumi.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/^main: .*$/m, `main: ${main}`));
  }

  preview = (options: PreviewOptions = {}) => this.run((seen) => this.workspace.stack.preview({ ...options, ...seen }));
  up = (options: PreviewOptions = {}) => this.run((seen) => this.workspace.stack.up({ ...options, ...seen }));
  /** Started as a user starts it, with the SDK's own runner: a program that fails cannot disturb the next. */
  upAsUser = async () => {
    const { directory, environment, pulumi } = this.workspace;
    this.launched ??= withoutLooking(
      await LocalWorkspace.selectStack(
        { stackName: this.stackName, workDir: directory },
        { envVars: environment, pulumiCommand: pulumi },
      ),
    );
    const { launched } = this;
    return this.run((seen) => launched.up(seen));
  };
  refresh = (options: { expectNoChanges?: boolean } = {}) =>
    this.run((seen) => this.workspace.stack.refresh({ ...options, ...seen }));
  previewRefresh = (options: { expectNoChanges?: boolean } = {}) =>
    this.run((seen) => this.workspace.stack.previewRefresh({ ...options, ...seen }));
  destroy = () => this.run((seen) => this.workspace.stack.destroy({ ...seen }));

  /** `pulumi`, as a user starts it; the whole of it can be killed. */
  start(...args: string[]): ChildProcess {
    const { pulumi, directory, environment } = this.workspace;
    return spawn(pulumi.command, [...args, "--non-interactive"], {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** `pulumi`, to its end. */
  async pulumi(...args: string[]): Promise<{ code: number | null; output: string; stdout: string }> {
    const child = this.start(...args);
    const said = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream]?.on("data", (data) => {
        said[stream] += data;
      });
    await once(child, "close");
    const output = said.stdout + said.stderr;
    this.transcript += output;
    return { code: child.exitCode, output, stdout: said.stdout };
  }

  async export(): Promise<Deployment> {
    const { resources = [], ...rest } = (await this.workspace.stack.exportStack()).deployment;
    return { resources, ...rest };
  }

  /** The state and the cloud as they are now, to come back to. */
  save(): Snapshot {
    const state = mkdtempSync(join(this.directory, "saved-"));
    cpSync(join(this.directory, "state"), state, { recursive: true });
    return { state, cloud: this.cloud.save() };
  }

  restore({ state, cloud }: Snapshot): void {
    rmSync(join(this.directory, "state"), { recursive: true });
    cpSync(state, join(this.directory, "state"), { recursive: true });
    this.cloud.restore(cloud);
  }

  /** Ends everything that was started. @returns where a secret's plain value was found: nowhere, it is hoped */
  end(): string[] {
    open.delete(this);
    this.workspace.close();
    const places = [
      { place: "the output", text: this.transcript },
      ...filesIn(this.directory).map((file) => ({ place: file, text: readFileSync(file, "utf8") })),
    ];
    rmSync(this.directory, { recursive: true, force: true });
    const secrets = [...this.cloud.secrets];
    return places.flatMap(({ place, text }) => (secrets.some((secret) => text.includes(secret)) ? [place] : []));
  }

  private async run(
    operation: (seen: {
      onEvent: (event: EngineEvent) => void;
      onOutput: (text: string) => void;
      color: "never";
      suppressProgress: boolean;
    }) => Promise<unknown>,
  ): Promise<Outcome> {
    const events: EngineEvent[] = [];
    let output = "";
    let ok = true;
    try {
      await operation({
        onEvent: (event) => events.push(event),
        onOutput: (text) => {
          output += text;
        },
        color: "never",
        suppressProgress: true,
      });
    } catch (error) {
      ok = false;
      output += String(error);
    }
    // Debug events stay on the machine, and say more than anybody is shown.
    const shown = events.filter(({ diagnosticEvent }) => String(diagnosticEvent?.severity) !== "debug");
    this.transcript += output + JSON.stringify(shown);
    return { ok, steps: stepsOf(events), output, events };
  }
}

/** After each `up` the SDK asks for outputs and history, in three more processes: nobody here looks at them. */
function withoutLooking(stack: Stack): Stack {
  return Object.assign(stack, { outputs: async () => ({}), info: async () => undefined });
}

function stepsOf(events: EngineEvent[]): Step[] {
  return events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
    // A refresh knows what differs only once it has looked.
    const refreshed = resOutputsEvent?.metadata.op === "refresh" || resOutputsEvent?.metadata.op === undefined;
    const metadata = resourcePreEvent?.metadata ?? (refreshed ? resOutputsEvent?.metadata : undefined);
    if (!metadata || metadata.op === "same" || metadata.op === "refresh" || metadata.op === "read") return [];
    const { op, urn, type, detailedDiff } = metadata;
    return [{ op, urn, type, name: urn.split("::").slice(3).join("::"), paths: Object.keys(detailedDiff ?? {}) }];
  });
}

function filesIn(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
