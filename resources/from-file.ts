import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Resource, ResourceOptions } from "./resource";
import { UserError } from "./user-error";
import { readInputs } from "./wire";

/** What a file holds, in the normal form. */
export interface ResourceFile {
  kind: "preview digest" | "stack export" | "program preview" | "list";
  project?: string;
  stack?: string;
  resources: Resource[];
  /** Usage written beside a resource of a plain list, by URN. */
  usage: Map<string, Record<string, unknown>>;
}

/** Says what is wrong with a file, and where. */
export class ResourceFileError extends UserError {}

/**
 * Reads `pulumi preview --json`, `pulumi stack export`, `npm run preview -- --json`, or a list `[{type, name, inputs, usage?}]`.
 * @param path `-` reads standard input.
 */
export function readResources(path: string): ResourceFile {
  let text: string;
  try {
    text = readFileSync(path === "-" ? 0 : path, "utf8");
  } catch (error) {
    throw new ResourceFileError(`${path}: cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new ResourceFileError(`${path}: is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return resourcesOf(document, path);
}

/** The same for a document already read. */
export function resourcesOf(document: unknown, where = "the document"): ResourceFile {
  if (Array.isArray(document)) return plainList(document, where);
  const object = isRecord(document) ? document : {};
  if (Array.isArray(object.steps) || isRecord(object.changeSummary)) return previewDigest(object, where);
  if (object.deployment !== undefined) return stackExport(object.deployment, where);
  if (Array.isArray(object.resources)) {
    const ours = object.resources.every((resource) => typeof resource?.urn === "string");
    return ours ? programPreview(object, where) : plainList(object.resources, where);
  }
  throw new ResourceFileError(
    `${where}: is none of: pulumi preview --json ("steps"), pulumi stack export ("deployment"), npm run preview -- --json ("resources"), a list [{"type", "name", "inputs"}]`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const urns = z.array(z.string()).nullish();

/** One resource as Pulumi's engine writes it, in a preview step or a state. */
const STATE = z.object({
  urn: z.string().regex(/^urn:pulumi:[^:]+::[^:]+::.+::/, "is not a URN"),
  type: z.string().min(1),
  parent: z.string().nullish(),
  inputs: z.record(z.string(), z.unknown()).nullish(),
  dependencies: urns,
  propertyDependencies: z.record(z.string(), urns).nullish(),
  delete: z.boolean().nullish(),
  external: z.boolean().nullish(),
  protect: z.boolean().nullish(),
  ignoreChanges: urns,
  deletedWith: z.string().nullish(),
  retainOnDelete: z.boolean().nullish(),
  additionalSecretOutputs: urns,
  provider: z.string().nullish(),
});
type State = z.infer<typeof STATE>;

function previewDigest(object: Record<string, unknown>, where: string): ResourceFile {
  const STEPS = z.array(z.object({ op: z.string(), newState: STATE.nullish() }));
  // Pulumi leaves out the list where there is nothing to tell.
  const steps = check(STEPS, object.steps ?? [], `${where}: steps`);
  const { same = 0 } = check(
    z.object({ same: z.number().optional() }),
    object.changeSummary ?? {},
    `${where}: changeSummary`,
  );
  const left = same - steps.filter(({ op }) => op === "same").length;
  if (left > 0) {
    throw new ResourceFileError(
      `${where}: leaves out ${left} resources that stay as they are, so it is not the whole stack; write it with pulumi preview --json --show-sames`,
    );
  }
  return engineFile(
    "preview digest",
    steps.flatMap(({ newState }) => newState ?? []),
  );
}

function stackExport(deployment: unknown, where: string): ResourceFile {
  const { resources } = check(z.object({ resources: z.array(STATE).nullish() }), deployment, `${where}: deployment`);
  return engineFile("stack export", resources ?? []);
}

function engineFile(kind: ResourceFile["kind"], states: State[]): ResourceFile {
  // A replacement appears twice, and what is about to be deleted or only read is not the stack's.
  const byUrn = new Map(
    states.filter((state) => !state.delete && !state.external).map((state) => [state.urn, fromState(state)]),
  );
  const [, , stack, , project] = [...byUrn.keys()][0]?.split(":") ?? [];
  return {
    kind,
    ...(stack && { stack }),
    ...(project && { project }),
    resources: [...byUrn.values()],
    usage: new Map(),
  };
}

function fromState(state: State): Resource {
  const options: ResourceOptions = {};
  if (state.protect) options.protect = true;
  if (state.retainOnDelete) options.retainOnDelete = true;
  if (state.deletedWith) options.deletedWith = state.deletedWith;
  if (state.provider) options.provider = state.provider;
  if (state.ignoreChanges?.length) options.ignoreChanges = state.ignoreChanges;
  if (state.additionalSecretOutputs?.length) options.additionalSecretOutputs = state.additionalSecretOutputs;
  return {
    urn: state.urn,
    type: state.type,
    name: nameIn(state.urn),
    parent: state.parent ?? "",
    inputs: readInputs(state.inputs ?? {}),
    dependencies: state.dependencies ?? [],
    propertyDependencies: Object.fromEntries(
      Object.entries(state.propertyDependencies ?? {}).map(([property, list]) => [property, list ?? []]),
    ),
    options,
  };
}

const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);

function programPreview(object: Record<string, unknown>, where: string): ResourceFile {
  const RESOURCE = z.looseObject({
    urn: z.string(),
    type: z.string().min(1),
    name: z.string(),
    parent: z.string().default(""),
    inputs: z.record(z.string(), z.unknown()).default({}),
    dependencies: z.array(z.string()).default([]),
    propertyDependencies: z.record(z.string(), z.array(z.string())).default({}),
    options: z.custom<ResourceOptions>().default({}),
  });
  const resources: Resource[] = check(z.array(RESOURCE), object.resources, `${where}: resources`);
  return {
    kind: "program preview",
    ...(typeof object.project === "string" && { project: object.project }),
    ...(typeof object.stack === "string" && { stack: object.stack }),
    resources,
    usage: new Map(),
  };
}

function plainList(list: unknown[], where: string): ResourceFile {
  const ENTRY = z.strictObject({
    type: z.string().min(1),
    name: z.string().min(1),
    inputs: z.record(z.string(), z.unknown()).default({}),
    usage: z.record(z.string(), z.unknown()).optional(),
    urn: z.string().optional(),
    parent: z.string().optional(),
    dependencies: z.array(z.string()).optional(),
    propertyDependencies: z.record(z.string(), z.array(z.string())).optional(),
    options: z.custom<ResourceOptions>().optional(),
  });
  const usage = new Map<string, Record<string, unknown>>();
  const seen = new Map<string, number>();
  const resources = check(z.array(ENTRY), list, where).map((entry): Resource => {
    const plain = entry.urn ?? `urn:pulumi:list::list::${entry.type}::${entry.name}`;
    const times = (seen.get(plain) ?? 0) + 1;
    seen.set(plain, times);
    const urn = times === 1 ? plain : `${plain}#${times}`;
    if (entry.usage !== undefined) usage.set(urn, entry.usage);
    return {
      urn,
      type: entry.type,
      name: entry.name,
      parent: entry.parent ?? "",
      inputs: readInputs(entry.inputs),
      dependencies: entry.dependencies ?? [],
      propertyDependencies: entry.propertyDependencies ?? {},
      options: entry.options ?? {},
    };
  });
  return { kind: "list", resources, usage };
}

/** Reports every problem with its place, the first ten at most. */
function check<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const shown = issues
    .slice(0, 10)
    .map(
      ({ path, message }) =>
        `${where}${path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")}: ${message}`,
    );
  if (issues.length > shown.length) shown.push(`and ${issues.length - shown.length} more`);
  throw new ResourceFileError(shown.join("\n"));
}
