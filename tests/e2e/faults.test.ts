import { type FaultKind, faultKinds } from "../stand-in-cloud/faults";
import { Life } from "./life";
import { program } from "./program";

/** What the user is told in each case: Google's own words, which name the remedy. */
const says: Record<FaultKind, RegExp> = {
  permission: /Required '.+' permission for 'projects\/.+'/,
  quota: /Quota '.+' exceeded/,
  timeout: /timeout while waiting for state/,
  "api-off": /Enable it by visiting https:\/\//,
  "iam-delay": /the grant has not yet reached/,
};

const typesIn = ({ cloud }: Life) =>
  cloud
    .list()
    .map(({ type }) => type)
    .sort();

/** Everything that is wrong after the resource could not be made once; nothing, it is hoped. */
async function faultsOf(life: Life, { urn, type }: { urn: string; type: string }, kind: FaultKind, whole: string[]) {
  life.cloud.faults.push({ operation: "create", kind, times: 1, urn, type });
  const problems: string[] = [];
  const require = (holds: boolean, problem: string) => holds || problems.push(problem);

  const failed = await life.upAsUser();
  require(!failed.ok, `up did not fail: ${JSON.stringify(life.cloud.faults)}`);
  require(says[kind].test(failed.output), `up does not say what to do: ${failed.output}`);
  require(failed.output.includes(urn.split("::").pop() ?? urn), "up does not name the resource");

  const { resources, pending_operations = [] } = await life.export();
  require(pending_operations.length === 0, "operations are left pending");
  require(!resources.some((resource) => resource.urn === urn), "the state holds what was not made");
  const lost = resources.filter(
    (kept) => kept.custom && kept.type.startsWith("gcp:") && !life.cloud.find(kept.type, kept.id ?? ""),
  );
  require(lost.length === 0, `the state holds what is not in the cloud: ${lost.map(({ urn: kept }) => kept)}`);

  const again = await life.up();
  require(again.ok, `the next up fails: ${again.output}`);
  require(typesIn(life).join() === whole.join(), "the next up does not complete the stack");
  const urns = life.cloud.journal.map((entry) => entry.urn);
  require(new Set(urns).size === urns.length, "something was made twice");
  return problems;
}

test("each resource of prod fails to be made once, and the next up completes the stack", async () => {
  const life = await Life.begin("prod", { program });
  const nothing = life.save();
  expect(await life.up()).toMatchObject({ ok: true });
  const whole = typesIn(life);
  const made = life.cloud.journal.map(({ urn, type }) => ({ urn, type }));

  const failures: Record<string, string[]> = {};
  for (const [i, resource] of made.entries()) {
    const kind = faultKinds[i % faultKinds.length] ?? "permission";
    life.restore(nothing);
    const problems = await faultsOf(life, resource, kind, whole);
    if (problems.length > 0) failures[`${kind} ${resource.urn}`] = problems;
    if ((i + 1) % 10 === 0) process.stdout.write(`  ${i + 1} of ${made.length} tried\n`);
  }
  process.stdout.write(`${made.length - Object.keys(failures).length} of ${made.length} survived\n`);
  expect(failures).toEqual({});
  expect(made.length).toBeGreaterThan(50);
  expect(life.end()).toEqual([]);
}, 3_600_000);
