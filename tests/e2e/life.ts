import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent, PreviewOptions, PulumiFn } from "@pulumi/pulumi/automation";
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

  preview = (options: PreviewOptions = {}) => this.run((seen) => this.workspace.stack.preview({ ...options, ...seen }));
  up = (options: PreviewOptions = {}) => this.run((seen) => this.workspace.stack.up({ ...options, ...seen }));
  refresh = (options: { expectNoChanges?: boolean } = {}) =>
    this.run((seen) => this.workspace.stack.refresh({ ...options, ...seen }));
  previewRefresh = (options: { expectNoChanges?: boolean } = {}) =>
    this.run((seen) => this.workspace.stack.previewRefresh({ ...options, ...seen }));
  destroy = () => this.run((seen) => this.workspace.stack.destroy({ ...seen }));

  async export(): Promise<Deployment> {
    return (await this.workspace.stack.exportStack()).deployment;
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
