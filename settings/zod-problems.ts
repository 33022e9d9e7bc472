import type { z } from "zod";
import { type Problem, shown } from "./problem";
import { core, fields, member, meta } from "./walk";

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

const KINDS: Record<string, string> = {
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

/** Least and greatest number a schema takes, when it says both. */
export function bounds(schema: z.core.$ZodType): string | undefined {
  const { minValue, maxValue } = core(schema) as z.ZodNumber;
  return Number.isSafeInteger(minValue) && Number.isSafeInteger(maxValue) ? `${minValue} to ${maxValue}` : undefined;
}

/** Problems for a section that its schema refused. */
export function zodProblems(section: string, schema: z.ZodType, raw: unknown, issues: readonly Issue[]): Problem[] {
  const where = (path: readonly PropertyKey[]) => [section, ...path.map(String)].join(".");
  const remedy = (path: readonly PropertyKey[]) =>
    `pulumi config set --path '${where(path)}' VALUE, or edit Pulumi.<stack>.yaml`;

  return issues.flatMap((issue): Problem[] => {
    if (issue.code === "unrecognized_keys") {
      const known = Object.keys(fields(schemaAt(schema, issue.path)) ?? {}).join(", ");
      return issue.keys.map((key) => ({
        where: where([...issue.path, key]),
        what: "is not a setting",
        found: shown(where([...issue.path, key]), at(raw, [...issue.path, key])),
        allowed: known,
        remedy: "Remove it, or use one of the allowed names.",
      }));
    }
    const found = at(raw, issue.path);
    const params = (issue.code === "custom" ? issue.params : undefined) as
      | { allowed?: string; remedy?: string }
      | undefined;
    const numeric = bounds(schemaAt(schema, issue.path));
    return [
      {
        where: where(issue.path),
        what: wrong(issue, found),
        found: issue.code === "invalid_key" ? String(issue.path.at(-1)) : shown(where(issue.path), found),
        allowed:
          params?.allowed ?? numeric ?? allowedByMeta(schema, issue.path) ?? range(issue) ?? "see docs/settings.md",
        remedy: params?.remedy ?? remedy(issue.path),
      },
    ];
  });
}
