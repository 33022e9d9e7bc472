import { amount, size, type UsageField } from "../usage/field";
import type { Usage } from "../usage/usage";
import { egress, fromCdn } from "./egress";
import { type Finding, metered, optionally } from "./meter";

export const CDN_USAGE: UsageField[] = [
  {
    name: "cacheEgress",
    kind: "sizeByDestination",
    what: "data sent from the cache, in all or by destination",
    aliases: ["cdnEgress", "cacheOut", "cdnOut", "cdn"],
  },
  amount(
    "cacheLookups",
    "requests a month",
    "requests that looked into the cache",
    "cdnLookups",
    "cdnRequests",
    "cacheRequests",
    "lookups",
    "cacheLookupRequests",
  ),
  size("cacheFill", "data fetched into the cache from an origin on the same continent", "cdnFill", "cacheFillData"),
  size(
    "cacheFillAcross",
    "the same from another continent",
    "cacheFillInterRegion",
    "cdnFillInterRegion",
    "cacheFillInterContinental",
  ),
];

/** Cloud CDN. What the cache answers does not pass the balancer and is not charged there. */
export function cdn(usage: Usage, region: string): Finding[] {
  return [
    ...egress(usage, "cacheEgress", "CDN egress", region, fromCdn),
    metered(usage, "cacheLookups", "CDN lookups", "cdn.lookup", region, 1e4),
    ...optionally(usage, "cacheFill", "CDN fill", "cdn.fill", region),
    ...optionally(usage, "cacheFillAcross", "CDN fill from another continent", "cdn.fill.inter_region", region),
  ];
}
