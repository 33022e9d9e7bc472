import { isUnknown, textOf } from "../inputs";
import { amount, INTERNET_EGRESS, size } from "../usage/field";
import { egress, fromBucket } from "./egress";
import { type Finding, type Meter, metered, unpriced } from "./meter";

const CLASSES = ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"];
/** Older names of the standard class. */
const LEGACY = ["REGIONAL", "MULTI_REGIONAL"];
const MULTI_REGIONS = ["us", "eu", "asia"];

export const bucket: Meter = {
  types: ["gcp:storage/bucket:Bucket"],
  usage: [
    size("stored", "data stored, on average", "storage", "storedData", "dataStored", "bucketSize"),
    amount(
      "classAOperations",
      "operations a month",
      "writes and listings",
      "classAOps",
      "classA",
      "operationsA",
      "writes",
      "writeOperations",
    ),
    amount(
      "classBOperations",
      "operations a month",
      "reads",
      "classBOps",
      "classB",
      "operationsB",
      "reads",
      "readOperations",
    ),
    size("retrieved", "data read from a colder class", "retrieval", "dataRetrieval", "dataRetrieved"),
    INTERNET_EGRESS,
  ],
  read({ resource: { inputs }, usage, stack }): Finding[] {
    if (isUnknown(inputs.location) || isUnknown(inputs.storageClass))
      return [unpriced("Bucket", "location and storageClass are not known yet")];
    const location = (textOf(inputs.location) ?? stack.fallbackRegion ?? "US").toLowerCase();
    const storageClass = (textOf(inputs.storageClass) ?? "STANDARD").toUpperCase();
    if (!CLASSES.includes(storageClass) && !LEGACY.includes(storageClass))
      return [unpriced("Bucket", `no price is known for storageClass ${storageClass}`, CLASSES)];
    const sku = `gcs.${LEGACY.includes(storageClass) ? "standard" : storageClass.toLowerCase()}`;
    const spread = MULTI_REGIONS.includes(location) ? "multi_region" : "regional";
    return [
      metered(usage, "stored", `Storage, ${storageClass.toLowerCase()}`, sku, location),
      metered(usage, "classAOperations", "Class A operations", `${sku}.class_a.${spread}`, location, 1e4),
      metered(usage, "classBOperations", "Class B operations", `${sku}.class_b`, location, 1e4),
      ...(sku === "gcs.standard" ? [] : [metered(usage, "retrieved", "Retrieval", `${sku}.retrieval`, location)]),
      ...(usage.byDestination.has("egress") ? egress(usage, "egress", "Internet egress", location, fromBucket) : []),
    ];
  },
};
