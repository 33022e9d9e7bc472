/** The properties of a resource, or of an object or list inside it. */
export type Properties = Record<string, unknown>;

/** One place that a path pattern such as `a.b[].c` points to; the property itself may be absent. */
export interface Place {
  holder: Properties;
  key: string;
  path: string;
}

export const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every place in `root` that the pattern points to. A place inside an absent or unknown parent is left out. */
export function placesAt(root: Properties, pattern: string): Place[] {
  let holders: { holder: Properties; path: string }[] = [{ holder: root, path: "" }];
  const segments = pattern.split(".");
  const last = segments.pop() ?? "";
  for (const segment of segments) {
    holders = holders.flatMap(({ holder, path }) => childrenOf(holder, path, segment));
  }
  if (!last.endsWith("[]")) return holders.map(({ holder, path }) => ({ holder, key: last, path: join(path, last) }));
  const list = last.slice(0, -2);
  return holders.flatMap(({ holder, path }) => {
    const entries = holder[list];
    if (!Array.isArray(entries)) return [];
    return entries.map((_, i) => ({
      holder: entries as unknown as Properties,
      key: String(i),
      path: `${join(path, list)}[${i}]`,
    }));
  });
}

function childrenOf(holder: Properties, path: string, segment: string): { holder: Properties; path: string }[] {
  const name = segment.replace("[]", "");
  const value = holder[name];
  const here = join(path, name);
  if (!segment.endsWith("[]")) return isObject(value) ? [{ holder: value, path: here }] : [];
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry, i) => (isObject(entry) ? [{ holder: entry, path: `${here}[${i}]` }] : []));
}

const join = (path: string, key: string) => (path ? `${path}.${key}` : key);

/** `a[3].b` as the pattern `a[].b`. */
export const patternOf = (path: string) => path.replace(/\[\d+\]/g, "[]");

/** The value at an exact path such as `a[3].b`, if there is one. */
export function valueAt(root: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce<unknown>(
      (value, key) => (typeof value === "object" && value ? (value as Properties)[key] : undefined),
      root,
    );
}
