import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const ROOT = join(__dirname, "..", "..");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "delivery-"));
  mkdirSync(join(folder, "bin"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A command that notes how it was called, and what it was given, and then does as `body` says. */
function stub(name: string, body: string) {
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/usr/bin/env bash\nprintf '%s\\n' "${name} $*" >>"$CALLS"\n${body}\n`);
  chmodSync(file, 0o755);
}

function run(command: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${join(folder, "bin")}:${process.env.PATH}`, CALLS: join(folder, "calls"), ...env },
  });
  return { status, stdout, stderr };
}

const script = (name: string, args: string[], env?: Record<string, string>) =>
  run(join(ROOT, "delivery", name), args, env);
const calls = () => (existsSync(join(folder, "calls")) ? file("calls").trimEnd().split("\n") : []);
const file = (name: string) => readFileSync(join(folder, name), "utf8");
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("preview-stacks.sh", () => {
  test("previews every stack, also after one that fails", () => {
    stub("npm", 'case "$*" in *"--stack dev"*) echo "2 problems" >&2; exit 1;; *) echo "{}";; esac');
    expect(script("preview-stacks.sh", ["out", "dev", "prod"]).status).toBe(0);
    expect([file("out/dev.code"), file("out/dev.error"), file("out/dev.json")]).toEqual(["1\n", "2 problems\n", ""]);
    expect([file("out/prod.code"), file("out/prod.error"), file("out/prod.json")]).toEqual(["0\n", "", "{}\n"]);
    expect(calls()[1]).toBe("npm run --silent preview -- --stack prod --json");
  });
});

describe("cloud-preview.sh", () => {
  test.each([0, 255])("keeps what Pulumi said, and ends as it did: %d", (code) => {
    stub("pulumi", `echo "+ create"; echo "warning" >&2; exit ${code}`);
    const { status, stdout } = script("cloud-preview.sh", ["out", "prod", "--refresh", "--expect-no-changes"]);
    expect(status).toBe(code);
    expect(stdout).toBe("+ create\nwarning\n");
    expect([file("out/prod.txt"), file("out/prod.code")]).toEqual(["+ create\nwarning\n", `${code}\n`]);
    expect(calls()).toEqual([
      "pulumi preview --stack prod --diff --non-interactive --color never --suppress-progress --policy-pack policies --policy-pack-config policies/config/prod.json --refresh --expect-no-changes",
    ]);
  });
});

test("identities.sh says what the bootstrap program calls things", () => {
  const { status, stdout } = spawnSync(join(ROOT, "delivery", "identities.sh"), ["prod"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(stdout.trimEnd().split("\n").sort()).toEqual([
    "backend=gs://piloto-de-vendas-prod-pulumi-state",
    "deployer=pulumi-deployer@piloto-de-vendas-prod.iam.gserviceaccount.com",
    "previewer=pulumi-previewer@piloto-de-vendas-prod.iam.gserviceaccount.com",
    "secretsProvider=gcpkms://projects/piloto-de-vendas-prod/locations/us-central1/keyRings/pulumi/cryptoKeys/state-secrets",
    "workloadIdentityProvider=projects/100000000002/locations/global/workloadIdentityPools/github/providers/actions",
  ]);
}, 30_000);

describe("post-comment.sh", () => {
  const env = { REPOSITORY: "o/r", PULL_REQUEST: "7", GH_TOKEN: "t" };
  const post = (comments: object[]) => {
    write("comments.json", JSON.stringify(comments));
    write("comment.md", '<!-- piloto-preview -->\n"quoted" $(id) `x`\n');
    stub(
      "gh",
      'case "$*" in *--method*) cat >"$(dirname "$CALLS")/sent";; *) cat "$(dirname "$CALLS")/comments.json";; esac',
    );
    const { status, stderr } = script("post-comment.sh", ["comment.md"], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(file("sent"))).toEqual({ body: file("comment.md") });
    return calls()[1];
  };
  const bot = { login: "github-actions[bot]" };

  test("writes a first comment", () => {
    expect(post([{ id: 1, user: bot, body: "something else" }])).toBe(
      "gh api --method POST repos/o/r/issues/7/comments --input -",
    );
  });

  test("writes over its own", () => {
    expect(
      post([
        { id: 1, user: bot, body: "x" },
        { id: 2, user: bot, body: "<!-- piloto-preview -->\nold" },
      ]),
    ).toBe("gh api --method PATCH repos/o/r/issues/comments/2 --input -");
  });

  test("leaves somebody else's with the same marker alone", () => {
    expect(post([{ id: 3, user: { login: "mallory" }, body: "<!-- piloto-preview -->" }])).toMatch(/--method POST/);
  });
});

describe("report-drift.sh", () => {
  const env = { REPOSITORY: "o/r", RUN_URL: "https://run", GH_TOKEN: "t" };
  const report = (open: string, results: Record<string, [code: number, text: string]>) => {
    mkdirSync(join(folder, "out"));
    for (const [stack, [code, text]] of Object.entries(results)) {
      write(`out/${stack}.code`, `${code}\n`);
      write(`out/${stack}.txt`, text);
    }
    stub(
      "gh",
      `case "$*" in *list*) echo "${open}";; *--body-file*) cat "\${@: -1}" >"$(dirname "$CALLS")/body";; esac`,
    );
    const { status, stderr } = script("report-drift.sh", ["out", "dev", "prod"], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    return calls()
      .slice(1)
      .map((call) => call.replace(/--body-file .*/, "--body-file FILE"));
  };

  test("says nothing when there is nothing", () => {
    expect(report("", { dev: [0, ""], prod: [0, ""] })).toEqual([]);
  });

  test("opens an issue, about the stacks that drifted", () => {
    const made = report("", { dev: [0, "fine"], prod: [1, "~ update\n~~~~~~ x"] });
    expect(made).toEqual([
      "gh label create drift --repo o/r --description The cloud is not what the program says --force",
      "gh issue create --repo o/r --title The cloud is not what the program says --label drift --body-file FILE",
    ]);
    expect(file("body")).toContain("\n## prod\n\n~~~~~~diff\n~ update\n~~~~~ ~ x\n~~~~~~\n");
    expect(file("body")).not.toContain("## dev");
  });

  test("writes an open one anew", () => {
    expect(report("12", { dev: [1, "x"], prod: [1, "y"] })).toEqual(["gh issue edit 12 --repo o/r --body-file FILE"]);
  });

  test("closes it when the drift is gone", () => {
    expect(report("12", { dev: [0, ""], prod: [0, ""] })).toEqual([
      "gh issue close 12 --repo o/r --comment Gone in [this run](https://run).",
    ]);
  });

  test("takes a stack that was not looked at for one that drifted", () => {
    expect(report("12", { dev: [0, ""] })).toEqual(["gh issue edit 12 --repo o/r --body-file FILE"]);
    expect(file("body")).toContain("The preview did not run.");
  });
});

describe("the canary", () => {
  const workflow = parse(readFileSync(join(ROOT, ".github", "workflows", "app-deploy.yml"), "utf8"));
  const { run: canary } = workflow.jobs.deploy.steps.find(({ name }: { name?: string }) => name === "Canary");
  const env = {
    SERVICE: "bff-nextjs",
    IMAGE: `r/p/bff@sha256:${"0".repeat(64)}`,
    STEPS: "5 25",
    WATCH_SECONDS: "0",
    TAG: "canary-1",
  };
  const deploy = (failures: string, changes: Partial<typeof env> = {}) => {
    stub("gcloud", `case "$*" in *describe*) echo bff-nextjs-00002;; *logging*) ${failures};; esac`);
    const { status } = run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", canary], { ...env, ...changes });
    return {
      status,
      traffic: calls()
        .filter((call) => call.includes("update-traffic"))
        .map((call) => call.split("bff-nextjs ")[1]),
    };
  };

  test("gets a little of the traffic, then more, then all", () => {
    expect(deploy("true")).toEqual({
      status: 0,
      traffic: [
        "--update-tags canary-1=bff-nextjs-00002 --quiet",
        "--to-tags canary-1=5 --quiet",
        "--to-tags canary-1=25 --quiet",
        "--to-latest --quiet",
        "--remove-tags canary-1 --quiet",
      ],
    });
    expect(calls()[0]).toBe(`gcloud run deploy bff-nextjs --image ${env.IMAGE} --no-traffic --quiet`);
  });

  test.each([
    ["it fails requests", "printf 'a\\nb\\nc\\nd\\ne\\n'"],
    ["nobody can say whether it does", "exit 1"],
  ])("gives the traffic back when %s", (_, failures) => {
    expect(deploy(failures)).toEqual({
      status: 1,
      traffic: [
        "--update-tags canary-1=bff-nextjs-00002 --quiet",
        "--to-tags canary-1=5 --quiet",
        "--to-tags canary-1=0 --quiet",
        "--remove-tags canary-1 --quiet",
      ],
    });
  });

  test("does not start with an image that could be another one tomorrow", () => {
    expect(deploy("true", { IMAGE: "r/p/bff:latest" })).toEqual({ status: 1, traffic: [] });
    expect(calls()).toEqual([]);
  });
});
