import { type Resource, SECRET, UNKNOWN } from "../resources/resource";

/**
 * Safe reading of input properties. Nothing here throws, whatever the input: a wrong type reads as absent,
 * `null` and the empty string too (state exports spell "not set" that way), and anything below an unknown is unknown.
 */

export type Path = string | readonly string[];

/** Whether the value, or a part of the text, is only known once the cloud has answered. */
export function isUnknown(value: unknown): boolean {
  return typeof value === "string" && value.includes(UNKNOWN);
}

/** Whether the value cannot be read: not known yet, or a secret. */
export function isHidden(value: unknown): boolean {
  return isUnknown(value) || value === SECRET;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a dotted path (or a list of keys, where keys contain dots); `undefined` if it is not set. */
export function at(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of typeof path === "string" ? path.split(".") : path) {
    if (isHidden(current)) return current;
    // Terraform spells a single block as a list of one; some exports keep that.
    if (Array.isArray(current) && !/^\d+$/.test(key)) current = current[0];
    if (typeof current !== "object" || current === null) return undefined;
    current = Object.hasOwn(current, key) ? (current as Record<string, unknown>)[key] : undefined;
  }
  return current === null || current === "" ? undefined : current;
}

export function read(resource: Resource, path: Path): unknown {
  return at(resource.inputs, path);
}

/** The text at a path, trimmed; `undefined` if absent, unknown, secret or no text. */
export function textAt(value: unknown, path: Path): string | undefined {
  return text(at(value, path));
}

export function text(value: unknown): string | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  if (typeof value !== "string" || isHidden(value)) return undefined;
  return value.trim() || undefined;
}

/** `true`/`false` at a path, also when spelled as text as the engine accepts it; `undefined` if absent or not known. */
export function flagAt(value: unknown, path: Path): boolean | undefined {
  const found = at(value, path);
  if (typeof found === "boolean") return found;
  const spelled = text(found)?.toLowerCase();
  return spelled === "true" ? true : spelled === "false" ? false : undefined;
}

export function numberAt(value: unknown, path: Path): number | undefined {
  const number = Number(textAt(value, path) ?? Number.NaN);
  return Number.isFinite(number) ? number : undefined;
}

/** The elements at a path; empty if absent, unknown or no list. A lone block counts as a list of one. */
export function listAt(value: unknown, path: Path): unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : isRecord(found) ? [found] : [];
}

/** The known texts of the list at a path. */
export function textsAt(value: unknown, path: Path): string[] {
  const found = at(value, path);
  const items = Array.isArray(found) ? found : [found];
  return items.flatMap((item) => text(item) ?? []);
}

/** Whether the value at a path, or an element of the list there, is unknown or secret. */
export function hiddenAt(value: unknown, path: Path): boolean {
  const found = at(value, path);
  return isHidden(found) || (Array.isArray(found) && found.some(isHidden));
}

/** Whether something is set at a path, known or not. Empty lists and maps are not set. */
export function isSet(value: unknown, path: Path): boolean {
  const found = at(value, path);
  if (Array.isArray(found)) return found.length > 0;
  return isRecord(found) ? Object.keys(found).length > 0 : found !== undefined;
}

/** The first key of a path: the property that property dependencies are recorded under. */
export function topKey(path: Path): string {
  return (typeof path === "string" ? path.split(/[.[]/)[0] : path[0]) ?? "";
}
