import fc from "fast-check";
import { DOMAIN_MAPPING_REGIONS, REGIONS } from "../../settings/region";
import { parseTier } from "../../settings/tier";
import { edge } from "./arbitrary/edge";
import { name, some } from "./arbitrary/fields";
import { monitoring } from "./arbitrary/monitoring";
import { api, service } from "./arbitrary/services";
import { config, type Given } from "./config";

const connector = some({
  name: fc.stringMatching(/^[a-z]([a-z0-9]{0,8}-)?[a-z0-9]{1,8}$/),
  range: fc.constantFrom("10.8.0.0/28", "10.8.7.240/28", "192.168.3.16/28", "100.64.0.0/28"),
  machineType: fc.constantFrom("f1-micro", "e2-micro", "e2-standard-4"),
});
const connectorInstances = fc
  .tuple(fc.integer({ min: 3, max: 10 }), fc.nat())
  .map(([maxInstances, any]) => ({ minInstances: 2 + (any % (maxInstances - 2)), maxInstances }));

const existingVpc = fc.record({
  existingVpc: fc.constantFrom("default", "piloto-vpc"),
  privateServices: fc.constantFrom("create", "existing"),
  runAppZone: fc.constantFrom("create", "existing"),
});

const network = fc
  .tuple(
    fc.oneof(fc.constant({}), existingVpc),
    some({
      egress: fc.constantFrom("connector", "direct"),
      // Wide enough for 20 instances of each service, and two revisions of them.
      directRange: fc.constantFrom("10.8.2.0/24", "172.20.0.0/20", "10.9.0.0/16"),
      servicesRange: fc.constantFrom("10.64.0.0/20", "10.128.0.0/16", "192.168.64.0/24"),
      nat: fc.boolean(),
    }),
    connector,
    connectorInstances,
  )
  .map(([vpc, fields, connector, instances]) => ({ ...vpc, ...fields, connector: { ...connector, ...instances } }));

const TIERS = [
  "db-f1-micro",
  "db-g1-small",
  "db-custom-1-3840",
  "db-custom-4-15360",
  "db-custom-96-638976",
  "db-perf-optimized-N-2",
  "db-perf-optimized-N-128",
];
const backups = fc
  .tuple(
    some({ startTime: fc.constantFrom("00:00", "06:00", "23:59") }),
    fc.integer({ min: 1, max: 7 }),
    fc.nat({ max: 358 }),
  )
  .map(([start, logDays, more]) => ({ ...start, logDays, retained: logDays + more }));

const created = fc
  .tuple(
    fc.constantFrom(...TIERS),
    some({
      version: fc.constantFrom("POSTGRES_14", "POSTGRES_16", "POSTGRES_17", "POSTGRES_18"),
      diskType: fc.constant("PD_SSD"),
      insights: fc.boolean(),
      flags: fc.constantFrom(
        {},
        { log_connections: "on", max_connections: 500 },
        { "cloudsql.iam_authentication": true },
      ),
      maintenance: some({
        day: fc.integer({ min: 1, max: 7 }),
        hour: fc.integer({ min: 0, max: 23 }),
        track: fc.constantFrom("canary", "stable", "week5"),
      }),
    }),
    backups,
    fc.boolean(),
    fc.boolean(),
    fc.integer({ min: 10, max: 3000 }),
  )
  .map(([tier, fields, backups, highAvailability, recovery, diskGb]) => {
    const machine = parseTier(tier);
    return {
      ...fields,
      tier,
      edition: "edition" in machine ? machine.edition : undefined,
      highAvailability,
      backups: { ...backups, pointInTimeRecovery: highAvailability || recovery },
      diskGb,
      diskLimitGb: diskGb % 2 === 0 ? 0 : diskGb * 2,
    };
  });

const existing = fc.record(
  { existingInstance: fc.constantFrom("piloto-db", "db"), poolSize: fc.integer({ min: 1, max: 1000 }) },
  { requiredKeys: ["existingInstance"] },
);

const contents = some({
  databases: fc.uniqueArray(fc.constantFrom("piloto", "audit-log", "_x"), { minLength: 1 }),
  users: fc.uniqueArray(fc.constantFrom("api", "reports", "read-only"), { minLength: 1 }),
  passwordRotation: fc.integer({ min: 1, max: 9 }),
});

const images = some({
  repository: name(2, 30),
  keepVersions: fc.integer({ min: 2, max: 500 }),
  deleteAfterDays: fc.integer({ min: 1, max: 3650 }),
});

const optional = some({
  labels: fc.dictionary(fc.stringMatching(/^team[a-z0-9_-]{0,10}$/), fc.stringMatching(/^[a-z0-9_-]{0,20}$/), {
    maxKeys: 3,
  }),
  protect: fc.boolean(),
  images,
  monitoring,
});

/** Any stack's settings that are right, by section; every toggle both ways. */
const sections: fc.Arbitrary<Given> = fc
  .tuple(
    fc.oneof(fc.constantFrom("us-central1", "southamerica-east1"), fc.constantFrom(...REGIONS)),
    fc.record({ bff: service("bff", 20), api, network, edge }),
    fc.record({ created, existing, contents, takeExisting: fc.boolean() }),
    optional,
  )
  .map(([region, needed, database, optional]) => {
    const { edge, network, api } = needed;
    const mapped = edge.mode === "domain-mapping" && !DOMAIN_MAPPING_REGIONS.includes(region);
    const existing = database.takeExisting && "existingVpc" in network;
    // The smallest machine has connections for nine instances of the API.
    const roomier = database.created.tier === "db-f1-micro" && api.instances.max > 9 ? { tier: "db-g1-small" } : {};
    return {
      region: mapped ? "us-central1" : region,
      ...needed,
      database: { ...(existing ? database.existing : { ...database.created, ...roomier }), ...database.contents },
      ...optional,
    };
  });

/**
 * Settings that are right, as Pulumi hands them over: text by full key (`piloto-de-vendas:edge`), JSON where it is no
 * plain text. Give them to `readSettings`, or to the whole program.
 */
export const validSettings: fc.Arbitrary<Record<string, string>> = sections.map((given) => ({
  ...config(given).values,
}));
