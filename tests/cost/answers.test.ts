import { adviceFor } from "../../cost/advice";
import { ceilingVerdict } from "../../cost/ceiling";
import { parseVariant } from "../../cost/compare";
import { diffLines, diffMarkdown } from "../../cost/diff";
import { estimate } from "../../cost/estimate";
import { Decimal } from "../../cost/money";
import { brl, printAdvice, printCost, printLines, quantity, usd } from "../../cost/print";
import { fromStack } from "../../cost/source";
import { costSchema } from "../../settings/cost";
import { CONNECTOR, DATABASE, GLOBAL_RULE, priced, resource, SERVICE } from "./bill";

const SETTINGS = costSchema.parse({});
const bff = resource(SERVICE, "bff", {
  location: "us-central1",
  labels: { component: "bff" },
  template: {
    containers: [{ resources: { limits: { cpu: "1", memory: "512Mi" }, cpuIdle: true } }],
    scaling: { minInstanceCount: 1, maxInstanceCount: 10 },
  },
});
const connector = resource(CONNECTOR, "vpc", { region: "us-central1", minInstances: 2, maxInstances: 10 });
const database = resource(DATABASE, "db", {
  region: "us-central1",
  settings: {
    tier: "db-custom-1-3840",
    availabilityType: "REGIONAL",
    userLabels: { component: "db" },
    ipConfiguration: { ipv4Enabled: false },
  },
});
const STACK = [bff, connector, database];

describe("advice", () => {
  const advise = (resources: typeof STACK) => {
    const price = (changed: readonly (typeof STACK)[number][], assume = {}) =>
      estimate(changed, { ...SETTINGS, ...assume });
    return adviceFor(resources, price(resources), price);
  };

  test("is only what applies, with what it saves, most first", () => {
    const titles = advise(STACK).map(({ title, saves }) => [title, saves.expected.toFixed(2)]);
    expect(titles).toEqual(
      [
        // (2 x (0.0413 + 3.75 x 0.007) - 0.07) x 730; the disk stays regional
        ["A shared-core database (db-g1-small)", "47.52"],
        // 730 x (0.0413 + 3.75 x 0.007) + 10 x 0.17
        ["A database in one zone", "51.01"],
        ["Direct VPC egress instead of the connector", "12.23"],
        ["No instances kept warm", "9.18"], // 680 h x 3600 x 1.5 x 0.0000025
        ["The free tier of the billing account", "4.67"],
        ["A connector that grows to 3 instances at most", "0.00"], // only of the ceiling
      ].sort((a, b) => Number(b[1]) - Number(a[1])),
    );
    expect(
      advise([
        resource(DATABASE, "db", {
          region: "us-central1",
          settings: { tier: "db-g1-small", ipConfiguration: { ipv4Enabled: false } },
        }),
      ]),
    ).toEqual([]);
  });

  test("prices what the settings it names would build", async () => {
    const prod = await fromStack("prod", []);
    const advice = adviceFor(prod.resources, prod.price(), prod.price);
    expect(advice.map(({ title }) => title)).toContain("No load balancer");
    for (const { set, saves } of advice) {
      const changed = (await fromStack("prod", set)).price().scenarios;
      for (const scenario of ["expected", "ceiling"] as const)
        expect(prod.price().scenarios[scenario].total.minus(changed[scenario].total).toFixed(6)).toBe(
          saves[scenario].toFixed(6),
        );
    }
  });
});

describe("the verdict on a budget", () => {
  const verdict = (change: object) => ceilingVerdict(STACK, costSchema.parse(change));

  test("within, over by a little, over by more than any change saves, none", () => {
    expect(verdict({})).toMatchObject({ verdict: "no budget" });
    expect(verdict({ budgetUsd: 1000 })).toMatchObject({ verdict: "within" });
    const total = verdict({}).totalUsd;
    const little = verdict({ budgetUsd: total.minus(5).toNumber(), budgetMode: "enforce" });
    expect(little.verdict).toBe("mandatory");
    // The least saving that suffices.
    expect(little.remedy?.title).toBe("No instances kept warm");
    expect(little.largest.map(({ item }) => item)).toEqual([
      "vCPU, regional",
      "memory, regional",
      "e2-micro instances (min 2)",
    ]);
    expect(little.message).toMatch(
      /is \$5\.00 over the budget of .* Largest: db: vCPU, regional \$60\.30; .* Remedy: No instances kept warm \(bff\.instances\.min=0/,
    );
    expect(verdict({ budgetUsd: 1 })).toMatchObject({
      verdict: "advisory",
      remedy: { title: "A database in one zone" },
    });
  });

  test("is of the scenario it is held against", () => {
    expect(verdict({ budgetUsd: 500, budgetScenario: "expected" }).verdict).toBe("within");
    expect(verdict({ budgetUsd: 500, budgetScenario: "ceiling" }).verdict).toBe("advisory");
  });
});

describe("diff", () => {
  const before = priced([[connector], [resource(GLOBAL_RULE, "rule"), { dataGib: 10 }]]);
  const grown = resource(
    CONNECTOR,
    "vpc",
    { region: "us-central1", minInstances: 3, maxInstances: 10 },
    { urn: "urn:pulumi:other::project::gcp:vpcaccess/connector:Connector::vpc" },
  );
  const after = priced([
    [grown],
    [resource("gcp:dns/managedZone:ManagedZone", "zone|`x`"), { queries: 0 }],
    [resource("gcp:container/cluster:Cluster", "new")],
  ]);

  test("says what came, went and changed", () => {
    expect(diffLines(before, before, "expected")).toEqual([]);
    const markdown = diffMarkdown(before, after);
    expect(markdown).toContain("## Cost: -$12.02 a month");
    expect(markdown).toContain("| expected | $30.56 | $18.54 | -$12.02 |");
    expect(markdown).toContain(
      "### Added\n\n| resource | item | quantity | before | after | difference |\n| --- | --- | --- | ---: | ---: | ---: |\n| vpc | e2-micro instances (min 3)",
    );
    expect(markdown).toContain("| rule | Forwarding rules, the first five | 730 hour | $18.25 | $0.00 | -$18.25 |");
    expect(markdown).toContain("| zone\\|\\`x\\` | Managed zone |");
    expect(markdown).toContain("### Newly not priced\n\n- new: gcp:container/cluster:Cluster: no meter for this type");
    expect(diffMarkdown(before, before)).toContain("## Cost: no change");
  });

  test("shows both amounts of a line that changed", () => {
    const of = (gib: number) => priced([[resource(GLOBAL_RULE, "rule"), { dataGib: gib }]]);
    expect(diffMarkdown(of(10), of(25))).toContain(
      "### Changed\n\n| resource | item | quantity | before | after | difference |\n| --- | --- | --- | ---: | ---: | ---: |\n| rule | Data processed | 10 GiB → 25 GiB | $0.08 | $0.20 | +$0.12 |",
    );
  });
});

describe("a variant", () => {
  test.each([
    ["now:", { name: "now", set: [] }],
    [
      "warm: bff.instances.min=1, api.instances.min=2",
      { name: "warm", set: ["bff.instances.min=1", "api.instances.min=2"] },
    ],
    [
      "lists: edge.armor.waf.ruleSets=[sqli, xss], edge.mode=load-balancer",
      { name: "lists", set: ["edge.armor.waf.ruleSets=[sqli, xss]", "edge.mode=load-balancer"] },
    ],
    ["elsewhere: stack=dev, region=us-central1", { name: "elsewhere", stack: "dev", set: ["region=us-central1"] }],
  ])("%s", (text, variant) => expect(parseVariant(text)).toEqual(variant));

  test.each(["", "name", ": a=b", "name: nonsense", "name: a b, c=d"])("%j is refused", (text) =>
    expect(() => parseVariant(text)).toThrow(
      'write "name: key=value|is not key=value'.split("|")[text.startsWith("name:") ? 1 : 0],
    ),
  );
});

test("amounts are rounded when printed, half a cent up", () => {
  expect(["0", "0.004", "0.005", "1234567.891", "-0.001", "-12.345"].map((amount) => usd(new Decimal(amount)))).toEqual(
    ["$0.00", "$0.00", "$0.01", "$1,234,567.89", "$0.00", "-$12.35"],
  );
  expect(brl(new Decimal(100), { brlPerUsd: 5.884, date: "2026-07-01" })).toBe("R$ 588.40");
  expect(quantity(new Decimal("1234567.00012"))).toBe("1,234,567.0001");
});

test("the printed cost shows components, fixed and usage apart, both currencies and what is not priced", () => {
  const report = estimate([...STACK, resource("gcp:container/cluster:Cluster", "gke")], SETTINGS);
  const text = printCost(report, SETTINGS.exchange);
  expect(text).toMatch(/^Cost a month +Low +Expected +High +Ceiling$/m);
  // 2 x 730 x (0.0413 + 3.75 x 0.007) + 10 x 0.34
  expect(text).toMatch(/^db +fixed +\$102\.02 +\$102\.02/m);
  expect(text).toMatch(/^ +total +R\$ /m);
  expect(text).toContain("1 USD = 5.884 BRL on 2026-07-01");
  expect(text).toContain("gke: gcp:container/cluster:Cluster: no meter for this type");
  expect(printLines(report, "expected")).toMatch(
    /db +db +vCPU, regional +1,460 +vCPU-hour +\$0\.0826 +\$120\.60|db +db +vCPU, regional +730 +vCPU-hour +\$0\.0826 +\$60\.30/,
  );
  expect(printAdvice([])).toBe("");
});
