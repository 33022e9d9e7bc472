import { offlinePreview, type Preview } from "../../resources/offline-preview";
import type { Resource } from "../../resources/resource";

/** A stack with changes, run whole. */
export const look = (stack: "dev" | "prod", ...set: string[]): Promise<Preview> => offlinePreview({ stack, set });

/** `name Type` of everything Google or Random would build, sorted. */
export const built = ({ resources }: Preview): string[] => resources.filter(isBuilt).map(label).sort();

const isBuilt = ({ type }: Resource) => type.startsWith("gcp:") || type.startsWith("random:");

const label = ({ name, type }: Resource) => `${name} ${type.split(":")[2]}`;

/** The one resource with this label, or a failure that says what there is. */
export function find({ resources }: Preview, wanted: string): Resource {
  const found = resources.filter((resource) => label(resource) === wanted);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources are "${wanted}"`);
  return found[0];
}

/** Its inputs. */
export const inputs = (preview: Preview, wanted: string) => find(preview, wanted).inputs;

/** Labels of what it waits for, directly. */
export const waitsFor = (preview: Preview, wanted: string): string[] => {
  const urns = new Map(preview.resources.map((resource) => [resource.urn, label(resource)]));
  return find(preview, wanted).dependencies.map((urn) => urns.get(urn) ?? urn);
};

/** What one stack has and the other has not. */
export const difference = (a: Preview, b: Preview): { added: string[]; removed: string[] } => {
  const [before, after] = [built(a), built(b)];
  return {
    added: after.filter((one) => !before.includes(one)),
    removed: before.filter((one) => !after.includes(one)),
  };
};

/** Labels of resources that both have, with different inputs or options. */
export const changed = (a: Preview, b: Preview): string[] => {
  const after = new Map(b.resources.filter(isBuilt).map((resource) => [label(resource), resource]));
  return a.resources
    .filter(isBuilt)
    .filter((resource) => {
      const other = after.get(label(resource));
      return (
        other && JSON.stringify([other.inputs, other.options]) !== JSON.stringify([resource.inputs, resource.options])
      );
    })
    .map(label)
    .sort();
};
