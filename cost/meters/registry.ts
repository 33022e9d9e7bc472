import { size } from "../usage/field";
import { type Meter, metered } from "./meter";

/** Artifact Registry: what is stored. Pulls within the region are free. */
export const registry: Meter = {
  types: ["gcp:artifactregistry/repository:Repository"],
  usage: [
    size("stored", "images and packages stored, on average", "storage", "storedData", "dataStored", "repositorySize"),
  ],
  read: ({ usage }) => [metered(usage, "stored", "Storage", "artifactregistry.storage", "global")],
};
