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
    // Pulumi shows no trace of it, yet on Node 20 spends twenty seconds on colouring one.
    this.stack = "";
  }
}

/** What stands where nobody should read it. */
export const NOT_SHOWN = "a value (not shown)";

/** Where secrets end up by mistake; a whole service given as text may hold them too. */
const HIDDEN = /^(bff|api)$|(^|\.)(env|secrets)(\.|$)/;
export const isHidden = (where: string) => HIDDEN.test(where);

/** A value as an error may show it: short, on one line, of a group only the names, and nothing that could be secret. */
export function shown(where: string, value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return short(`[${value.map((entry) => shown(where, entry)).join(", ")}]`);
  if (typeof value === "object") return short(`{${Object.keys(value).join(", ")}}`);
  return isHidden(where) ? NOT_SHOWN : short(JSON.stringify(value));
}

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** A problem of a rule; the remedy is written for it. */
export function problem(where: string, value: unknown, what: string, allowed: string, remedy: string): Problem {
  return { where, what, found: shown(where, value), allowed, remedy };
}
