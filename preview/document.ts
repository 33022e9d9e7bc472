import { type Assumptions, estimate } from "../cost/estimate";
import type { CostReport } from "../cost/line";
import type { PackConfiguration } from "../policies/configuration";
import { readConfiguration, type Verdict, verdicts } from "../policies/verdicts";
import { reachMap } from "../reach/map";
import type { Reach } from "../reach/way";
import type { Preview } from "../resources/offline-preview";
import type { Resource } from "../resources/resource";
import type { CostSettings } from "../settings/cost";
import type { Settings } from "../settings/schema";

/** What a preview needs of any program's settings. */
export type Shown = Pick<Settings, "project" | "region" | "cost"> & Partial<Pick<Settings, "edge">>;

/** A preview and everything that follows from its resources alone. */
export interface PreviewDocument<S = Settings> extends Preview<S> {
  policies: Verdict[];
  reach: Reach[];
  cost: CostReport;
}

/** Judges, maps and prices what a program registered. */
export const document = <S extends Shown>(
  preview: Preview<S>,
  configuration: PackConfiguration = readConfiguration(preview.stack),
): PreviewDocument<S> => ({
  ...preview,
  policies: verdicts([...preview.resources, defaultProvider(preview)], {
    ...configuration,
    ...budget(preview.settings.cost),
  }),
  reach: reachMap(preview.resources),
  // Not strict: a region without a price list is no reason not to see the rest.
  cost: estimate(preview.resources, preview.settings.cost satisfies Assumptions),
});

/** What the engine would create everything with: the settings' own project, which the stack may not be meant for. */
const defaultProvider = ({ stack, project, settings }: Preview<Shown>): Resource => ({
  urn: `urn:pulumi:${stack}::${project}::pulumi:providers:gcp::default`,
  type: "pulumi:providers:gcp",
  name: "default",
  parent: "",
  inputs: { project: settings.project, region: settings.region },
  dependencies: [],
  propertyDependencies: {},
  options: {},
});

/** The budget as this very run's settings have it, which `--set` may have changed. */
const budget = ({ budgetUsd = 0, budgetMode, budgetScenario }: CostSettings) => ({
  "cost-ceiling": {
    enforcementLevel: budgetMode === "enforce" ? "mandatory" : "advisory",
    monthlyBudgetUsd: budgetUsd,
    scenario: budgetScenario,
  },
});
