import type { z } from "zod";
import { NOT_SHOWN, type Problem, SettingsError } from "./problem";
import { rules } from "./rules";
import { settlePoolSize } from "./rules/connections";
import { type Settings, sections } from "./schema";
import { core } from "./walk";
import { unknownSetting, zodProblems } from "./zod-problems";

/** A stack's configuration as Pulumi gives it: text by full key, and which keys hold secrets. */
export interface StackConfig {
  project: string;
  stack: string;
  values: Readonly<Record<string, string>>;
  isSecret(key: string): boolean;
}

const key = (project: string, section: string) => (section === "project" ? "gcp:project" : `${project}:${section}`);

/** Sections of a program's settings by their keys, and what their schemas return. */
type Schemas = Readonly<Record<string, z.ZodType>>;
type Parsed<S extends Schemas> = { [K in keyof S]: z.output<S[K]> };

/** The value of a section: Pulumi keeps everything but plain text as JSON. */
function value(text: string | undefined, schema: z.ZodType): unknown {
  if (text === undefined) return undefined;
  const type = (core(schema) as { _zod: { def: { type: string } } })._zod.def.type;
  if (type === "string" || type === "enum") return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Reads, completes and checks a stack's settings.
 * @throws {SettingsError} with every problem found, not only the first
 */
export function readSettings(config: StackConfig): Settings {
  const complete = readSections(config, sections, rules);
  return { ...complete, database: settlePoolSize(complete) };
}

/**
 * Reads any program's sections, and holds those that are well formed to the rules about them.
 * @throws {SettingsError} with every problem found, not only the first
 */
export function readSections<S extends Schemas>(
  config: StackConfig,
  schemas: S,
  rules: readonly { needs: readonly (keyof S)[]; check(sections: Parsed<S>): Problem[] }[] = [],
): Parsed<S> {
  const problems: Problem[] = unknownKeys(config, Object.keys(schemas));
  const parsed: Record<string, unknown> = {};

  for (const [section, schema] of Object.entries(schemas)) {
    const name = key(config.project, section);
    const where = section === "project" ? name : section;
    if (config.isSecret(name)) {
      problems.push({
        where,
        what: "holds an encrypted value, which no setting takes",
        found: NOT_SHOWN,
        allowed: "plain settings",
        remedy:
          "Keep secrets in Secret Manager: `bff.secrets` or `api.secrets` with `generate`, or with `secret` and `version`.",
      });
      continue;
    }
    const raw = value(config.values[name], schema);
    const result = schema.safeParse(raw);
    if (result.success) parsed[section] = result.data;
    else problems.push(...zodProblems(where, schema, raw, result.error.issues));
  }

  for (const { needs, check } of rules)
    if (needs.every((section) => section in parsed)) problems.push(...check(parsed as Parsed<S>));
  if (problems.length > 0) throw new SettingsError(problems, config.stack);
  return parsed as Parsed<S>;
}

function unknownKeys({ project, values }: StackConfig, sections: string[]): Problem[] {
  const known = sections.filter((section) => section !== "project");
  return Object.keys(values)
    .filter((name) => name.startsWith(`${project}:`) && !known.includes(name.slice(project.length + 1)))
    .map((name) => {
      const where = name.slice(project.length + 1);
      const problem = unknownSetting(where, where, known);
      return where === "project" ? { ...problem, remedy: "Use the provider's own key, gcp:project." } : problem;
    });
}
