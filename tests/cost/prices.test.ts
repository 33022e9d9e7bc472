import { z } from "zod";
import { ALLOWANCES } from "../../cost/free-tier";
import { Decimal } from "../../cost/money";
import { LISTS, PriceBook, REGIONS } from "../../cost/prices/price-book";

const DECIMAL = z.string().regex(/^\d+(\.\d+)?$/);
const PRICE = z
  .strictObject({
    sku: z.string().regex(/^[a-z0-9]+([._-][a-z0-9]+)+$/),
    unit: z.string().min(1),
    usd: DECIMAL.optional(),
    tiers: z
      .array(z.strictObject({ from: DECIMAL, usd: DECIMAL }))
      .min(2)
      .optional(),
    tiersPer: z.literal("project").optional(),
    source: z.string().min(10),
    asOf: z.iso.date(),
    confidence: z.enum(["official", "catalog", "third-party", "derived", "unverified"]),
    note: z.string().optional(),
  })
  .refine(({ usd, tiers }) => (usd === undefined) !== (tiers === undefined), "either usd or tiers");

test.each(LISTS.map((list) => [list.location, list] as const))(
  "the list of %s says of each price what it is, from where and since when",
  (_, list) => {
    expect(z.array(PRICE).safeParse(list.prices).error).toBeUndefined();
    const skus = list.prices.map(({ sku }) => sku);
    expect(skus).toEqual([...new Set(skus)].sort());
    for (const { tiers = [] } of list.prices) {
      expect(tiers.map(({ from }) => Number(from))).toEqual(
        tiers.map(({ from }) => Number(from)).sort((a, b) => a - b),
      );
      if (tiers.length > 0) expect(tiers[0]?.from).toBe("0");
    }
  },
);

test("a region priced at all is priced for everything the other is", () => {
  const [first, ...others] = REGIONS.map((region) =>
    LISTS.find(({ location }) => location === region)?.prices.map(({ sku }) => sku),
  );
  for (const other of others) expect(other).toEqual(first);
});

test("São Paulo is never cheaper than Iowa", () => {
  const book = new PriceBook();
  for (const { sku } of LISTS.find(({ location }) => location === "us-central1")?.prices ?? []) {
    const [iowa, saoPaulo] = [book.find(sku, "us-central1"), book.find(sku, "southamerica-east1")];
    expect(saoPaulo?.tiers[0]?.usd.gte(iowa?.tiers[0]?.usd ?? Number.POSITIVE_INFINITY)).toBe(true);
  }
});

test("high availability costs twice a zone, to the rounding of the published price", () => {
  const book = new PriceBook();
  for (const region of REGIONS) {
    for (const sku of book.skus().filter((name) => name.startsWith("sql.") && name.endsWith(".zonal"))) {
      const zonal = book.find(sku, region)?.tiers[0]?.usd ?? new Decimal(0);
      const regional = book.find(sku.replace(/zonal$/, "regional"), region)?.tiers[0]?.usd ?? new Decimal(0);
      expect(regional.div(zonal).toDecimalPlaces(1).toString()).toBe("2");
    }
  }
});

test("each allowance is worth its quantity at the price of us-central1, and names skus that exist", () => {
  const book = new PriceBook();
  const per: Record<string, number> = { requests: 1e6, operations: 1e4, accesses: 1e4 };
  for (const { skus, quantity, unit, usd } of ALLOWANCES) {
    for (const sku of skus)
      expect(
        book
          .find(sku, "us-central1")
          ?.tiers[0]?.usd.times(quantity)
          .div(per[unit] ?? 1)
          .toString(),
      ).toBe(usd);
  }
});

test("no price is from the future, and old ones are named", () => {
  const YEAR = 365 * 24 * 3600 * 1000;
  const ages = new PriceBook()
    .all()
    .map(({ sku, location, asOf }) => ({ name: `${sku}@${location} ${asOf}`, age: Date.now() - Date.parse(asOf) }));
  expect(ages.filter(({ age }) => age < 0)).toEqual([]);
  // Only a warning: an old price may still hold, and a test must not fail because time passes.
  const old = ages.filter(({ age }) => age > YEAR).map(({ name }) => name);
  if (old.length > 0) process.emitWarning(`${old.length} prices were read over a year ago: ${old.join(", ")}`);
});
