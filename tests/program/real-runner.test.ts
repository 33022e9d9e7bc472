import { readStackFile } from "../../resources/stack-file";
import { runUnderRealRunner } from "./engine-stub";
import { look } from "./look";

/** The offline preview can only be believed if Pulumi's own runner asks for the same. */
test.each(["dev", "prod"] as const)(
  "%s: Pulumi's own runner asks for what the offline preview shows",
  async (stack) => {
    const preview = await look(stack);
    const run = await runUnderRealRunner(readStackFile(stack));

    expect(run.log.join("")).toBe("");
    expect(run.code).toBe(0);
    expect(run.resources).toEqual(
      Object.fromEntries(preview.resources.map(({ name, type, inputs }) => [`${name} ${type}`, inputs])),
    );
  },
  60_000,
);

test("wrong settings stop the runner with every problem and before anything is asked for", async () => {
  const run = await runUnderRealRunner(readStackFile("dev", ["api.cpu=3", "edge.mode=lb"]));
  expect(run.code).not.toBe(0);
  expect(run.log.join("\n")).toContain("2 problems in the settings of stack dev");
  expect(run.log.join("\n")).not.toMatch(/\.ts:\d+/);
  expect(Object.keys(run.resources)).toEqual(["piloto-de-vendas-dev pulumi:pulumi:Stack"]);
}, 60_000);
