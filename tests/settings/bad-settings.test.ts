import { armorRows } from "./bad/armor";
import { databaseRows } from "./bad/database";
import { edgeRows } from "./bad/edge";
import { environmentRows } from "./bad/environment";
import { monitoringRows } from "./bad/monitoring";
import { networkRows } from "./bad/network";
import type { Row } from "./bad/row";
import { servicesRows } from "./bad/services";
import { sizesRows } from "./bad/sizes";
import { stackRows } from "./bad/stack";
import { config, NEEDED, PROJECT, refusal, title } from "./config";

const tables: Record<string, Row[]> = {
  "project, region, labels, images": stackRows,
  "the services: size": sizesRows,
  "the services: name, image, probes, who may call": servicesRows,
  "the services: environment and secrets": environmentRows,
  network: networkRows,
  database: databaseRows,
  edge: edgeRows,
  armor: armorRows,
  monitoring: monitoringRows,
};

describe.each(Object.entries(tables))("%s", (_, rows) => {
  const titled = rows.map(([given, where, ...says]) => ({ title: title(given), given, where, says }));

  test.each(titled)("$title", ({ given, where, says }) => {
    const { problems, message } = refusal(config(given));
    expect(problems.map((problem) => problem.where)).toEqual([where]);
    const [only] = problems;
    const said = Object.values(only ?? {}).join("\n");
    for (const part of says) expect(said).toContain(part);
    for (const part of Object.values(only ?? {})) expect(message).toContain(part);
    expect(Object.values(only ?? {})).not.toContain("");
  });
});

test("no two rows try the same settings", () => {
  const all = Object.values(tables).flatMap((rows) => rows.map(([given]) => JSON.stringify(given)));
  expect(new Set(all).size).toBe(all.length);
});

describe("what every stack must say", () => {
  test.each(Object.keys(NEEDED))("%s is missing", (key) => {
    const { [key]: _, ...values }: Record<string, string> = NEEDED;
    const { problems } = refusal({ ...config({}), values });
    expect(problems).toEqual([
      expect.objectContaining({ where: key.replace(`${PROJECT}:`, ""), what: "is missing", found: "nothing" }),
    ]);
  });
});

describe("encrypted values", () => {
  test.each(["bff", "labels", "region"])("%s holds one", (section) => {
    const { problems } = refusal(config({ [section]: "ignored" }, [section]));
    expect(problems).toEqual([
      {
        where: section,
        what: "holds an encrypted value, which no setting takes",
        found: "a value (not shown)",
        allowed: "plain settings",
        remedy: expect.stringContaining("Secret Manager"),
      },
    ]);
  });
});

test("all problems are told at once, in the order of the sections, and nothing else", () => {
  const { problems, message } = refusal(
    config({
      colour: "blue",
      region: "mars",
      network: { connector: { name: "vpc-connector-production", minInstances: 9, maxInstances: 3 } },
      bff: { cpu: 3, memory: "1GB", instances: { max: "ten" } },
      api: { memory: "128Mi", env: { DB_NAME: "x" } },
      database: { tier: "db-n1-standard-1", highAvailability: true },
      edge: { mode: "load-balancer", domain: "https://x" },
    }),
  );
  expect(problems.map(({ where }) => where)).toEqual([
    "colour",
    "region",
    "bff.cpu",
    "bff.memory",
    "bff.instances.max",
    "edge.domain",
    "network.connector.name",
    "network.connector.minInstances",
    "api.memory",
    "api.env.DB_NAME",
    "database.tier",
    "database.highAvailability",
  ]);
  expect(message).toMatch(/^12 problems in the settings of stack test. Nothing was changed.\n/);
});

test("one problem, as it is printed", () => {
  expect(refusal(config({ bff: { cpu: 3 } })).message).toBe(
    [
      "1 problem in the settings of stack test. Nothing was changed.",
      "",
      "  bff.cpu is not an allowed value",
      "    found    3",
      "    allowed  1, 2, 4, 6, 8",
      "    remedy   pulumi config set --path 'bff.cpu' VALUE, or edit Pulumi.<stack>.yaml",
    ].join("\n"),
  );
});
