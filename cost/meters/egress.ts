import { type Decimal, ZERO } from "../money";
import { continentOf, type Destination } from "../usage/field";
import type { Usage } from "../usage/usage";
import { charge, type Finding, unpriced } from "./meter";

/** The sku of data sent from a region to a destination; undefined where no price is known. */
export type EgressSku = (to: Destination, from: Destination | undefined) => string | undefined;

/** From a Cloud Run instance, straight to the internet. */
export const fromCloudRun: EgressSku = (to, from) => {
  if (to === from) return "cloudrun.egress.same_continent";
  return to === "oceania" || to === "china" || from === "oceania" ? undefined : "cloudrun.egress.intercontinental";
};

/** From a balancer or a virtual machine, on the premium tier. */
export const fromBalancer: EgressSku = (to) =>
  to === "china" ? "egress.premium.china" : to === "oceania" ? "egress.premium.australia" : "egress.premium.worldwide";

/** Downloads from a bucket. */
export const fromBucket: EgressSku = (to) =>
  to === "china"
    ? "gcs.egress.china"
    : to === "oceania"
      ? "gcs.egress.australia"
      : to === "asia"
        ? "gcs.egress.asia"
        : "gcs.egress.worldwide";

/** From a CDN cache: by destination only. */
export const fromCdn: EgressSku = (to) =>
  (
    ({
      northAmerica: "cdn.egress.north_america",
      southAmerica: "cdn.egress.south_america",
      europe: "cdn.egress.europe",
    }) as Partial<Record<Destination, string>>
  )[to];

/** Data sent to the internet, one charge a sku. */
export function egress(usage: Usage, field: string, item: string, region: string, skuOf: EgressSku): Finding[] {
  const sent = usage.byDestination.get(field);
  if (sent === undefined) return [{ is: "missing", item, field }];
  const from = continentOf(region);
  const bySku = new Map<string, { quantity: Decimal; to: string[] }>();
  const findings: Finding[] = [];
  for (const [destination, quantity] of sent) {
    if (quantity.isZero()) continue;
    const to = destination === "sameContinent" ? from : destination;
    const sku = to === undefined ? undefined : skuOf(to, from);
    if (sku === undefined) {
      findings.push(unpriced(item, `no price is known from ${region} to ${destination}`));
      continue;
    }
    const pool = bySku.get(sku) ?? { quantity: ZERO, to: [] };
    bySku.set(sku, { quantity: pool.quantity.plus(quantity), to: [...pool.to, destination] });
  }
  for (const [sku, { quantity, to }] of bySku)
    findings.push(charge("usage", `${item} to ${to.join(", ")}`, sku, region, quantity));
  return findings;
}
