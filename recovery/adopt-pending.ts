/** The parts of an exported state that a recovery changes; everything else passes through. */
export interface ExportedState {
  deployment: {
    resources?: StateResource[];
    pending_operations?: { type: string; resource: StateResource }[];
  };
}

interface StateResource {
  urn: string;
  id?: string;
  outputs?: Record<string, unknown>;
}

/**
 * Settles creations that were under way when the engine was killed. One that has an id in `ids` was made after all and
 * becomes part of the state, with the inputs it was made with, so that no other is made in its place; `pulumi refresh`
 * then reads the rest of it. All others are forgotten, and the next `up` makes them.
 * @param ids by URN, as the cloud names them
 * @throws when an URN is not among those under way
 */
export function adoptPending(state: ExportedState, ids: ReadonlyMap<string, string>): ExportedState {
  const { resources = [], pending_operations: pending = [], ...rest } = state.deployment;
  const creating = pending.filter(({ type }) => type === "creating").map(({ resource }) => resource);
  const strangers = [...ids.keys()].filter((urn) => !creating.some((resource) => resource.urn === urn));
  if (strangers.length > 0) {
    const known = creating.map(({ urn }) => `  ${urn}`).join("\n") || "  nothing";
    throw new Error(`Not under way: ${strangers.join(", ")}\nUnder way when the engine stopped:\n${known}`);
  }
  const adopted = creating.flatMap((resource) => {
    const id = ids.get(resource.urn);
    return id === undefined ? [] : [{ ...resource, id, outputs: {} }];
  });
  const unsettled = pending.filter(({ type }) => type !== "creating");
  return {
    ...state,
    deployment: {
      ...rest,
      resources: [...resources, ...adopted],
      ...(unsettled.length > 0 && { pending_operations: unsettled }),
    },
  };
}
