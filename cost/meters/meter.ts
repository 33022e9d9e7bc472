import type { Resource } from "../../resources/resource";
import type { Kind } from "../line";
import type { Decimal } from "../money";
import type { StackIndex } from "../stack-index";
import type { UsageField } from "../usage/field";
import type { Usage } from "../usage/usage";

/** What a meter says of one resource. */
export type Finding =
  | { is: "charge"; kind: Kind; item: string; sku: string; location: string; quantity: Decimal }
  | { is: "free"; item: string; reason: string }
  /** Costs something unknown; `known` lists the values that would be understood. */
  | { is: "unpriced"; item: string; reason: string; known?: string[] }
  /** Would be charged by a usage that nobody gave. */
  | { is: "missing"; item: string; field: string };

export interface Reading {
  resource: Resource;
  usage: Usage;
  /** Price the most that the resource's own limits allow. */
  atLimit: boolean;
  stack: StackIndex;
}

/** Prices resources of some types. Pure: the same reading gives the same findings. */
export interface Meter {
  types: string[];
  usage: UsageField[];
  read(reading: Reading): Finding[];
}

export const charge = (kind: Kind, item: string, sku: string, location: string, quantity: Decimal): Finding => ({
  is: "charge",
  kind,
  item,
  sku,
  location,
  quantity,
});
export const free = (item: string, reason: string): Finding => ({ is: "free", item, reason });
export const unpriced = (item: string, reason: string, known?: string[]): Finding => ({
  is: "unpriced",
  item,
  reason,
  ...(known && { known }),
});

/** A usage charge for a given amount, or a note that the amount is missing. */
export function metered(usage: Usage, field: string, item: string, sku: string, location: string, per = 1): Finding {
  const amount = usage.amounts.get(field);
  return amount === undefined ? { is: "missing", item, field } : charge("usage", item, sku, location, amount.div(per));
}

/** The same, for a usage that many resources of the type do without: neither missed nor shown at 0. */
export function optionally(
  usage: Usage,
  field: string,
  item: string,
  sku: string,
  location: string,
  per = 1,
): Finding[] {
  const amount = usage.amounts.get(field);
  return amount === undefined || amount.isZero() ? [] : [metered(usage, field, item, sku, location, per)];
}
