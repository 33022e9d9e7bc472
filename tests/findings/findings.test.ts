import { type Finding, ok, skipped, unknown, wrong } from "../../findings/finding";
import { passed, printFindings, printJson } from "../../findings/print";
import { type Check, runChecks } from "../../findings/run-checks";

const checks: Check<string>[] = [
  { id: "one", about: "the first", look: async (subject) => [ok(subject, "a", "a")] },
  {
    id: "second",
    about: "the second",
    look: async (subject) => [wrong(subject, "a", "b", "Do this."), skipped("x", "why")],
  },
  { id: "third", about: "the third", look: () => Promise.reject(new Error("no power")) },
];

test("all checks answer, in order, whatever happens to one", async () => {
  expect(await runChecks(checks, "host", ["one"])).toEqual([
    { check: "one", subject: "the first", status: "skipped", expected: "", found: "--skip one", remedy: "" },
    { check: "second", subject: "host", status: "wrong", expected: "a", found: "b", remedy: "Do this." },
    { check: "second", subject: "x", status: "skipped", expected: "", found: "why", remedy: "" },
    {
      check: "third",
      subject: "the third",
      status: "unknown",
      expected: "an answer",
      found: "the check itself failed: no power",
      remedy: "Run it again; if it stays, report it with this line.",
    },
  ]);
});

const findings: Finding[] = [
  { check: "one", ...ok("host", "a", "a") },
  { check: "second", ...wrong("host", "a", "b", "Do this.") },
  { check: "third", ...unknown("host", "c", "no right to look", "Ask.") },
  { check: "one", ...skipped("x", "not asked") },
];

test("a person reads what is wrong, what was expected and what helps", () => {
  expect(printFindings("check · dev", findings)).toBe(`check · dev
───────────
ok     one     host: a
WRONG  second  host: b
               expected  a
               remedy    Do this.
?      third   host: no right to look
               expected  c
               remedy    Ask.
-      one     x: not asked

1 as expected, 1 wrong, 1 could not be looked at, 1 skipped
`);
});

test("a program reads the same", () => {
  expect(JSON.parse(printJson("dev", findings))).toEqual({ stack: "dev", passed: false, findings });
});

test.each<[Finding["status"], boolean]>([
  ["ok", true],
  ["skipped", true],
  ["unknown", true],
  ["wrong", false],
])("%s alone passes: %s", (status, expected) => {
  expect(passed(findings.filter((finding) => finding.status === status))).toBe(expected);
});
