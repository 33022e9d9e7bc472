import type { Resource } from "../resources/resource";
import { componentFinder } from "./component";
import { textOf } from "./inputs";
import { REGIONS } from "./prices/price-book";

const BACKEND_GROUP = "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup";

/** What meters ask about the resources around one: built once, each answer in constant time. */
export class StackIndex {
  readonly resources: readonly Resource[];
  readonly componentOf: (resource: Resource) => string;
  /** Region of resources that name none and whose neighbours name several or none. */
  readonly #fallbackRegion: string | undefined;
  readonly #byUrn: Map<string, Resource>;
  readonly #rank = new Map<string, number>();
  /** Types that refer to a resource, by its URN. */
  readonly #users = new Map<string, Set<string>>();
  /** The same by name, for lists without dependencies. */
  readonly #named = new Map<string, Set<string>>();
  #region: { found: string | undefined } | undefined;

  constructor(resources: readonly Resource[], fallbackRegion?: string) {
    this.resources = resources;
    this.#fallbackRegion = fallbackRegion;
    this.componentOf = componentFinder(resources);
    this.#byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      for (const urn of referencesOf(resource)) add(this.#users, urn, resource.type);
      for (const name of addressesOf(resource)) add(this.#named, name, resource.type);
    }
  }

  find(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  /** Whether a resource of this type refers to the given one, by dependency or, in a bare list, by name. */
  isUsedBy({ urn, name, inputs }: Resource, type: string): boolean {
    if (this.#users.get(urn)?.has(type)) return true;
    return [name, textOf(inputs.name), textOf(inputs.address)].some(
      (id) => id !== undefined && this.#named.get(id)?.has(type),
    );
  }

  /** The resource of a type that one refers to. */
  referenced(resource: Resource, type: string, name: unknown): Resource | undefined {
    for (const urn of referencesOf(resource)) {
      const found = this.#byUrn.get(urn);
      if (found?.type === type) return found;
    }
    const id = textOf(name)?.split("/").at(-1);
    return id === undefined ? undefined : this.#byTypeAndName(type).get(id);
  }

  /** Position of a resource among those that share a pool, in the order of the stack. */
  rank(resource: Resource, pool: (other: Resource) => string | undefined): number {
    if (!this.#rank.has(resource.urn)) {
      const counts = new Map<string, number>();
      for (const other of this.resources) {
        const name = pool(other);
        if (name === undefined) continue;
        this.#rank.set(other.urn, counts.get(name) ?? 0);
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
    return this.#rank.get(resource.urn) ?? 0;
  }

  /**
   * The region whose prices hold for what is global and yet priced by region: that of the balancer's backends, the dearest
   * of several, so that one more backend never makes the stack cheaper.
   */
  get region(): string | undefined {
    this.#region ??= { found: this.#dearestBackend() ?? this.#fallbackRegion };
    return this.#region.found;
  }

  #dearestBackend(): string | undefined {
    const regions = this.resources.flatMap(({ type, inputs }) =>
      type === BACKEND_GROUP ? (textOf(inputs.region) ?? []) : [],
    );
    return regions.reduce<string | undefined>(
      (dearest, region) =>
        dearest === undefined || REGIONS.indexOf(region) > REGIONS.indexOf(dearest) ? region : dearest,
      undefined,
    );
  }

  get fallbackRegion(): string | undefined {
    return this.#fallbackRegion;
  }

  readonly #names = new Map<string, Map<string, Resource>>();
  #byTypeAndName(type: string): Map<string, Resource> {
    let names = this.#names.get(type);
    if (names === undefined) {
      names = new Map();
      for (const resource of this.resources) {
        if (resource.type !== type) continue;
        for (const id of [resource.name, textOf(resource.inputs.name), textOf(resource.inputs.secretId)])
          if (id !== undefined) names.set(id, resource);
      }
      this.#names.set(type, names);
    }
    return names;
  }
}

function* referencesOf(resource: Resource): Iterable<string> {
  yield* resource.dependencies;
  for (const urns of Object.values(resource.propertyDependencies)) yield* urns;
}

/** Names or addresses that a resource's inputs point to. */
function* addressesOf({ inputs }: Resource): Iterable<string> {
  for (const value of [inputs.ipAddress, inputs.natIps].flat()) {
    const text = textOf(value);
    if (text !== undefined) yield text.split("/").at(-1) ?? text;
  }
}

const add = (map: Map<string, Set<string>>, key: string, value: string): void => {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
};
