import type { Graph } from "../graph/graph";
import type { Resource } from "../resources/resource";

/**
 * How much a policy matters:
 * `always` is mandatory everywhere, `production` mandatory in prod and advisory elsewhere, `advice` advisory everywhere,
 * `production-advice` advisory in prod and off elsewhere (it costs money).
 */
export type Weight = "always" | "production" | "advice" | "production-advice";
export type Severity = "low" | "medium" | "high" | "critical";
/** CrossGuard's levels, as far as the pack uses them. */
export type Level = "mandatory" | "advisory" | "disabled";

/** A threshold or list that a stack's configuration file can set. */
export interface Setting<T extends SettingValue = SettingValue> {
  default: T;
  about: string;
}
export type SettingValue = number | boolean | string | readonly string[];
export type Settings = Record<string, SettingValue>;

/** What a rule finds. Messages name properties, never the value of a variable, password or secret. */
export interface Violation {
  /** The resource at fault; empty when it is the stack as a whole. */
  urn: string;
  /** Path of the property, e.g. `template.scaling.maxInstanceCount`. */
  property: string;
  message: string;
  /** Set where it differs from what the policy says of all it finds. */
  remediation?: string;
  /** It is no violation: it says what is exempt, and until when. */
  exemption?: true;
}

/** How to put right what was found. */
export function remediationOf(policy: { remediation: string }, { remediation }: Violation): string {
  return remediation ?? policy.remediation;
}

/** Where a rule says what it found. */
export interface Findings {
  violation(resource: Resource | undefined, property: string, message: string): void;
  /** Notes what cannot be judged before `up`; said once per run, by `pack-self-check`. */
  unjudged(resource: Resource, property: string): void;
}

/** What is said of every policy, wherever it is shown. */
export interface Description {
  id: string;
  title: string;
  /** What must hold, in a sentence. */
  demands: string;
  why: string;
  weight: Weight;
  severity: Severity;
  /** CIS Google Cloud 5.0 numbers and upstream check ids this policy covers. */
  covers: readonly string[];
  remediation: string;
  settings: Record<string, Setting>;
}

/** Judges one resource by its inputs: also during `up`, before the resource is touched. */
export interface ResourcePolicy extends Description {
  kind: "resource";
  /** Whether a resource of this type is judged at all. */
  applies: (type: string) => boolean;
  check: (resource: Resource, findings: Findings, settings: Settings, context: ResourceContext) => void;
}

export interface ResourceContext {
  /** The provider the resource is created with, if it is not the default one. */
  provider: Resource | undefined;
  roleLabel: string;
}

/** Judges the stack as a whole. */
export interface StackPolicy extends Description {
  kind: "stack";
  /** Resources it judges one by one too: during `up`, before each is touched, by what came before it in the program. */
  early?: (resource: Resource) => boolean;
  check: (graph: Graph, findings: Findings, settings: Settings) => void;
}

export type Policy = ResourcePolicy | StackPolicy;

type Values<S extends Record<string, Setting>> = { [K in keyof S]: Widen<S[K]["default"]> };
type Widen<T> = T extends number ? number : T extends boolean ? boolean : T extends string ? string : readonly string[];
type Defined<P extends Policy, S extends Record<string, Setting>> = Omit<P, "settings" | "check" | "kind"> & {
  settings?: S;
  check: P extends ResourcePolicy
    ? (resource: Resource, findings: Findings, settings: Values<S>, context: ResourceContext) => void
    : (graph: Graph, findings: Findings, settings: Values<S>) => void;
};

/** Declares a policy on single resources; its check sees the settings with their own types. */
export function resourcePolicy<S extends Record<string, Setting> = Record<never, Setting>>(
  policy: Defined<ResourcePolicy, S>,
): ResourcePolicy {
  return { settings: {}, ...policy, kind: "resource" } as ResourcePolicy;
}

/** Declares a policy on the whole stack. */
export function stackPolicy<S extends Record<string, Setting> = Record<never, Setting>>(
  policy: Defined<StackPolicy, S>,
): StackPolicy {
  return { settings: {}, ...policy, kind: "stack" } as StackPolicy;
}

/** Applies to exactly these types. */
export function types(...tokens: readonly string[]): (type: string) => boolean {
  const known = new Set(tokens);
  return (type) => known.has(type);
}

/** Applies to every type of the Google provider. */
export function anyGoogleType(type: string): boolean {
  return type.startsWith("gcp:");
}
