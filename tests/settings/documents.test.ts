import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import { catalogue } from "../../settings/catalogue";
import { DOCUMENT, settingsDocument } from "../../settings/documents";
import { sections } from "../../settings/schema";
import { core, fields, member } from "../../settings/walk";

test("docs/settings.md is what the schema says; if this fails, run: npm run docs", () => {
  expect(readFileSync(DOCUMENT, "utf8")).toBe(settingsDocument());
});

const entries = catalogue();

test("the catalogue has every setting once, in groups and records too", () => {
  const names = entries.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      "gcp:project",
      "protect",
      "bff.probes.liveness.failureThreshold",
      "api.secrets.NAME.generate.rotation",
      "api.invoker",
      "database.backups.pointInTimeRecovery",
      "edge.armor.rateLimit.banSeconds",
    ]),
  );
  expect(names.filter((name) => name.startsWith("bff."))).toEqual(
    names
      .filter((name) => name.startsWith("api.") && name !== "api.invoker")
      .map((name) => name.replace("api.", "bff.")),
  );
});

test.each(entries.map((entry) => [entry.name, entry] as const))("%s says what it is", (_, entry) => {
  expect(entry.description).toMatch(/^[A-Z`a-z].*\.$/);
  expect(entry.change).not.toBe("");
  expect(entry.cost).not.toBe("");
  if (!entry.group) {
    expect(entry.default).not.toBe("");
    expect(entry.allowed).not.toMatch(/^$|undefined|9007199254740991|object/);
  }
});

test("only the project and its number have no default", () => {
  const required = entries.filter((entry) => entry.default === "required").map(({ name }) => name);
  expect(required).toEqual([
    "gcp:project",
    "projectNumber",
    // Required once a liveness probe is asked for at all.
    "bff.probes.liveness.path",
    "api.probes.liveness.path",
  ]);
});

type Schema = z.core.$ZodType;

/** Each default with the schema it stands in for: zod itself does not check a default. */
function defaults(name: string, schema: Schema): [name: string, inner: z.ZodType, value: unknown][] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const own: [string, z.ZodType, unknown][] =
    def.type === "default" || def.type === "prefault" ? [[name, def.innerType as z.ZodType, def.defaultValue]] : [];
  const record = (core(schema) as z.core.$ZodTypes)._zod.def.type === "record" ? member(schema, "NAME") : undefined;
  const parts = Object.entries(fields(schema) ?? (record ? { NAME: record } : {}));
  return [...own, ...parts.flatMap(([part, inner]) => defaults(`${name}.${part}`, inner))];
}

test.each(Object.entries(sections).flatMap(([name, schema]) => defaults(name, schema)))(
  "the default of %s is itself right",
  (_, inner, value) => {
    expect(inner.safeParse(value).error?.issues ?? []).toEqual([]);
  },
);

describe("Pulumi.yaml", () => {
  const { name, config } = parse(readFileSync(join(__dirname, "..", "..", "Pulumi.yaml"), "utf8"));

  test("declares each section but the provider's own project, and no other", () => {
    expect(name).toBe("piloto-de-vendas");
    expect(Object.keys(config).sort()).toEqual(
      Object.keys(sections)
        .filter((key) => key !== "project")
        .sort(),
    );
  });

  test("says the same defaults as the schema", () => {
    for (const [key, { default: said }] of Object.entries<{ default?: unknown }>(config)) {
      const { data } = sections[key as keyof typeof sections].safeParse(undefined);
      if (said === undefined) expect(data).toBeUndefined();
      else expect(sections[key as keyof typeof sections].parse(said)).toEqual(data);
    }
  });
});
