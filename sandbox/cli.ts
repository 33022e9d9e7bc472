import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "@pulumi/pulumi/automation";
import { Command } from "commander";
import { reportingErrors } from "../resources/reporting-errors";
import { UserError } from "../resources/user-error";
import { StandInCloud } from "../tests/stand-in-cloud/cloud";
import { addByHand } from "../tests/stand-in-cloud/made-by-hand";
import { openWorkspace, REPOSITORY, type Workspace } from "./workspace";

/** What can be done to a sandbox, in the engine's own words. */
const ACTIONS: Record<string, (workspace: Workspace) => Promise<unknown>> = {
  preview: ({ stack }) => stack.preview({ onOutput: say, color: "auto", diff: true }),
  up: ({ stack }) => stack.up({ onOutput: say, color: "auto" }),
  outputs: async ({ stack }) => {
    for (const [name, { value, secret }] of Object.entries(await stack.outputs()))
      say(`${name}: ${secret ? "(secret)" : JSON.stringify(value)}\n`);
  },
  down: ({ stack }) => stack.destroy({ onOutput: say, color: "auto" }),
};

const say = (text: string) => void process.stdout.write(text);

const next = (stack: string) => `
This is a stand-in cloud on this machine: nothing was built in any cloud, nothing costs anything.
  npm run sandbox -- outputs --stack ${stack}
  npm run sandbox -- preview --stack ${stack} --set api.cpu=4
  npm run sandbox -- up --stack ${stack} --set api.cpu=4
  npm run sandbox -- down --stack ${stack}
Settings that were --set stay set; the whole is in .sandbox/, delete it to begin anew.
`;

/** The engine has said by then what is wrong; it does not know how to go on here. */
function afterwards(error: CommandError, stack: string): UserError {
  return new UserError(
    /protect/i.test(error.message)
      ? `What holds data is protected, as it would be at Google. In two steps:
  npm run sandbox -- up --stack ${stack} --set protect=false
  npm run sandbox -- down --stack ${stack}`
      : "The engine refused; the reason is above.",
  );
}

interface Options {
  stack: string;
  set: string[];
}

async function act(name: string, { stack, set }: Options): Promise<void> {
  const action = ACTIONS[name];
  if (!action) throw new Error(`no action ${name}`);
  const directory = join(REPOSITORY, ".sandbox", stack);
  mkdirSync(directory, { recursive: true });
  const cloud = new StandInCloud({ file: join(directory, "cloud.json") });
  addByHand(cloud, `piloto-de-vendas-${stack}`);
  const workspace = await openWorkspace({ stack, directory, cloud, set });
  try {
    await action(workspace);
  } catch (error) {
    throw error instanceof CommandError ? afterwards(error, stack) : error;
  } finally {
    workspace.close();
  }
  if (name === "up") say(next(stack));
}

const program = new Command("sandbox").description(
  "The real Pulumi engine on a stand-in cloud, to play with: nothing is built in any cloud.",
);
for (const name of Object.keys(ACTIONS))
  program
    .command(name)
    .option("-s, --stack <name>", "stack to play with", "dev")
    .option("--set <key=value...>", "change settings of the sandbox, and keep them", [])
    .action((options: Options) => reportingErrors(() => act(name, options)));

program.parseAsync();
