import { RunError } from "@pulumi/pulumi/errors";
import { UserError } from "./user-error";

/** Runs a command; what the user can put right is said without a stack trace, and every failure ends non-zero. */
export async function reportingErrors(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    const clear = error instanceof UserError || error instanceof RunError;
    process.stderr.write(`${clear ? (error as Error).message : error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  }
}
