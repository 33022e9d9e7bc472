import type { Level, Policy, Settings, SettingValue, Weight } from "./policy";

/** A violation that is accepted for now, for a reason. */
export interface Exemption {
  policy: string;
  /** The end of the resource's URN, from a `::` or `$` on: usually its logical name. */
  resource: string;
  /** Limits the exemption to violations of this property and what lies below it. */
  property?: string;
  reason: string;
  /** Last day it holds, as `YYYY-MM-DD`. */
  expires: string;
}

/** What is wrong with a configuration, in words. */
export interface ConfigurationProblem {
  where: string;
  message: string;
}

/** The policy whose configuration holds what concerns the whole pack. */
export const PACK_POLICY = "policy-config";
export const LEVELS: readonly Level[] = ["mandatory", "advisory", "disabled"];

/** The level a policy has where no configuration says otherwise. */
export function defaultLevel(weight: Weight): "mandatory" | "advisory" {
  return weight === "always" || weight === "production" ? "mandatory" : "advisory";
}

/** The level a policy has in a stack's own configuration file. */
export function levelFor(weight: Weight, stack: "dev" | "prod"): Level {
  if (weight === "always") return "mandatory";
  if (weight === "advice") return "advisory";
  if (stack === "prod") return weight === "production" ? "mandatory" : "advisory";
  return weight === "production" ? "advisory" : "disabled";
}

/** A policy's settings from its part of the configuration: defaults in code, wrong values reported and ignored. */
export function settingsOf(
  policy: Pick<Policy, "id" | "settings">,
  given: unknown,
): { settings: Settings; problems: ConfigurationProblem[] } {
  const problems: ConfigurationProblem[] = [];
  const settings: Settings = {};
  for (const [name, { default: value }] of Object.entries(policy.settings)) settings[name] = value;
  if (typeof given !== "object" || given === null) return { settings, problems };
  for (const [name, value] of Object.entries(given)) {
    const where = `${policy.id}.${name}`;
    const known = policy.settings[name];
    if (name === "enforcementLevel") continue;
    if (known === undefined)
      problems.push({ where, message: `no such setting; there ${listOf(Object.keys(policy.settings))}` });
    else if (!sameKind(value, known.default)) problems.push({ where, message: `must be ${kindOf(known.default)}` });
    else settings[name] = value;
  }
  return { settings, problems };
}

function listOf(names: string[]): string {
  return names.length === 0 ? "are none" : `is ${names.join(", ")}`;
}

function sameKind(value: unknown, model: SettingValue): value is SettingValue {
  return Array.isArray(model)
    ? Array.isArray(value) && value.every((each) => typeof each === "string")
    : typeof value === typeof model;
}

function kindOf(model: SettingValue): string {
  return Array.isArray(model) ? "a list of texts" : `a ${typeof model === "string" ? "text" : typeof model}`;
}

/** Reads the exemptions, keeping those in force; each of the others is a problem. */
export function readExemptions(
  given: unknown,
  ids: ReadonlySet<string>,
  now: Date,
): { exemptions: Exemption[]; problems: ConfigurationProblem[] } {
  if (given === undefined) return { exemptions: [], problems: [] };
  if (!Array.isArray(given))
    return { exemptions: [], problems: [{ where: `${PACK_POLICY}.exemptions`, message: "must be a list" }] };
  const exemptions: Exemption[] = [];
  const problems: ConfigurationProblem[] = [];
  given.forEach((entry: unknown, index) => {
    const where = `${PACK_POLICY}.exemptions[${index}]`;
    const found = exemptionProblems(entry, ids, now);
    problems.push(...found.map((message) => ({ where, message })));
    if (found.length === 0) exemptions.push(entry as Exemption);
  });
  return { exemptions, problems };
}

const FIELDS = ["policy", "resource", "reason", "expires"] as const;

function exemptionProblems(entry: unknown, ids: ReadonlySet<string>, now: Date): string[] {
  if (typeof entry !== "object" || entry === null)
    return ["must be an object with policy, resource, reason and expires"];
  const fields = entry as Record<string, unknown>;
  const missing = FIELDS.filter((name) => typeof fields[name] !== "string" || fields[name].trim() === "").map(
    (name) => `has no ${name}`,
  );
  const unknown = Object.keys(fields)
    .filter((name) => name !== "property" && !FIELDS.some((each) => each === name))
    .map((name) => `has an unknown field ${name}`);
  const property =
    fields.property !== undefined && (typeof fields.property !== "string" || fields.property === "")
      ? ["property must be a text"]
      : [];
  const policy =
    typeof fields.policy === "string" && fields.policy !== "" && !ids.has(fields.policy)
      ? [`names no policy of this pack: ${fields.policy}`]
      : [];
  return [...missing, ...unknown, ...property, ...policy, ...expiryProblems(fields.expires, now)];
}

function expiryProblems(expires: unknown, now: Date): string[] {
  if (typeof expires !== "string" || expires.trim() === "") return [];
  const end = Date.parse(`${expires}T23:59:59.999Z`);
  // A 30th of February is taken for the 2nd of March.
  const isDay = !Number.isNaN(end) && new Date(end).toISOString().slice(0, 10) === expires;
  if (!isDay) return [`expires must be a day such as 2027-01-31, not ${expires}`];
  return end < now.getTime() ? [`expired on ${expires}`] : [];
}

/** Whether an exemption covers a violation. */
export function exempts(exemption: Exemption, policy: string, urn: string, property: string): boolean {
  if (exemption.policy !== policy) return false;
  const named =
    urn === exemption.resource || urn.endsWith(`::${exemption.resource}`) || urn.endsWith(`$${exemption.resource}`);
  const path = exemption.property;
  return (
    named &&
    (path === undefined || property === path || property.startsWith(`${path}.`) || property.startsWith(`${path}[`))
  );
}

/** One stack's configuration, as CrossGuard spells it: a level, or an object with a level and settings, per policy. */
export type PackConfiguration = Record<string, unknown>;

/** The level of a policy in a configuration: its own entry, then `all`, then the pack's default. */
export function levelOf(configuration: PackConfiguration, id: string, weight: Weight): Level {
  return levelIn(configuration[id]) ?? levelIn(configuration.all) ?? defaultLevel(weight);
}

function levelIn(entry: unknown): Level | undefined {
  const level =
    typeof entry === "object" && entry !== null ? (entry as { enforcementLevel?: unknown }).enforcementLevel : entry;
  // CrossGuard's `remediate` falls back to mandatory where nothing can be remediated.
  return level === "remediate" ? "mandatory" : LEVELS.find((each) => each === level);
}

/** What is wrong with a configuration file as a whole: names that no policy has, levels that do not exist. */
export function configurationProblems(
  configuration: PackConfiguration,
  ids: ReadonlySet<string>,
): ConfigurationProblem[] {
  return Object.entries(configuration).flatMap(([id, entry]) => {
    const problems: ConfigurationProblem[] = [];
    if (id !== "all" && !ids.has(id)) problems.push({ where: id, message: "no policy of this pack has this name" });
    const level =
      typeof entry === "object" && entry !== null ? (entry as { enforcementLevel?: unknown }).enforcementLevel : entry;
    if (level !== undefined && levelIn(entry) === undefined)
      problems.push({ where: id, message: `the level must be ${LEVELS.join(", ")}` });
    return problems;
  });
}
