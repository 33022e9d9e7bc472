import type { Graph } from "../graph/graph";
import type { Resource } from "../resources/resource";
import { type Exemption, exempts } from "./configuration";
import type { Findings, Policy, ResourceContext, ResourcePolicy, Settings, StackPolicy, Violation } from "./policy";

/** What one policy found; the one way a rule is ever run, in the served pack and in process alike. */
export interface Outcome {
  violations: Violation[];
  /** What was found but is exempt, and by which exemption. */
  exempted: { violation: Violation; exemption: Exemption }[];
  /** What cannot be judged before `up`. */
  unjudged: { urn: string; name: string; property: string }[];
}

export function judgeResource(
  policy: ResourcePolicy,
  resource: Resource,
  settings: Settings,
  context: ResourceContext,
  exemptions: readonly Exemption[],
): Outcome {
  return judge(policy, exemptions, resource.urn, (findings) => policy.check(resource, findings, settings, context));
}

export function judgeStack(
  policy: StackPolicy,
  graph: Graph,
  settings: Settings,
  exemptions: readonly Exemption[],
): Outcome {
  return judge(policy, exemptions, "", (findings) => policy.check(graph, findings, settings));
}

function judge(
  policy: Policy,
  exemptions: readonly Exemption[],
  urn: string,
  check: (findings: Findings) => void,
): Outcome {
  const found = new Map<string, Violation>();
  const unjudged: Outcome["unjudged"] = [];
  const add = (violation: Violation) =>
    found.set(`${violation.urn} ${violation.property} ${violation.message}`, violation);
  try {
    check({
      violation: (resource, property, message) => add({ urn: resource?.urn ?? "", property, message }),
      unjudged: (resource, property) => unjudged.push({ urn: resource.urn, name: resource.name, property }),
    });
  } catch (error) {
    // A rule that breaks must neither pass nor take the others with it. The error's text could hold a value: only its kind is told.
    const kind = error instanceof Error ? error.name : "error";
    add({ urn, property: "", message: `this policy could not be evaluated (${kind}), so it counts as violated` });
  }
  const violations: Violation[] = [];
  const exempted: Outcome["exempted"] = [];
  for (const violation of found.values()) {
    const exemption = exemptions.find((each) => exempts(each, policy.id, violation.urn, violation.property));
    if (exemption) exempted.push({ violation, exemption });
    else violations.push(violation);
  }
  return { violations, exempted, unjudged };
}
