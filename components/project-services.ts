import { Service } from "@pulumi/gcp/projects/service";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Settings } from "../settings/schema";

/** Google APIs that a stack may need, by the short name the components use. */
const APIS = {
  compute: "compute.googleapis.com",
  run: "run.googleapis.com",
  iam: "iam.googleapis.com",
  secrets: "secretmanager.googleapis.com",
  artifacts: "artifactregistry.googleapis.com",
  sql: "sqladmin.googleapis.com",
  vpcAccess: "vpcaccess.googleapis.com",
  privateServices: "servicenetworking.googleapis.com",
  dns: "dns.googleapis.com",
  certificates: "certificatemanager.googleapis.com",
  monitoring: "monitoring.googleapis.com",
  logging: "logging.googleapis.com",
  budgets: "billingbudgets.googleapis.com",
  projects: "cloudresourcemanager.googleapis.com",
  services: "serviceusage.googleapis.com",
  credentials: "iamcredentials.googleapis.com",
  tokens: "sts.googleapis.com",
  storage: "storage.googleapis.com",
  keys: "cloudkms.googleapis.com",
} as const;

export type Api = keyof typeof APIS;

/** The APIs that a stack with these settings calls, and no others. */
export function requiredApis({ network, database, edge, monitoring }: Settings): Api[] {
  const balancer = edge.mode === "load-balancer" ? edge : undefined;
  const needsDns = network.runAppZone === "create" || (edge.mode !== "run-url" && edge.dnsZone !== undefined);
  return [
    "compute",
    "run",
    "iam",
    "secrets",
    "artifacts",
    "sql",
    ...(network.egress.kind === "connector" ? (["vpcAccess"] as const) : []),
    ...(database.instance.kind === "created" ? (["privateServices"] as const) : []),
    ...(needsDns ? (["dns"] as const) : []),
    ...(balancer?.tls.certificateMap ? (["certificates"] as const) : []),
    ...(monitoring.enabled ? (["monitoring", "logging"] as const) : []),
    ...(monitoring.enabled && monitoring.budget.billingAccount ? (["budgets"] as const) : []),
  ];
}

/**
 * The project's APIs, switched on and never off again: another stack or a person may use them too.
 * `cloudresourcemanager` and `serviceusage` must be on before the first `up`; nothing can switch them on from here.
 */
export class ProjectServices extends ComponentResource {
  private readonly services = new Map<Api, Service>();

  constructor(name: string, args: { apis: readonly Api[] }, opts?: ComponentResourceOptions) {
    super("piloto:project:ProjectServices", name, {}, opts);
    for (const api of args.apis)
      this.services.set(
        api,
        new Service(
          `${name}-${APIS[api].split(".")[0]}`,
          { service: APIS[api], disableOnDestroy: false },
          { parent: this },
        ),
      );
    this.registerOutputs();
  }

  /** What a resource has to wait for before it can call these APIs. */
  of(...apis: Api[]): Service[] {
    return apis.map((api) => {
      const service = this.services.get(api);
      if (!service) throw new Error(`API ${api} is used but not among the required ones`);
      return service;
    });
  }
}
