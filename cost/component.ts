import type { Resource } from "../resources/resource";
import { blockOf, textOf } from "./inputs";

/** The `component` label, wherever the type keeps its labels. */
export function componentLabel({ inputs }: Resource): string | undefined {
  for (const labels of [inputs.labels, blockOf(inputs.settings)?.userLabels, blockOf(inputs.metadata)?.labels]) {
    const component = textOf(blockOf(labels)?.component);
    if (component !== undefined) return component;
  }
  return undefined;
}

/**
 * Finds the component of any resource: its own label; else, going up its parents, a label there, the one label that all
 * labelled children of that parent share, or the `AREA` of a type `piloto:AREA:…`. Many types take no labels at all.
 */
export function componentFinder(resources: readonly Resource[]): (resource: Resource) => string {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const labelsBelow = new Map<string, Set<string>>();
  for (const resource of resources) {
    const label = componentLabel(resource);
    if (label === undefined || resource.parent === "") continue;
    const labels = labelsBelow.get(resource.parent);
    if (labels) labels.add(label);
    else labelsBelow.set(resource.parent, new Set([label]));
  }
  const at = (resource: Resource): string | undefined => {
    if (resource.type === "pulumi:pulumi:Stack") return undefined;
    const below = labelsBelow.get(resource.urn);
    return componentLabel(resource) ?? (below?.size === 1 ? [...below][0] : undefined) ?? area(resource.type);
  };
  return (resource) => {
    const seen = new Set<string>();
    for (let up: Resource | undefined = resource; up !== undefined && !seen.has(up.urn); up = byUrn.get(up.parent)) {
      seen.add(up.urn);
      const component = at(up);
      if (component !== undefined) return component;
    }
    return area(resource.urn) ?? "other";
  };
}

const area = (text: string): string | undefined => /(?:^|[:$])piloto:([^:]+):/.exec(text)?.[1];
