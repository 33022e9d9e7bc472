import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isObject, type Properties, patternOf, placesAt, valueAt } from "./property-paths";
import { factsOf, type ResourceFacts } from "./resource-facts";

/** The engine's marker for a value that is not known before `up`. */
export const UNKNOWN_MARKER = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export interface Failure {
  property: string;
  reason: string;
}

/**
 * The program's inputs as the provider keeps them: with a name and the provider's defaults, each listed in `__defaults`
 * of the object that holds it, and what is missing.
 */
export function check(
  type: string,
  logicalName: string,
  old: Properties | undefined,
  given: Properties,
  seed: Uint8Array,
): { inputs: Properties; failures: Failure[] } {
  const facts = factsOf(type);
  const inputs = withoutDefaultsLists(given);
  if (facts.autonamed && inputs.name === undefined) {
    const kept = old && defaultsOf(old).includes("name") ? old.name : undefined;
    setDefault(inputs, "name", kept ?? autoname(logicalName, seed));
  }
  for (const [pattern, value] of Object.entries(facts.defaults)) {
    for (const { holder, key } of placesAt(inputs, pattern)) {
      if (holder[key] === undefined || holder[key] === null) setDefault(holder, key, value);
    }
  }
  const failures = facts.required.flatMap((pattern) =>
    placesAt(inputs, pattern)
      .filter(({ holder, key }) => holder[key] === undefined || holder[key] === null)
      .map(({ path }) => ({ property: path, reason: `Missing required argument "${path}"` })),
  );
  return { inputs, failures };
}

export const defaultsOf = (inputs: Properties) => (Array.isArray(inputs.__defaults) ? inputs.__defaults : []);

function setDefault(holder: Properties, key: string, value: unknown): void {
  holder[key] = value;
  holder.__defaults = [...defaultsOf(holder), key];
}

function autoname(logicalName: string, seed: Uint8Array): string {
  return `${logicalName.toLowerCase()}-${createHash("sha256").update(seed).update(logicalName).digest("hex").slice(0, 7)}`;
}

export function withoutDefaultsLists<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutDefaultsLists) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([k, v]) => (k === "__defaults" ? [] : [[k, withoutDefaultsLists(v)]])),
  ) as T;
}

/** The properties the resource will have: the inputs, and what the old state keeps where the program says nothing. */
export function plan(
  type: string,
  inputs: Properties,
  old: Properties | undefined,
  ignoreChanges: string[] = [],
): Properties {
  const facts = factsOf(type);
  const planned = withoutDefaultsLists(inputs);
  for (const path of old ? ignoreChanges : []) keepOld(planned, path, valueAt(old, path));
  // Parents first: an absent block is kept whole, and only a present one is filled inside.
  for (const pattern of [...facts.filled, ...facts.computed].sort((a, b) => a.length - b.length)) {
    for (const { holder, key, path } of placesAt(planned, pattern)) {
      if (holder[key] !== undefined) continue;
      const value = old ? valueAt(old, path) : isTopLevel(pattern) ? UNKNOWN_MARKER : undefined;
      if (value !== undefined) holder[key] = structuredClone(value);
    }
  }
  return planned;
}

function keepOld(planned: Properties, path: string, value: unknown): void {
  const place = placesAt(planned, patternOf(path)).find((candidate) => candidate.path === path);
  if (!place) return;
  if (value === undefined) delete place.holder[place.key];
  else place.holder[place.key] = structuredClone(value);
}

const isTopLevel = (pattern: string) => !/[.[]/.test(pattern);

export interface Difference {
  path: string;
  kind: "add" | "delete" | "update";
  replaces: boolean;
}

/** What would change, as the provider's diff says it: only what the program can decide. */
export function differences(type: string, old: Properties, planned: Properties): Difference[] {
  const facts = factsOf(type);
  const found: Omit<Difference, "replaces">[] = [];
  compare("", withoutDefaultsLists(old), planned, facts, found);
  return found.map((difference) => ({
    ...difference,
    replaces: isImmutable(facts, patternOf(difference.path)) || shrinks(type, difference.path, old, planned),
  }));
}

function compare(
  path: string,
  old: unknown,
  now: unknown,
  facts: ResourceFacts,
  found: Omit<Difference, "replaces">[],
) {
  if (isBlank(old) && isBlank(now)) return;
  const pattern = patternOf(path);
  if (facts.computed.includes(pattern)) return;
  if (facts.sets.includes(pattern) && Array.isArray(old) && Array.isArray(now)) {
    if (!isDeepStrictEqual(sorted(old), sorted(now))) found.push({ path, kind: "update" });
  } else if (isObject(old) && isObject(now)) {
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
      compare(path ? `${path}.${key}` : key, old[key], now[key], facts, found);
    }
  } else if (Array.isArray(old) && Array.isArray(now)) {
    for (let i = 0; i < Math.max(old.length, now.length); i++) compare(`${path}[${i}]`, old[i], now[i], facts, found);
  } else if (!isDeepStrictEqual(old, now)) {
    found.push({ path, kind: isBlank(old) ? "add" : isBlank(now) ? "delete" : "update" });
  }
}

/** The provider cannot tell an unset value from an empty one. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === false || value === 0) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.values(value).every(isBlank);
}

const sorted = (list: unknown[]) => list.map((entry) => JSON.stringify(prune(entry))).sort();

function prune(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, v]) => !isBlank(v));
  return Object.fromEntries(entries.map(([k, v]) => [k, prune(v)] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isImmutable = (facts: ResourceFacts, pattern: string) =>
  facts.replaces.some(
    (replaced) =>
      pattern === replaced || (/^[.[]/.test(pattern.slice(replaced.length)) && pattern.startsWith(replaced)),
  );

/** Sizes that the provider only lets grow in place. */
const onlyGrows: Record<string, string[]> = {
  "gcp:vpcaccess/connector:Connector": ["minInstances", "maxInstances"],
  "gcp:sql/databaseInstance:DatabaseInstance": ["settings.diskSize"],
};

function shrinks(type: string, path: string, old: Properties, planned: Properties): boolean {
  if (type === "gcp:compute/subnetwork:Subnetwork" && path === "ipCidrRange") {
    return !isExpansion(String(old.ipCidrRange), String(planned.ipCidrRange));
  }
  return (onlyGrows[type]?.includes(path) ?? false) && Number(valueAt(planned, path)) < Number(valueAt(old, path));
}

function isExpansion(from: string, to: string): boolean {
  const [oldBase = "", oldBits = ""] = from.split("/");
  const [newBase = "", newBits = ""] = to.split("/");
  const mask = (address: string) =>
    address.split(".").reduce((n, byte) => n * 256 + Number(byte), 0) >>> (32 - Number(newBits));
  return Number(newBits) < Number(oldBits) && mask(oldBase) === mask(newBase);
}
