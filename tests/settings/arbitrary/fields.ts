import fc from "fast-check";

/** Fields that may each be absent: then the default holds. */
export const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });

export const name = (least: number, most: number) =>
  fc.stringMatching(new RegExp(`^[a-z][a-z0-9-]{${least - 2},${most - 2}}[a-z0-9]$`));
