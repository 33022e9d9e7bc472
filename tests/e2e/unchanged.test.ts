import { Life } from "./life";
import { program } from "./program";

describe.each(["dev", "prod"])("%s, once it is up", (stack) => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(stack, { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  test("is what the state says", async () => {
    const { resources } = await life.export();
    const known = resources.filter(({ type, custom }) => custom && type.startsWith("gcp:"));
    for (const { type, id } of known) expect(life.cloud.find(type, id ?? "")).toBeDefined();
    const made = life.cloud.journal.filter(({ type }) => type.startsWith("gcp:"));
    expect(made.map(({ id }) => id).sort()).toEqual(known.map(({ id }) => id).sort());
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
