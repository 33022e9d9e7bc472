import { SettingsError } from "../../settings/problem";
import { readSettings, type StackConfig } from "../../settings/read";

export const PROJECT = "piloto-de-vendas";

/** The two settings without a default: what every stack must say. */
export const NEEDED = { "gcp:project": "piloto-test", [`${PROJECT}:projectNumber`]: "123456789012" };

/** Settings by section, as they stand in `Pulumi.<stack>.yaml`. */
export type Given = Readonly<Record<string, unknown>>;

/** A stack's configuration as Pulumi hands it over: text as it is, everything else as JSON. */
export function config(given: Given, secret: readonly string[] = []): StackConfig {
  const key = (section: string) => (section.includes(":") ? section : `${PROJECT}:${section}`);
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  const values = Object.fromEntries(Object.entries(given).map(([section, value]) => [key(section), text(value)]));
  return {
    project: PROJECT,
    stack: "test",
    values: { ...NEEDED, ...values },
    isSecret: (name) => secret.map(key).includes(name),
  };
}

export const settings = (given: Given = {}) => readSettings(config(given));

/** The error that reading must end with; fails when the settings are good, or when it breaks in another way. */
export function refusal(from: StackConfig): SettingsError {
  try {
    readSettings(from);
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
  throw new Error("the settings were taken");
}

/** A row's settings as the name of its test. */
export function title(given: Given): string {
  const text = JSON.stringify(given);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
