import { parse } from "yaml";
import { readResources } from "../resources/from-file";
import type { Resource } from "../resources/resource";
import { type CostSettings, costSchema } from "../settings/cost";
import { CostError, type ResourceUsage } from "./engine";
import { estimate } from "./estimate";
import type { CostReport } from "./line";

/** Where the resources to price come from. */
export interface SourceOptions {
  stack?: string;
  from?: string;
  set: string[];
  region?: string;
}

/** Resources with everything that their estimate assumes. */
export interface Source {
  title: string;
  resources: readonly Resource[];
  cost: CostSettings;
  region?: string;
  /** Whether the program's settings shape these resources, so that advice can name them. */
  advisable: boolean;
  /** Prices these resources, or changed ones under the same assumptions. */
  price(resources?: readonly Resource[], assume?: { freeTier: true }): CostReport;
}

export async function open({ stack, from, set, region }: SourceOptions): Promise<Source> {
  if (from !== undefined) return fromFile(from, costSettings(set), region);
  if (stack === undefined) throw new CostError(["say what to price: --stack NAME or --from FILE"]);
  return fromStack(stack, set);
}

/** One of the program's own stacks: an unknown region, tier or machine type is refused. */
export async function fromStack(stack: string, set: readonly string[]): Promise<Source> {
  const { offlinePreview } = loadPreview();
  const preview = await offlinePreview({ stack, set });
  const { cost, region } = preview.settings;
  return {
    title: `stack ${stack}`,
    resources: preview.resources,
    cost,
    region,
    advisable: true,
    price: (resources = preview.resources, assume = undefined) =>
      estimate(resources, { ...cost, ...assume }, { strict: true }),
  };
}

/** Anyone's resources: what is unknown is listed. A plain list is charged by the usage written in it, and by nothing assumed. */
export function fromFile(path: string, cost: CostSettings, region?: string): Source {
  const file = readResources(path);
  const measured = new Map<string, ResourceUsage>([...file.usage].map(([urn, usage]) => [urn, { every: usage }]));
  if (file.kind === "list")
    for (const { urn } of file.resources) if (!measured.has(urn)) measured.set(urn, { every: {} });
  return {
    title: `${file.kind} ${path}`,
    resources: file.resources,
    cost,
    ...(region !== undefined && { region }),
    advisable: file.kind !== "list",
    price: (resources = file.resources, assume = undefined) =>
      estimate(resources, { ...cost, ...assume }, { measured, ...(region !== undefined && { region }) }),
  };
}

/** Late: loading the program takes longer than pricing a file. */
const loadPreview = () => require("../resources/offline-preview") as typeof import("../resources/offline-preview");

/** The section `cost` that `--set cost.…=…` asks for; a file has no other settings. */
function costSettings(set: readonly string[]): CostSettings {
  const section: Record<string, unknown> = {};
  for (const change of set) {
    const [, path, value] = /^cost\.([^=]+)=(.*)$/s.exec(change) ?? [];
    if (path === undefined || value === undefined)
      throw new CostError([`--set ${change}: with --from only cost.… can be set, for example cost.freeTier=true`]);
    const names = path.split(".");
    const last = names.pop() ?? "";
    let target = section;
    for (const name of names) {
      const inner = target[name];
      const next = typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {};
      target[name] = next;
      target = next;
    }
    target[last] = parse(value);
  }
  const parsed = costSchema.safeParse(section);
  if (!parsed.success)
    throw new CostError(parsed.error.issues.map(({ path, message }) => `cost.${path.join(".")}: ${message}`));
  return parsed.data;
}
