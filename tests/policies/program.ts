import { verdicts } from "../../policies/verdicts";
import { offlinePreview } from "../../resources/offline-preview";
import type { Resource, ResourceOptions } from "../../resources/resource";

const previews = new Map<string, Promise<Resource[]>>();

/** The real program's resources; a copy, to be changed at will. */
export async function program(stack: string, ...set: string[]): Promise<Resource[]> {
  const key = [stack, ...set].join(" ");
  const running = previews.get(key) ?? offlinePreview({ stack, set }).then(({ resources }) => resources);
  previews.set(key, running);
  return structuredClone(await running);
}

/** Sets properties (dotted paths; `undefined` removes) of the resource with this name and type ending. */
export function change(
  resources: Resource[],
  name: string,
  values: Record<string, unknown>,
  options: ResourceOptions = {},
): void {
  const [logical, type = ""] = name.split(" ");
  const resource = resources.find(
    (each) => each.name === logical && each.type.endsWith(type) && !each.type.startsWith("piloto:"),
  );
  if (!resource) throw new Error(`the program has no ${name}`);
  Object.assign(resource.options, options);
  for (const [path, value] of Object.entries(values)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let holder = resource.inputs;
    for (const key of keys) {
      holder[key] ??= {};
      holder = holder[key] as Record<string, unknown>;
    }
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
}

export function remove(resources: Resource[], name: string): void {
  const index = resources.findIndex((each) => each.name === name && !each.type.startsWith("piloto:"));
  if (index < 0) throw new Error(`the program has no ${name}`);
  resources.splice(index, 1);
}

/** `policy name` of everything the pack says, beyond what it says of the program as it is. */
export function news(
  before: readonly Resource[],
  after: readonly Resource[],
  configuration: Record<string, unknown> = {},
): string[] {
  const say = (resources: readonly Resource[]) =>
    verdicts(resources, configuration).map(({ policy, urn, property, message }) => ({
      policy,
      key: [policy, urn, property, message].join(" "),
    }));
  const known = new Set(say(before).map(({ key }) => key));
  return [
    ...new Set(
      say(after)
        .filter(({ key }) => !known.has(key))
        .map(({ policy }) => policy),
    ),
  ].sort();
}
