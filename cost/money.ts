import { Decimal } from "decimal.js";

// Enough for every product of a quantity and a price to be exact: sums then equal their parts.
Decimal.set({ precision: 60 });

export { Decimal };

/** A month as Google's price lists count it. */
export const HOURS_PER_MONTH = new Decimal(730);
export const SECONDS_PER_HOUR = 3600;
export const ZERO = new Decimal(0);

/** Bytes of a size unit: decimal `GB` and binary `GiB` differ by 7 %, and Google bills GiB. */
export const BYTES = { mb: 1e6, mib: 2 ** 20, gb: 1e9, gib: 2 ** 30, tb: 1e12, tib: 2 ** 40 } as const;

export const toGib = (amount: Decimal, unit: keyof typeof BYTES): Decimal => amount.times(BYTES[unit]).div(BYTES.gib);

export const sum = (amounts: Iterable<Decimal>): Decimal => {
  let total = ZERO;
  for (const amount of amounts) total = total.plus(amount);
  return total;
};

export const atLeastZero = (amount: Decimal): Decimal => Decimal.max(amount, 0);
