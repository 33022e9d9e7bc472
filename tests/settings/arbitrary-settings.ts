import fc from "fast-check";
import { RULE_SETS } from "../../settings/armor";
import { DOMAIN_MAPPING_REGIONS, REGIONS } from "../../settings/region";
import { parseTier } from "../../settings/tier";
import { config, type Given } from "./config";

/** Fields that may each be absent: then the default holds. */
const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });

const name = (least: number, most: number) =>
  fc.stringMatching(new RegExp(`^[a-z][a-z0-9-]{${least - 2},${most - 2}}[a-z0-9]$`));

const SIZES = [
  { cpu: "1", memory: "512Mi" },
  { cpu: 1, memory: "4Gi" },
  { cpu: "2", memory: "1Gi" },
  { cpu: 2, memory: "8Gi" },
  { cpu: "4", memory: "2Gi" },
  { cpu: "6", memory: "24Gi" },
  { cpu: "8", memory: "4096Mi" },
  { cpu: 1, memory: "128Mi", executionEnvironment: "gen1", billing: "request" },
  {},
];

const path = fc.constantFrom("/", "/ready", "/api/v1/live");

const probes = some({
  startup: fc
    .tuple(fc.integer({ min: 1, max: 240 }), fc.option(path, { nil: undefined }), fc.nat(), fc.nat())
    .map(([periodSeconds, path, a, b]) => ({
      ...(path && { path }),
      periodSeconds,
      timeoutSeconds: 1 + (a % periodSeconds),
      failureThreshold: 1 + (b % Math.floor(240 / periodSeconds)),
    })),
  liveness: fc.record({ path }),
});

const secret = fc.oneof(
  fc.record({
    generate: some({ length: fc.integer({ min: 16, max: 256 }), rotation: fc.integer({ min: 1, max: 9 }) }),
  }),
  fc.record({
    secret: fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/),
    version: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom("1", "42")),
  }),
);

const environment = some({
  env: fc.dictionary(
    fc.stringMatching(/^ENV_[A-Z0-9_]{1,12}$/),
    fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean()),
    { maxKeys: 3 },
  ),
  secrets: fc.dictionary(fc.stringMatching(/^SECRET_[A-Z0-9_]{1,12}$/), secret, { maxKeys: 3 }),
});

const image = fc.constantFrom(
  { image: "us-docker.pkg.dev/piloto-test/piloto/app:v1" },
  { image: `us-docker.pkg.dev/piloto-test/piloto/app@sha256:${"0a".repeat(32)}`, deployedBy: "pulumi" },
  { deployedBy: "pulumi" },
  { deployedBy: "pipeline" },
  {},
);

/** A service of at most `most` instances. */
const service = (own: string, most: number) =>
  fc
    .tuple(
      some({
        name: name(3, 22).map((text) => `${own}-${text}`),
        concurrency: fc.integer({ min: 1, max: 1000 }),
        timeoutSeconds: fc.integer({ min: 1, max: 3600 }),
        billing: fc.constantFrom("request", "instance"),
        executionEnvironment: fc.constant("gen2"),
        port: fc.integer({ min: 1, max: 65535 }),
        probes,
      }),
      fc.constantFrom(...SIZES),
      fc.tuple(fc.integer({ min: 1, max: most }), fc.nat()).map(([max, any]) => ({ min: any % (max + 1), max })),
      image,
      environment,
    )
    .map(([fields, size, instances, image, environment]) => ({
      ...fields,
      ...size,
      instances,
      ...image,
      ...environment,
    }));

const api = fc
  .tuple(service("api", 20), some({ invoker: fc.constantFrom("bff", "network") }))
  .map(([fields, invoker]) => ({ ...fields, ...invoker }));

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

const waf = fc
  .tuple(
    fc.constantFrom<keyof typeof RULE_SETS>("4.22", "3.3"),
    fc.subarray([...new Set(Object.values(RULE_SETS).flat())]),
    some({ sensitivity: fc.integer({ min: 1, max: 4 }), preview: fc.boolean() }),
    fc.boolean(),
  )
  .map(([coreRuleSet, any, fields, optOut]) => {
    const ruleSets = any.filter((name) => (RULE_SETS[coreRuleSet] as readonly string[]).includes(name));
    const signature = `owasp-crs-v${coreRuleSet === "4.22" ? "042200" : "030301"}-id942350-sqli`;
    return {
      ...fields,
      coreRuleSet,
      ruleSets,
      optOut: optOut && ruleSets.includes("sqli") ? { sqli: [signature] } : {},
    };
  });

const rateLimit = fc
  .tuple(
    some({
      enabled: fc.boolean(),
      requests: fc.integer({ min: 1, max: 1_000_000 }),
      intervalSeconds: fc.constantFrom(10, 60, 3600),
      key: fc.constantFrom("IP", "XFF_IP"),
      preview: fc.boolean(),
    }),
    fc.oneof(
      fc.constantFrom({}, { action: "throttle" }),
      fc.record({ action: fc.constant("ban"), banSeconds: fc.integer({ min: 60, max: 86400 }) }),
    ),
  )
  .map(([limit, action]) => ({ ...limit, ...action }));

const addresses = (network: string) =>
  fc.uniqueArray(
    fc.integer({ min: 0, max: 255 }).map((last) => `${network}.${last}`),
    { maxLength: 25 },
  );

const armor = fc
  .tuple(
    some({
      enabled: fc.boolean(),
      existingPolicy: fc.constantFrom("own-policy", "projects/piloto-test/global/securityPolicies/own-policy"),
      block: addresses("198.51.100"),
      allowSkipsWaf: fc.boolean(),
      waf,
      rateLimit,
      jsonParsing: fc.boolean(),
      verboseLog: fc.boolean(),
      adaptiveProtection: fc.boolean(),
    }),
    fc.oneof(
      some({ allow: addresses("203.0.113"), defaultAction: fc.constant("allow") }),
      fc.constant({ allow: ["203.0.113.0/24", "2001:db8::/32"], defaultAction: "deny" }),
    ),
  )
  .map(([policy, lists]) => ({ ...policy, ...lists }));

const edge = some({
  mode: fc.constantFrom("run-url", "domain-mapping", "load-balancer"),
  domain: fc.constantFrom("app.pilotodevendas.com.br", "vendas.example"),
  additionalDomains: fc.uniqueArray(fc.constantFrom("www.pilotodevendas.com.br", "a.b.c.example", "x.xn--p1ai")),
  dnsZone: fc.constantFrom("piloto-zone"),
  armor,
  assets: some({
    enabled: fc.boolean(),
    access: fc.constantFrom("private", "public"),
    location: fc.constantFrom("US", "us-central1"),
    maxAgeSeconds: fc.integer({ min: 60, max: 31_622_400 }),
    versioning: fc.boolean(),
  }),
  bffCdn: fc.boolean(),
  securityHeaders: fc.boolean(),
  tls: some({
    certificateMap: fc.constant("projects/piloto-test/locations/global/certificateMaps/map"),
    profile: fc.constantFrom("MODERN", "RESTRICTED"),
  }),
  logging: some({ sampleRate: fc.constantFrom(0, 0.25, 1) }),
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
