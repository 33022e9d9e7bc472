import { type Inputs, SECRET, UNKNOWN } from "./resource";

/**
 * How Pulumi marks special values where it sends or stores them.
 * https://pulumi-developer-docs.readthedocs.io/latest/developer-docs/architecture/deployment-schema.html
 */
export const UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";

/** Inputs in the normal form: unknown values and secrets replaced by words, references by their URN. */
export const readInputs = (wire: Readonly<Record<string, unknown>>): Inputs => readValue(wire) as Inputs;

/** One value in the normal form. */
export function readValue(value: unknown): unknown {
  if (typeof value === "string") return value === UNKNOWN_MARK ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(readValue);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Record<string, unknown>;
  switch (members[SIGNATURE]) {
    case SECRET_SIGNATURE:
      return SECRET;
    case OUTPUT_SIGNATURE:
      if (members.secret === true) return SECRET;
      return "value" in members ? readValue(members.value) : UNKNOWN;
    case RESOURCE_SIGNATURE:
      return members.urn;
    default:
      return Object.fromEntries(
        Object.entries(members)
          // A mark of another kind (an asset's) and what the provider notes for itself are no inputs.
          .filter(([key]) => key !== SIGNATURE && !key.startsWith("__"))
          .map(([key, inner]) => [key, readValue(inner)]),
      );
  }
}
