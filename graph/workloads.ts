import type { Resource } from "../resources/resource";
import {
  at,
  flagAt,
  hiddenAt,
  isHidden,
  isRecord,
  isSet,
  listAt,
  numberAt,
  type Path,
  read,
  text,
  textAt,
} from "./reading";
import { DEFAULT_ROLE_LABEL } from "./roles";
import { JOB, SERVICE_V1, WORKER_POOL } from "./tokens";

/** A Cloud Run service, job or worker pool of either generation, read into one shape. */
export interface Workload {
  resource: Resource;
  kind: "service" | "job" | "worker pool";
  /** The value of the role label, e.g. `api` or `bff`. */
  role: string | undefined;
  location: string | undefined;
  /** Where requests are let in from; `undefined` if not known yet. Not set means `all`. */
  ingress: "all" | "internal" | "internal-and-cloud-load-balancing" | undefined;
  ingressPath: string;
  /** Whether anyone may call it, because the invoker check is off; `undefined` if not known yet. */
  invokerCheckOff: boolean | undefined;
  invokerCheckPath: string;
  /** Whether its run.app address is off; `undefined` if not known yet. */
  defaultUrlOff: boolean | undefined;
  /** Whether Identity-Aware Proxy asks for a login before anything else. */
  loginAsked: boolean;
  accountPath: Path;
  containers: Container[];
  /** Secrets mounted as files. */
  secretVolumes: SecretUse[];
  connectorPath: Path;
  hasConnector: boolean;
  interfaces: Interface[];
  /** Whether all traffic goes through the network; `undefined` if not known yet. */
  allTraffic: boolean | undefined;
  cloudSqlVolume: boolean;
  maxInstances: number | undefined;
  maxInstancesHidden: boolean;
  maxInstancesPath: string;
}

export interface Container {
  /** Path of the container in the inputs. */
  path: string;
  image: unknown;
  env: EnvVariable[];
}

export interface EnvVariable {
  path: string;
  name: string;
  /** The value in plain, if one is set; it may be unknown or secret. Never to be printed. */
  value: unknown;
  secret: SecretUse | undefined;
}

export interface SecretUse {
  path: string;
  /** The value that names the secret. */
  secret: unknown;
  version: unknown;
}

export interface Interface {
  network: unknown;
  subnetwork: unknown;
  tags: string[];
}

/** Reads a Cloud Run resource. Call it for the types in `RUN_WORKLOADS` only. */
export function workloadOf(resource: Resource, roleLabel = DEFAULT_ROLE_LABEL): Workload {
  return resource.type === SERVICE_V1 ? readV1(resource, roleLabel) : readV2(resource, roleLabel);
}

const INGRESS = {
  ALL: "all",
  INTERNAL_ONLY: "internal",
  INTERNAL_LOAD_BALANCER: "internal-and-cloud-load-balancing",
} as const;

function readV2(resource: Resource, roleLabel: string): Workload {
  // A job's task template sits one level deeper than a service's.
  const template = resource.type === JOB ? ["template", "template"] : ["template"];
  const root = at(resource.inputs, template);
  const under = (property: string) => [...template, property].join(".");
  const ingress = read(resource, "ingress");
  const scaling = numberAt(resource.inputs, "scaling.maxInstanceCount") ?? manualCount(resource);
  const volumes = listAt(root, "volumes");
  return {
    resource,
    kind: resource.type === JOB ? "job" : resource.type === WORKER_POOL ? "worker pool" : "service",
    role: label(resource, ["labels", roleLabel], roleLabel),
    location: textAt(resource.inputs, "location"),
    ingress: isHidden(ingress) ? undefined : ingressV2(text(ingress)),
    ingressPath: "ingress",
    invokerCheckOff: isOn(read(resource, "invokerIamDisabled")),
    invokerCheckPath: "invokerIamDisabled",
    defaultUrlOff: isOn(read(resource, "defaultUriDisabled")),
    loginAsked: isOn(read(resource, "iapEnabled")) === true,
    accountPath: [...template, "serviceAccount"],
    containers: listAt(root, "containers").map((container, index) =>
      readContainer(container, `${under("containers")}[${index}]`, "valueSource", "secret", "version"),
    ),
    secretVolumes: volumes.flatMap((volume, index) =>
      isSet(volume, "secret")
        ? listedVersions(volume, `${under("volumes")}[${index}].secret`, at(volume, "secret.secret"))
        : [],
    ),
    connectorPath: [...template, "vpcAccess", "connector"],
    hasConnector: isSet(root, "vpcAccess.connector"),
    interfaces: listAt(root, "vpcAccess.networkInterfaces").map(readInterface),
    allTraffic: hiddenAt(root, "vpcAccess.egress") ? undefined : textAt(root, "vpcAccess.egress") === "ALL_TRAFFIC",
    cloudSqlVolume: volumes.some(
      (volume) => isSet(volume, "cloudSqlInstance.instances") || isRecord(at(volume, "cloudSqlInstance")),
    ),
    maxInstances: positive(numberAt(root, "scaling.maxInstanceCount")) ?? positive(scaling),
    maxInstancesHidden:
      isHidden(at(root, "scaling.maxInstanceCount")) || isHidden(read(resource, "scaling.maxInstanceCount")),
    maxInstancesPath: "template.scaling.maxInstanceCount",
  };
}

function ingressV2(value: string | undefined): Workload["ingress"] {
  const name = (value ?? "ALL").replace(/^INGRESS_TRAFFIC_/, "");
  return Object.hasOwn(INGRESS, name) ? INGRESS[name as keyof typeof INGRESS] : "all";
}

function manualCount(resource: Resource): number | undefined {
  return textAt(resource.inputs, "scaling.scalingMode") === "MANUAL"
    ? numberAt(resource.inputs, "scaling.manualInstanceCount")
    : undefined;
}

/** Whether a switch is on; not set means off, and `undefined` not known yet. */
function isOn(flag: unknown): boolean | undefined {
  return isHidden(flag) ? undefined : flagAt({ flag }, "flag") === true;
}

function positive(count: number | undefined): number | undefined {
  return (count ?? 0) > 0 ? count : undefined;
}

const RUN = "run.googleapis.com/";

function readV1(resource: Resource, roleLabel: string): Workload {
  const onService = (key: string) => at(resource.inputs, ["metadata", "annotations", key]);
  const onRevision = (key: string) => at(resource.inputs, ["template", "metadata", "annotations", key]);
  const spec = at(resource.inputs, ["template", "spec"]);
  const ingress = onService(`${RUN}ingress`);
  const egress = onRevision(`${RUN}vpc-access-egress`);
  const maxScale = onRevision("autoscaling.knative.dev/maxScale") ?? onService(`${RUN}maxScale`);
  return {
    resource,
    kind: "service",
    role: label(resource, ["metadata", "labels", roleLabel], roleLabel),
    location: textAt(resource.inputs, "location"),
    ingress: isHidden(ingress) ? undefined : ingressV1(text(ingress)),
    ingressPath: `metadata.annotations["${RUN}ingress"]`,
    invokerCheckOff: isOn(onService(`${RUN}invoker-iam-disabled`)),
    invokerCheckPath: `metadata.annotations["${RUN}invoker-iam-disabled"]`,
    defaultUrlOff: isOn(onService(`${RUN}default-url-disabled`)),
    loginAsked: isOn(onService(`${RUN}iap-enabled`)) === true,
    accountPath: ["template", "spec", "serviceAccountName"],
    containers: listAt(spec, "containers").map((container, index) =>
      readContainer(container, `template.spec.containers[${index}]`, "valueFrom", "name", "key"),
    ),
    secretVolumes: listAt(spec, "volumes").flatMap((volume, index) =>
      isSet(volume, "secret")
        ? listedVersions(volume, `template.spec.volumes[${index}].secret`, at(volume, "secret.secretName"))
        : [],
    ),
    connectorPath: ["template", "metadata", "annotations", `${RUN}vpc-access-connector`],
    hasConnector: onRevision(`${RUN}vpc-access-connector`) !== undefined,
    interfaces: interfacesV1(onRevision(`${RUN}network-interfaces`)),
    allTraffic: isHidden(egress) ? undefined : /^all(-traffic)?$/.test(text(egress) ?? ""),
    cloudSqlVolume: onRevision(`${RUN}cloudsql-instances`) !== undefined,
    maxInstances: positive(numberAt({ count: maxScale }, "count")),
    maxInstancesHidden: isHidden(maxScale),
    maxInstancesPath: 'template.metadata.annotations["autoscaling.knative.dev/maxScale"]',
  };
}

function ingressV1(value: string | undefined): Workload["ingress"] {
  return value === "internal" || value === "internal-and-cloud-load-balancing" ? value : "all";
}

/** The network interfaces of a first-generation service: JSON in an annotation. */
export function interfacesV1(annotation: unknown): Interface[] {
  if (isHidden(annotation)) return [{ network: annotation, subnetwork: annotation, tags: [] }];
  try {
    const parsed: unknown = JSON.parse(text(annotation) ?? "[]");
    return Array.isArray(parsed) ? parsed.map(readInterface) : [];
  } catch {
    return [];
  }
}

function readInterface(value: unknown): Interface {
  return {
    network: at(value, "network"),
    subnetwork: at(value, "subnetwork"),
    tags: listAt(value, "tags").flatMap((tag) => text(tag) ?? []),
  };
}

function readContainer(
  container: unknown,
  path: string,
  source: string,
  secretKey: string,
  versionKey: string,
): Container {
  return {
    path,
    image: at(container, "image"),
    env: listAt(container, "envs").map((variable, index) => {
      const reference = at(variable, [source, "secretKeyRef"]);
      return {
        path: `${path}.envs[${index}]`,
        name: textAt(variable, "name") ?? "",
        value: at(variable, "value"),
        secret: isRecord(reference)
          ? {
              path: `${path}.envs[${index}].${source}.secretKeyRef`,
              secret: at(reference, secretKey),
              version: at(reference, versionKey),
            }
          : undefined,
      };
    }),
  };
}

function listedVersions(volume: unknown, path: string, secret: unknown): SecretUse[] {
  const items = listAt(volume, "secret.items");
  const versions = items.length > 0 ? items.map((item) => at(item, "version") ?? at(item, "key")) : [undefined];
  return versions.map((version) => ({ path, secret, version }));
}

/** The role label; in a state export it can also have come from the provider's default labels. */
function label(resource: Resource, path: readonly string[], roleLabel: string): string | undefined {
  return (
    textAt(resource.inputs, path) ??
    textAt(resource.inputs, ["effectiveLabels", roleLabel]) ??
    textAt(resource.inputs, ["pulumiLabels", roleLabel])
  );
}

/** Every secret a workload reads, from its environment or as files. */
export function secretsOf(workload: Workload): SecretUse[] {
  return [
    ...workload.containers.flatMap(({ env }) => env.flatMap(({ secret }) => secret ?? [])),
    ...workload.secretVolumes,
  ];
}

export function hasVpcAccess(workload: Workload): boolean {
  return workload.hasConnector || workload.interfaces.length > 0;
}
