import { INTERNET_EGRESS, size } from "../usage/field";
import { type Meter, metered, unpriced } from "./meter";

/** Artifact Registry: what is stored. Pulls within the region are free. */
export const registry: Meter = {
  types: ["gcp:artifactregistry/repository:Repository"],
  usage: [
    size("stored", "images and packages stored, on average", "storage", "storedData", "dataStored", "repositorySize"),
    INTERNET_EGRESS,
  ],
  read({ usage }) {
    const sent = [...(usage.byDestination.get("egress")?.values() ?? [])].some((quantity) => !quantity.isZero());
    return [
      metered(usage, "stored", "Storage", "artifactregistry.storage", "global"),
      ...(sent
        ? [unpriced("Egress", "no price is known for pulls from other places than the repository's own region")]
        : []),
    ];
  },
};
