import type {
  PolicyProviderResource,
  PolicyResource,
  PolicyResourceOptions,
  ResourceValidationArgs,
} from "@pulumi/policy";
import { type Inputs, type Resource, type ResourceOptions, UNKNOWN } from "../resources/resource";

/**
 * Copies the properties CrossGuard hands out, with {@link UNKNOWN} where reading one is refused because its value
 * is not known yet. Their values are plain: secrets have been unpacked by then.
 */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => readProperty(value, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, readProperty(value, key)]));
}

function readProperty(holder: object, key: string | number): unknown {
  try {
    return plain((holder as Record<string | number, unknown>)[key]);
  } catch {
    return UNKNOWN;
  }
}

function toOptions(options: PolicyResourceOptions): ResourceOptions {
  return { protect: options.protect, ignoreChanges: [...options.ignoreChanges] };
}

/** The resource of a resource policy: its inputs, without what it depends on. */
export function toResource({
  type,
  urn,
  name,
  props,
  opts,
}: Pick<ResourceValidationArgs, "type" | "urn" | "name" | "props" | "opts">): Resource {
  return {
    urn,
    type,
    name,
    parent: opts.parent ?? "",
    inputs: plain(props) as Inputs,
    dependencies: [],
    propertyDependencies: {},
    options: toOptions(opts),
  };
}

export function toProvider({ type, urn, name, props }: PolicyProviderResource): Resource {
  return {
    urn,
    type,
    name,
    parent: "",
    inputs: plain(props) as Inputs,
    dependencies: [],
    propertyDependencies: {},
    options: {},
  };
}

/**
 * The inputs of a resource that a stack policy is shown, which in a preview is what the provider says it will be.
 * There, what is not known and follows from no other resource is for the cloud to fill in: the program left it out.
 */
function asGiven(inputs: Inputs, propertyDependencies: Resource["propertyDependencies"]): Inputs {
  return Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => value !== UNKNOWN || propertyDependencies[name]?.length),
  );
}

/** The resources of a stack policy, with what they depend on and the providers they use. */
export function toResources(resources: readonly PolicyResource[]): Resource[] {
  const providers = new Map<string, Resource>();
  const converted = resources.map((each) => {
    const { provider } = each;
    if (provider && !providers.has(provider.urn)) providers.set(provider.urn, toProvider(provider));
    const resource = toResource(each);
    const propertyDependencies = Object.fromEntries(
      Object.entries(each.propertyDependencies).map(([property, sources]) => [property, sources.map(({ urn }) => urn)]),
    );
    return {
      ...resource,
      inputs: asGiven(resource.inputs, propertyDependencies),
      parent: each.parent?.urn ?? each.opts.parent ?? "",
      dependencies: each.dependencies.map(({ urn }) => urn),
      propertyDependencies,
      options: { ...toOptions(each.opts), ...(provider ? { provider: provider.urn } : {}) },
    };
  });
  const known = new Set(converted.map(({ urn }) => urn));
  return [...converted, ...[...providers.values()].filter(({ urn }) => !known.has(urn))];
}
