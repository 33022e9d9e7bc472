import { RunError } from "@pulumi/pulumi/errors";

/** One thing wrong with the settings, said so that it can be put right without reading the code. */
export interface Problem {
  /** Setting, as `--set` and `pulumi config set --path` name it: `api.cpu`. */
  where: string;
  /** What is wrong with it: "is not a CPU size that Cloud Run has". */
  what: string;
  /** The value found, or "nothing". Never a value that could be secret. */
  found: string;
  allowed: string;
  remedy: string;
}

/** All problems of a stack's settings at once. A RunError: Pulumi prints its message without a stack trace. */
export class SettingsError extends RunError {
  constructor(
    readonly problems: readonly Problem[],
    stack: string,
  ) {
    super(
      [
        `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in the settings of stack ${stack}. Nothing was changed.`,
        ...problems.map(
          ({ where, what, found, allowed, remedy }) =>
            `\n  ${where} ${what}\n    found    ${found}\n    allowed  ${allowed}\n    remedy   ${remedy}`,
        ),
      ].join("\n"),
    );
    this.name = "SettingsError";
  }
}

const HIDDEN = /(^|\.)(env|secrets)(\.|$)/;

/** A value as an error may show it: short, on one line, and never from where secrets end up by mistake. */
export function shown(where: string, value: unknown): string {
  if (value === undefined) return "nothing";
  if (HIDDEN.test(where) && typeof value !== "object") return "a value (not shown)";
  const text = JSON.stringify(value, (key, inner) => (HIDDEN.test(`${where}.${key}`) ? "…" : inner));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** A problem of a rule; the remedy is written for it. */
export function problem(where: string, value: unknown, what: string, allowed: string, remedy: string): Problem {
  return { where, what, found: shown(where, value), allowed, remedy };
}
