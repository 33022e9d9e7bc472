import { UserError } from "../../resources/user-error";
import { Decimal } from "../money";
import asia from "./asia.json";
import eu from "./eu.json";
import world from "./global.json";
import southamericaEast1 from "./southamerica-east1.json";
import us from "./us.json";
import usCentral1 from "./us-central1.json";

export interface Price {
  sku: string;
  /** Where it holds: a region, a multi-region, or `global`. */
  location: string;
  /** What one unit is, e.g. `GiB-month`. */
  unit: string;
  /** Ascending by `from`, in units used in a month; the first starts at 0. */
  tiers: Tier[];
  /** Who shares the tiers. */
  tiersPer: "billing account" | "project";
  source: string;
  /** Day the price was read, `YYYY-MM-DD`. */
  asOf: string;
  confidence: Confidence;
}

export interface Tier {
  from: Decimal;
  usd: Decimal;
}

export type Confidence = "official" | "catalog" | "third-party" | "derived" | "unverified" | "negotiated";

interface Entry {
  sku: string;
  unit: string;
  usd?: string;
  tiers?: { from: string; usd: string }[];
  tiersPer?: string;
  source: string;
  asOf: string;
  confidence: string;
}

export const LISTS: { location: string; prices: Entry[] }[] = [usCentral1, southamericaEast1, us, eu, asia, world];

/** Regions with a price list of their own, the cheaper first. */
export const REGIONS = [usCentral1.location, southamericaEast1.location];

/** The listed prices, with negotiated ones in their place. */
export class PriceBook {
  readonly #prices = new Map<string, Price>();

  /** @param negotiated USD a unit by sku; `sku@location` limits it to one location. */
  constructor(negotiated: Readonly<Record<string, string | number>> = {}) {
    for (const { location, prices } of LISTS) {
      for (const entry of prices) this.#prices.set(key(entry.sku, location), listed(entry, location));
    }
    const unknown: string[] = [];
    for (const [name, usd] of Object.entries(negotiated)) {
      const matching = [...this.#prices.values()].filter(
        (price) => name === price.sku || name === key(price.sku, price.location),
      );
      if (matching.length === 0) unknown.push(name);
      for (const price of matching) this.#prices.set(key(price.sku, price.location), agreed(price, usd));
    }
    if (unknown.length > 0) {
      throw new UserError(`no such sku in cost.prices: ${unknown.join(", ")}. Known: ${this.skus().join(", ")}`);
    }
  }

  /** The price of a sku at a location: its own, else the one that holds everywhere. */
  find(sku: string, location: string): Price | undefined {
    return this.#prices.get(key(sku, location)) ?? this.#prices.get(key(sku, "global"));
  }

  /** Where a sku has a price. */
  locationsOf(sku: string): string[] {
    return [...this.#prices.values()].filter((price) => price.sku === sku).map((price) => price.location);
  }

  skus(): string[] {
    return [...new Set([...this.#prices.values()].map((price) => price.sku))].sort();
  }

  all(): Price[] {
    return [...this.#prices.values()];
  }
}

const key = (sku: string, location: string): string => `${sku}@${location}`;

const listed = (entry: Entry, location: string): Price => ({
  sku: entry.sku,
  location,
  unit: entry.unit,
  tiers: (entry.tiers ?? [{ from: "0", usd: entry.usd ?? "" }]).map(({ from, usd }) => ({
    from: new Decimal(from),
    usd: new Decimal(usd),
  })),
  tiersPer: entry.tiersPer === "project" ? "project" : "billing account",
  source: entry.source,
  asOf: entry.asOf,
  confidence: entry.confidence as Confidence,
});

const agreed = (price: Price, usd: string | number): Price => ({
  ...price,
  tiers: [{ from: new Decimal(0), usd: new Decimal(usd) }],
  source: "cost.prices",
  asOf: "negotiated",
  confidence: "negotiated",
});
