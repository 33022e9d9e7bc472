import { printCost } from "../cost/print";
import { printVerdicts } from "../policies/print";
import { POLICY_IDS } from "../policies/verdicts";
import { printReach } from "../reach/print";
import { built, SECRET, UNKNOWN } from "../resources/resource";
import type { StackFile } from "../resources/stack-file";
import type { PreviewDocument, Shown } from "./document";
import { tree } from "./tree";

/** A section of what a person reads. */
export const section = (title: string, body: string) => `${title}\n${"─".repeat(title.length)}\n${body}\n`;

/** What a stack would be, for a person. */
export function printPreview(preview: PreviewDocument<Shown>, file: StackFile): string {
  const { project, stack, settings, resources, outputs } = preview;
  return [
    `${project} · stack ${stack} · project ${settings.project} · ${settings.region}`,
    `${built(resources).length} resources. Offline: the real program ran on Pulumi's mocks; no cloud was asked, nothing was built.\n`,
    section("Resources", tree(resources)),
    section("Settings that shaped them (all others at their defaults: docs/settings.md)", printSettings(file)),
    section("Who can reach what", printReach(preview.reach)),
    section("Whether it keeps the architecture's promises", printVerdicts(preview.policies, POLICY_IDS.size)),
    section("What it costs", printCost(preview.cost, settings.cost.exchange)),
    section("Outputs", printValues(outputs)),
    section("What to do next", nextSteps(stack, settings.edge?.mode)),
  ].join("\n");
}

function printSettings({ project, values }: StackFile): string {
  const own = Object.entries(values)
    .filter(([, text]) => text !== "{}")
    .flatMap(([key, text]) => leaves(key.replace(`${project}:`, ""), parsed(text)));
  return align(own);
}

const printValues = (values: Record<string, unknown>) =>
  align(Object.entries(values).flatMap(([name, value]) => leaves(name, value)));

/** A value's leaves by path, so that one line says one thing. */
function leaves(path: string, value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [[path, known(value)]];
  if (Array.isArray(value) && value.every((item) => typeof item !== "object")) return [[path, value.join(", ")]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(`${path}.${key}`, inner));
}

const known = (value: unknown) =>
  value === UNKNOWN ? "(known after `pulumi up`)" : value === SECRET ? "(secret)" : String(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function align(rows: [string, string][]): string {
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

function nextSteps(stack: string, mode: string | undefined): string {
  if (mode === undefined) return "docs/delivery.md says how a stack is prepared with this, once.";
  return `What if?        npm run preview -- --stack ${stack} --set edge.mode=${mode === "load-balancer" ? "run-url" : "load-balancer"}
Change it       edit Pulumi.${stack}.yaml; docs/settings.md says what each setting means, costs and replaces
Build it        pulumi up -s ${stack}    (needs the Pulumi CLI and a Google Cloud project: README, "Deploy")`;
}
