import { NOT_SHOWN, type Problem, SettingsError } from "./problem";
import { rules } from "./rules";
import { settlePoolSize } from "./rules/connections";
import { type SectionName, type Sections, type Settings, sections } from "./schema";
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

/** The value of a section: Pulumi keeps everything but plain text as JSON. */
function value(text: string | undefined, section: SectionName): unknown {
  if (text === undefined) return undefined;
  const type = (core(sections[section]) as { _zod: { def: { type: string } } })._zod.def.type;
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
  const problems: Problem[] = unknownKeys(config);
  const parsed: Partial<Record<SectionName, unknown>> = {};

  for (const section of Object.keys(sections) as SectionName[]) {
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
    const raw = value(config.values[name], section);
    const result = sections[section].safeParse(raw);
    if (result.success) parsed[section] = result.data;
    else problems.push(...zodProblems(where, sections[section], raw, result.error.issues));
  }

  const good = parsed as Partial<Sections>;
  for (const { needs, check } of rules)
    if (needs.every((section) => section in good)) problems.push(...check(good as Sections));
  if (problems.length > 0) throw new SettingsError(problems, config.stack);

  const complete = good as Sections;
  return { ...complete, database: settlePoolSize(complete) };
}

function unknownKeys({ project, values }: StackConfig): Problem[] {
  const known = Object.keys(sections).filter((section) => section !== "project");
  return Object.keys(values)
    .filter((name) => name.startsWith(`${project}:`) && !known.includes(name.slice(project.length + 1)))
    .map((name) => {
      const where = name.slice(project.length + 1);
      const problem = unknownSetting(where, where, known);
      return where === "project" ? { ...problem, remedy: "Use the provider's own key, gcp:project." } : problem;
    });
}
