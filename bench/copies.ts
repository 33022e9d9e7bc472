import type { Resource } from "../resources/resource";

/** Inputs that name a thing in the cloud. */
const NAMES = ["name", "accountId", "secretId", "repositoryId"];

/** Copies of the whole program side by side, each with names of its own. */
export function copies(resources: readonly Resource[], count: number): Resource[] {
  return Array.from({ length: count }, (_, index) => {
    const own = (urn: string) => `${urn}-${index}`;
    return resources.map((each) => ({
      ...each,
      urn: own(each.urn),
      name: `${each.name}-${index}`,
      parent: own(each.parent),
      inputs: Object.fromEntries(
        Object.entries(each.inputs).map(([key, value]) => [key, NAMES.includes(key) ? own(String(value)) : value]),
      ),
      dependencies: each.dependencies.map(own),
      propertyDependencies: Object.fromEntries(
        Object.entries(each.propertyDependencies).map(([key, urns]) => [key, urns.map(own)]),
      ),
    }));
  }).flat();
}
