import { Graph } from "../../graph/graph";
import type { Exemption } from "../../policies/configuration";
import { settingsOf } from "../../policies/configuration";
import { judgeResource, judgeStack, type Outcome } from "../../policies/judge";
import type { Policy } from "../../policies/policy";
import { type Resource, UNKNOWN } from "../../resources/resource";

/** One case: what it shows, the resources, and `name property` of each violation expected. */
export type Case = readonly [
  about: string,
  resources: readonly Resource[],
  expected: readonly string[],
  settings?: Record<string, unknown>,
];

/** Runs one policy over resources, as the pack does. */
export function outcome(
  policy: Policy,
  resources: readonly Resource[],
  given: Record<string, unknown> = {},
  exemptions: Exemption[] = [],
): Outcome {
  const { settings, problems } = settingsOf(policy, given);
  expect(problems).toEqual([]);
  const graph = new Graph(resources);
  if (policy.kind === "stack") return judgeStack(policy, graph, settings, exemptions);
  const all = resources
    .filter(({ type }) => policy.applies(type))
    .map((resource) => {
      const provider = resources.find(({ urn }) => resource.options.provider?.startsWith(urn));
      return judgeResource(policy, resource, settings, { provider, roleLabel: "component" }, exemptions);
    });
  return {
    violations: all.flatMap(({ violations }) => violations),
    exempted: all.flatMap(({ exempted }) => exempted),
    unjudged: all.flatMap(({ unjudged }) => unjudged),
  };
}

/** `name property` of each violation, sorted; each has to say in words what was found. */
export function found(policy: Policy, resources: readonly Resource[], settings?: Record<string, unknown>): string[] {
  const { violations } = outcome(policy, resources, settings);
  for (const { message } of violations) expect(message).toMatch(/^[^ ].+ .+[^ ]$/);
  return violations.map(({ urn, property }) => `${urn.slice(urn.lastIndexOf("::") + 2)} ${property}`).sort();
}

/** Declares the cases of a policy: each as it stands, and again as on a first preview. */
export function judges(policy: Policy, cases: readonly Case[]): void {
  describe(policy.id, () => {
    for (const [about, resources, expected, settings] of cases) {
      test(about, () => expect(found(policy, resources, settings)).toEqual([...expected].sort()));
      test(`${about}, ids not known yet`, () => {
        expect(found(policy, firstPreview(resources), settings)).toEqual([...expected].sort());
      });
    }
    test("has cases that pass and cases that do not", () => {
      expect(new Set(cases.map(([, , expected]) => expected.length > 0))).toEqual(new Set([true, false]));
    });
  });
}

/** The same resources before anything exists: whatever another resource's id, email or name gives is unknown. */
export function firstPreview(resources: readonly Resource[]): Resource[] {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  return resources.map((resource) => {
    const inputs = structuredClone(resource.inputs);
    for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
      const ids = urns.flatMap((urn) => identities(byUrn.get(urn)));
      inputs[property] = hide(inputs[property], ids);
    }
    return { ...resource, inputs };
  });
}

function identities(resource: Resource | undefined): string[] {
  if (!resource) return [];
  const { name, accountId, secretId } = resource.inputs;
  return [name, accountId, secretId, resource.name].filter((each) => typeof each === "string");
}

function hide(value: unknown, ids: readonly string[]): unknown {
  if (typeof value === "string") return ids.some((id) => value.includes(id)) ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((each) => hide(each, ids));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, ["tags", "name"].includes(key) ? each : hide(each, ids)]),
  );
}
