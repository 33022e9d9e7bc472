import fc from "fast-check";
import { type PricingOptions, price, type ResourceUsage } from "../../cost/engine";
import { SCENARIOS } from "../../cost/line";
import { Decimal } from "../../cost/money";
import type { Resource } from "../../resources/resource";
import { BUCKET, CONNECTOR, DATABASE, GLOBAL_RULE, resource, SERVICE, service } from "./bill";

const region = fc.constantFrom("us-central1", "southamerica-east1");
const count = (max: number) => fc.nat({ max });

type Sample = { make: (name: string) => Resource; usage: Record<string, number> };

const run: fc.Arbitrary<Sample> = fc
  .record({
    region,
    cpu: fc.constantFrom("1", "2", "500m"),
    memory: fc.constantFrom("512Mi", "2Gi", "1G"),
    cpuIdle: fc.boolean(),
    min: count(3),
    more: count(5),
    requests: count(1e8),
    hours: count(2e4),
    out: count(2e5),
  })
  .map(({ region: location, cpu, memory, cpuIdle, min, more, requests, hours, out }) => ({
    make: (name) =>
      resource(
        SERVICE,
        name,
        service(
          { limits: { cpu, memory }, cpuIdle },
          { minInstanceCount: min, maxInstanceCount: min + more + 1 },
          location,
        ),
      ),
    usage: { requests, instanceHours: hours, egressGib: out },
  }));
const sql: fc.Arbitrary<Sample> = fc
  .record({
    region,
    tier: fc.constantFrom("db-f1-micro", "db-g1-small", "db-custom-2-7680"),
    ha: fc.boolean(),
    disk: fc.integer({ min: 10, max: 500 }),
    backup: count(1000),
  })
  .map(({ region: where, tier, ha, disk, backup }) => ({
    make: (name) =>
      resource(DATABASE, name, {
        region: where,
        settings: { tier, availabilityType: ha ? "REGIONAL" : "ZONAL", diskSize: disk, diskAutoresizeLimit: 400 },
      }),
    usage: { backupGib: backup },
  }));
const other: fc.Arbitrary<Sample> = fc.oneof(
  fc.record({ region, min: fc.integer({ min: 2, max: 9 }) }).map(
    ({ region: where, min }): Sample => ({
      make: (name) => resource(CONNECTOR, name, { region: where, minInstances: min, maxInstances: 10 }),
      usage: {},
    }),
  ),
  fc.record({ data: count(1e5), out: count(2e5) }).map(
    ({ data, out }): Sample => ({
      make: (name) => resource(GLOBAL_RULE, name),
      usage: { dataGib: data, egressGib: out },
    }),
  ),
  fc.record({ stored: count(1e5), reads: count(1e9) }).map(
    ({ stored, reads }): Sample => ({
      make: (name) => resource(BUCKET, name, { location: "US-CENTRAL1" }),
      usage: { storedGib: stored, classBOperations: reads },
    }),
  ),
  count(1e9).map(
    (queries): Sample => ({ make: (name) => resource("gcp:dns/managedZone:ManagedZone", name), usage: { queries } }),
  ),
  count(200).map(
    (ingested): Sample => ({
      make: (name) => resource("gcp:logging/projectBucketConfig:ProjectBucketConfig", name),
      usage: { ingestedGib: ingested },
    }),
  ),
  fc.constant<Sample>({ make: (name) => resource("gcp:secretmanager/secretVersion:SecretVersion", name), usage: {} }),
);
const sample = fc.oneof(run, sql, other);
const stack = fc.array(sample, { maxLength: 12 });

const report = (
  samples: Sample[],
  options: PricingOptions = {},
  scale: (amount: number) => number = (amount) => amount,
) => {
  const resources = samples.map(({ make }, index) => make(`r${index}`));
  const usage = new Map<string, ResourceUsage>(
    samples.map((entry, index) => [
      resources[index]?.urn ?? "",
      { every: Object.fromEntries(Object.entries(entry.usage).map(([name, amount]) => [name, scale(amount)])) },
    ]),
  );
  return price(resources, { ...options, usage });
};
const expected = (samples: Sample[], options?: PricingOptions) => report(samples, options).scenarios.expected.total;

test("lines add up exactly, and scenarios never fall", () => {
  fc.assert(
    fc.property(stack, fc.boolean(), (samples, freeTier) => {
      const { lines, scenarios } = report(samples, { freeTier });
      for (const scenario of SCENARIOS) {
        const own = lines.filter((line) => line.scenario === scenario);
        expect(
          Decimal.sum(0, ...own.map(({ quantity, unitPrice }) => quantity.times(unitPrice))).eq(
            scenarios[scenario].total,
          ),
        ).toBe(true);
      }
      for (const [lower, higher] of [
        ["low", "expected"],
        ["expected", "high"],
        ["high", "ceiling"],
      ] as const)
        expect(scenarios[lower].total.lte(scenarios[higher].total)).toBe(true);
    }),
  );
});

test("adding a resource never lowers the total", () => {
  fc.assert(
    fc.property(stack, sample, fc.boolean(), (samples, more, freeTier) =>
      expect(expected([...samples, more], { freeTier }).gte(expected(samples, { freeTier }))).toBe(true),
    ),
  );
});

test("more traffic, storage or time never costs less", () => {
  fc.assert(
    fc.property(stack, fc.double({ min: 1, max: 10, noNaN: true }), (samples, factor) => {
      const [less, more] = [report(samples).scenarios, report(samples, {}, (amount) => amount * factor).scenarios];
      for (const scenario of SCENARIOS) expect(more[scenario].total.gte(less[scenario].total)).toBe(true);
    }),
  );
});

test("more instances kept, and a dearer region, never cost less", () => {
  fc.assert(
    fc.property(fc.boolean(), count(4), count(8000), (cpuIdle, min, hours) => {
      const web = (minimum: number, location: string) => {
        const it = resource(
          SERVICE,
          "web",
          service(
            { limits: { cpu: "1", memory: "1Gi" }, cpuIdle },
            { minInstanceCount: minimum, maxInstanceCount: 20 },
            location,
          ),
        );
        return price([it], {
          usage: new Map([[it.urn, { every: { requests: 1e6, instanceHours: hours, egressGib: 10 } }]]),
        }).scenarios;
      };
      const [base, warmer, dearer] = [
        web(min, "us-central1"),
        web(min + 1, "us-central1"),
        web(min, "southamerica-east1"),
      ];
      for (const scenario of SCENARIOS) {
        expect(warmer[scenario].total.gte(base[scenario].total)).toBe(true);
        expect(dearer[scenario].total.gte(base[scenario].total)).toBe(true);
      }
    }),
  );
});

test("no total is undefined, infinite or negative", () => {
  fc.assert(
    fc.property(stack, fc.boolean(), (samples, freeTier) =>
      expect(
        Object.values(report(samples, { freeTier }).scenarios).every(
          ({ total }) => total.isFinite() && !total.isNegative(),
        ),
      ).toBe(true),
    ),
  );
});
