import { failure, runner } from "../../doctor/cloud";

const missing = Object.assign(new Error("spawn gcloud ENOENT"), { code: "ENOENT" });
const failed = new Error("Command failed: gcloud");

test.each([
  [missing, "", "no command", "there is no gcloud command here"],
  [
    failed,
    "ERROR: (gcloud.projects.describe) You do not currently have an active account selected.\nPlease run:",
    "no account",
    "You do not currently have an active account selected.",
  ],
  [
    failed,
    "ERROR: (gcloud.org-policies.describe) PERMISSION_DENIED: Organization Policy API has not been used in project 1 before or it is disabled.",
    "API off",
    "PERMISSION_DENIED: Organization Policy API has not been used in project 1 before or it is disabled.",
  ],
  [
    failed,
    "ERROR: (gcloud.secrets.versions.describe) NOT_FOUND: Secret [projects/1/secrets/x] not found",
    "not found",
    "NOT_FOUND: Secret [projects/1/secrets/x] not found",
  ],
  [
    failed,
    "ERROR: (gcloud.projects.describe) [ana@example.com] does not have permission to access projects instance [x]",
    "denied",
    "[ana@example.com] does not have permission to access projects instance [x]",
  ],
  [failed, "", "failed", "Command failed: gcloud"],
])("what gcloud says when it fails: %#", (error, stderr, why, message) => {
  expect(failure("gcloud", error, stderr)).toEqual({ why, message });
});

test("a program runs without a shell: what a shell would read is only text", async () => {
  expect(await runner()(process.execPath, ["-p", "process.argv[1]", "$(id); `id`"])).toEqual({ text: "$(id); `id`\n" });
});

test("a program that is not there is an answer", async () => {
  expect(await runner()("no-such-program-here", [])).toEqual({
    why: "no command",
    message: "there is no no-such-program-here command here",
  });
});

test("many are run a few at a time, and all of them", async () => {
  const run = runner();
  const outputs = await Promise.all(
    Array.from({ length: 12 }, (_, index) => run(process.execPath, ["-p", `${index}`])),
  );
  expect(outputs).toEqual(Array.from({ length: 12 }, (_, index) => ({ text: `${index}\n` })));
});
