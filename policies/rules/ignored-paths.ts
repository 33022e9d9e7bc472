import type { Resource } from "../../resources/resource";

/** Pulumi property paths, as `ignoreChanges` spells them: `a.b[0].c`, `a["b"]`, `a[*]`, `*`. */
export function parsePath(path: string): string[] {
  const keys: string[] = [];
  for (const match of path.matchAll(/\[\s*"((?:[^"\\]|\\.)*)"\s*\]|\[\s*([^\]]*?)\s*\]|([^.[\]]+)/g)) {
    keys.push(match[1]?.replace(/\\(.)/g, "$1") ?? match[2] ?? match[3] ?? "");
  }
  return keys;
}

function matchesPrefix(shorter: readonly string[], longer: readonly string[]): boolean {
  return shorter.every((key, index) => key === longer[index] || key === "*" || longer[index] === "*");
}

/** Whether ignoring `ignoredPath` hides changes to `property`, to a part of it or to what holds it. */
export function hides(ignoredPath: string, property: string): boolean {
  const [a, b] = [parsePath(ignoredPath), parsePath(property)];
  return a.length > 0 && (a.length <= b.length ? matchesPrefix(a, b) : matchesPrefix(b, a));
}

/** Whether changes to exactly this property (or to all that holds it) are left to someone else. */
export function ignored(resource: Resource, property: string): boolean {
  const wanted = parsePath(property);
  return (resource.options.ignoreChanges ?? []).some((path) => {
    const keys = parsePath(path);
    return keys.length > 0 && keys.length <= wanted.length && matchesPrefix(keys, wanted);
  });
}
