import type { Resource } from "../resources/resource";
import { isSet, textAt } from "./reading";

/** The label that says what a service or a database is here for. */
export const DEFAULT_ROLE_LABEL = "component";

/** The role label of a database. */
export function databaseRole({ inputs }: Resource, roleLabel = DEFAULT_ROLE_LABEL): string | undefined {
  return textAt(inputs, ["settings", "userLabels", roleLabel]);
}

/** Replicas and read pools take backups, availability, flags, network and role from their primary. */
export function isReplica({ inputs }: Resource): boolean {
  return (
    isSet(inputs, "masterInstanceName") || /^READ_(REPLICA|POOL)_INSTANCE$/.test(textAt(inputs, "instanceType") ?? "")
  );
}
