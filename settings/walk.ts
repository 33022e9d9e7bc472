import type { GlobalMeta, z } from "zod";

type Schema = z.core.$ZodType;
type Meta = GlobalMeta & { description?: string };

/** The schema inside one that adds a default, an "or nothing" or a transform to it. */
function inside(schema: Schema): Schema | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case "default":
    case "prefault":
    case "optional":
    case "nullable":
    case "readonly":
      return def.innerType;
    case "pipe":
      return (def.in as z.core.$ZodTypes)._zod.def.type === "transform" ? def.out : def.in;
    default:
      return undefined;
  }
}

/** The schema under all of these. */
export function core(schema: Schema): Schema {
  const inner = inside(schema);
  return inner ? core(inner) : schema;
}

/** What the schema says of itself, at the outermost layer that says anything. */
export function meta(schema: Schema): Meta {
  const own = (schema as z.ZodType).meta?.() as Meta | undefined;
  const inner = inside(schema);
  return own ?? (inner ? meta(inner) : {});
}

/** Schemas of an object's fields, or undefined when it has none. */
export function fields(schema: Schema): Record<string, Schema> | undefined {
  const { def } = (core(schema) as z.core.$ZodTypes)._zod;
  return def.type === "object" ? def.shape : undefined;
}

/** Schema of a record's names. */
export function names(schema: Schema): Schema | undefined {
  const { def } = (core(schema) as z.core.$ZodTypes)._zod;
  return def.type === "record" ? def.keyType : undefined;
}

/** Schema of one member of an object, record or array. */
export function member(schema: Schema, key: PropertyKey): Schema | undefined {
  const { def } = (core(schema) as z.core.$ZodTypes)._zod;
  if (def.type === "object") return Object.hasOwn(def.shape, key) ? def.shape[String(key)] : undefined;
  if (def.type === "record") return def.valueType;
  if (def.type === "array") return def.element;
  return undefined;
}
