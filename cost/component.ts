import type { Resource } from "../resources/resource";
import { blockOf, textOf } from "./inputs";

/** The component a resource belongs to: its own label, else its nearest labelled parent, else the `piloto:AREA:` it sits under. */
export function componentOf(resource: Resource, byUrn: ReadonlyMap<string, Resource>): string {
  const seen = new Set<string>();
  for (let at: Resource | undefined = resource; at !== undefined && !seen.has(at.urn); at = byUrn.get(at.parent)) {
    seen.add(at.urn);
    const label = componentLabel(at) ?? area(at.type);
    if (label !== undefined) return label;
  }
  return area(resource.urn) ?? "other";
}

/** The `component` label, wherever the type keeps its labels. */
export function componentLabel({ inputs }: Resource): string | undefined {
  for (const labels of [inputs.labels, blockOf(inputs.settings)?.userLabels, blockOf(inputs.metadata)?.labels]) {
    const component = textOf(blockOf(labels)?.component);
    if (component !== undefined) return component;
  }
  return undefined;
}

const area = (text: string): string | undefined => /(?:^|[:$])piloto:([^:]+):/.exec(text)?.[1];
