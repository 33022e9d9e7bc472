import { z } from "zod";

/** https://docs.cloud.google.com/resource-manager/docs/creating-managing-projects */
export const projectSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/)
  .meta({
    description: "Id of the Google Cloud project of this stack. One project per stack keeps bills and rights apart.",
    allowed: "6-30 lower-case letters, digits and hyphens, starting with a letter",
    change: "replaces everything",
    cost: "nothing",
  });

export const projectNumberSchema = z
  .string()
  .regex(/^[1-9]\d{5,19}$/)
  .meta({
    description:
      "Number of the project: `gcloud projects describe PROJECT --format='value(projectNumber)'`. It names Google's own agents (the load balancer's reader of the assets bucket) and the services' stable URLs, so that both are known before anything exists.",
    allowed: "6-20 digits",
    change: "in place",
    cost: "nothing",
  });

const label = /^[a-z0-9_-]{0,63}$/;
const labelKey = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/)
  .refine((key) => !key.startsWith("goog-"), { error: "starts with goog-, which Google keeps for itself" })
  .meta({ allowed: "a lower-case letter, then up to 62 of lower-case letters, digits, _ and -; not goog-…" });

export const labelsSchema = z.record(labelKey, z.string().regex(label)).default({}).meta({
  description:
    "Labels put on every resource that takes labels, beside `component`, `stack` and `managed-by`, which the program sets.",
  allowed: "lower-case letters, digits, _ and -, up to 63 characters; keys start with a letter",
  change: "in place",
  cost: "nothing; they split the bill",
});

export const protectSchema = z.boolean().default(true).meta({
  description:
    "One switch for every deletion protection: Pulumi's `protect` on the network and the database, Cloud SQL's two own locks, Cloud Run's and Secret Manager's, and buckets that refuse to go while they hold objects. To tear a stack down: set it to false, `pulumi up`, then `pulumi destroy`.",
  change: "in place",
  cost: "nothing",
});
