import { isDeepStrictEqual } from "node:util";
import { built, type Resource } from "../resources/resource";
import type { PreviewJson } from "./document";

/** A leaf that differs. */
export interface ValueChange {
  path: string;
  before: unknown;
  after: unknown;
}

/** A resource that both sides have, with what differs in its inputs and options. */
export interface ResourceChange {
  resource: Resource;
  values: ValueChange[];
}

export interface ResourceChanges {
  added: Resource[];
  removed: Resource[];
  changed: ResourceChange[];
}

/** What the program asks for now and did not before, no longer does, or asks for in another form. */
export function resourceChanges(base: PreviewJson | undefined, head: PreviewJson): ResourceChanges {
  const before = new Map(built(base?.resources ?? []).map((resource) => [resource.urn, resource]));
  const after = built(head.resources);
  const kept = new Set(after.map(({ urn }) => urn));
  return {
    added: after.filter(({ urn }) => !before.has(urn)),
    removed: [...before.values()].filter(({ urn }) => !kept.has(urn)),
    changed: after.flatMap((resource) => {
      const was = before.get(resource.urn);
      if (!was) return [];
      const values = [
        ...valueChanges(was.inputs, resource.inputs),
        ...valueChanges(was.options, resource.options, "options"),
      ];
      return values.length > 0 ? [{ resource, values }] : [];
    }),
  };
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Leaves that differ, by path. */
export function valueChanges(before: unknown, after: unknown, path = ""): ValueChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isGroup(before) || !isGroup(after)) return [{ path, before, after }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => valueChanges(before[key], after[key], path ? `${path}.${key}` : key));
}
