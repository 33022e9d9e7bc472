import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compare, QUESTIONS } from "../../cost/compare";
import { withBrief, withTables } from "../../cost/documentation";
import type { CostReport } from "../../cost/line";
import { fromStack as readStack, type Source } from "../../cost/source";

// Prices of us-central1 that more than one golden needs.
const CPU = 0.000024;
const MEMORY = 0.0000025;
const HOUR = 3600;
const MONTH = 730;

const stacks = new Map<string, Promise<Source>>();
/** Each stack is found once: that takes longer than everything else here. */
function fromStack(stack: string, set: readonly string[]): Promise<Source> {
  const key = [stack, ...set].join(" ");
  const found = stacks.get(key) ?? readStack(stack, set);
  stacks.set(key, found);
  return found;
}

const GB = 1e9 / 2 ** 30;
const MICRO = 0.0083764275;

/** What a line costs, by "resource: item", as the arithmetic in the test writes it. */
function expectBill(report: CostReport, golden: Record<string, number>): void {
  const lines = report.lines.filter(({ scenario }) => scenario === "expected");
  const found = Object.fromEntries(
    lines.map(({ urn, item, monthly }) => [`${urn.split("::").at(-1)}: ${item}`, monthly.toFixed(6)]),
  );
  expect(found).toEqual(Object.fromEntries(Object.entries(golden).map(([name, amount]) => [name, amount.toFixed(6)])));
}

const run = {
  "api-service: Requests": 0.2 * 0.4,
  "api-service: CPU, active": 100 * HOUR * 2 * CPU,
  "api-service: Memory, active": 100 * HOUR * 2 * MEMORY,
  "api-service: Internet egress to northAmerica": 10 * GB * 0.105,
  "bff-service: Requests": 0.3 * 0.4,
  "bff-service: CPU, active": 50 * HOUR * CPU,
  "bff-service: Memory, active": 50 * HOUR * 0.5 * MEMORY,
};
const around = {
  "network-connector: e2-micro instances (min 2)": 2 * MONTH * MICRO,
  "network-run-app: Managed zone": 0.2,
  "network-run-app: Queries": 0.2 * 0.4,
  "images-repository: Storage": 2 * GB * 0.1,
  "database-api-password: Active version": 0.06,
  "database-api-password: Accesses": (150 / 10_000) * 0.03,
  "bff-session-secret: Active version": 0.06,
  "bff-session-secret: Accesses": (150 / 10_000) * 0.03,
};

/** 200,000 calls to the API and 200,000 to the database, two records of 1,000 bytes each, a tenth of them logged. */
const FLOW_LOGS = ((200_000 * 2 * 2 * 1000 * 0.1) / 1024 ** 3) * 0.25;

describe("goldens", () => {
  test("dev: users reach the run.app address, and its 90 GB of pages leave from there", async () => {
    const { price } = await fromStack("dev", []);
    expectBill(price(), {
      ...run,
      ...around,
      "bff-service: Internet egress to southAmerica": 90 * GB * 0.12,
      "database-instance: db-f1-micro, zonal": MONTH * 0.0105,
      "database-instance: Storage SSD, zonal": 10 * 0.17,
      "database-instance: Backups": 5 * GB * 0.08,
    });
  });

  test("prod: the balancer carries the pages, and its cache the 30 GB of files among them", async () => {
    const { price } = await fromStack("prod", []);
    expectBill(price(), {
      ...run,
      ...around,
      "network-connector-subnet: VPC flow logs": FLOW_LOGS,
      "database-instance: db-g1-small, zonal": MONTH * 0.035,
      "database-instance: Storage SSD, zonal": 10 * 0.17,
      "database-instance: Backups": 5 * GB * 0.08,
      "edge-http: Forwarding rules, the first five": MONTH * 0.025,
      "edge-https: Data processed, inbound": 10 * GB * 0.008,
      "edge-https: Data processed, outbound": 60 * GB * 0.008,
      "edge-https: Internet egress to southAmerica": 60 * GB * 0.12,
      "edge-armor: Security policy": MONTH * 0.006849315,
      "edge-armor: 7 rules": 7 * MONTH * 0.001369863,
      "edge-armor: Requests": 0.3 * 0.75,
      "edge-bff-backend: CDN lookups": 30 * 0.0075,
      "edge-assets-backend: CDN egress to southAmerica": 30 * GB * 0.09,
      "edge-assets-backend: CDN lookups": 5 * 0.0075,
      "edge-assets-backend: CDN fill": 1 * GB * 0.01,
      "edge-assets: Storage, standard": 1 * GB * 0.02,
      "edge-assets: Class A operations": 0.1 * 0.05,
      "edge-assets: Class B operations": 5 * 0.004,
    });
  });

  test("the ceilings: 15 instances all month, the connector and the disk grown to their limits", async () => {
    const dev = (await fromStack("dev", [])).price();
    const ceiling = (report: CostReport, item: RegExp) =>
      report.lines
        .filter((line) => line.scenario === "ceiling" && item.test(line.item))
        .map(({ monthly }) => monthly.toFixed(4));
    expect(ceiling(dev, /CPU, active/)).toEqual([
      (5 * MONTH * HOUR * 2 * CPU).toFixed(4),
      (10 * MONTH * HOUR * CPU).toFixed(4),
    ]);
    expect(ceiling(dev, /grown to/)).toEqual([(1 * MONTH * MICRO).toFixed(4)]);
    expect(ceiling(dev, /Storage SSD grown/)).toEqual([(90 * 0.17).toFixed(4)]);
  });

  test("nothing of either stack is left without a price", async () => {
    for (const stack of ["dev", "prod"]) expect((await fromStack(stack, [])).price().unpriced).toEqual([]);
  });
});

describe("compare", () => {
  test("each question's differences", async () => {
    const comparisons = await compare(QUESTIONS, "prod", [], async (stack, set) => {
      const { resources, cost, region }: Source = await fromStack(stack, set);
      return { resources, cost, region: region ?? "" };
    });
    const delta = Object.fromEntries(
      comparisons.flatMap(({ variants }) =>
        variants.slice(1).map(({ variant, delta: { expected } }) => [variant.name, expected.toFixed(6)]),
      ),
    );
    const balanced =
      MONTH * 0.025 +
      70 * GB * 0.008 +
      60 * GB * 0.12 -
      90 * GB * 0.12 + // the rules, the data, and the pages' way out
      MONTH * (0.006849315 + 7 * 0.001369863) +
      0.3 * 0.75 + // Cloud Armor
      35 * 0.0075 +
      30 * GB * 0.09 +
      GB * 0.01 + // the cache
      GB * 0.02 +
      0.1 * 0.05 +
      5 * 0.004; // the bucket
    const shared = MONTH * 0.035;
    const dedicated = MONTH * (0.0413 + 3.75 * 0.007);
    // Warm all month, less the busy hours, which cost more already.
    const warm = (MONTH - 50) * HOUR * (1 + 0.5) * 0.0000025 + (MONTH - 100) * HOUR * (2 + 2) * 0.0000025;
    expect(delta).toMatchObject({
      "on: with Armor and CDN": balanced.toFixed(6),
      "Direct VPC egress": (-2 * MONTH * MICRO).toFixed(6),
      "dedicated: db-custom-1-3840": (dedicated - shared).toFixed(6),
      "dedicated, high availability": (2 * dedicated - shared + 10 * 0.17).toFixed(6),
      "one of each service": warm.toFixed(6),
      prod: (balanced + MONTH * (0.035 - 0.0105) + FLOW_LOGS).toFixed(6),
    });
    const saoPaulo =
      0.4 * (100 * HOUR * 2 * (CPU + MEMORY) + 50 * HOUR * (CPU + 0.5 * MEMORY)) + // Tier 2 is 1.4 of Tier 1
      10 * GB * (0.12 - 0.105) +
      60 * GB * (0.19 - 0.12) +
      70 * GB * (0.012 - 0.008) + // ways out
      2 * MONTH * (0.0132963 - MICRO) +
      MONTH * (0.0525 - 0.035) +
      10 * (0.255 - 0.17) +
      5 * GB * (0.12 - 0.08) + // connector, database
      GB * (0.02 - 0.01) +
      GB * (0.035 - 0.02); // cache fill, bucket
    expect(delta["southamerica-east1 (São Paulo)"]).toBe(saoPaulo.toFixed(6));
    const monolith =
      0.2 * 0.4 +
      100 * HOUR * 2 * (CPU + MEMORY) +
      10 * GB * 0.105 +
      60 * GB * 0.12 + // the service
      GB * 0.02 +
      0.1 * 0.05 +
      5 * 0.004 +
      30 * GB * 0.12 + // files straight from the bucket
      MONTH * 0.035 +
      10 * 0.17 +
      5 * GB * 0.08 +
      2 * GB * 0.1; // database, images
    const found = comparisons.at(-1)?.variants.at(-1)?.report.scenarios.expected.total.toFixed(6);
    expect(found).toBe(monolith.toFixed(6));
  });
});

describe("documents", () => {
  const read = (name: string) => readFileSync(join(__dirname, "../../docs", name), "utf8");
  // `npx tsx cost/documentation.ts` makes both anew.
  test("docs/cost.md has the tables of the code", () => expect(read("cost.md")).toBe(withTables(read("cost.md"))));
  test("docs/cost-and-the-brief.md has the numbers of the stack", async () =>
    expect(read("cost-and-the-brief.md")).toBe(await withBrief(read("cost-and-the-brief.md"))));
});
