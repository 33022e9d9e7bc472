import { type Assumptions, estimate } from "../cost/estimate";
import type { CostReport } from "../cost/line";
import { readConfiguration, type Verdict, verdicts } from "../policies/verdicts";
import { type Reach, reachMap } from "../reach/map";
import type { Preview } from "../resources/offline-preview";

/** A preview and everything that follows from its resources alone. */
export interface PreviewDocument extends Preview {
  policies: Verdict[];
  reach: Reach[];
  cost: CostReport;
}

/** Judges, maps and prices what a program registered. */
export const document = (preview: Preview): PreviewDocument => ({
  ...preview,
  policies: verdicts(preview.resources, readConfiguration(preview.stack)),
  reach: reachMap(preview.resources),
  // Not strict: a region without a price list is no reason not to see the rest.
  cost: estimate(preview.resources, preview.settings.cost satisfies Assumptions),
});
