import type { Resource } from "../resources/resource";
import { at, isHidden, type Path, text, topKey } from "./reading";

/** What a property points to. */
export interface Reference {
  /** Whether the property is set at all. */
  set: boolean;
  /** The resources of the stack it leads to. */
  found: Resource[];
  /** False where several resources are possible because the value is not known yet. */
  sure: boolean;
  /** The value itself, if known. */
  literal?: string;
}

/** The resources of one stack, indexed so that references can be followed in constant time. */
export class Stack {
  readonly byUrn = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();
  private readonly byName = new Map<string, Resource[]>();
  private readonly incoming = new Map<string, Map<Resource, Resource[]>>();
  private readonly children = new Map<string, Resource[]>();

  constructor(readonly resources: readonly Resource[]) {
    for (const resource of resources) {
      this.byUrn.set(resource.urn, resource);
      push(this.byType, resource.type, resource);
      if (resource.parent) push(this.children, resource.parent, resource);
      for (const name of names(resource)) push(this.byName, name, resource);
    }
  }

  ofType(...types: readonly string[]): Resource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** Follows a reference: by its literal when known, else by property dependencies, else by dependencies. */
  resolve(resource: Resource, path: Path, types: readonly string[]): Reference {
    return this.resolveValue(resource, at(resource.inputs, path), path, types);
  }

  /** As {@link resolve}, for a value already read from below `path` (an element of a list, a part of a document). */
  resolveValue(resource: Resource, value: unknown, path: Path, types: readonly string[]): Reference {
    if (value === undefined || value === null || value === "") return { set: false, found: [], sure: true };
    const literal = text(value);
    const known = literal === undefined ? [] : this.named(literal, types);
    if (known.length === 1) return { set: true, found: known, sure: true, literal };
    const linked = this.linked(resource, path, types);
    if (known.length > 1) {
      // Several are called so: the one the value comes from is meant, where that is recorded.
      const meant = linked.filter((each) => known.includes(each));
      const found = meant.length > 0 ? meant : known;
      return { set: true, found, sure: found.length === 1, literal };
    }
    if (isHidden(value)) return { set: true, found: linked, sure: linked.length === 1 };
    // Where the value is recorded to come from a resource, its name is enough: in another region or project, it is misplaced.
    // One without a name of its own has its logical name, and more that Pulumi adds.
    const called = literal === undefined ? "" : nameIn(literal);
    const found = linked.filter((each) => {
      const own = names(each);
      return own.has(called) || (own.size === 0 && `${called}-`.startsWith(`${each.name}-`));
    });
    return { set: true, found, sure: found.length === 1, literal };
  }

  /** The resources of these types that a property's value comes from. */
  linked(resource: Resource, path: Path, types: readonly string[]): Resource[] {
    const recorded = resource.propertyDependencies;
    const urns = recorded[typeof path === "string" ? path : path.join(".")] ?? recorded[topKey(path)];
    const from = urns ?? (Object.keys(recorded).length > 0 ? [] : resource.dependencies);
    return [...new Set(from)].flatMap((urn) => {
      const found = this.byUrn.get(urn);
      return found && types.includes(found.type) ? [found] : [];
    });
  }

  /** The resources of `type` whose property at `path` leads to `target`. Indexed on first use. */
  referrers(target: Resource, type: string, path: string): Resource[] {
    const key = `${type} ${path} ${target.type}`;
    let index = this.incoming.get(key);
    if (index === undefined) {
      index = new Map();
      for (const resource of this.ofType(type)) {
        const value = at(resource.inputs, path);
        const found = (Array.isArray(value) ? value : [value]).flatMap(
          (each) => this.resolveValue(resource, each, path, [target.type]).found,
        );
        for (const each of new Set(found)) push(index, each, resource);
      }
      this.incoming.set(key, index);
    }
    return index.get(target) ?? [];
  }

  /** Whether a resource waits for one of these, directly or through others, components included. */
  waitsFor(resource: Resource, wanted: readonly Resource[]): boolean {
    const seen = new Set<string>();
    const queue = [resource];
    for (let next = queue.pop(); next; next = queue.pop()) {
      for (const urn of [...next.dependencies, ...Object.values(next.propertyDependencies).flat()]) {
        if (seen.has(urn)) continue;
        seen.add(urn);
        for (const found of this.expand(urn)) {
          if (wanted.includes(found)) return true;
          queue.push(found);
        }
      }
    }
    return false;
  }

  private expand(urn: string): Resource[] {
    const own = this.byUrn.get(urn);
    const below = own?.type.startsWith("gcp:")
      ? []
      : (this.children.get(urn) ?? []).flatMap((each) => this.expand(each.urn));
    return own ? [own, ...below] : below;
  }

  private named(literal: string, types: readonly string[]): Resource[] {
    const stripped = literal.replace(MEMBER, "");
    const versionless = stripped.replace(VERSION, "");
    const last = versionless.slice(versionless.lastIndexOf("/") + 1);
    const found = new Set<Resource>();
    for (const key of new Set([stripped, last, nameIn(literal)])) {
      for (const resource of this.byName.get(key) ?? []) {
        if (types.includes(resource.type) && samePlace(resource, versionless)) found.add(resource);
      }
    }
    return [...found];
  }
}

const MEMBER = /^(deleted:)?serviceAccount:/i;
const VERSION = /\/versions\/[^/]+$/;

/** The bare name in a path, an address or a member: `projects/P/secrets/NAME/versions/1`, `serviceAccount:NAME@P…`. */
function nameIn(literal: string): string {
  const path = literal.replace(MEMBER, "").replace(VERSION, "");
  return path.slice(path.lastIndexOf("/") + 1).replace(/@[^@]*\.gserviceaccount\.com$/, "");
}

/** Adds to the list kept under a key. */
export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** Properties that say what a resource is called in the cloud. */
const NAMING = [
  "name",
  "accountId",
  "email",
  "secretId",
  "repositoryId",
  "responsePolicyName",
  "id",
  "selfLink",
  "uri",
] as const;

/** Every name the cloud knows a resource by, as far as known. */
export function names(resource: Resource): Set<string> {
  const found = new Set<string>();
  for (const property of NAMING) {
    const name = text(at(resource.inputs, property));
    if (name === undefined) continue;
    found.add(name);
    const last = name.slice(name.lastIndexOf("/") + 1);
    if (last) found.add(last);
  }
  return found;
}

/** Whether a path such as `projects/P/regions/R/subnetworks/N` can mean this resource: same project, same region. */
function samePlace(resource: Resource, literal: string): boolean {
  const project =
    /(?:^|\/)projects\/([^/]+)\//.exec(literal)?.[1] ?? /@([^.]+)\.iam\.gserviceaccount\.com$/.exec(literal)?.[1];
  const region = /\/(?:regions|locations)\/([^/]+)\//.exec(literal)?.[1];
  return (
    matches(project, at(resource.inputs, "project")) &&
    matches(region, at(resource.inputs, "region") ?? at(resource.inputs, "location"))
  );
}

function matches(wanted: string | undefined, own: unknown): boolean {
  const known = text(own);
  // A project can be given by number where the resource says its id.
  return wanted === undefined || known === undefined || /^\d+$/.test(wanted) || /^\d+$/.test(known) || wanted === known;
}
