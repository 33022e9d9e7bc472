import type { Resource } from "../resources/resource";
import { UserError } from "../resources/user-error";
import { freeTierCredits } from "./free-tier";
import { type CostReport, type Line, SCENARIOS, type Scenario, type Totals, type Unpriced } from "./line";
import { meterOf } from "./meters/by-type";
import { freeReason } from "./meters/free";
import type { Finding, Meter } from "./meters/meter";
import { ZERO } from "./money";
import { Notes } from "./notes";
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
  const meters = withUsage(resources, options.usage, stack);
  const lines: Line[] = [];
  const notes = new Notes();
  for (const scenario of SCENARIOS) {
    const tally = new Tally(book, scenario);
    for (const metered of meters) lines.push(...bill(metered, scenario, stack, tally, notes));
  }
  const { free, unpriced } = notes.lists();
  if (options.strict) refuse(unpriced);
  if (options.freeTier) lines.push(...freeTierCredits(lines));
  return { currency: "USD", scenarios: totalsOf(lines), lines, unpriced, free };
}

/** A resource with its meter and its usage in each scenario. */
interface Metered {
  resource: Resource;
  component: string;
  meter: Meter | undefined;
  usage: Record<Scenario, Usage>;
}

/** @throws {CostError} with everything in the usage that was not understood */
function withUsage(resources: readonly Resource[], usage: PricingOptions["usage"], stack: StackIndex): Metered[] {
  const problems: string[] = [];
  const metered = resources.map((resource): Metered => {
    const meter = meterOf(resource.type);
    const read = (raw: RawUsage): Usage => {
      const result = readUsage(raw, meter?.usage ?? []);
      problems.push(...result.problems.map((problem) => `usage of ${resource.name} (${resource.type}): ${problem}`));
      return result.usage;
    };
    return {
      resource,
      component: stack.componentOf(resource),
      meter,
      usage: perScenario(usage?.get(resource.urn), read),
    };
  });
  if (problems.length > 0) throw new CostError([...new Set(problems)]);
  return metered;
}

function perScenario(given: ResourceUsage | undefined, read: (raw: RawUsage) => Usage): Record<Scenario, Usage> {
  if (given !== undefined && !("every" in given)) {
    const high = read(given.high);
    return { low: read(given.low), expected: read(given.expected), high, ceiling: high };
  }
  const every = given === undefined ? NO_USAGE : read(given.every);
  return { low: every, expected: every, high: every, ceiling: every };
}

/** The lines of one resource in one scenario; what has none is noted. */
function bill(
  { resource, component, meter, usage }: Metered,
  scenario: Scenario,
  stack: StackIndex,
  tally: Tally,
  notes: Notes,
): Line[] {
  const of = { urn: resource.urn, component };
  const atLimit = scenario === "ceiling";
  const findings = meter ? meter.read({ resource, usage: usage[scenario], atLimit, stack }) : withoutMeter(resource);
  const lines: Line[] = [];
  const missing: string[] = [];
  for (const finding of findings) {
    const { item } = finding;
    if (finding.is === "missing") missing.push(`${item} (${nameOf(meter?.usage, finding.field)})`);
    else if (finding.is === "free") notes.free({ ...of, item, reason: finding.reason });
    else if (finding.is === "unpriced")
      notes.unpriced({ ...of, item, reason: finding.reason, ...(finding.known && { known: finding.known }) });
    else {
      const price = tally.book.find(finding.sku, finding.location);
      if (price === undefined) notes.unpriced({ ...of, item, ...notListed(tally.book, finding) });
      else {
        const result = tally.add(price, finding, of, resource);
        lines.push(...result.lines);
        if (result.included !== undefined) notes.free({ ...of, item, reason: result.included });
      }
    }
  }
  if (missing.length > 0 && !atLimit)
    notes.unpriced({ ...of, item: "Usage", reason: `no usage given for: ${missing.join(", ")}` });
  return lines;
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

function notListed(
  book: PriceBook,
  { sku, location }: { sku: string; location: string },
): { reason: string; known: string[] } {
  const known = book.locationsOf(sku);
  return known.length > 0
    ? { reason: `no price is known for ${location}`, known }
    : { reason: `no price is known for ${sku}`, known: REGIONS };
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
