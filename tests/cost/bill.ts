import { type PricingOptions, price } from "../../cost/engine";
import type { CostReport, Scenario } from "../../cost/line";
import type { Inputs, Resource } from "../../resources/resource";

export const resource = (type: string, name: string, inputs: Inputs = {}, more: Partial<Resource> = {}): Resource => ({
  urn: `urn:pulumi:test::test::${type}::${name}`,
  type,
  name,
  parent: "",
  inputs,
  dependencies: [],
  propertyDependencies: {},
  options: {},
  ...more,
});

export type Entry = [resource: Resource, usage?: Record<string, unknown>];

export const priced = (entries: Entry[], options: PricingOptions = {}): CostReport =>
  price(
    entries.map(([entry]) => entry),
    {
      ...options,
      usage: new Map(entries.flatMap(([{ urn }, usage]) => (usage ? [[urn, { every: usage }] as const] : []))),
    },
  );

/** What each item costs a month in a scenario, to the cent, by "name: item". */
export function amounts(report: CostReport, scenario: Scenario = "expected"): Record<string, string> {
  const lines = report.lines.filter((line) => line.scenario === scenario);
  return Object.fromEntries(
    lines.map(({ urn, item, monthly }) => [`${urn.split("::").at(-1)}: ${item}`, monthly.toFixed(2)]),
  );
}

/** The bill of one resource, by item. */
export function bill(
  type: string,
  inputs: Inputs,
  usage?: Record<string, unknown>,
  scenario: Scenario = "expected",
): Record<string, string> {
  const report = priced([[resource(type, "it", inputs), usage]]);
  return Object.fromEntries(
    Object.entries(amounts(report, scenario)).map(([name, amount]) => [name.slice("it: ".length), amount]),
  );
}

export const reasons = (report: CostReport): string[] =>
  report.unpriced.map(({ item, reason }) => `${item}: ${reason}`);

export const SERVICE = "gcp:cloudrunv2/service:Service";
export const SERVICE_V1 = "gcp:cloudrun/service:Service";
export const JOB = "gcp:cloudrunv2/job:Job";
export const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";
export const CONNECTOR = "gcp:vpcaccess/connector:Connector";
export const GLOBAL_RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule";
export const RULE = "gcp:compute/forwardingRule:ForwardingRule";
export const BUCKET = "gcp:storage/bucket:Bucket";

export const service = (container: Inputs | undefined, scaling: Inputs = {}, location = "us-central1"): Inputs => ({
  location,
  template: { containers: [container === undefined ? {} : { resources: container }], scaling },
});
