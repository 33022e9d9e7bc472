import fc from "fast-check";
import { config, refusal } from "./config";

/** Values nobody would write by chance: a message that has one has read a secret out. */
const secretText = fc.stringMatching(/^[a-z0-9]{6}$/).map((text) => `hunter2-${text}`);

/** Ways in which a value gets to where secrets are, each of them wrong. */
const wrongSections = (value: string): [string, unknown][] => [
  ["bff", { cpu: "3", env: { "NOT-A-NAME": value } }],
  ["bff", { cpu: "3", env: { KEY: value } }],
  ["bff", { env: { PORT: value } }],
  ["bff", { env: { API_URL: value } }],
  ["api", { env: { DB_PASSWORD: value } }],
  ["api", { env: { KEY: value }, secrets: { KEY: { generate: {} } } }],
  ["api", { env: { KEY: { value } } }],
  ["api", { env: { KEY: [value] } }],
  ["api", { env: { KEY: { secure: value } } }],
  ["api", { env: [`KEY=${value}`] }],
  ["api", { env: value }],
  ["api", { env: { KEY: value.repeat(4000) } }],
  ["bff", { secrets: value }],
  ["bff", { secrets: [value] }],
  ["bff", { secrets: { KEY: value } }],
  ["bff", { secrets: { KEY: [{ value }] } }],
  ["bff", { secrets: { KEY: { value } } }],
  ["bff", { secrets: { KEY: { secure: value } } }],
  ["bff", { secrets: { KEY: { secret: `${value} `, version: 1 } } }],
  ["bff", { secrets: { KEY: { secret: "key", version: value } } }],
  ["bff", { secrets: { KEY: { generate: value } } }],
  ["bff", { secrets: { KEY: { generate: {}, version: value } } }],
  ["bff", { secret: { KEY: value } }],
  ["bff", { environment: { KEY: value } }],
  ["bff", { apiKey: value }],
  ["bff", value],
  ["bff", `{"env": {"KEY": "${value}"`],
  ["bff", [{ env: { KEY: value } }]],
  ["bff", { probes: { env: { KEY: value } } }],
  ["api", { image: { env: { KEY: value } } }],
  ["database", { password: value }],
  ["database", { users: [{ name: "api", password: value }] }],
  ["openaiKey", value],
  ["secrets", { KEY: value }],
];

test("no value of an environment, a secret or an unknown setting is ever read out", () => {
  fc.assert(
    fc.property(secretText, (value) => {
      for (const [section, given] of wrongSections(value)) {
        const error = refusal(config({ [section]: given }));
        expect(error.message).not.toContain(value);
        expect(JSON.stringify(error.problems)).not.toContain(value);
      }
    }),
    { numRuns: 20 },
  );
});

const sectionName = fc.constantFrom(
  "region",
  "labels",
  "protect",
  "network",
  "bff",
  "api",
  "database",
  "edge",
  "other",
);

test("no value of an encrypted key is ever read out, whatever its shape", () => {
  const nested = (value: string) =>
    fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constant(value),
        fc.array(tie("node"), { minLength: 1, maxLength: 2 }),
        fc.dictionary(fc.constantFrom("name", "env", "cpu", "mode"), tie("node"), { minKeys: 1 }),
      ),
    })).node;
  fc.assert(
    fc.property(
      sectionName,
      secretText.chain((value) => fc.record({ value: fc.constant(value), given: nested(value) })),
      (section, { value, given }) => {
        const { problems, message } = refusal(config({ [section]: given }, [section]));
        expect(problems.map(({ where }) => where)).toEqual([section]);
        expect(message).not.toContain(value);
      },
    ),
  );
});
