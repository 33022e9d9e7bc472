import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorkspace } from "../../sandbox/workspace";
import { Life } from "./life";
import { program } from "./program";

describe("the state of dev", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("dev", { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const stateFile = () => {
    const folder = join(life.directory, "state", ".pulumi", "stacks", "piloto-de-vendas");
    const file = readdirSync(folder).find((name) => name === "dev.json");
    if (!file) throw new Error(`There is no state in ${folder}`);
    return join(folder, file);
  };

  test("keeps every generated value, and none in plain text", () => {
    expect(life.cloud.secrets.size).toBeGreaterThanOrEqual(2);
    const text = readFileSync(stateFile(), "utf8");
    expect([...life.cloud.secrets].filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).toContain('"ciphertext"');
  });

  test("is not opened by a wrong passphrase, and stays as it is", async () => {
    const before = readFileSync(stateFile(), "utf8");
    life.cloud.journal.length = 0;
    const options = { stack: "dev", directory: life.directory, cloud: life.cloud, program };
    const wrong = await openWorkspace({ ...options, passphrase: "not this one" });
    try {
      await expect(wrong.stack.up()).rejects.toThrow(/incorrect passphrase/);
    } finally {
      wrong.close();
    }
    expect(readFileSync(stateFile(), "utf8")).toBe(before);
    expect(life.cloud.journal).toEqual([]);
  });

  test.each([
    ["cut short", (text: string) => text.slice(0, text.length / 2)],
    ["not JSON", () => "<html>502 Bad Gateway</html>"],
    ["empty", () => ""],
  ])("%s: a clear error, and nothing is changed", async (_, damage) => {
    const whole = readFileSync(stateFile(), "utf8");
    const damaged = damage(whole);
    writeFileSync(stateFile(), damaged);
    life.cloud.journal.length = 0;
    const up = await life.up();
    expect(up.ok).toBe(false);
    expect(up.output).toMatch(/error:.*(JSON|unmarshal|deserializ|checkpoint|EOF|state)/i);
    expect(life.cloud.journal).toEqual([]);
    expect(readFileSync(stateFile(), "utf8")).toBe(damaged);
    writeFileSync(stateFile(), whole);
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });

  test("two ups at once: one goes on, the other is refused, and nothing is made twice", async () => {
    life.set("bff.memory=1Gi");
    life.cloud.journal.length = 0;
    life.cloud.latency = 1500;
    const other = await openWorkspace({ stack: "dev", directory: life.directory, cloud: life.cloud, program });
    try {
      const results = await Promise.allSettled([life.workspace.stack.up(), other.stack.up()]);
      const refused = results.filter((result) => result.status === "rejected");
      expect(refused.map(({ reason }) => String(reason))).toEqual([
        expect.stringContaining("the stack is currently locked by 1 lock(s)"),
      ]);
    } finally {
      other.close();
      life.cloud.latency = 0;
    }
    expect(life.cloud.journal.map(({ operation, urn }) => `${operation} ${urn.split("::").pop()}`)).toEqual([
      "update bff-service",
    ]);
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});
