/** Works something out once for each object, e.g. for each graph, and keeps it as long as the object. */
export function once<K extends object, T>(find: (of: K) => T): (of: K) => T {
  const known = new WeakMap<K, { found: T }>();
  return (of) => {
    const { found } = known.get(of) ?? { found: find(of) };
    known.set(of, { found });
    return found;
  };
}
