import { SECRET, UNKNOWN } from "../resources/resource";
import { Decimal } from "./money";

/** A nested block of inputs; a list of one, as Terraform writes it, counts as its only element. */
export function blockOf(value: unknown): Record<string, unknown> | undefined {
  const block = Array.isArray(value) ? value[0] : value;
  return typeof block === "object" && block !== null ? (block as Record<string, unknown>) : undefined;
}

export const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

export const isUnknown = (value: unknown): boolean => value === UNKNOWN || value === SECRET;

/** A known text. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" && !isUnknown(value) ? value : undefined;

/** A known whole number, also when written as text. */
export function countOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** vCPUs of a Kubernetes quantity: `2`, `"0.5"`, `"1000m"`. */
export function vcpuOf(value: unknown): Decimal | undefined {
  const match = /^(\d+(?:\.\d+)?)(m?)$/.exec(String(value));
  return match?.[1] === undefined ? undefined : new Decimal(match[1]).div(match[2] === "m" ? 1000 : 1);
}

const SUFFIX: Record<string, number> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** GiB of a Kubernetes quantity: `"512Mi"`, `"1Gi"`, `"1G"` (which is 0.93 GiB), plain bytes. */
export function memoryGibOf(value: unknown): Decimal | undefined {
  const match = /^(\d+(?:\.\d+)?)([kMGT]?|[KMGT]i)$/.exec(String(value));
  const bytes = SUFFIX[match?.[2] ?? "?"];
  return match?.[1] === undefined || bytes === undefined ? undefined : new Decimal(match[1]).times(bytes).div(2 ** 30);
}
