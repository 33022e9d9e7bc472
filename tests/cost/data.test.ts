import { amounts, BUCKET, bill, priced, reasons, resource } from "./bill";

describe("bucket", () => {
  test.each([
    [{ location: "US-CENTRAL1" }, "2.00"],
    [{ location: "southamerica-east1" }, "3.50"],
    [{ location: "SOUTHAMERICA-EAST1", storageClass: "NEARLINE" }, "2.00"],
    [{ location: "us-central1", storageClass: "COLDLINE" }, "0.40"],
    [{ location: "us-central1", storageClass: "ARCHIVE" }, "0.12"],
    [{ location: "US" }, "2.60"],
    [{ location: "us-central1", storageClass: "REGIONAL" }, "2.00"],
  ])("100 GiB in %j", (inputs, expected) => {
    expect(Object.values(bill(BUCKET, inputs, { storedGib: 100 }))).toEqual([expected]);
  });

  test("Google's own example: 50 GiB, 10,000 writes, 50,000 reads, 1 GiB out", () => {
    expect(
      bill(
        BUCKET,
        { location: "us-central1" },
        { storedGib: 50, classAOperations: 10_000, classBOperations: 50_000, egressGib: { worldwide: 1 } },
      ),
    ).toEqual({
      "Storage, standard": "1.00",
      "Class A operations": "0.05",
      "Class B operations": "0.02",
      "Internet egress to worldwide": "0.12",
    });
  });

  test("GB are not GiB", () => {
    expect(bill(BUCKET, { location: "us-central1" }, { storedGb: 1000 })["Storage, standard"]).toBe("18.63"); // 931.32 GiB
    expect(bill(BUCKET, { location: "us-central1" }, { storedTib: 1 })["Storage, standard"]).toBe("20.48");
  });

  test("multi-regions write at twice the price, colder classes are read at a price", () => {
    expect(
      bill(BUCKET, { location: "US" }, { storedGib: 0, classAOperations: 1e4, classBOperations: 1e4 }),
    ).toMatchObject({ "Class A operations": "0.10", "Class B operations": "0.00" });
    expect(
      bill(BUCKET, { location: "us-central1", storageClass: "NEARLINE" }, { storedGib: 0, retrievedGib: 100 }),
    ).toMatchObject({ Retrieval: "1.00" });
  });

  test("the continent of a multi-region is its own", () => {
    expect(bill(BUCKET, { location: "EU" }, { storedGib: 0, egressGib: 10 })).toMatchObject({
      "Internet egress to sameContinent": "1.20",
    });
    expect(
      bill(BUCKET, { location: "ASIA" }, { storedGib: 0, egressGib: { sameContinent: 1, china: 1 } }),
    ).toMatchObject({ "Internet egress to china": "0.23" });
  });

  test("an unknown class or place is listed", () => {
    const of = (inputs: Record<string, unknown>) =>
      reasons(priced([[resource(BUCKET, "it", inputs), { storedGib: 1, classAOperations: 0, classBOperations: 0 }]]));
    expect(of({ location: "NAM4" })).toEqual(["Storage, standard: no price is known for nam4"]);
    expect(of({ location: "US", storageClass: "FROZEN" })).toEqual([
      "Bucket: no price is known for storageClass FROZEN",
    ]);
  });
});

describe("secrets", () => {
  const SECRET = "gcp:secretmanager/secret:Secret";
  const VERSION = "gcp:secretmanager/secretVersion:SecretVersion";
  const replicated = {
    replication: { userManaged: { replicas: [{ location: "us-central1" }, { location: "southamerica-east1" }] } },
  };

  test("active versions by location, accesses, rotations", () => {
    expect(bill(SECRET, { replication: { auto: {} } }, { versions: 3, accesses: 50_000, rotations: 2 })).toEqual({
      "Active versions": "0.18",
      Accesses: "0.15",
      Rotations: "0.10",
    });
    expect(bill(SECRET, replicated, { versions: 3 })).toEqual({ "Active versions": "0.36" });
  });

  test("a version counts in each location of its secret, and also while disabled", () => {
    const secret = resource(SECRET, "secret", replicated);
    const version = resource(
      VERSION,
      "version",
      { enabled: false },
      { propertyDependencies: { secret: [secret.urn] } },
    );
    expect(amounts(priced([[secret], [version]]))).toEqual({ "version: Active version": "0.12" });
    expect(
      amounts(priced([[secret], [resource(VERSION, "version", { secret: "projects/p/secrets/secret" })]])),
    ).toEqual({ "version: Active version": "0.12" });
    expect(bill(VERSION, {}, { accesses: 10_000 })).toEqual({ "Active version": "0.06", Accesses: "0.03" });
  });
});

test("registry: what is stored", () => {
  expect(bill("gcp:artifactregistry/repository:Repository", { location: "us-central1" }, { storedGib: 20 })).toEqual({
    Storage: "2.00",
  });
});

describe("logs", () => {
  const LOGS = "gcp:logging/projectBucketConfig:ProjectBucketConfig";

  test("beyond the first 50 GiB of each project", () => {
    expect(bill(LOGS, {}, { ingestedGib: 40 })).toEqual({});
    expect(bill(LOGS, {}, { ingestedGib: 60 })).toEqual({ "Logs ingested, past 50 GiB": "5.00" });
    const two = (project: string) =>
      priced([
        [resource(LOGS, "a", { project: "a" }), { ingestedGib: 40 }],
        [resource(LOGS, "b", { project }), { ingestedGib: 40 }],
      ]).scenarios.expected.total.toFixed(2);
    expect([two("a"), two("b")]).toEqual(["15.00", "0.00"]);
    expect(priced([[resource(LOGS, "a"), { ingestedGib: 40 }]]).free).toMatchObject([
      { reason: "within the first 50 GiB a month of each project" },
    ]);
  });

  test("kept longer than 30 days, and network logs", () => {
    // 730 days of 730-hour months: (395 - 30) x 24 / 730 = 12 months x 10 GiB x 0.01
    expect(bill(LOGS, { retentionDays: 395 }, { ingestedGib: 10 })).toEqual({
      "Retention past 30 days (395 days)": "1.20",
    });
    expect(bill(LOGS, { retentionDays: 30 }, { ingestedGib: 0, vendedGib: 10 })).toMatchObject({
      "Network logs ingested": "2.50",
    });
    expect(bill("gcp:compute/subnetwork:Subnetwork", { logConfig: {} }, { flowLogsGib: 10 })).toEqual({
      "VPC flow logs": "2.50",
    });
    expect(bill("gcp:logging/metric:Metric", {}, { metricsMib: 1000 })).toEqual({ "Metric data": "258.00" });
  });
});

test("keys by protection", () => {
  const KEY = "gcp:kms/cryptoKey:CryptoKey";
  expect(bill(KEY, {}, { versions: 2, operations: 1e5 })).toEqual({
    "Active key versions": "0.12",
    "Key operations": "0.30",
  });
  expect(bill(KEY, { versionTemplate: { protectionLevel: "HSM", algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" } })).toEqual({
    "Active key versions": "1.00",
  });
  expect(reasons(priced([[resource(KEY, "it", { versionTemplate: { protectionLevel: "EXTERNAL" } })]]))).toEqual([
    "Key versions: no price is known for EXTERNAL",
  ]);
});
