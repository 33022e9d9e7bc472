import type { z } from "zod";
import { type SectionName, sections } from "./schema";
import { core, fields, member, meta } from "./walk";
import { bounds, KINDS } from "./zod-problems";

type Schema = z.core.$ZodType;

/** One setting, in words: what `docs/settings.md` has a row for. */
export interface Entry {
  /** As `--set` and `pulumi config set --path` name it; NAME stands for a name of your own. */
  name: string;
  /** Has settings of its own below it. */
  group: boolean;
  description: string;
  /** "required", "none", or the value that holds when nothing is said. */
  default: string;
  allowed: string;
  change: string;
  cost: string;
}

/** Every setting there is, in the order of the schema. */
export const catalogue = (): Entry[] =>
  (Object.keys(sections) as SectionName[]).flatMap((section) =>
    entries(section === "project" ? "gcp:project" : section, sections[section]),
  );

function entries(name: string, schema: Schema): Entry[] {
  const parts = partsOf(schema);
  const { description = "", change = "", cost = "" } = meta(schema);
  return [
    {
      name,
      group: parts.length > 0,
      description,
      default: parts.length > 0 ? "" : defaultOf(schema),
      allowed: parts.length > 0 ? "" : allowedOf(schema),
      change,
      cost,
    },
    ...parts.flatMap(([part, inner]) => entries(`${name}.${part}`, inner)),
  ];
}

/** What a group is made of; a group by names of your own (secrets) shows one of them. */
function partsOf(schema: Schema): [name: string, schema: Schema][] {
  const own = fields(schema);
  if (own) return Object.entries(own);
  const one = typeOf(schema) === "record" ? member(schema, "NAME") : undefined;
  return one && fields(one) ? [["NAME", one]] : [];
}

const typeOf = (schema: Schema): string => (core(schema) as z.core.$ZodTypes)._zod.def.type;

function allowedOf(schema: Schema): string {
  const { def } = (core(schema) as z.core.$ZodTypes)._zod;
  const said = meta(schema).allowed ?? bounds(schema);
  if (said) return said;
  if (def.type === "enum") return Object.values(def.entries).join(", ");
  if (def.type === "literal") return def.values.join(", ");
  if (def.type === "array") return `a list of: ${allowedOf(def.element)}`;
  return KINDS[def.type] ?? def.type;
}

function defaultOf(schema: Schema): string {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional") return "none";
  if (def.type === "pipe") return defaultOf(def.in);
  if (def.type !== "default") return "required";
  return typeof def.defaultValue === "string" ? def.defaultValue : JSON.stringify(def.defaultValue);
}
