/**
 * What a setting says about itself, beside its type and default. Every setting has all three:
 * `docs/settings.md`, the error messages and the README are made from them.
 */
declare module "zod" {
  interface GlobalMeta {
    /** What a change does to what runs: "in place", "a new revision", "replaces the connector: minutes without a private path", … */
    change?: string;
    /** What it costs, or "nothing". */
    cost?: string;
    /** What is allowed, in words, where the schema itself does not say it well. */
    allowed?: string;
  }
}

export type {};
