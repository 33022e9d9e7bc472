import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const LIST = JSON.stringify([
  { type: "gcp:vpcaccess/connector:Connector", name: "vpc", inputs: { region: "us-central1" } },
  { type: "gcp:container/cluster:Cluster", name: "gke" },
]);

function cost(args: string[], input = LIST) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(ROOT, "node_modules/tsx/dist/cli.mjs"), "cost/cli.ts", ...args],
    { cwd: ROOT, encoding: "utf8", input },
  );
  return { status, stdout, stderr };
}

const SLOW = 60_000;

test(
  "a list from standard input, as one JSON document and nothing else",
  () => {
    const { status, stdout, stderr } = cost(["--from", "-", "--json"]);
    expect([status, stderr]).toEqual([0, ""]);
    const { currency, scenarios, lines, unpriced, free } = JSON.parse(stdout);
    expect(currency).toBe("USD");
    expect(scenarios.expected).toEqual({ fixed: 12.22958415, usage: 0, total: 12.22958415 });
    expect(lines).toContainEqual({
      urn: "urn:pulumi:list::list::gcp:vpcaccess/connector:Connector::vpc",
      component: "other",
      item: "e2-micro instances (min 2)",
      sku: "compute.e2-micro",
      location: "us-central1",
      quantity: 1460,
      unit: "hour",
      unitPrice: 0.0083764275,
      monthly: 12.22958415,
      kind: "fixed",
      scenario: "expected",
      source: expect.any(String),
      asOf: "2026-07-30",
      confidence: "catalog",
    });
    expect(new Set(lines.map(({ scenario }: { scenario: string }) => scenario)).size).toBe(4);
    expect(unpriced).toMatchObject([{ reason: "no meter for this type" }]);
    expect(free).toEqual([]);
  },
  SLOW,
);

test(
  "one scenario only, and settings of the estimate",
  () => {
    const { stdout } = cost([
      "--from",
      "-",
      "--json",
      "--scenario",
      "low",
      "--set",
      'cost.prices={"compute.e2-micro": 0.01}',
    ]);
    expect(JSON.parse(stdout).lines).toMatchObject([{ scenario: "low", monthly: 14.6 }]);
  },
  SLOW,
);

test.each([
  [["--from", "-"], "{", "is not JSON"],
  [
    ["--from", "-"],
    '[{"type":"gcp:storage/bucket:Bucket","name":"b","usage":{"storedGib":-1}}]',
    "storedGib: must not be negative, found -1",
  ],
  [["--from", "-", "--set", "edge.mode=run-url"], LIST, "with --from only cost.… can be set"],
  [["--from", "-", "--set", "cost.budgetMode=maybe"], LIST, "cost.budgetMode"],
  [["--from", "-", "--set", "cost.prices={nothing: 1}"], LIST, "no such sku in cost.prices: nothing"],
  [[], LIST, "--stack NAME or --from FILE"],
  [["--scenario", "worst"], LIST, "Allowed choices are low, expected, high, ceiling"],
  [["compare", "--variant", "one: a=b"], LIST, "two or more"],
  [["diff", "--from", "-"], LIST, "--base"],
])(
  "%j is refused, with a message and no stack trace",
  (args, input, message) => {
    const { status, stdout, stderr } = cost(args, input);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  },
  SLOW,
);
