import { z } from "zod";

/** Regions with Cloud Run. https://docs.cloud.google.com/run/docs/locations */
export const REGIONS = [
  "africa-south1",
  "asia-east1",
  "asia-east2",
  "asia-northeast1",
  "asia-northeast2",
  "asia-northeast3",
  "asia-south1",
  "asia-south2",
  "asia-southeast1",
  "asia-southeast2",
  "asia-southeast3",
  "australia-southeast1",
  "australia-southeast2",
  "europe-central2",
  "europe-north1",
  "europe-north2",
  "europe-southwest1",
  "europe-west1",
  "europe-west10",
  "europe-west12",
  "europe-west2",
  "europe-west3",
  "europe-west4",
  "europe-west6",
  "europe-west8",
  "europe-west9",
  "me-central1",
  "me-central2",
  "me-west1",
  "northamerica-northeast1",
  "northamerica-northeast2",
  "northamerica-south1",
  "southamerica-east1",
  "southamerica-west1",
  "us-central1",
  "us-east1",
  "us-east4",
  "us-east5",
  "us-south1",
  "us-west1",
  "us-west2",
  "us-west3",
  "us-west4",
] as const;

/** Regions where Cloud Run maps a domain without a load balancer. https://docs.cloud.google.com/run/docs/mapping-custom-domains */
export const DOMAIN_MAPPING_REGIONS: readonly string[] = [
  "asia-east1",
  "asia-northeast1",
  "asia-southeast1",
  "europe-north1",
  "europe-west1",
  "europe-west4",
  "us-central1",
  "us-east1",
  "us-east4",
  "us-west1",
];

export const regionSchema = z.enum(REGIONS).default("us-central1").meta({
  description:
    "Region of everything that has one. us-central1 is the cheapest with domain mapping; southamerica-east1 is near Brazilian users, costs more, and needs `edge.mode: load-balancer` for a domain of your own.",
  change: "replaces nearly everything: move to a new stack instead",
  cost: "every price is the region's",
});
