import { Life } from "./life";
import { program } from "./program";
import { STACKS } from "./stacks";

const BROUGHT_ALONG = /(oauth2-client-secret|openai-api-key|whatsapp-token)/;

/** What is still there, but for the project's APIs and what the program did not make. */
const left = ({ cloud }: Life) =>
  cloud.list().filter(({ id, type }) => !BROUGHT_ALONG.test(id) && type !== "gcp:projects/service:Service");

describe("the end of prod", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("prod", { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  test("a protected stack refuses, says why and how, and loses nothing", async () => {
    const before = life.cloud.list().length;
    const destroy = await life.destroy();
    expect(destroy.ok).toBe(false);
    expect(destroy.output).toMatch(/deletion_protection=false|protected/);
    expect(life.cloud.list()).toHaveLength(before);
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });

  test("the documented two steps take it all down, in an order that Google accepts", async () => {
    life.set("protect=false");
    expect(await life.up()).toMatchObject({ ok: true });
    life.cloud.journal.length = 0;
    const destroy = await life.destroy();
    expect(destroy.output).not.toContain("error:");
    expect(destroy.ok).toBe(true);

    const gone = (name: string) => {
      const at = life.cloud.journal.findIndex(({ urn }) => urn.endsWith(name));
      expect({ name, at }).not.toEqual({ name, at: -1 });
      return at;
    };
    const inOrder = (...names: string[]) =>
      names.slice(1).forEach((name, i) => {
        expect(gone(names[i] ?? "")).toBeLessThan(gone(name));
      });
    inOrder("::bff-service", "::api-service", "::network-connector", "::network-connector-subnet", "::network-vpc");
    inOrder(
      "DatabaseInstance::database-instance",
      "::network-services-connection",
      "::network-services-range",
      "::network-vpc",
    );
    inOrder(
      "::bff-service",
      "::edge-https",
      "::edge-https-proxy",
      "::edge-routes",
      "::edge-bff-backend",
      "::edge-armor",
    );

    const { resources } = await life.export();
    expect(resources ?? []).toEqual([]);
    expect(left(life)).toEqual([]);
  });
});

describe.each(STACKS.filter(({ title }) => title !== "prod"))("the end of $title", ({ stack, set }) => {
  test("leaves nothing, in an order that Google accepts", async () => {
    const life = await Life.begin(stack, { program, set: ["protect=false", ...set] });
    const up = await life.up();
    expect(up.ok ? "" : up.output).toBe("");
    const destroy = await life.destroy();
    expect(destroy.ok ? "" : destroy.output).toBe("");
    expect((await life.export()).resources).toEqual([]);
    expect(left(life)).toEqual([]);
    expect(life.end()).toEqual([]);
  });
});
