/**
 * One resource in the normal form that everything after the components reads:
 * policies, reach, cost and report never see our settings, only these.
 * It is the same whether it comes from the offline preview, the engine, or a state export.
 */
export interface Resource {
  urn: string;
  /** Exact Pulumi type token, e.g. `gcp:cloudrunv2/service:Service`. */
  type: string;
  /** Logical name. */
  name: string;
  /** URN of the parent; empty for the stack itself. */
  parent: string;
  /** Input properties. A value not known before `up` is {@link UNKNOWN}; a secret one is {@link SECRET}. */
  inputs: Inputs;
  /** URNs this resource waits for. */
  dependencies: string[];
  /** Per input property, the URNs its value comes from: known even when the value is not. */
  propertyDependencies: Record<string, string[]>;
  options: ResourceOptions;
}

export type Inputs = Record<string, unknown>;

export interface ResourceOptions {
  protect?: boolean;
  ignoreChanges?: string[];
  deleteBeforeReplace?: boolean;
  /** URN of the resource whose deletion takes this one along. */
  deletedWith?: string;
  retainOnDelete?: boolean;
  additionalSecretOutputs?: string[];
  replaceOnChanges?: string[];
  aliases?: string[];
  /** Physical id to adopt with `pulumi import`. */
  import?: string;
  /** Reference (`urn::id`) of an explicit provider. */
  provider?: string;
  customTimeouts?: { create?: string; update?: string; delete?: string };
}

/** Stands for a value that only the cloud can tell. */
export const UNKNOWN = "[unknown]";
/** Stands for a secret value, which is never printed. */
export const SECRET = "[secret]";

/** What is built: everything but the components that group it, the stack and the providers. */
export const built = (resources: readonly Resource[]): Resource[] =>
  resources.filter(({ type }) => !type.startsWith("piloto:") && !type.startsWith("pulumi:"));
