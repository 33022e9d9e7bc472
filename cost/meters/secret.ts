import type { Resource } from "../../resources/resource";
import { blockOf, listOf } from "../inputs";
import { Decimal } from "../money";
import { amount } from "../usage/field";
import { charge, type Finding, free, type Meter, optionally } from "./meter";

const SECRET_TYPE = "gcp:secretmanager/secret:Secret";
const ACCESSES = amount(
  "accesses",
  "accesses a month",
  "times a version is read",
  "accessOperations",
  "secretAccesses",
  "operations",
  "accessCount",
);

/** Copies of each version: one for every location of a user-managed replication, one in all for an automatic one. */
function locationsOf(secret: Resource | undefined): number {
  const replicas = listOf(blockOf(blockOf(secret?.inputs.replication)?.userManaged)?.replicas);
  return Math.max(replicas.length, 1);
}

const accesses = (usage: Parameters<typeof optionally>[0]): Finding[] =>
  optionally(usage, "accesses", "Accesses", "secretmanager.access", "global", 1e4);

/** A secret is charged by its versions; those that the list does not hold come from `versions`. */
export const secret: Meter = {
  types: [SECRET_TYPE, "gcp:secretmanager/regionalSecret:RegionalSecret"],
  usage: [
    amount(
      "versions",
      "versions",
      "active versions beside the SecretVersion resources",
      "activeVersions",
      "activeSecretVersions",
      "secretVersions",
    ),
    ACCESSES,
    amount("rotations", "rotations a month", "rotation notices sent", "rotationNotifications"),
  ],
  read({ resource, usage }) {
    const versions = usage.amounts.get("versions");
    return [
      versions === undefined
        ? free("Secret", "charged by its active versions")
        : charge("fixed", "Active versions", "secretmanager.version", "global", versions.times(locationsOf(resource))),
      ...accesses(usage),
      ...optionally(usage, "rotations", "Rotations", "secretmanager.rotation", "global"),
    ];
  },
};

/** A disabled version is active as well: only a destroyed one costs nothing. */
export const secretVersion: Meter = {
  types: [
    "gcp:secretmanager/secretVersion:SecretVersion",
    "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion",
  ],
  usage: [ACCESSES],
  read({ resource, usage, stack }) {
    const locations = locationsOf(stack.referenced(resource, SECRET_TYPE, resource.inputs.secret));
    return [
      charge("fixed", "Active version", "secretmanager.version", "global", new Decimal(locations)),
      ...accesses(usage),
    ];
  },
};
