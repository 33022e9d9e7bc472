import type { Resource } from "../resources/resource";
import { type PricingOptions, price, type ResourceUsage } from "./engine";
import type { CostReport } from "./line";
import { type Traffic, usageByRole } from "./usage/traffic";

/** What an estimate assumes; the settings' section `cost` has this form. */
export interface Assumptions {
  usage: Traffic;
  freeTier: boolean;
  prices: Readonly<Record<string, string | number>>;
}

/** Prices a stack under the traffic its settings assume. Usage written beside a resource takes the place of the assumed one. */
export function estimate(
  resources: readonly Resource[],
  { usage: traffic, freeTier, prices }: Assumptions,
  options: Pick<PricingOptions, "strict" | "region"> & { measured?: ReadonlyMap<string, ResourceUsage> } = {},
): CostReport {
  const { measured, ...pricing } = options;
  const usage = new Map([...usageByRole(resources, traffic), ...(measured ?? [])]);
  return price(resources, { ...pricing, usage, freeTier, prices });
}
