import { toJson } from "../../cost/json";
import { comment, MARKER } from "../../delivery/comment";
import type { PreviewJson, StackComparison } from "../../delivery/document";
import { document } from "../../preview/document";
import { look } from "../program/look";

/** A real preview as `--json` prints it. */
async function preview(stack: "dev" | "prod", ...set: string[]): Promise<PreviewJson> {
  const found = document(await look(stack, ...set));
  return JSON.parse(JSON.stringify({ ...found, cost: toJson(found.cost) }));
}

let dev: PreviewJson;
let prod: PreviewJson;
beforeAll(async () => {
  [dev, prod] = [await preview("dev"), await preview("prod")];
});

const write = (...stacks: StackComparison[]) => comment("0123abc", stacks);

test("a plan: resources, settings, reach and cost of a load balancer on dev, none on prod", async () => {
  const head = await preview("dev", "edge.mode=load-balancer");
  expect(write({ stack: "dev", base: dev, head }, { stack: "prod", base: prod, head: prod })).toMatchSnapshot();
});

test("a policy failure: the API for whoever is in the network", async () => {
  const head = await preview("prod", "api.invoker=network");
  expect(write({ stack: "prod", base: prod, head })).toMatchSnapshot();
});

test("a cost increase: a larger database with a standby", async () => {
  const head = await preview("prod", "database.tier=db-custom-2-7680", "database.highAvailability=true");
  expect(write({ stack: "prod", base: prod, head })).toMatchSnapshot();
});

test("an error: every problem of the settings, and the other stack all the same", async () => {
  const error = await preview("prod", "api.cpu=3", "edge.domain=https://x").catch((thrown: Error) => thrown.message);
  const written = write(
    { stack: "dev", base: dev, head: dev },
    { stack: "prod", base: prod, head: { error: String(error) } },
  );
  expect(written).toMatchSnapshot();
});

test("what the cloud said, and that it failed", () => {
  const cloud = { text: "error: boom ``` <b>", failed: true };
  const written = write({ stack: "dev", base: dev, head: dev, cloud });
  expect(written).toContain("| dev ❌ |");
  expect(written).toContain(
    "<details><summary>❌ Asked of the cloud: failed</summary>\n\n````diff\nerror: boom ``` <b>\n````",
  );
});

test("a stack that is new has nothing to compare with", () => {
  const written = write({ stack: "dev", head: dev });
  expect(written).toContain("There is nothing to compare with");
  expect(written).toContain(
    `| dev | +${dev.resources.filter(({ type }) => /^(gcp|random):/.test(type)).length} ~0 −0 |`,
  );
});

test("nothing in a preview becomes markup, a mention or the end of a block", () => {
  const hostile = "x`y | @team <img src=x> ```\n## no";
  const head: PreviewJson = structuredClone(dev);
  const [resource] = head.resources.filter(({ type }) => type.startsWith("gcp:"));
  if (!resource) throw new Error("no resource");
  resource.inputs = { description: hostile };
  head.settings = { ...head.settings, region: hostile };
  head.policies = [
    {
      policy: "p",
      level: "mandatory",
      severity: "high",
      urn: "u",
      property: "",
      message: hostile,
      remediation: hostile,
    },
  ];
  const written = write({ stack: "dev", base: dev, head });
  const outside = written.replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, "");
  expect(outside).not.toMatch(/(^|[^\\])<img/m);
  expect(outside).not.toMatch(/@team/);
  expect(written).not.toMatch(/^## no/m);
});

test("a comment fits, however much there is to say", () => {
  const head: PreviewJson = structuredClone(dev);
  head.policies = Array.from({ length: 500 }, (_, index) => ({
    policy: `p${index}`,
    level: "mandatory" as const,
    severity: "high" as const,
    urn: "u",
    property: "",
    message: "m".repeat(2000),
    remediation: "r",
  }));
  const written = write({ stack: "dev", base: dev, head });
  expect(written.length).toBeLessThan(65_536);
  expect(written.startsWith(MARKER)).toBe(true);
});
