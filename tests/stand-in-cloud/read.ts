import { hashOf, type StandInCloud } from "./cloud";
import { defaultsOf } from "./plan";
import { isObject, type Properties, placesAt } from "./property-paths";
import { factsOf } from "./resource-facts";

interface Known {
  state: Properties;
  inputs: Properties;
}

/**
 * What the cloud holds now, for refresh and import: its state, and the inputs that would make it so. A secret that has
 * not changed is the one Pulumi knows.
 */
export function read(cloud: StandInCloud, type: string, id: string, known: Known): Known | undefined {
  if (type.startsWith("random:")) return known;
  const resource = cloud.find(type, id);
  if (!resource) return undefined;
  const state = structuredClone(resource.properties);
  const secrets = { ...known.inputs, ...known.state };
  for (const pattern of factsOf(type).secret) {
    for (const { holder, key, path } of placesAt(state, pattern)) {
      const before = placesAt(secrets, pattern).find((place) => place.path === path);
      const value = before?.holder[before.key];
      if (value !== undefined && hashOf(value) === holder[key]) holder[key] = value;
    }
  }
  const isImport = Object.keys(known.inputs).length === 0;
  return { state, inputs: isImport ? importedInputs(type, state) : project(known.inputs, state) };
}

/** The inputs as the state has them now: the same properties, with the cloud's values. */
function project(inputs: Properties, state: Properties): Properties {
  const projected: Properties = {};
  for (const [key, value] of Object.entries(inputs)) {
    const now = state[key];
    if (key === "__defaults") projected[key] = defaultsOf(inputs);
    else if (now === undefined) continue;
    else if (isObject(value) && isObject(now)) projected[key] = project(value, now);
    else if (Array.isArray(value) && Array.isArray(now)) {
      projected[key] = now.map((entry, i) =>
        isObject(entry) && isObject(value[i]) ? project(value[i], entry) : entry,
      );
    } else projected[key] = now;
  }
  return projected;
}

function importedInputs(type: string, state: Properties): Properties {
  const { computed } = factsOf(type);
  return Object.fromEntries(Object.entries(state).filter(([key]) => !computed.includes(key)));
}
