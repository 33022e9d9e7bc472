import { execFile } from "node:child_process";
import { accessSync, constants, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { UserError } from "../resources/user-error";

/** Behind the newest on purpose: the oldest that the program and the policy pack are tried with. */
export const PULUMI_VERSION = "3.259.0";
const GO_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const LANGUAGE_HOST = "pulumi-language-nodejs";

const run = promisify(execFile);

type Say = (line: string) => void;

export interface PulumiCli {
  command: PulumiCommand;
  /** A search path on which the CLI finds itself and a Node.js language host. */
  path: string;
}

/** The CLI from PATH, or the pinned one: from the cache, through npx, or built from its Go module. */
export async function pulumiCli(say: Say = (line) => process.stderr.write(`${line}\n`)): Promise<PulumiCli> {
  const root = cacheRoot();
  const command =
    (await attempt(() => PulumiCommand.get())) ??
    (await attempt(() => PulumiCommand.get({ root }))) ??
    (await attempt(() => PulumiCommand.get({ root: launcherRoot() }))) ??
    (await attempt(() => launch(say))) ??
    (await build(root, say));
  const searched = [dirname(command.command), process.env.PATH].join(delimiter);
  return { command, path: isFound(LANGUAGE_HOST, searched) ? searched : [hostFolder, searched].join(delimiter) };
}

/** The official CLI brings its language host along; one built from the Go module does not. */
const hostFolder = join(__dirname, "language-host");

const cacheRoot = () =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "piloto-de-vendas", "pulumi", PULUMI_VERSION);

const launcherRoot = () => join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "versions", PULUMI_VERSION);

async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch {
    return undefined;
  }
}

function isFound(executable: string, searched: string): boolean {
  return searched.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, executable), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The npm package `pulumi` is Pulumi's own launcher: it downloads the CLI into the Automation API's folder. */
async function launch(say: Say): Promise<PulumiCommand> {
  say(`Looking for Pulumi ${PULUMI_VERSION} through npx ...`);
  await run("npx", ["--yes", `pulumi@${PULUMI_VERSION}`, "version"], { timeout: 300_000 });
  return PulumiCommand.get({ root: launcherRoot() });
}

async function build(root: string, say: Say): Promise<PulumiCommand> {
  if (!(await attempt(() => run("go", ["version"]))))
    throw new UserError(
      `No Pulumi CLI is on PATH, npx cannot download one, and there is no Go to build it with.\nInstall Pulumi ${PULUMI_VERSION} or newer (https://www.pulumi.com/docs/install/), or Go 1.25 or newer (https://go.dev/dl/).`,
    );
  say(`It cannot be downloaded. Building Pulumi ${PULUMI_VERSION} from its Go module: about 5 minutes, once.`);
  const module = mkdtempSync(join(tmpdir(), "pulumi-cli-"));
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const ticking = setInterval(() => say(`  still building, ${seconds()}`), 30_000);
  try {
    // A module of one's own: `go install` refuses one that replaces its dependencies.
    writeFileSync(join(module, "go.mod"), "module pulumi-cli\n\ngo 1.25\n");
    say("  fetching the module and its dependencies");
    await run("go", ["get", "-tool", `${GO_PACKAGE}@v${PULUMI_VERSION}`], { cwd: module });
    say(`  compiling, ${seconds()}`);
    const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${PULUMI_VERSION}`;
    const flags = ["-trimpath", "-ldflags", `-s -w ${version}`, "-o", "pulumi"];
    await run("go", ["build", ...flags, GO_PACKAGE], { cwd: module });
    mkdirSync(join(root, "bin"), { recursive: true });
    cpSync(join(module, "pulumi"), join(root, "bin", "pulumi.new"));
    // Complete or not there at all: another run may be looking for it.
    renameSync(join(root, "bin", "pulumi.new"), join(root, "bin", "pulumi"));
    say(`  done, ${seconds()}`);
  } finally {
    clearInterval(ticking);
    rmSync(module, { recursive: true, force: true });
  }
  return PulumiCommand.get({ root });
}
