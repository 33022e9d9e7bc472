import { z } from "zod";
import { BYTES, Decimal, toGib } from "../money";
import { DESTINATION_ALIASES, DESTINATIONS, type Destination, type UsageField } from "./field";

/** Usage as written: quantities of a month by field name. */
export type RawUsage = Readonly<Record<string, unknown>>;

/** Usage as understood: sizes in GiB. */
export interface Usage {
  amounts: ReadonlyMap<string, Decimal>;
  /** GiB by destination; `sameContinent` stands for the region's own. */
  byDestination: ReadonlyMap<string, ReadonlyMap<Destination | "sameContinent", Decimal>>;
  flags: ReadonlyMap<string, boolean>;
  region?: string;
}

export const NO_USAGE: Usage = { amounts: new Map(), byDestination: new Map(), flags: new Map() };

const QUANTITY = z
  .number({ error: "a number is needed" })
  .min(0, "must not be negative")
  .max(1e15, "is more than 1e15");

type SizeUnit = keyof typeof BYTES;
const UNITS = Object.keys(BYTES) as SizeUnit[];

/** Lower case without separators, and without "monthly", "per month": `monthly_requests` is `requests`. */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/^monthly/, "")
    .replace(/(?:per|a)month$/, "");

/** Reads the usage of one resource; `problems` says what was not understood. */
export function readUsage(raw: RawUsage, fields: readonly UsageField[]): { usage: Usage; problems: string[] } {
  const amounts = new Map<string, Decimal>();
  const byDestination = new Map<string, Map<Destination | "sameContinent", Decimal>>();
  const flags = new Map<string, boolean>();
  const problems: string[] = [];
  let region: string | undefined;

  for (const [key, value] of Object.entries(raw)) {
    if (value === undefined || value === null) continue;
    const { field, unit, destination } = match(key, fields);
    if (field === undefined) {
      problems.push(`${key}: no such usage. Known: ${fields.map(documentedName).join(", ") || "none"}`);
    } else if (field.kind === "flag") {
      if (typeof value === "boolean") flags.set(field.name, value);
      else problems.push(`${key}: true or false is needed, found ${shown(value)}`);
    } else if (field.kind === "region") {
      if (typeof value === "string") region = value;
      else problems.push(`${key}: a region is needed, found ${shown(value)}`);
    } else if (field.kind !== "amount" && unit === undefined) {
      problems.push(`${key}: a unit is missing: ${documentedName(field)}`);
    } else if (field.kind === "sizeByDestination") {
      const known = byDestination.get(field.name) ?? new Map();
      byDestination.set(field.name, known);
      const parts =
        typeof value === "object" ? Object.entries(value) : [[destination ?? "sameContinent", value] as const];
      for (const [to, part] of parts) {
        const target = destinationOf(to);
        const quantity = read(part);
        if (target === undefined)
          problems.push(`${key}.${to}: no such destination. Known: ${DESTINATIONS.join(", ")}, sameContinent`);
        else if (typeof quantity === "string") problems.push(`${key}.${to}: ${quantity}`);
        else known.set(target, (known.get(target) ?? new Decimal(0)).plus(toGib(quantity, unit ?? "gib")));
      }
    } else {
      const quantity = read(value);
      if (typeof quantity === "string") problems.push(`${key}: ${quantity}`);
      else if (amounts.has(field.name)) problems.push(`${key}: ${field.name} is given twice`);
      else amounts.set(field.name, unit === undefined ? quantity : toGib(quantity, unit));
    }
  }
  return { usage: { amounts, byDestination, flags, ...(region !== undefined && { region }) }, problems };
}

/** How documents and messages name a field. */
export const documentedName = (field: UsageField): string =>
  field.kind === "size" || field.kind === "sizeByDestination" ? `${field.name}Gib or ${field.name}Gb` : field.name;

function read(value: unknown): Decimal | string {
  const parsed = QUANTITY.safeParse(value);
  return parsed.success ? new Decimal(parsed.data) : `${parsed.error.issues[0]?.message}, found ${shown(value)}`;
}

const shown = (value: unknown): string => (typeof value === "number" ? String(value) : JSON.stringify(value));

function destinationOf(name: string): Destination | "sameContinent" | undefined {
  const wanted = plain(name);
  return DESTINATIONS.find((destination) => plain(destination) === wanted) ?? DESTINATION_ALIASES[wanted];
}

interface Match {
  field?: UsageField;
  unit?: SizeUnit;
  destination?: string;
}

/** The field a key means: by name or alias, a size with its unit, an egress also with its destination (`egressGibToEurope`). */
function match(key: string, fields: readonly UsageField[]): Match {
  const wanted = plain(key);
  for (const field of fields) {
    for (const name of [field.name, ...(field.aliases ?? [])].map(plain)) {
      if (field.kind === "amount" || field.kind === "flag" || field.kind === "region") {
        if (wanted === name) return { field };
        continue;
      }
      if (wanted === name) return { field };
      const unit = UNITS.find((candidate) => wanted === name + candidate);
      if (unit !== undefined) return { field, unit };
      if (field.kind !== "sizeByDestination" || !wanted.startsWith(name)) continue;
      const rest = /^(gib|gb|tib|tb|mib|mb)to(.+)$/.exec(wanted.slice(name.length));
      if (rest) return { field, unit: rest[1] as SizeUnit, destination: rest[2] };
    }
  }
  return {};
}
