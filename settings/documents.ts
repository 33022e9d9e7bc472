import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, type Entry } from "./catalogue";

export const DOCUMENT = join(__dirname, "..", "docs", "settings.md");

const INTRODUCTION = `# Settings

<!-- Made from settings/ by \`npm run docs\`. Change the schema there, not this file. -->

Everything that a stack can choose. A setting stands in \`Pulumi.<stack>.yaml\` under \`piloto-de-vendas:\` and its first word; what is not
set takes its default. Only \`gcp:project\` and \`projectNumber\` have none.

\`\`\`yaml
config:
  gcp:project: my-project
  piloto-de-vendas:projectNumber: "123456789012"
  piloto-de-vendas:bff:
    cpu: 2
    instances: { max: 20 }
\`\`\`

- Set one: \`pulumi config set --path 'bff.cpu' 2\`
- Try one without an edit: \`npm run preview -- --set bff.cpu=2\`
- A wrong one is refused before anything is built, all of them at once, each with what is allowed and the remedy.

"A change" says what happens to what already runs. Prices are those of us-central1, in USD.
`;

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const code = (text: string) => (text === "required" || text === "none" ? text : `\`${text}\``);

const row = (entry: Entry) =>
  entry.group
    ? `| **\`${entry.name}\`** | ${cell(entry.description)} | | | ${cell(entry.change)} | ${cell(entry.cost)} |`
    : `| \`${entry.name}\` | ${cell(entry.description)} | ${cell(code(entry.default))} | ${cell(entry.allowed)} | ${cell(entry.change)} | ${cell(entry.cost)} |`;

const table = (title: string, about: string[], entries: Entry[]) =>
  [
    `## ${title}`,
    "",
    ...about,
    "| Setting | Meaning | Default | Allowed | A change | Cost |",
    "| --- | --- | --- | --- | --- | --- |",
    ...entries.map(row),
    "",
  ].join("\n");

/** `docs/settings.md`, from the schema: what is one value in the first table, each group in one of its own. */
export function settingsDocument(): string {
  const all = catalogue();
  const groups = all.filter(({ name, group }) => group && !name.includes("."));
  const inGroup = (group: Entry) => all.filter(({ name }) => name.startsWith(`${group.name}.`));
  const single = all.filter((entry) => !groups.some((group) => `${entry.name}.`.startsWith(`${group.name}.`)));
  return [
    INTRODUCTION,
    table("The stack", [], single),
    ...groups.map((group) => table(group.name, [group.description, ""], inGroup(group))),
  ].join("\n");
}

if (require.main === module) writeFileSync(DOCUMENT, settingsDocument());
