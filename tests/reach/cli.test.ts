import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { change, program } from "../policies/program";
import { stateOf } from "./state";

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "reach-"));
afterAll(() => rmSync(folder, { recursive: true }));

function reach(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "reach/cli.ts", ...args], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    input,
  });
  return { status, stdout, stderr };
}

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};

test("an exported state that is as promised: a table, and success", async () => {
  const { status, stdout, stderr } = reach(["--from", file("state.json", stateOf(await program("prod")))]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [summary, , head] = stdout.split("\n");
  expect(summary).toBe("Reach: 13 pairs, all as promised");
  expect(head?.split("│").map((each) => each.trim())).toEqual([
    "",
    "from",
    "to",
    "reachable",
    "as promised",
    "because",
    "",
  ]);
  expect(stdout).toMatch(/│ internet +│ API +│ no +│ yes +│/);
});

test("one that is not: said, and a failure, also as JSON", async () => {
  const resources = await program("prod");
  change(resources, "api-service", { ingress: "INGRESS_TRAFFIC_ALL", invokerIamDisabled: true });
  const from = file("open.json", stateOf(resources));
  const table = reach(["--from", from]);
  expect(table.status).toBe(1);
  expect(table.stdout).toContain("Reach: 13 pairs, 2 not as promised");
  expect(table.stdout).toMatch(/│ internet +│ API +│ yes +│ NO +│/);
  const json = reach(["--from", from, "--json"]);
  expect(json.status).toBe(1);
  const { reach: rows } = JSON.parse(json.stdout);
  expect(Object.keys(rows[0])).toEqual(["from", "to", "reachable", "expected", "because"]);
  expect(
    rows.filter((each: { reachable: boolean; expected: boolean }) => each.reachable !== each.expected),
  ).toMatchObject([
    { from: "internet", to: "API", reachable: true, expected: false },
    { from: "VPC", to: "API", reachable: true, expected: false },
  ]);
});

test("what is not known yet is told and is no failure; standard input is read too", () => {
  const service = {
    type: "gcp:cloudrunv2/service:Service",
    name: "bff",
    inputs: { ingress: "[unknown]", labels: { component: "bff" }, invokerIamDisabled: true },
  };
  const { status, stdout } = reach(["--from", "-"], JSON.stringify([service]));
  expect(status).toBe(0);
  expect(stdout).toContain("Reach: 2 pairs, 1 not known yet, the others as promised");
  expect(stdout).toMatch(/│ internet +│ BFF +│ not known +│ not known +│ bff: ingress is not known yet/);
});

test("a file that is something else: what is wrong, and nothing else", () => {
  const { status, stdout, stderr } = reach(["--from", file("else.json", "{}")]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toContain('else.json: is none of: pulumi preview --json ("steps")');
  expect(stderr).not.toContain("    at ");
});

test("a stack of this program, with a change for this run", () => {
  const { status, stdout } = reach(["--stack", "dev", "--set", "api.invoker=network", "--json"]);
  expect(status).toBe(1);
  const { reach: rows } = JSON.parse(stdout);
  expect(rows.find((each: { from: string }) => each.from === "VPC")).toMatchObject({ to: "API", reachable: true });
});
