import { execFile } from "node:child_process";
import { z } from "zod";
import { type Observation, unknown } from "../findings/finding";

/** Why a command gave no answer. */
export interface Failure {
  why: "no command" | "no account" | "API off" | "denied" | "not found" | "failed";
  message: string;
}

export type Output = { text: string } | Failure;

/** Runs a program without a shell. A test puts its own in the place. */
export type Run = (program: string, args: readonly string[]) => Promise<Output>;

/** What gcloud says, read: the answer in the shape that was asked for, or why there is none. */
export type Answer<T> = { value: T } | Failure;

/** Google Cloud and the tools on this machine, as the checks ask them. Nothing asked here changes anything. */
export class Cloud {
  private account: Promise<Answer<string>> | undefined;

  constructor(readonly run: Run) {}

  /** Asks gcloud for JSON about the cloud, as the account that is logged in. Asks nothing when nobody is. */
  async gcloud<T>(schema: z.ZodType<T>, ...args: string[]): Promise<Answer<T>> {
    const account = await this.activeAccount();
    return "why" in account ? account : this.local(schema, ...args);
  }

  /** Asks gcloud for JSON about itself, which needs no account. */
  async local<T>(schema: z.ZodType<T>, ...args: string[]): Promise<Answer<T>> {
    const output = await this.run("gcloud", [...args, "--format=json", "--quiet"]);
    return "why" in output ? output : { value: schema.parse(JSON.parse(output.text)) };
  }

  /** Who gcloud acts as. */
  activeAccount(): Promise<Answer<string>> {
    this.account ??= this.local(accountsSchema, "auth", "list", "--filter=status:ACTIVE").then((answer) => {
      if ("why" in answer) return answer;
      const [active] = answer.value;
      return active ? { value: active.account } : { why: "no account", message: "nobody is logged in to gcloud" };
    });
    return this.account;
  }
}

const accountsSchema = z.array(z.object({ account: z.string() }));

/** Each gcloud is a Python of its own: more at once are slower than few. */
const AT_ONCE = 4;
const LONGEST_MS = 60_000;

/** Runs programs of this machine, a few at a time. */
export function runner(): Run {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (program, args) => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await execute(program, args);
    } finally {
      // The place passes on to the next one, or is free again.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

const execute = (program: string, args: readonly string[]) =>
  new Promise<Output>((resolve) => {
    execFile(program, [...args], { timeout: LONGEST_MS, maxBuffer: 16 << 20 }, (error, stdout, stderr) =>
      resolve(error ? failure(program, error, stderr) : { text: stdout }),
    );
  });

const WORDS: [Failure["why"], RegExp][] = [
  ["no account", /active account selected|Reauthentication|gcloud auth (application-default )?login|invalid_grant/i],
  ["API off", /SERVICE_DISABLED|has not been used in project|it is disabled/i],
  ["denied", /PERMISSION_DENIED|does not have permission|Required '.*' permission|\b403\b/i],
  ["not found", /NOT_FOUND|not found|does not exist|\b404\b/i],
];

/** Sorts what a program said when it failed; only its first line is kept. */
export function failure(program: string, error: NodeJS.ErrnoException | Error, stderr: string): Failure {
  if ("code" in error && error.code === "ENOENT")
    return { why: "no command", message: `there is no ${program} command here` };
  const message = stderr.trim().split("\n")[0] ?? "";
  return {
    why: WORDS.find(([, words]) => words.test(stderr))?.[0] ?? "failed",
    message: message.replace(/^ERROR: \([a-z.-]+\) /, "") || error.message,
  };
}

const REMEDIES: Record<Failure["why"], string> = {
  "no command": "Install it (check `tools` says from where), or skip this check.",
  "no account": "Log in: `gcloud auth login`.",
  "API off": "Switch the API on, with the command in the message, and ask again.",
  denied: "Ask somebody who may look, or skip this check.",
  "not found": "Look at the name.",
  failed: "Run the command by hand to see more.",
};

/** Says that a thing could not be looked at. */
export const couldNotLook = (subject: string, expected: string, { why, message }: Failure): Observation =>
  unknown(subject, expected, message, REMEDIES[why]);
