import { settings } from "./config";

/** The brief's own figures: what a stack is when it says nothing. */
describe("a stack that says nothing is the one of the brief", () => {
  const { bff, api, network, region, edge, database, protect } = settings();

  test("the BFF", () => {
    expect(bff).toMatchObject({
      name: "bff-nextjs",
      cpu: "1",
      memory: "512Mi",
      instances: { min: 0, max: 10 },
      concurrency: 80,
      billing: "request",
    });
  });

  test("the API, which only the BFF may call", () => {
    expect(api).toMatchObject({
      name: "api-python",
      cpu: "2",
      memory: "2Gi",
      instances: { min: 0, max: 5 },
      concurrency: 10,
      billing: "request",
      invoker: "bff",
    });
  });

  test("the network: a VPC of its own, entered through the connector", () => {
    expect(network).toMatchObject({
      egress: {
        kind: "connector",
        name: "vpc-connector-1",
        range: "10.8.0.0/28",
        minInstances: 2,
        maxInstances: 10,
        machineType: "e2-micro",
      },
      privateServices: "create",
      runAppZone: "create",
      nat: false,
    });
    expect(network).not.toHaveProperty("existingVpc");
    expect(network).not.toHaveProperty("egress.directRange");
  });

  test("the region, the protection, and no balancer to pay", () => {
    expect(region).toBe("us-central1");
    expect(protect).toBe(true);
    expect(edge).toEqual({ mode: "run-url" });
  });

  test("the database: small, its edition said, and a pool that fits twice", () => {
    expect(database).toMatchObject({
      databases: ["piloto"],
      users: ["api"],
      poolSize: 4,
      instance: { kind: "created", edition: "ENTERPRISE", tier: "db-g1-small", version: "POSTGRES_17" },
    });
  });
});

describe("the edge", () => {
  test("with a balancer: the brief's domain, Armor in preview, private assets behind the CDN", () => {
    const { edge } = settings({ edge: { mode: "load-balancer" } });
    expect(edge).toMatchObject({
      mode: "load-balancer",
      domains: ["app.pilotodevendas.com.br"],
      armor: {
        kind: "managed",
        waf: { coreRuleSet: "4.22", sensitivity: 1, preview: true },
        rateLimit: { kind: "throttle", requests: 600, intervalSeconds: 60, key: "IP" },
        defaultAction: "allow",
      },
      assets: { enabled: true, access: "private" },
      tls: { profile: "MODERN" },
      logging: { sampleRate: 1 },
    });
  });

  test("with a domain mapping: the domain and nothing of the balancer", () => {
    const { edge } = settings({ edge: { mode: "domain-mapping", armor: { enabled: true } } });
    expect(edge).toEqual({ mode: "domain-mapping", domain: "app.pilotodevendas.com.br", dnsZone: undefined });
  });

  test.each([
    [{ enabled: false, block: ["203.0.113.7"] }, { kind: "off" }],
    [{ existingPolicy: "own" }, { kind: "existing", policy: "own" }],
  ])("Armor %j holds nothing that is not used", (armor, expected) => {
    expect(settings({ edge: { mode: "load-balancer", armor } }).edge).toHaveProperty("armor", expected);
  });
});

test("what the settings become: numbers as text where Google wants text", () => {
  const { bff, database } = settings({
    bff: {
      cpu: 2,
      env: { NUMBER: 1.5, YES: true, TEXT: "x" },
      secrets: {
        MADE: { generate: { rotation: 2 } },
        GIVEN: { secret: "key", version: 7 },
      },
    },
    database: { flags: { max_connections: 200, log_connections: true, log_lock_waits: false } },
  });
  expect(bff.cpu).toBe("2");
  expect(bff.env).toEqual({ NUMBER: "1.5", YES: "true", TEXT: "x" });
  expect(bff.secrets).toEqual({
    MADE: { kind: "generated", length: 48, rotation: 2 },
    GIVEN: { kind: "existing", secret: "key", version: "7" },
  });
  expect(database.instance).toHaveProperty("flags", {
    log_checkpoints: "on",
    log_disconnections: "on",
    log_statement: "ddl",
    log_temp_files: "0",
    max_connections: "200",
    log_connections: "on",
    log_lock_waits: "off",
  });
});
