import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../sandbox/workspace";
import { Life } from "./life";

/** A command that succeeds. @returns what it printed */
async function pulumi(life: Life, ...args: string[]): Promise<string> {
  const { code, output, stdout } = await life.pulumi(...args, "--stack", life.stackName);
  expect({ args, code, output: code === 0 ? "" : output }).toEqual({ args, code: 0, output: "" });
  return stdout;
}

/** `pulumi stack export | npm run -s adopt-pending -- URN=ID ... | pulumi stack import` */
async function adopt(life: Life, made: string[]): Promise<void> {
  const { stdout, stderr } = spawnSync("npm", ["run", "-s", "adopt-pending", "--", ...made], {
    cwd: REPOSITORY,
    input: await pulumi(life, "stack", "export"),
    encoding: "utf8",
  });
  expect(stderr.replaceAll(/^npm warn .*\n/gm, "")).toBe("");
  const file = join(life.directory, "settled.json");
  writeFileSync(file, stdout);
  await pulumi(life, "stack", "import", "--file", file);
}

const kinds = {
  "the cloud made it all the same": "done",
  "the cloud never heard of it": "asked",
} as const;

describe.each(Object.entries(kinds))("the engine is killed while it makes something, and %s", (_, phase) => {
  test.each(["network-vpc", "database-api-password", "database-instance", "bff-service"])("%s", async (victim) => {
    const life = await Life.begin("dev");
    const up = life.start("up", "--yes", "--skip-preview", "--stack", life.stackName);
    life.cloud.watch = (now, operation, urn) => {
      if (up.killed || now !== phase || operation !== "create" || !urn.endsWith(`::${victim}`)) return;
      up.kill("SIGKILL");
      if (phase === "asked") throw new Error("nobody is there to hear this");
    };
    await once(up, "exit");
    expect(up.signalCode).toBe("SIGKILL");
    life.cloud.watch = () => {};

    // The documented recovery: release the lock, look in the cloud for what was being made, settle it, go on.
    await pulumi(life, "cancel", "--yes");
    const { pending_operations: pending = [] } = await life.export();
    const made = pending.flatMap(({ resource: { urn, type } }) => {
      const found = life.cloud.journal.find((entry) => entry.urn === urn && entry.operation === "create");
      return found && life.cloud.find(type, found.id) ? [`${urn}=${found.id}`] : [];
    });
    if (phase === "done" && !victim.endsWith("password")) expect(made.join()).toContain(`::${victim}=`);
    await adopt(life, made);
    await pulumi(life, "refresh", "--yes", "--skip-preview");
    await pulumi(life, "up", "--yes", "--skip-preview");
    await pulumi(life, "preview", "--expect-no-changes");

    const { resources, pending_operations } = await life.export();
    expect(pending_operations ?? []).toEqual([]);
    const inState = resources.filter(({ type, custom }) => custom && type.startsWith("gcp:")).map(({ id }) => id);
    const there = life.cloud.list().filter(({ id }) => !/oauth2-client-secret|openai-api-key|whatsapp-token/.test(id));
    expect(there.map(({ id }) => id).sort()).toEqual(
      inState.filter((id) => !/oauth2-client-secret|openai-api-key|whatsapp-token/.test(String(id))).sort(),
    );
    expect(life.end()).toEqual([]);
  });
});
