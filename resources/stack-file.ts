import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { UserError } from "./user-error";

/** A stack's configuration as the Pulumi CLI would hand it to the program. */
export interface StackFile {
  project: string;
  stack: string;
  values: Record<string, string>;
  secretKeys: string[];
}

interface ProjectYaml {
  name: string;
  config?: Record<string, { default?: unknown }>;
}

const ROOT = join(__dirname, "..");
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    if (error instanceof YAMLParseError) throw new UserError(`${file} is not YAML: ${error.message}`);
    throw error;
  }
}

/** Stacks that have a file here. */
const stacks = (root: string) => readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` and lays changes on top, as `pulumi config set --path` would.
 * @param changes `key=value` pairs such as `edge.mode=load-balancer`; the value is YAML, so `true` and `3` mean what they look like
 */
export function readStackFile(stack: string, changes: readonly string[] = [], root = ROOT): StackFile {
  if (!STACK_NAME.test(stack)) throw new UserError(`"${stack}" is not a stack's name: letters, digits, _, . and -`);
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(file))
    throw new UserError(
      `there is no stack ${stack}: Pulumi.${stack}.yaml does not exist. There are: ${stacks(root).join(", ")}`,
    );

  const { name: project, config: declared = {} } = readYaml(join(root, "Pulumi.yaml")) as ProjectYaml;
  const { config = {} } = readYaml(file) as { config?: Record<string, unknown> };
  if (typeof config !== "object" || config === null || Array.isArray(config))
    throw new UserError(`${file}: config must be names with values`);

  const values: Record<string, unknown> = {};
  for (const [key, { default: value }] of Object.entries(declared))
    if (value !== undefined) values[qualified(project, key)] = value;
  for (const [key, value] of Object.entries(config)) values[qualified(project, key)] = value;
  for (const change of changes) applyChange(values, project, change);

  return {
    project,
    stack,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, asText(value)])),
    secretKeys: Object.keys(values).filter((key) => holdsSecret(values[key])),
  };
}

const qualified = (project: string, key: string) => (key.includes(":") ? key : `${project}:${key}`);

/** The CLI hands text over as it is and everything else as JSON. */
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

/** Whether the CLI would decrypt something in there: `{ secure: … }`. */
const holdsSecret = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ((Object.keys(value).length === 1 && "secure" in value) || Object.values(value).some(holdsSecret));

function applyChange(values: Record<string, unknown>, project: string, change: string): void {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(change) ?? [];
  if (path === undefined || text === undefined)
    throw new UserError(`--set ${change}: write key=value, for example --set edge.mode=load-balancer`);

  const [first = "", ...rest] = path.split(".");
  const key = first === "project" ? "gcp:project" : qualified(project, first);
  const value = parseValue(change, text);
  const last = rest.pop();
  if (last === undefined) {
    values[key] = value;
    return;
  }
  const section = copy(values[key]);
  const target = rest.reduce((inner, name) => {
    const next = copy(inner[name]);
    inner[name] = next;
    return next;
  }, section);
  target[last] = value;
  values[key] = section;
}

/** A copy that can be written to: the file's own values stay as they are. */
function copy(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return [...value] as unknown as Record<string, unknown>;
  return typeof value === "object" ? { ...value } : {};
}

function parseValue(change: string, text: string): unknown {
  try {
    return parse(text);
  } catch {
    throw new UserError(`--set ${change}: the value is not YAML`);
  }
}
