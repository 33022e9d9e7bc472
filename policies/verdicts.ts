import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "../graph/graph";
import type { Resource } from "../resources/resource";
import { POLICIES } from "./all";
import {
  configurationProblems,
  levelOf,
  PACK_POLICY,
  type PackConfiguration,
  readExemptions,
  settingsOf,
} from "./configuration";
import { judgeResource, judgeStack, type Outcome } from "./judge";
import { type Level, type Policy, remediationOf, type Severity, type Violation } from "./policy";
import { configurationViolations, POLICY_CONFIG, SELF_CHECK, SELF_POLICIES, type SelfPolicy, selfCheck } from "./self";

/** One thing a policy found, at the level the stack's configuration gives it. */
export interface Verdict extends Violation {
  policy: string;
  level: Exclude<Level, "disabled">;
  severity: Severity;
  remediation: string;
}

/** Every name a configuration may use. */
export const POLICY_IDS: ReadonlySet<string> = new Set([...POLICIES, ...SELF_POLICIES].map(({ id }) => id));

/** The configuration of a stack: `policies/config/<stack>.json`; empty (the pack's defaults) if there is none. */
export function readConfiguration(stack: string): PackConfiguration {
  const file = join(__dirname, "config", `${stack}.json`);
  if (!/^[\w.-]+$/.test(stack) || !existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")) as PackConfiguration;
}

/** Runs all policies over the resources of a stack, in process: the rules and levels are those of the served pack. */
export function verdicts(
  resources: readonly Resource[],
  configuration: PackConfiguration,
  { now = new Date(), policies = POLICIES }: { now?: Date; policies?: readonly Policy[] } = {},
): Verdict[] {
  const pack = settingsOf(POLICY_CONFIG, withoutExemptions(configuration[PACK_POLICY]));
  const roleLabel = String(pack.settings.roleLabel);
  const { exemptions, problems } = readExemptions(exemptionsIn(configuration), POLICY_IDS, now);
  const allProblems = [...configurationProblems(configuration, POLICY_IDS), ...pack.problems, ...problems];
  const graph = new Graph(resources, roleLabel);
  const outcomes = new Map<string, Outcome[]>();
  const found: Verdict[] = [];
  const say = (policy: Policy | SelfPolicy, level: Level, violations: readonly Violation[]) => {
    const { id, severity } = policy;
    if (level !== "disabled")
      found.push(
        ...violations.map((each) => ({
          policy: id,
          level,
          severity,
          ...each,
          remediation: remediationOf(policy, each),
        })),
      );
  };
  for (const policy of policies) {
    const level = levelOf(configuration, policy.id, policy.weight);
    const { settings, problems: own } = settingsOf(policy, configuration[policy.id]);
    allProblems.push(...own);
    if (level === "disabled") continue;
    const results =
      policy.kind === "stack"
        ? [judgeStack(policy, graph, settings, exemptions)]
        : resources
            .filter(({ type }) => policy.applies(type))
            .map((resource) =>
              judgeResource(
                policy,
                resource,
                settings,
                { provider: providerOf(graph, resource), roleLabel },
                exemptions,
              ),
            );
    outcomes.set(policy.id, results);
    say(
      policy,
      level,
      results.flatMap(({ violations }) => violations),
    );
  }
  say(
    POLICY_CONFIG,
    levelOf(configuration, POLICY_CONFIG.id, POLICY_CONFIG.weight),
    configurationViolations(allProblems),
  );
  say(SELF_CHECK, levelOf(configuration, SELF_CHECK.id, SELF_CHECK.weight), selfCheck(graph, outcomes, exemptions));
  return found.sort((a, b) => Number(b.level === "mandatory") - Number(a.level === "mandatory"));
}

/** The exemptions a configuration lists, as they stand. */
export function exemptionsIn(configuration: PackConfiguration): unknown {
  const own = configuration[PACK_POLICY];
  return typeof own === "object" && own !== null ? (own as { exemptions?: unknown }).exemptions : undefined;
}

/** The configuration of the pack itself, apart from the exemptions, which are read on their own. */
export function withoutExemptions(own: unknown): unknown {
  if (typeof own !== "object" || own === null) return own;
  return Object.fromEntries(Object.entries(own).filter(([name]) => name !== "exemptions"));
}

/** The explicit provider a resource is created with. Its reference is the provider's URN, `::` and an id. */
function providerOf(graph: Graph, { options }: Resource): Resource | undefined {
  const reference = options.provider;
  return reference === undefined
    ? undefined
    : (graph.stack.byUrn.get(reference.slice(0, reference.lastIndexOf("::"))) ?? graph.stack.byUrn.get(reference));
}
