import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../sandbox/workspace";
import { Life } from "./life";
import { program } from "./program";

const FOLDER = join(__dirname, "releases");
const releases = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

test("every release is kept, this one too", () => {
  const { version } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  const told = readFileSync(join(REPOSITORY, "CHANGELOG.md"), "utf8").match(/^## \d+\.\d+\.\d+$/gm) ?? [];
  expect([...releases].sort()).toEqual(told.map((heading) => heading.slice(3)).sort());
  expect(releases).toContain(version);
});

describe.each(releases)("a stack that %s left", (release) => {
  test.each(["dev", "prod"])("%s: nothing is replaced or deleted", async (stack) => {
    const life = await Life.begin(stack, { program });
    copyFileSync(join(FOLDER, release, `Pulumi.${stack}.yaml`), join(life.workspace.directory, `Pulumi.${stack}.yaml`));
    const state = JSON.parse(readFileSync(join(FOLDER, release, `${stack}.json`), "utf8"));
    await life.workspace.stack.importStack(state);
    expect((await life.export()).resources).toHaveLength(state.deployment.resources.length);

    const preview = await life.preview();
    expect(preview.ok ? "" : preview.output).toBe("");
    expect(preview.steps.filter(({ op }) => !["update", "create"].includes(op))).toEqual([]);
    expect(life.end()).toEqual([]);
  });
});
