import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { admit, requireApi, requireNewName, requireUnprotected } from "./admission";
import { CloudError } from "./cloud-error";
import type { CloudResource } from "./cloud-resource";
import { compute, decide, idOf, type Place } from "./computed-outputs";
import { type Fault, faultError } from "./faults";
import { differences, plan } from "./plan";
import { type Properties, placesAt } from "./property-paths";
import { referrersOf, requireReferences } from "./references";
import { factsOf } from "./resource-facts";

/** One thing done to the cloud through the provider. */
export interface Entry {
  operation: "create" | "update" | "delete";
  type: string;
  id: string;
  urn: string;
  /** Paths that an update changed. */
  changed: string[];
}

export interface CloudSnapshot {
  serial: number;
  resources: CloudResource[];
}

/** Hears of each operation before it is done and after; what it throws, the provider says. */
export type Watch = (phase: "asked" | "done", operation: Entry["operation"], urn: string) => void;

export interface CloudOptions {
  project?: string;
  region?: string;
  /** Where the cloud lives on between runs; without it, it is gone with the process. */
  file?: string;
}

/**
 * A cloud with a memory and Google's manners: names are unique, what a resource names must exist, what is in use is not
 * deleted, and protected things stay. It keeps no secret: a hash in its place tells whether the value is the same.
 */
export class StandInCloud {
  readonly journal: Entry[] = [];
  readonly faults: Fault[] = [];
  /** Every plain secret that passed, for a test to look for where none may be. */
  readonly secrets = new Set<string>();
  watch: Watch = () => {};
  /** Milliseconds that each operation takes. */
  latency = 0;
  private readonly resources = new Map<string, CloudResource>();
  private readonly place: Place;
  private readonly file: string | undefined;

  constructor({ project = "piloto-dev", region = "us-central1", file }: CloudOptions = {}) {
    this.place = { project, region, projectNumber: "123456789012", serial: 0 };
    this.file = file;
    if (file) this.load(file);
  }

  get project(): { id: string; number: string; region: string } {
    return { id: this.place.project, number: this.place.projectNumber, region: this.place.region };
  }

  /** What the provider is configured with decides where resources without a project or region go. */
  locate({ project, region }: { project?: string; region?: string }): void {
    if (project) this.place.project = project;
    if (region) this.place.region = region;
  }

  list(type?: string): CloudResource[] {
    const all = [...this.resources.values()];
    return type ? all.filter((resource) => resource.type === type) : all;
  }

  find(type: string, id: string): CloudResource | undefined {
    return this.resources.get(`${type} ${id}`);
  }

  async create(type: string, urn: string, inputs: Properties): Promise<{ id: string; properties: Properties }> {
    this.watch("asked", "create", urn);
    await sleep(this.latency);
    const fault = this.takeFault("create", type, urn);
    if (fault && !fault.afterwards) throw faultError(fault, type, this.place.project);
    const properties = plan(type, inputs, {});
    this.place.serial++;
    decide(type, properties, this.place);
    const kept = !type.startsWith("random:");
    if (kept) this.refuseUnfit(type, properties);
    if (type === "gcp:secretmanager/secretVersion:SecretVersion") properties.version = this.nextVersion(properties);
    if (!kept) compute(type, properties, "", this.place);
    const id = idOf(type, properties, this.place);
    if (kept) {
      if (this.find(type, id) && !isIdempotent(type))
        throw new CloudError(409, `The resource '${id}' already exists, alreadyExists`);
      compute(type, properties, id, this.place);
      this.keep({ type, id, properties });
    }
    this.learnSecrets(type, properties);
    this.journal.push({ operation: "create", type, id, urn, changed: [] });
    this.watch("done", "create", urn);
    if (fault) throw faultError(fault, type, this.place.project);
    return { id, properties };
  }

  async update(type: string, urn: string, id: string, old: Properties, planned: Properties): Promise<Properties> {
    this.watch("asked", "update", urn);
    await sleep(this.latency);
    const fault = this.takeFault("update", type, urn);
    if (fault) throw faultError(fault, type, this.place.project);
    const existing = this.find(type, id);
    if (!existing) throw new CloudError(404, `The resource '${id}' was not found`);
    const properties = structuredClone(planned);
    requireNewName(type, existing.properties, properties);
    this.refuseUnfit(type, properties);
    compute(type, properties, id, this.place);
    const changed = differences(type, old, properties).map(({ path }) => path);
    this.keep({ type, id, properties });
    this.learnSecrets(type, properties);
    this.journal.push({ operation: "update", type, id, urn, changed });
    this.watch("done", "update", urn);
    return properties;
  }

  async delete(type: string, urn: string, id: string, state: Properties): Promise<void> {
    this.watch("asked", "delete", urn);
    await sleep(this.latency);
    const fault = this.takeFault("delete", type, urn);
    if (fault) throw faultError(fault, type, this.place.project);
    requireUnprotected(type, String(state.name), { deletionProtection: state.deletionProtection }, id);
    const resource = this.find(type, id);
    if (resource && !this.isKeptOnDelete(type, state)) {
      requireUnprotected(type, String(state.name), { settings: resource.properties.settings }, id);
      this.remove(resource);
    }
    this.journal.push({ operation: "delete", type, id, urn, changed: [] });
    this.watch("done", "delete", urn);
  }

  /** Something that the program did not do: an outside deploy, a console edit. */
  changeOutside(type: string, id: string, change: (properties: Properties) => void): void {
    const resource = this.find(type, id);
    if (!resource) throw new Error(`There is no ${type} ${id} to change`);
    change(resource.properties);
    this.keep(resource);
  }

  /** Something that was there before the program. */
  addOutside(resource: CloudResource): void {
    this.keep(resource);
  }

  removeOutside(type: string, id: string): void {
    this.resources.delete(`${type} ${id}`);
    this.write();
  }

  save(): CloudSnapshot {
    return structuredClone({ serial: this.place.serial, resources: this.list() });
  }

  restore({ serial, resources }: CloudSnapshot): void {
    this.place.serial = serial;
    this.resources.clear();
    this.journal.length = 0;
    this.faults.length = 0;
    for (const resource of structuredClone(resources)) this.keep(resource);
  }

  private refuseUnfit(type: string, properties: Properties): void {
    const resources = this.list();
    requireApi(type, this.place.project, resources);
    requireReferences(type, properties, this.place.project, resources);
    admit(type, properties, resources);
  }

  /** An abandoned resource and an API that stays on are only forgotten by Pulumi. */
  private isKeptOnDelete(type: string, { deletionPolicy, disableOnDestroy }: Properties): boolean {
    if (type === "gcp:projects/service:Service") return disableOnDestroy !== true;
    return deletionPolicy === "ABANDON" && type !== "gcp:servicenetworking/connection:Connection";
  }

  private remove(resource: CloudResource): void {
    const { blocks, owned } = referrersOf(resource, this.resources.values());
    if (blocks.length > 0) {
      const users = blocks.map(({ id }) => `'${id}'`).join(", ");
      throw new CloudError(400, `The resource '${resource.id}' is already being used by ${users}, resourceInUse`);
    }
    for (const child of owned) this.remove(child);
    this.resources.delete(`${resource.type} ${resource.id}`);
    this.write();
  }

  private nextVersion({ secret }: Properties): string {
    const made = this.journal.filter(({ operation, id }) => operation === "create" && id.startsWith(`${secret}/`));
    const versions = [...this.list(), ...made].flatMap(({ id }) =>
      id.startsWith(`${secret}/versions/`) ? [Number(id.split("/").pop())] : [],
    );
    return String(Math.max(0, ...versions) + 1);
  }

  private takeFault(operation: Fault["operation"], type: string, urn: string): Fault | undefined {
    const fault = this.faults.find(
      (f) =>
        f.operation === operation && f.times > 0 && (f.urn === undefined || f.urn === urn) && (f.type ?? type) === type,
    );
    if (fault) fault.times--;
    return fault;
  }

  private learnSecrets(type: string, properties: Properties): void {
    for (const pattern of factsOf(type).secret) {
      for (const { holder, key } of placesAt(properties, pattern)) {
        if (typeof holder[key] === "string" && holder[key]) this.secrets.add(holder[key]);
      }
    }
  }

  private keep({ type, id, properties }: CloudResource): void {
    this.resources.set(`${type} ${id}`, { type, id, properties: withoutSecrets(type, properties) });
    this.write();
  }

  private load(file: string): void {
    if (existsSync(file)) this.restore(JSON.parse(readFileSync(file, "utf8")));
  }

  private write(): void {
    if (this.file) writeFileSync(this.file, JSON.stringify(this.save(), null, 2));
  }
}

/** A grant that is given, and an API that is on, can be asked for again. */
const isIdempotent = (type: string) => /IamMember$|IAMMember$|^gcp:projects\/service:/.test(type);

export const hashOf = (value: unknown) => `sha256:${createHash("sha256").update(JSON.stringify(value)).digest("hex")}`;

function withoutSecrets(type: string, properties: Properties): Properties {
  const kept = structuredClone(properties);
  for (const pattern of factsOf(type).secret) {
    for (const { holder, key } of placesAt(kept, pattern)) {
      if (holder[key] !== undefined && !String(holder[key]).startsWith("sha256:")) holder[key] = hashOf(holder[key]);
    }
  }
  return kept;
}
