import { execFile } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

/** Runs the command as a user does, without a Pulumi CLI. */
const verify = (args: string[], input = "") =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "verify/cli.ts", ...args],
      { cwd: ROOT, env: { PATH: "/nonexistent" } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });

test.each([
  [["--stack", "nowhere"], "", "there is no stack nowhere"],
  [["--stack", "dev"], "", "there is no pulumi command here"],
  [["--stack", "dev", "--outputs", "missing.json"], "", "missing.json cannot be read: ENOENT"],
  [["--stack", "dev", "--outputs", "-"], "{}", "does not hold the outputs"],
])("%j ends non-zero with one clear message", async (args, input, message) => {
  const { code, stdout, stderr } = await verify(args, input);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});

test("a check that does not exist cannot be skipped", async () => {
  const outputs = { url: "https://bff.invalid", apiUrl: "https://api.invalid" };
  const { code, stderr } = await verify(["--stack", "dev", "--outputs", "-", "--skip", "dsn"], JSON.stringify(outputs));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^--skip dsn: no such check. There are: dns, caa, /);
});
