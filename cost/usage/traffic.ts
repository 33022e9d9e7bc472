import type { Resource } from "../../resources/resource";
import { componentLabel } from "../component";
import type { ResourceUsage } from "../engine";
import { blockOf, countOf, listOf } from "../inputs";
import type { Destination } from "./field";
import type { RawUsage } from "./usage";

/** What a stack's users cause in a month; `cost.usage` has this form. */
export interface Traffic {
  activeUsersPerDay: number;
  perUser: {
    bffRequests: number;
    apiRequests: number;
    bffInstanceHours: number;
    apiInstanceHours: number;
    pagesGb: number;
    uploadsGb: number;
    assetsGb: number;
    assetRequests: number;
    callsGb: number;
  };
  low: number;
  high: number;
  usersIn: Exclude<Destination, "worldwide">;
  callsGoTo: Exclude<Destination, "worldwide">;
  logKbPerRequest: number;
  databaseBackupGb: number;
  imagesGb: number;
  assetsStoredGb: number;
}

const SERVICE = "gcp:cloudrunv2/service:Service";
const SERVICE_V1 = "gcp:cloudrun/service:Service";
const GLOBAL_RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule";
const BUCKET = "gcp:storage/bucket:Bucket";
const BACKEND_SERVICE = "gcp:compute/backendService:BackendService";
const BACKEND_BUCKET = "gcp:compute/backendBucket:BackendBucket";
const CONNECTOR = "gcp:vpcaccess/connector:Connector";

/** Usage of every resource of a stack, by what it does in it: its `component` label says whether a service is the BFF, the API, or both in one. */
export function usageByRole(resources: readonly Resource[], traffic: Traffic): Map<string, ResourceUsage> {
  const stack = shapeOf(resources);
  const at = (users: number) => new Month(traffic, users, stack);
  const months = [traffic.low, 1, traffic.high].map((factor) => at(traffic.activeUsersPerDay * factor)) as [
    Month,
    Month,
    Month,
  ];
  const usage = new Map<string, ResourceUsage>();
  for (const resource of resources) {
    const [low, expected, high] = months.map((month) => month.of(resource)) as [RawUsage, RawUsage, RawUsage];
    if (Object.keys(expected).length > 0) usage.set(resource.urn, { low, expected, high });
  }
  return usage;
}

/** What decides which resource a byte passes. */
interface Shape {
  balanced: boolean;
  /** The backend whose cache answers requests for files. */
  fileCache?: string;
  /** Files come straight from a bucket: there is one, and no balancer. */
  bucketServes: boolean;
  /** The rule that users reach; a second one only redirects. */
  frontRule?: string;
  /** Machines behind a NAT gateway while nothing has grown. */
  machines: number;
}

function shapeOf(resources: readonly Resource[]): Shape {
  const rules = resources.filter(({ type }) => type === GLOBAL_RULE);
  const front = rules.find(({ inputs }) => String(inputs.portRange) === "443") ?? rules[0];
  const connector = resources.find(({ type }) => type === CONNECTOR);
  const direct = resources.filter(
    ({ type, inputs }) =>
      type === SERVICE && listOf(blockOf(blockOf(inputs.template)?.vpcAccess)?.networkInterfaces).length > 0,
  );
  const cache = [BACKEND_BUCKET, BACKEND_SERVICE]
    .map((kind) => resources.find(({ type, inputs }) => type === kind && inputs.enableCdn === true))
    .find((found) => found !== undefined);
  return {
    balanced: front !== undefined,
    bucketServes: front === undefined && resources.some(({ type }) => type === BUCKET),
    ...(cache && { fileCache: cache.urn }),
    ...(front && { frontRule: front.urn }),
    machines: connector ? (countOf(connector.inputs.minInstances) ?? 2) : direct.length,
  };
}

/** A flow log record with all its metadata, before Google's own sampling. */
const FLOW_RECORD_BYTES = 1000;

class Month {
  constructor(
    readonly traffic: Traffic,
    readonly users: number,
    readonly stack: Shape,
  ) {}

  /** What all users cause together. */
  #all(name: keyof Traffic["perUser"]): number {
    return this.traffic.perUser[name] * this.users;
  }

  of(resource: Resource): RawUsage {
    const { traffic, stack } = this;
    switch (resource.type) {
      case SERVICE:
      case SERVICE_V1:
        return this.#service(componentLabel(resource));
      case GLOBAL_RULE:
        return resource.urn === stack.frontRule
          ? {
              dataInGb: this.#all("uploadsGb"),
              dataOutGb: this.#pagesGb(),
              egressGb: { [traffic.usersIn]: this.#pagesGb() },
            }
          : { dataGb: 0 };
      case BACKEND_BUCKET:
      case BACKEND_SERVICE:
        return resource.inputs.enableCdn === true ? this.#cache(resource) : {};
      case "gcp:compute/securityPolicy:SecurityPolicy":
        return { requests: this.#all("bffRequests") };
      case BUCKET:
        return {
          storedGb: traffic.assetsStoredGb,
          classAOperations: 1000,
          classBOperations: this.#all("assetRequests"),
          ...(stack.bucketServes && { egressGb: { [traffic.usersIn]: this.#filesGb() } }),
        };
      case "gcp:sql/databaseInstance:DatabaseInstance":
        return { backupGb: traffic.databaseBackupGb };
      case "gcp:artifactregistry/repository:Repository":
        return { storedGb: traffic.imagesGb };
      case "gcp:dns/managedZone:ManagedZone":
        // At most one look-up for each call from the BFF to the API.
        return { queries: this.#all("apiRequests") };
      case "gcp:secretmanager/secretVersion:SecretVersion":
        // An instance reads its secrets when it starts: about once an hour of work.
        return { accesses: this.#all("apiInstanceHours") + this.#all("bffInstanceHours") };
      case "gcp:compute/routerNat:RouterNat":
        return { instances: stack.machines, dataGb: this.#all("callsGb") * 2 };
      case "gcp:compute/subnetwork:Subnetwork":
        return this.#flowLogs(resource);
      case "gcp:logging/projectBucketConfig:ProjectBucketConfig":
        return { ingestedGb: 0 };
      case "gcp:logging/metric:Metric":
        return { metricsMib: (this.#all("bffRequests") + this.#all("apiRequests")) / 1e6 };
      default:
        return {};
    }
  }

  #service(component: string | undefined): RawUsage {
    const { traffic, stack } = this;
    const api = component !== "bff";
    const bff = component !== "api";
    const requests = (component === "bff" ? this.#all("bffRequests") : 0) + (api ? this.#all("apiRequests") : 0);
    const hours = (component === "bff" ? this.#all("bffInstanceHours") : 0) + (api ? this.#all("apiInstanceHours") : 0);
    const sent: Record<string, number> = {};
    const send = (to: string, gb: number) => {
      sent[to] = (sent[to] ?? 0) + gb;
    };
    if (api) send(traffic.callsGoTo, this.#all("callsGb"));
    // Data to a balancer is free; the balancer pays for it.
    if (bff && !stack.balanced) send(traffic.usersIn, this.#pagesGb());
    return { requests, instanceHours: hours, egressGb: sent, logsGb: (requests * traffic.logKbPerRequest) / 1e6 };
  }

  /** A call from the BFF to the API is a connection, as is one from the API to the database: two records of each. */
  #flowLogs({ inputs }: Resource): RawUsage {
    const sampled = blockOf(inputs.logConfig)?.flowSampling;
    if (typeof sampled !== "number") return {};
    return { flowLogsGb: (this.#all("apiRequests") * 2 * 2 * FLOW_RECORD_BYTES * sampled) / 1e9 };
  }

  /** Every request to a cached backend looks into the cache; only files are found there. */
  #cache({ type, urn }: Resource): RawUsage {
    const files = urn === this.stack.fileCache;
    const cacheLookups =
      (files ? this.#all("assetRequests") : 0) + (type === BACKEND_SERVICE ? this.#all("bffRequests") : 0);
    const cacheFillGb = files ? Math.min(this.traffic.assetsStoredGb, this.#filesGb()) : 0;
    return { cacheEgressGb: { [this.traffic.usersIn]: files ? this.#filesGb() : 0 }, cacheLookups, cacheFillGb };
  }

  #filesGb(): number {
    return Math.min(this.#all("assetsGb"), this.#all("pagesGb"));
  }

  #pagesGb(): number {
    return this.#all("pagesGb") - (this.stack.fileCache !== undefined || this.stack.bucketServes ? this.#filesGb() : 0);
  }
}
