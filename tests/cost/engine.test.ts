import { CostError, price } from "../../cost/engine";
import { toJson } from "../../cost/json";
import { Decimal } from "../../cost/money";
import { amounts, BUCKET, CONNECTOR, DATABASE, priced, resource, SERVICE, service } from "./bill";

const WEB = service({ limits: { cpu: "1", memory: "512Mi" }, cpuIdle: true });

describe("every resource ends in lines, free or unpriced", () => {
  test.each([
    ["gcp:projects/service:Service", "free"],
    ["gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "free"],
    ["gcp:storage/bucketIAMMember:BucketIAMMember", "free"],
    ["gcp:billing/budget:Budget", "free"],
    ["random:index/randomPassword:RandomPassword", "free"],
    ["pulumi:providers:gcp", "free"],
    ["piloto:edge:LoadBalancer", "free"],
    ["gcp:container/cluster:Cluster", "unpriced"],
    ["aws:s3/bucket:Bucket", "unpriced"],
    ["gcp:pubsub/topic:Topic", "unpriced"],
  ] as const)("%s is %s", (type, list) => {
    const report = price([resource(type, "it")]);
    expect(report[list].map(({ reason }) => reason.length > 0)).toEqual([true]);
    expect(report.lines).toEqual([]);
  });
});

test("the same resources always give the same report, in any scenario's own lines", () => {
  const resources = [resource(SERVICE, "web", WEB), resource(CONNECTOR, "vpc", { region: "us-central1" })];
  expect(toJson(price(resources))).toEqual(toJson(price(resources)));
  const report = toJson(price(resources), "expected");
  expect(new Set(report.lines.map(({ scenario }) => scenario))).toEqual(new Set(["expected"]));
});

test("sums equal their parts exactly", () => {
  const report = priced([
    [resource(SERVICE, "web", WEB), { requests: 333_333, instanceHours: 33.3333, egressGb: { southAmerica: 7.77 } }],
    [resource(CONNECTOR, "vpc", { region: "us-central1" })],
  ]);
  for (const [scenario, totals] of Object.entries(report.scenarios)) {
    const lines = report.lines.filter((line) => line.scenario === scenario);
    expect(Decimal.sum(0, ...lines.map((line) => line.quantity.times(line.unitPrice))).eq(totals.total)).toBe(true);
    expect(totals.fixed.plus(totals.usage).eq(totals.total)).toBe(true);
  }
});

describe("free tier", () => {
  const web = (name: string, location = "us-central1") =>
    resource(SERVICE, name, service({ limits: { cpu: "1", memory: "512Mi" }, cpuIdle: true }, {}, location));
  const usage = { requests: 1.5e6, instanceHours: 40, egressGib: 0 };

  test("is off unless asked for", () => {
    expect(Object.keys(amounts(priced([[web("a"), usage]]))).filter((name) => name.includes("Free tier"))).toEqual([]);
  });

  test("is one for the billing account, however many services share it", () => {
    const credits = amounts(
      priced(
        [
          [web("a"), usage],
          [web("b"), usage],
        ],
        { freeTier: true },
      ),
    );
    expect(credits).toMatchObject({
      ": Free tier: Cloud Run, request-based CPU, first 180000 vCPU-seconds": "-4.32", // of 6.91
      ": Free tier: Cloud Run, request-based memory, first 360000 GiB-seconds": "-0.36", // all of it
      ": Free tier: Cloud Run, requests, first 2000000 requests": "-0.80", // of 1.20
    });
  });

  test("is a discount at the prices of us-central1, so São Paulo gets fewer seconds from it", () => {
    // 180,000 x 0.0000336 = 6.05 of spend, 4.32 of credit
    expect(
      amounts(priced([[web("a", "southamerica-east1"), { ...usage, instanceHours: 50 }]], { freeTier: true })),
    ).toMatchObject({
      "a: CPU, active": "6.05",
      ": Free tier: Cloud Run, request-based CPU, first 180000 vCPU-seconds": "-4.32",
    });
  });

  test("covers buckets in the United States only", () => {
    const of = (location: string) =>
      priced([[resource(BUCKET, "b", { location }), { storedGib: 3 }]], {
        freeTier: true,
      }).scenarios.expected.total.toFixed(3);
    expect([of("us-central1"), of("southamerica-east1")]).toEqual(["0.000", "0.105"]);
  });
});

describe("negotiated prices", () => {
  const database = resource(DATABASE, "db", {
    region: "us-central1",
    settings: { tier: "db-g1-small", ipConfiguration: { ipv4Enabled: false } },
  });

  test("take the place of the listed ones, everywhere or at one location", () => {
    const report = price([database], {
      prices: {
        "sql.g1-small.zonal": "0.02",
        "sql.storage.ssd.zonal@us-central1": 0.1,
        "sql.storage.ssd.zonal@southamerica-east1": 9,
      },
    });
    expect(amounts(report)).toEqual({ "db: db-g1-small, zonal": "14.60", "db: Storage SSD, zonal": "1.00" });
    expect(report.lines[0]).toMatchObject({ source: "cost.prices", confidence: "negotiated" });
  });

  test("of an unknown sku are refused with the known ones", () => {
    expect(() => price([], { prices: { "sql.nothing": 1 } })).toThrow(
      /no such sku in cost.prices: sql.nothing. Known: .*sql.g1-small.zonal/,
    );
  });
});

describe("one's own settings", () => {
  test("are refused with every unknown region and machine, and what is known", () => {
    const resources = [
      resource(DATABASE, "db", {
        region: "europe-west1",
        settings: { tier: "db-huge", ipConfiguration: { ipv4Enabled: false } },
      }),
      resource(CONNECTOR, "vpc", { region: "us-central1", machineType: "n2" }),
      resource("gcp:container/cluster:Cluster", "other"),
    ];
    expect(() => price(resources, { strict: true })).toThrow(CostError);
    try {
      price(resources, { strict: true });
    } catch (error) {
      expect((error as CostError).problems.map((problem) => problem.split(". Known")[0])).toEqual([
        "db: Machine: no price is known for tier db-huge",
        "db: Storage SSD, zonal: no price is known for europe-west1",
        "vpc: Connector: no price is known for machineType n2",
      ]);
    }
  });
});

describe("component", () => {
  const at = (resources: Parameters<typeof price>[0]) =>
    Object.fromEntries(price(resources).unpriced.map(({ urn, component }) => [urn.split("::").at(-1), component]));
  const CLUSTER = "gcp:container/cluster:Cluster";

  test("comes from the label, from a parent, from labelled siblings, from the area of the type", () => {
    const parent = resource("piloto:database:Database", "parent");
    const group = resource("piloto:network:Network", "group");
    expect(
      at([
        parent,
        group,
        resource(CLUSTER, "labelled", { labels: { component: "api" } }, { parent: parent.urn }),
        resource(CLUSTER, "settings", { settings: { userLabels: { component: "api" } } }),
        resource(CLUSTER, "sibling", {}, { parent: parent.urn }),
        resource(CLUSTER, "area", {}, { parent: group.urn }),
        resource(CLUSTER, "alone"),
        resource(CLUSTER, "urn-only", {}, { urn: `urn:pulumi:s::p::piloto:edge:LoadBalancer$${CLUSTER}::urn-only` }),
      ]),
    ).toEqual({
      labelled: "api",
      settings: "api",
      sibling: "api",
      area: "network",
      alone: "other",
      "urn-only": "edge",
    });
  });

  test("survives a parent that is its own", () => {
    const loop = resource(CLUSTER, "loop");
    expect(at([{ ...loop, parent: loop.urn }])).toEqual({ loop: "other" });
  });
});
