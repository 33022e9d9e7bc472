import type { z } from "zod";
import { isHidden, NOT_SHOWN, type Problem, shown } from "./problem";
import { core, fields, member, meta, names } from "./walk";

type Issue = z.core.$ZodIssue;

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );

/** What is allowed at a path, in the words of the nearest schema that has any. */
function allowedByMeta(schema: z.ZodType, path: readonly PropertyKey[]): string | undefined {
  let words = meta(schema).allowed;
  let inner: z.core.$ZodType | undefined = schema;
  for (const key of path) {
    inner = inner && member(inner, key);
    words = (inner && meta(inner).allowed) ?? words;
  }
  return words;
}

function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.core.$ZodType {
  return path.reduce<z.core.$ZodType>((inner, key) => member(inner, key) ?? inner, schema);
}

export const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a group of settings",
  record: "names with values",
};

function wrong(issue: Issue, found: unknown): string {
  if (issue.code === "custom") return issue.message;
  if (found === undefined) return "is missing";
  if (found === null) return "is empty";
  switch (issue.code) {
    case "invalid_type":
      return `is not ${KINDS[issue.expected] ?? issue.expected}`;
    case "too_small":
      return issue.origin === "array" ? "has too few entries" : "is too small";
    case "too_big":
      return issue.origin === "array" ? "has too many entries" : "is too large";
    case "invalid_format":
      return "is not well formed";
    case "invalid_key":
      return issue.issues[0]?.code === "custom" ? issue.issues[0].message : "is not a name that can be used here";
    default:
      return "is not an allowed value";
  }
}

function range(issue: Issue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "too_small":
      return `${issue.minimum} or more`;
    case "too_big":
      return `${issue.maximum} or less`;
    case "invalid_type":
      return KINDS[issue.expected] ?? issue.expected;
    default:
      return undefined;
  }
}

/** Least and greatest number a schema takes, or the least alone. */
export function bounds(schema: z.core.$ZodType): string | undefined {
  const { minValue, maxValue } = core(schema) as z.ZodNumber;
  const said = (value: number | null) =>
    value !== null && Number.isFinite(value) && Math.abs(value) !== Number.MAX_SAFE_INTEGER;
  if (minValue === undefined || !said(minValue)) return undefined;
  return said(maxValue) ? `${minValue} to ${maxValue}` : `${minValue} or more`;
}

/** The value as it would be right with quotes, or without them. */
function otherwiseWritten(schema: z.core.$ZodType, found: unknown): string | undefined {
  const good = (value: unknown) => (core(schema) as z.ZodType).safeParse(value).success;
  if (typeof found === "string") {
    const plain = { yes: "true", on: "true", no: "false", off: "false" }[found.toLowerCase()] ?? found;
    return /^(true|false|-?\d+(\.\d+)?)$/.test(plain) && good(JSON.parse(plain)) ? plain : undefined;
  }
  const simple = typeof found === "number" || typeof found === "boolean";
  return simple && good(String(found)) ? JSON.stringify(String(found)) : undefined;
}

/** A group where a value belongs, or the other way round. */
function misplaced(schema: z.core.$ZodType, found: unknown): string | undefined {
  const group = fields(schema) !== undefined || names(schema) !== undefined;
  const isGroup = typeof found === "object" && found !== null && !Array.isArray(found);
  if (group && !isGroup) return "Put settings under it, or remove it.";
  return isGroup && !group ? "Give one value here, not a group." : undefined;
}

const squashed = (name: string) => name.toLowerCase().replace(/[-_]/g, "");

/** A name that is no setting; its value stays unsaid, it could be a misspelt group of secrets. */
export function unknownSetting(where: string, key: string, known: readonly string[]): Problem {
  const meant = known.find((name) => squashed(name) === squashed(key));
  return {
    where,
    what: key === "secure" ? "is an encrypted value, which no setting takes" : "is not a setting",
    found: NOT_SHOWN,
    allowed: known.join(", "),
    remedy:
      key === "secure"
        ? "Keep the value in Secret Manager and name it here: `secret` and `version`; or let the program make one up: `generate: {}`."
        : meant
          ? `Write it as ${meant}.`
          : "Remove it, or use one of the allowed names.",
  };
}

/** Problems for a section that its schema refused. */
export function zodProblems(section: string, schema: z.ZodType, raw: unknown, issues: readonly Issue[]): Problem[] {
  const where = (path: readonly PropertyKey[]) => [section, ...path.map(String)].join(".");
  /** A group with a wrong name in it: what it lacks is what was misspelt, and not worth a problem of its own. */
  const misspelt = new Set(issues.filter(({ code }) => code === "unrecognized_keys").map(({ path }) => where(path)));

  return issues.flatMap((issue): Problem[] => {
    const here = where(issue.path);
    const own = schemaAt(schema, issue.path);
    if (issue.code === "unrecognized_keys") {
      const keys = names(own);
      const known = keys ? (core(keys) as z.ZodEnum).options.map(String) : Object.keys(fields(own) ?? {});
      return issue.keys.map((key) => unknownSetting(`${here}.${key}`, key, known));
    }
    if (issue.code === "invalid_key") {
      const [inner] = issue.issues;
      const keys = names(schemaAt(schema, issue.path.slice(0, -1)));
      return [
        {
          where: here,
          what: wrong(issue, here),
          found: String(issue.path.at(-1)),
          allowed: (keys && meta(keys).allowed) ?? (inner && range(inner)) ?? "see docs/settings.md",
          remedy: "Rename it, or remove it.",
        },
      ];
    }
    if (issue.code === "custom" && misspelt.has(here)) return [];

    const found = at(raw, issue.path);
    const params = (issue.code === "custom" ? issue.params : undefined) as
      | { allowed?: string; remedy?: string }
      | undefined;
    const right = isHidden(here) ? undefined : otherwiseWritten(own, found);
    return [
      {
        where: here,
        what: wrong(issue, found),
        found: shown(here, found),
        allowed:
          params?.allowed ?? bounds(own) ?? allowedByMeta(schema, issue.path) ?? range(issue) ?? "see docs/settings.md",
        remedy:
          params?.remedy ??
          (right && `Write it as ${right}.`) ??
          misplaced(own, found) ??
          `pulumi config set --path '${here}' VALUE, or edit Pulumi.<stack>.yaml`,
      },
    ];
  });
}
