import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { REPOSITORY } from "../../sandbox/workspace";
import { Life } from "./life";

const run = promisify(execFile);

/** The engine as a user starts it, with the SDK's own runner; the whole of it can be killed. */
class Engine {
  constructor(private readonly life: Life) {}

  start(...args: string[]): ChildProcess {
    const { pulumi, directory, environment } = this.life.workspace;
    return spawn(pulumi, [...args, "--stack", this.life.stackName, "--non-interactive"], {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: "ignore",
    });
  }

  /** `pulumi stack export | npm run -s adopt-pending -- URN=ID ... | pulumi stack import` */
  async adopt(made: string[]): Promise<void> {
    const { stdout, stderr } = spawnSync("npm", ["run", "-s", "adopt-pending", "--", ...made], {
      cwd: REPOSITORY,
      input: await this.do("stack", "export"),
      encoding: "utf8",
    });
    expect(stderr.replaceAll(/^npm warn .*\n/gm, "")).toBe("");
    const file = join(this.life.directory, "settled.json");
    writeFileSync(file, stdout);
    await this.do("stack", "import", "--file", file);
  }

  async do(...args: string[]): Promise<string> {
    const { pulumi, directory, environment } = this.life.workspace;
    const { stdout } = await run(pulumi, [...args, "--stack", this.life.stackName, "--non-interactive"], {
      cwd: directory,
      env: { ...process.env, ...environment },
    });
    return stdout;
  }
}

const kinds = {
  "the cloud made it all the same": "done",
  "the cloud never heard of it": "asked",
} as const;

describe.each(Object.entries(kinds))("the engine is killed while it makes something, and %s", (_, phase) => {
  test.each(["network-vpc", "database-api-password", "database-instance", "bff-service"])("%s", async (victim) => {
    const life = await Life.begin("dev");
    const engine = new Engine(life);
    const up = engine.start("up", "--yes", "--skip-preview");
    life.cloud.watch = (now, operation, urn) => {
      if (up.killed || now !== phase || operation !== "create" || !urn.endsWith(`::${victim}`)) return;
      up.kill("SIGKILL");
      if (phase === "asked") throw new Error("nobody is there to hear this");
    };
    await once(up, "exit");
    expect(up.signalCode).toBe("SIGKILL");
    life.cloud.watch = () => {};

    // The documented recovery: release the lock, look in the cloud for what was being made, settle it, go on.
    await engine.do("cancel", "--yes");
    const { pending_operations: pending = [] } = await life.export();
    const made = pending.flatMap(({ resource: { urn, type } }) => {
      const found = life.cloud.journal.find((entry) => entry.urn === urn && entry.operation === "create");
      return found && life.cloud.find(type, found.id) ? [`${urn}=${found.id}`] : [];
    });
    if (phase === "done" && !victim.endsWith("password")) expect(made.join()).toContain(`::${victim}=`);
    await engine.adopt(made);
    await engine.do("refresh", "--yes", "--skip-preview");
    await engine.do("up", "--yes", "--skip-preview");
    await engine.do("preview", "--expect-no-changes");

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
