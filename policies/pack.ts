import {
  type PolicyConfigSchema,
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { Graph } from "../graph/graph";
import { type Resource, UNKNOWN } from "../resources/resource";
import { POLICIES } from "./all";
import {
  type ConfigurationProblem,
  defaultLevel,
  type Exemption,
  PACK_POLICY,
  readExemptions,
  settingsOf,
} from "./configuration";
import { toProvider, toResource, toResources } from "./crossguard";
import { judgeResource, judgeStack, type Outcome } from "./judge";
import {
  type Policy,
  type ResourcePolicy,
  remediationOf,
  type Settings,
  type StackPolicy,
  type Violation,
} from "./policy";
import { configurationViolations, POLICY_CONFIG, SELF_CHECK, type SelfPolicy, selfCheck } from "./self";
import { POLICY_IDS, withoutExemptions } from "./verdicts";

/** What the pack has been told so far: each policy sees its own configuration only, so it is gathered as they run. */
class Session {
  exemptions: Exemption[] = [];
  roleLabel = String(POLICY_CONFIG.settings.roleLabel?.default);
  readonly problems = new Map<string, ConfigurationProblem[]>();
  readonly settings = new Map<string, Settings>();
  /** Resources by URN, as the program has asked for them so far. */
  readonly before = new Map<string, Resource>();
  private position = -1;
  private graph: Graph | undefined;

  /** The settings of a policy, from the configuration it was given. */
  settingsOf(policy: Policy | SelfPolicy, given: unknown): Settings {
    const known = this.settings.get(policy.id);
    if (known) return known;
    const { settings, problems } = settingsOf(policy, given);
    this.settings.set(policy.id, settings);
    this.problems.set(policy.id, problems);
    return settings;
  }

  /** Takes in the configuration of the pack as a whole. Runs first in every call, as the first policy. */
  configure(given: Record<string, unknown>): void {
    if (this.settings.has(PACK_POLICY)) return;
    this.roleLabel = String(this.settingsOf(POLICY_CONFIG, withoutExemptions(given)).roleLabel);
    const { exemptions, problems } = readExemptions(given.exemptions, POLICY_IDS, new Date());
    this.exemptions = exemptions;
    this.problems.set(PACK_POLICY, [...(this.problems.get(PACK_POLICY) ?? []), ...problems]);
  }

  /**
   * The graph of the stack under analysis. CrossGuard unpacks all resources anew for each policy; building the graph
   * from them once is enough. Policies run in order, so one that is not later than the last begins a new analysis.
   */
  graphFor(args: StackValidationArgs, position: number): Graph {
    if (this.graph === undefined || position <= this.position)
      this.graph = new Graph(toResources(args.resources), this.roleLabel);
    this.position = position;
    return this.graph;
  }
}

/** Starts serving the pack to the engine. */
export function servePack(): void {
  const session = new Session();
  new PolicyPack("piloto-de-vendas", {
    displayName: "Piloto de Vendas",
    description: "What the architecture promises: who can reach what, and how it is kept that way.",
    provider: "Google Cloud",
    policies: packPolicies(session),
  });
}

type PackPolicy = ResourceValidationPolicy | StackValidationPolicy;

function packPolicies(session: Session): PackPolicy[] {
  const judged = POLICIES.map((policy, index) =>
    policy.kind === "resource" ? onResource(session, policy) : onStack(session, policy, index + 1),
  );
  return [configPolicy(session), ...judged, selfCheckPolicy(session, POLICIES.length + 1)];
}

function described(policy: Policy | SelfPolicy) {
  const cis = policy.covers.filter((each) => each.startsWith("CIS ")).map((each) => each.slice(4));
  return {
    name: policy.id,
    displayName: policy.title,
    description: policy.demands,
    enforcementLevel: defaultLevel(policy.weight),
    severity: policy.severity,
    remediationSteps: policy.remediation,
    tags: [...policy.covers],
    configSchema: schemaOf(policy),
    ...(cis.length > 0
      ? {
          framework: {
            name: "CIS Google Cloud Platform Foundation",
            version: "5.0",
            reference: cis.join(", "),
            specification: policy.title,
          },
        }
      : {}),
  };
}

/** Without `default`s: the engine would fill them in, and the code does that already, for every way the pack is run. */
function schemaOf({ settings }: Policy | SelfPolicy): PolicyConfigSchema {
  const properties: PolicyConfigSchema["properties"] = {};
  for (const [name, { default: value, about }] of Object.entries(settings)) {
    properties[name] =
      typeof value === "object"
        ? { type: "array", items: { type: "string" }, description: about }
        : { type: typeof value as "string" | "number" | "boolean", description: about };
  }
  return { properties };
}

function report(policy: Policy | SelfPolicy, violations: readonly Violation[], say: ReportViolation): void {
  for (const violation of violations) {
    const { urn, property, message } = violation;
    say(
      `${property ? `${property}: ` : ""}${message}\nHow to fix: ${remediationOf(policy, violation)}`,
      urn || undefined,
    );
  }
}

function onResource(session: Session, policy: ResourcePolicy): ResourceValidationPolicy {
  return {
    ...described(policy),
    validateResource(args, say) {
      const settings = session.settingsOf(policy, args.getConfig());
      if (!policy.applies(args.type)) return;
      const context = { provider: args.provider && toProvider(args.provider), roleLabel: session.roleLabel };
      report(policy, judgeResource(policy, toResource(args), settings, context, session.exemptions).violations, say);
    },
  };
}

function onStack(session: Session, policy: StackPolicy, position: number): PackPolicy {
  // A policy with settings is called for each resource too, so that `policy-config` has seen them all when it reports.
  const early =
    Object.keys(policy.settings).length > 0 || policy.early
      ? { validateResource: (args: ResourceValidationArgs, say: ReportViolation) => onNext(session, policy, args, say) }
      : {};
  return {
    ...described(policy),
    ...early,
    validateStack(args, say) {
      const settings = session.settingsOf(policy, args.getConfig());
      report(
        policy,
        judgeStack(policy, session.graphFor(args, position), settings, session.exemptions).violations,
        say,
      );
    },
  };
}

/** Judges a resource whose inputs are all known, by what came before it: what it refers to has been asked for already. */
function onNext(session: Session, policy: StackPolicy, args: ResourceValidationArgs, say: ReportViolation): void {
  const settings = session.settingsOf(policy, args.getConfig());
  const resource = session.before.get(args.urn);
  if (!resource || !policy.early?.(resource) || Object.values(resource.inputs).includes(UNKNOWN)) return;
  const graph = new Graph([...session.before.values()], session.roleLabel);
  const { violations } = judgeStack(policy, graph, settings, session.exemptions);
  report(
    policy,
    violations.filter(({ urn }) => urn === args.urn),
    say,
  );
}

/** Both kinds of policy in one, because the exemptions it is given hold for the rules on resources as well. */
function configPolicy(session: Session): PackPolicy {
  const described_ = described(POLICY_CONFIG);
  const exemptions = {
    type: "array" as const,
    description: "accepted violations: policy, resource, reason, expires and perhaps property",
  };
  const policy: ResourceValidationPolicy & StackValidationPolicy = {
    ...described_,
    configSchema: { properties: { ...described_.configSchema.properties, exemptions } },
    validateResource(args) {
      session.configure(args.getConfig());
      session.before.set(args.urn, toResource(args));
    },
    validateStack(args, say) {
      session.configure(args.getConfig());
      session.graphFor(args, 0);
      report(POLICY_CONFIG, configurationViolations([...session.problems.values()].flat()), say);
    },
  };
  return policy;
}

function selfCheckPolicy(session: Session, position: number): StackValidationPolicy {
  return {
    ...described(SELF_CHECK),
    validateStack(args, say) {
      session.settingsOf(SELF_CHECK, args.getConfig());
      const graph = session.graphFor(args, position);
      report(SELF_CHECK, selfCheck(graph, outcomesOf(session, graph), session.exemptions), say);
    },
  };
}

/** What every policy that is switched on finds in the stack; those never called are switched off. */
function outcomesOf(session: Session, graph: Graph): Map<string, Outcome[]> {
  const outcomes = new Map<string, Outcome[]>();
  for (const policy of POLICIES) {
    const settings = session.settings.get(policy.id);
    if (!settings) continue;
    outcomes.set(
      policy.id,
      policy.kind === "stack"
        ? [judgeStack(policy, graph, settings, session.exemptions)]
        : onEach(session, policy, graph.stack.resources, settings),
    );
  }
  return outcomes;
}

function onEach(
  session: Session,
  policy: ResourcePolicy,
  resources: readonly Resource[],
  settings: Settings,
): Outcome[] {
  const context = { provider: undefined, roleLabel: session.roleLabel };
  return resources
    .filter(({ type }) => policy.applies(type))
    .map((resource) => judgeResource(policy, resource, settings, context, session.exemptions));
}
