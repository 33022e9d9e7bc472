import type { Resource } from "../resources/resource";
import { UserError } from "../resources/user-error";
import { freeTierCredits } from "./free-tier";
import { type CostReport, type Free, type Line, SCENARIOS, type Scenario, type Totals, type Unpriced } from "./line";
import { meterOf } from "./meters/by-type";
import { freeReason } from "./meters/free";
import type { Finding } from "./meters/meter";
import { ZERO } from "./money";
import { PriceBook, REGIONS } from "./prices/price-book";
import { StackIndex } from "./stack-index";
import { Tally } from "./tally";
import type { UsageField } from "./usage/field";
import { documentedName, NO_USAGE, type RawUsage, readUsage, type Usage } from "./usage/usage";

/** Usage of one resource: the same in every scenario, or its own in each. */
export type ResourceUsage = { every: RawUsage } | { low: RawUsage; expected: RawUsage; high: RawUsage };

export interface PricingOptions {
  /** By URN. */
  usage?: ReadonlyMap<string, ResourceUsage>;
  /** Whether the billing account's free tier still has room for this stack. */
  freeTier?: boolean;
  /** Negotiated prices: USD a unit by sku or `sku@location`. */
  prices?: Readonly<Record<string, string | number>>;
  /** Region of resources that name none. */
  region?: string;
  /** Refuse what has no price because a region, tier or machine type is unknown, instead of listing it. For one's own settings. */
  strict?: boolean;
}

/** All that is wrong with what was asked to be priced. */
export class CostError extends UserError {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** Prices a list of resources by their types, inputs and usage: every one ends in `lines`, `free` or `unpriced`. */
export function price(resources: readonly Resource[], options: PricingOptions = {}): CostReport {
  const book = new PriceBook(options.prices);
  const stack = new StackIndex(resources, options.region);
  const lines: Line[] = [];
  const unpriced = new Map<string, Unpriced>();
  const free = new Map<string, Free>();
  const problems = new Set<string>();

  const readings = resources.map((resource) => {
    const meter = meterOf(resource.type);
    const usage = options.usage?.get(resource.urn);
    const raw = usage === undefined || "every" in usage ? undefined : usage;
    const read = (written: RawUsage | undefined): Usage => {
      if (written === undefined) return NO_USAGE;
      const result = readUsage(written, meter?.usage ?? []);
      for (const problem of result.problems) problems.add(`usage of ${resource.name} (${resource.type}): ${problem}`);
      return result.usage;
    };
    const every = usage !== undefined && "every" in usage ? read(usage.every) : NO_USAGE;
    const [low, expected, high] = raw ? [read(raw.low), read(raw.expected), read(raw.high)] : [every, every, every];
    return { resource, meter, component: stack.componentOf(resource), usage: { low, expected, high, ceiling: high } };
  });
  if (problems.size > 0) throw new CostError([...problems]);

  for (const scenario of SCENARIOS) {
    const tally = new Tally(book, scenario);
    for (const { resource, meter, component, usage } of readings) {
      const of = { urn: resource.urn, component };
      const findings = meter
        ? meter.read({ resource, usage: usage[scenario], atLimit: scenario === "ceiling", stack })
        : withoutMeter(resource);
      const missing = new Set<string>();
      for (const finding of findings) {
        if (finding.is === "free")
          free.set(`${resource.urn}\n${finding.item}`, { ...of, item: finding.item, reason: finding.reason });
        else if (finding.is === "missing") missing.add(`${finding.item} (${nameOf(meter?.usage, finding.field)})`);
        else if (finding.is === "unpriced")
          unpriced.set(`${resource.urn}\n${finding.item}`, {
            ...of,
            item: finding.item,
            reason: finding.reason,
            ...(finding.known && { known: finding.known }),
          });
        else {
          const price = book.find(finding.sku, finding.location);
          if (price === undefined)
            unpriced.set(`${resource.urn}\n${finding.item}`, { ...of, ...notListed(book, finding) });
          else {
            const result = tally.add(price, finding, of, resource);
            lines.push(...result.lines);
            if (result.included !== undefined)
              free.set(`${resource.urn}\n${finding.item}`, { ...of, item: finding.item, reason: result.included });
          }
        }
      }
      if (missing.size > 0 && scenario !== "ceiling") {
        unpriced.set(`${resource.urn}\nusage`, {
          ...of,
          item: "Usage",
          reason: `no usage given for: ${[...missing].join(", ")}`,
        });
      }
    }
  }
  if (options.strict) refuse([...unpriced.values()]);
  if (options.freeTier) lines.push(...freeTierCredits(lines));
  return {
    currency: "USD",
    scenarios: totalsOf(lines),
    lines,
    unpriced: [...unpriced.values()],
    free: [...free.values()],
  };
}

function withoutMeter({ type }: Resource): Finding[] {
  const reason = freeReason(type);
  return [
    reason === undefined
      ? { is: "unpriced", item: type, reason: "no meter for this type" }
      : { is: "free", item: type, reason },
  ];
}

function nameOf(fields: readonly UsageField[] | undefined, field: string): string {
  const known = fields?.find(({ name }) => name === field);
  return known ? documentedName(known) : field;
}

function notListed(book: PriceBook, { item, sku, location }: { item: string; sku: string; location: string }) {
  const known = book.locationsOf(sku);
  return {
    item,
    reason: known.length > 0 ? `no price is known for ${location}` : `no price is known for ${sku}`,
    known: known.length > 0 ? known : REGIONS,
  };
}

/** What names the values it would have understood is a setting that can be corrected. */
function refuse(unpriced: readonly Unpriced[]): void {
  const problems = unpriced
    .filter(({ known }) => known !== undefined)
    .map(
      ({ urn, item, reason, known }) => `${urn.split("::").at(-1)}: ${item}: ${reason}. Known: ${known?.join(", ")}`,
    );
  if (problems.length > 0) throw new CostError(problems);
}

export function totalsOf(lines: readonly Line[]): Record<Scenario, Totals> {
  const totals = Object.fromEntries(
    SCENARIOS.map((scenario) => [scenario, { fixed: ZERO, usage: ZERO, total: ZERO }]),
  ) as Record<Scenario, Totals>;
  for (const { scenario, kind, monthly } of lines) {
    totals[scenario][kind] = totals[scenario][kind].plus(monthly);
    totals[scenario].total = totals[scenario].total.plus(monthly);
  }
  return totals;
}
