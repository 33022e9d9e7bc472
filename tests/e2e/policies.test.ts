import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration, verdicts } from "../../policies/verdicts";
import { offlinePreview } from "../../resources/offline-preview";
import { REPOSITORY } from "../../sandbox/workspace";
import { Life, type Outcome } from "./life";
import { program } from "./program";

const PACK = join(REPOSITORY, "sandbox", "policy-pack");
const configurationOf = (stack: string) => join(REPOSITORY, "policies", "config", `${stack}.json`);
const guardedBy = (stack: string) => ({ policyPacks: [PACK], policyPackConfigs: [configurationOf(stack)] });
const flags = (stack: string) => ["--policy-pack", PACK, "--policy-pack-config", configurationOf(stack)];

const said = ({ events }: Outcome) =>
  events
    .flatMap(({ policyEvent }) => policyEvent ?? [])
    .map(({ enforcementLevel, policyName, resourceUrn }) => `${enforcementLevel} ${policyName} ${nameIn(resourceUrn)}`);

const nameIn = (urn = "") => urn.split("::")[3] ?? "";

describe.each(["dev", "prod"])("the pack on %s", (stack) => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(stack, { program });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  test("says of the engine's preview what it says of the offline one", async () => {
    const preview = await life.preview(guardedBy(stack));
    expect(preview.ok).toBe(true);
    const { resources } = await offlinePreview({ stack });
    expect(said(preview).sort()).toEqual(
      verdicts(resources, readConfiguration(stack))
        .map(({ level, policy, urn }) => `${level} ${policy} ${nameIn(urn) || `piloto-de-vendas-${stack}`}`)
        .sort(),
    );
  });

  test("lets `up` pass, and the next one too", async () => {
    expect(await life.up(guardedBy(stack))).toMatchObject({ ok: true });
    expect(await life.up({ ...guardedBy(stack), expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });

  test("`policy analyze` passes the exported state, and refuses one whose API is public", async () => {
    const file = join(life.directory, "state.json");
    const { stdout } = await life.pulumi("stack", "export", "--stack", stack);
    writeFileSync(file, stdout);
    expect(await life.pulumi("policy", "analyze", ...flags(stack), "--file", file)).toMatchObject({ code: 0 });

    writeFileSync(file, stdout.replaceAll("INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_ALL"));
    const refused = await life.pulumi("policy", "analyze", ...flags(stack), "--file", file);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toMatch(/\[mandatory\].*api-ingress-internal.*api-service/);
  });
});

/** Ways to make the API public, as somebody might write them into the program, and the policy that stops each. */
const openings = [
  { policy: "api-ingress-internal", resource: "api-service", properties: { ingress: "INGRESS_TRAFFIC_ALL" } },
  { policy: "public-invoker", resource: "api-invoker-bff", properties: { member: "allUsers" } },
];

/** The repository's program with other properties for one resource. */
const changed = (resource: string, properties: object) => `
import { runtime } from "@pulumi/pulumi";
runtime.registerStackTransformation(({ name, props, opts }) =>
  name === "${resource}" ? { props: { ...props, ...${JSON.stringify(properties)} }, opts } : undefined);
export = require("./index");
`;

describe.each(openings)("a program changed to make the API public: $properties", ({ policy, resource, properties }) => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("dev");
    writeFileSync(join(life.workspace.directory, "changed.ts"), changed(resource, properties));
    life.runs("changed.ts");
  });
  afterAll(() => expect(life.end()).toEqual([]));
  const refusal = new RegExp(`\\[mandatory\\].*${policy}.*${resource}`);
  const made = () => life.cloud.journal.map(({ urn }) => nameIn(urn));

  test.each([[["preview"]], [["up", "--yes"]]])("%j fails and builds nothing", async (command) => {
    const { code, output } = await life.pulumi(...command, ...flags("dev"), "--stack", "dev");
    expect(code).not.toBe(0);
    expect(output).toMatch(refusal);
    expect(made()).toEqual([]);
  });

  test("an `up` without preview stops before the API is open", async () => {
    const up = await life.up(guardedBy("dev"));
    expect(up.ok).toBe(false);
    expect(up.output).toMatch(refusal);
    expect(made()).not.toContain(resource);
  });
});
