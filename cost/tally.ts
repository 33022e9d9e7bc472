import type { Resource } from "../resources/resource";
import { textOf } from "./inputs";
import type { Line, Scenario } from "./line";
import type { Finding } from "./meters/meter";
import { Decimal, ZERO } from "./money";
import type { Price, PriceBook } from "./prices/price-book";

type Charge = Extract<Finding, { is: "charge" }>;

/** Turns the charges of one scenario into lines, with each tier filled once by all who share it. */
export class Tally {
  readonly #used = new Map<string, Decimal>();

  constructor(
    readonly book: PriceBook,
    readonly scenario: Scenario,
  ) {}

  /** One line a tier; `included` says so where a tier costs nothing. */
  add(
    price: Price,
    { kind, item, quantity }: Charge,
    of: { urn: string; component: string },
    resource: Resource,
  ): { lines: Line[]; included?: string } {
    if (price.tiers.length === 1) {
      const only = price.tiers[0]?.usd ?? ZERO;
      return { lines: [this.#line(price, of, kind, item, quantity, only)] };
    }
    const account = price.tiersPer === "project" ? `${textOf(resource.inputs.project) ?? ""}\n` : "";
    const pool = `${account}${price.sku}@${price.location}`;
    let used = this.#used.get(pool) ?? ZERO;
    let left = quantity;
    const lines: Line[] = [];
    let included: string | undefined;
    price.tiers.forEach(({ from, usd }, index) => {
      const to = price.tiers[index + 1]?.from;
      if (left.isZero() || (to !== undefined && used.gte(to))) return;
      const part = to === undefined ? left : Decimal.min(left, to.minus(used));
      left = left.minus(part);
      used = used.plus(part);
      if (usd.isZero()) included = `within the first ${to} ${price.unit} a month of each ${price.tiersPer}`;
      else
        lines.push(
          this.#line(price, of, kind, from.isZero() ? item : `${item}, past ${from} ${price.unit}`, part, usd),
        );
    });
    // A usage of nothing still shows its price.
    if (lines.length === 0 && included === undefined)
      lines.push(this.#line(price, of, kind, item, ZERO, price.tiers[0]?.usd ?? ZERO));
    this.#used.set(pool, used);
    return { lines, ...(included !== undefined && { included }) };
  }

  #line(
    price: Price,
    of: { urn: string; component: string },
    kind: Line["kind"],
    item: string,
    quantity: Decimal,
    unitPrice: Decimal,
  ): Line {
    // Written out: a spread here takes most of the time that pricing takes.
    return {
      urn: of.urn,
      component: of.component,
      item,
      sku: price.sku,
      location: price.location,
      quantity,
      unit: price.unit,
      unitPrice,
      monthly: quantity.times(unitPrice),
      kind,
      scenario: this.scenario,
      source: price.source,
      asOf: price.asOf,
      confidence: price.confidence,
    };
  }
}
