import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { sections } from "../../settings/schema";
import { fields, meta } from "../../settings/walk";
import { Life, type Step } from "./life";
import { program } from "./program";

/** Settings, as `path=value`, and what their change does to a running prod stack. */
interface Change {
  /** What is set before. */
  on?: string[];
  set: string[];
  steps: string[];
}

const changes: Change[] = parse(readFileSync(join(__dirname, "settings-changes.yaml"), "utf8"));

type Schema = Parameters<typeof meta>[0];

/** Every setting with its document's word on what a change does. */
function documented(path: string, schema: Schema): { path: string; change: string }[] {
  const inner = fields(schema);
  if (inner) return Object.entries(inner).flatMap(([key, child]) => documented(`${path}.${key}`, child));
  return [{ path, change: meta(schema).change ?? "" }];
}

const settings = Object.entries(sections).flatMap(([section, schema]) => documented(section, schema));

const pathOf = (assignment: string) => assignment.slice(0, assignment.indexOf("="));
const isSetBy = (setting: string) => (assignment: string) =>
  `${setting}.`.startsWith(`${pathOf(assignment)}.`) || pathOf(assignment).startsWith(`${setting}.`);

/** A replacement is one step, however many the engine makes of it; what watches is looked at on its own. */
const linesOf = (steps: Step[], on: string[]) =>
  [
    ...new Set(
      steps
        .filter(({ op }) => !["create-replacement", "delete-replaced"].includes(op))
        .filter(({ name }) => on.some((setting) => setting.startsWith("monitoring")) || !/^monitoring/.test(name))
        .map(({ op, name }) => `${op} ${name}`),
    ),
  ].sort();

const resourcesOf = ({ steps }: Change) => steps.map((step) => step.split(" ")[1]);

/** Changes that share no resource can be made at once: what each does can still be told apart. */
function together(all: Change[]): Change[][] {
  const groups: Change[][] = [];
  for (const change of all) {
    const section = (assignment: string) => pathOf(assignment).split(".").slice(0, 2).join(".");
    const free = groups.find((group) =>
      group.every(
        (other) =>
          !resourcesOf(other).some((resource) => resourcesOf(change).includes(resource)) &&
          !other.set.some((assignment) => change.set.map(section).includes(section(assignment))),
      ),
    );
    if (free) free.push(change);
    else groups.push([change]);
  }
  return groups;
}

const bases = [...new Map(changes.map(({ on = [] }) => [on.join(" "), on])).entries()];

describe.each(bases)("a change of a setting, on a running prod %s", (base, on) => {
  const here = changes.filter((change) => (change.on ?? []).join(" ") === base);
  let life: Life;
  let file: string;
  let before: string;
  beforeAll(async () => {
    life = await Life.begin("prod", { program, set: ["protect=false", ...on] });
    expect(await life.up()).toMatchObject({ ok: true });
    life.cloud.addOutside({
      type: "gcp:sql/databaseInstance:DatabaseInstance",
      id: "shared-db",
      properties: {
        name: "shared-db",
        region: "us-central1",
        databaseVersion: "POSTGRES_17",
        privateIpAddress: "10.1.2.3",
        settings: [{ ipConfigurations: [{ privateNetwork: "projects/piloto-de-vendas-prod/global/networks/shared" }] }],
      },
    });
    file = join(life.workspace.directory, "Pulumi.prod.yaml");
    before = readFileSync(file, "utf8");
  });
  afterAll(() => expect(life.end()).toEqual([]));

  test.each(together(here).map((group) => [group.flatMap(({ set }) => set).join(" "), group] as const))(
    "%s",
    async (_, group) => {
      writeFileSync(file, before);
      life.set(...group.flatMap(({ set }) => set));
      const preview = await life.preview();
      expect({ steps: linesOf(preview.steps, on), output: preview.ok ? "" : preview.output }).toEqual({
        steps: group.flatMap(({ steps }) => steps).sort(),
        output: "",
      });
    },
  );
});

describe("what a setting's document says of a change", () => {
  test.each(settings.filter(({ path }) => path !== "project"))("$path: $change", ({ path, change }) => {
    const tried = changes.filter(({ set }) => set.some(isSetBy(path)));
    expect(tried).not.toEqual([]);
    const alone = tried.filter(({ set }) =>
      set.every((assignment) => pathOf(assignment).split(".").pop() === path.split(".").pop()),
    );
    for (const { steps } of alone) {
      // A grant is what it grants: another one in its place is no interruption.
      const replaced = steps.filter((step) => /^replace (?!.*-(reader|access)$)/.test(step));
      if (change.startsWith("in place") && !change.includes("replaces")) expect(replaced).toEqual([]);
      if (change.startsWith("nothing after")) expect(steps).toEqual([]);
      if (change.startsWith("a new revision")) expect(replaced.filter((step) => step.endsWith("-service"))).toEqual([]);
      if (change.startsWith("replaces") && !change.includes("widening")) expect(replaced).not.toEqual([]);
    }
  });
});
