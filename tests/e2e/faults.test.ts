import { faultKinds } from "../stand-in-cloud/faults";
import { Life } from "./life";
import { program } from "./program";

/** What the user must be told in each case: Google's own words, which name the remedy. */
const says = {
  permission: /Required '.+' permission for 'projects\/.+'/,
  quota: /Quota '.+' exceeded/,
  timeout: /timeout while waiting for state/,
  "api-off": /Enable it by visiting https:\/\//,
  "iam-delay": /the grant has not yet reached/,
};

const survived: string[] = [];
let total = 0;
afterAll(() => process.stdout.write(`${survived.length} of ${total} failed creations survived\n`));

test("each resource of prod fails to be made once, and the next up completes the stack", async () => {
  const life = await Life.begin("prod", { program });
  const nothing = life.save();
  expect(await life.up()).toMatchObject({ ok: true });
  const whole = life.cloud
    .list()
    .map(({ type }) => type)
    .sort();
  const made = life.cloud.journal.map(({ urn, type }) => ({ urn, type }));
  total = made.length;

  for (const [i, { urn, type }] of made.entries()) {
    const kind = faultKinds[i % faultKinds.length] ?? "permission";
    const name = `${urn.split("::").slice(2).join(" ")} (${kind})`;
    life.restore(nothing);
    life.cloud.faults.push({ operation: "create", kind, times: 1, urn, type });

    const failed = await life.up();
    expect({ name, ok: failed.ok }).toEqual({ name, ok: false });
    expect(failed.output).toMatch(says[kind]);
    expect(failed.output).toContain(urn.split("::").pop());
    const { resources, pending_operations } = await life.export();
    expect(pending_operations ?? []).toEqual([]);
    expect(resources.filter((resource) => resource.urn === urn)).toEqual([]);
    for (const { type: kept, id, custom } of resources) {
      if (custom && kept.startsWith("gcp:"))
        expect({ name, found: life.cloud.find(kept, id ?? "") !== undefined }).toEqual({ name, found: true });
    }

    expect({ name, ...(await life.up()) }).toMatchObject({ name, ok: true });
    expect({
      name,
      whole: life.cloud
        .list()
        .map((resource) => resource.type)
        .sort(),
    }).toEqual({ name, whole });
    const times = life.cloud.journal.filter((entry) => entry.urn === urn && entry.operation === "create");
    expect({ name, times: times.length }).toEqual({ name, times: 1 });
    expect(new Set(life.cloud.journal.map((entry) => entry.urn)).size).toBe(life.cloud.journal.length);
    survived.push(name);
    if (survived.length % 10 === 0) process.stdout.write(`  ${survived.length} of ${total}\n`);
  }
  expect(life.end()).toEqual([]);
  expect(survived).toHaveLength(total);
}, 900_000);
