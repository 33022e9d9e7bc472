import { Life } from "./life";
import { program } from "./program";
import { STACKS } from "./stacks";

describe.each(STACKS)("$title, once it is up", ({ stack, set }) => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(stack, { program, set });
    const up = await life.up();
    expect(up.ok ? "" : up.output).toBe("");
  });
  afterAll(() => expect(life.end()).toEqual([]));

  test("is what the state says", async () => {
    const { resources } = await life.export();
    const known = resources.filter(({ type, custom }) => custom && type.startsWith("gcp:"));
    for (const { type, id } of known) expect(life.cloud.find(type, id ?? "")).toBeDefined();
    const made = life.cloud.journal.filter(({ type }) => type.startsWith("gcp:"));
    expect(made.map(({ id }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
  });

  test("tells no secret among its outputs", async () => {
    const { code, stdout } = await life.pulumi("stack", "output", "--json", "--show-secrets", "--stack", stack);
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout))).toEqual(
      expect.arrayContaining(["apiUrl", "bffUrl", "databaseHost", "url"]),
    );
  });

  test("has nothing left to do: preview, up, refresh, and preview again", async () => {
    const before = life.cloud.journal.length;
    for (const again of [
      () => life.preview({ expectNoChanges: true }),
      () => life.up({ expectNoChanges: true }),
      () => life.refresh({ expectNoChanges: true }),
      () => life.preview({ expectNoChanges: true }),
    ]) {
      expect(await again()).toMatchObject({ ok: true, steps: [] });
    }
    expect(life.cloud.journal).toHaveLength(before);
  });
});
