import { UserError } from "../resources/user-error";
import type { Finding, Observation } from "./finding";
import { skipped, unknown } from "./finding";

/** One question to the world, and what its answers mean. */
export interface Check<Context> {
  id: string;
  /** What it looks at, for `--help`. */
  about: string;
  look(context: Context): Promise<Observation[]>;
}

/**
 * Runs all checks side by side and keeps their order. A check that breaks says so and stops no other.
 * @param skip ids of checks not to run
 * @throws {UserError} when an id to skip is none
 */
export async function runChecks<Context>(
  checks: readonly Check<Context>[],
  context: Context,
  skip: readonly string[] = [],
): Promise<Finding[]> {
  const ids = checks.map(({ id }) => id);
  const strange = skip.filter((id) => !ids.includes(id));
  if (strange.length > 0)
    throw new UserError(`--skip ${strange.join(" ")}: no such check. There are: ${ids.join(", ")}`);

  const answers = checks.map(async (check): Promise<Finding[]> => {
    const observations = skip.includes(check.id)
      ? [skipped(check.about, `--skip ${check.id}`)]
      : await check.look(context).catch((error: unknown) => [broken(check.about, error)]);
    return observations.map((observation) => ({ check: check.id, ...observation }));
  });
  return (await Promise.all(answers)).flat();
}

const broken = (subject: string, error: unknown) =>
  unknown(
    subject,
    "an answer",
    `the check itself failed: ${error instanceof Error ? error.message : String(error)}`,
    "Run it again; if it stays, report it with this line.",
  );
