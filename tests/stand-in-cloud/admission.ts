import { CloudError } from "./cloud-error";
import type { CloudResource } from "./cloud-resource";
import { differences } from "./plan";
import { isObject, type Properties, placesAt } from "./property-paths";

/** The API that must be on before anything of a package's module can be made. */
const apis: Record<string, string> = {
  artifactregistry: "artifactregistry.googleapis.com",
  cloudrun: "run.googleapis.com",
  cloudrunv2: "run.googleapis.com",
  compute: "compute.googleapis.com",
  dns: "dns.googleapis.com",
  iam: "iam.googleapis.com",
  monitoring: "monitoring.googleapis.com",
  secretmanager: "secretmanager.googleapis.com",
  serviceaccount: "iam.googleapis.com",
  servicenetworking: "servicenetworking.googleapis.com",
  sql: "sqladmin.googleapis.com",
  vpcaccess: "vpcaccess.googleapis.com",
};

/** On in every new project. */
const alwaysOn = new Set(["logging.googleapis.com", "monitoring.googleapis.com", "storage.googleapis.com"]);

export function requireApi(type: string, project: string, resources: CloudResource[]): void {
  const api = apis[type.split(":")[1]?.split("/")[0] ?? ""];
  if (!api || alwaysOn.has(api)) return;
  const on = resources.some((r) => r.type === "gcp:projects/service:Service" && r.properties.service === api);
  if (!on) throw apiIsOff(api, project);
}

export const apiIsOff = (api: string, project: string) =>
  new CloudError(
    403,
    `${api} has not been used in project ${project} before or it is disabled. Enable it by visiting https://console.cloud.google.com/apis/library/${api}?project=${project} then retry.`,
  );

type Rule = (properties: Properties, resources: CloudResource[]) => void;

const refuseUnless = (holds: unknown, message: string) => {
  if (!holds) throw new CloudError(400, message);
};

/** What the cloud itself refuses, minutes into `up`, though the provider let it pass. */
const rules: Record<string, Rule> = {
  "gcp:vpcaccess/connector:Connector": ({ name, minInstances, maxInstances, subnet }, resources) => {
    refuseUnless(
      /^[a-z][-a-z0-9]{0,23}[a-z0-9]$/.test(String(name)),
      `Connector ID must follow the pattern ^[a-z][-a-z0-9]{0,23}[a-z0-9]$: ${name}`,
    );
    const [min, max] = [Number(minInstances), Number(maxInstances)];
    refuseUnless(min >= 2 && min < max && max <= 10, `Invalid instances: min ${min}, max ${max}.`);
    const subnetName = (subnet as Properties | undefined)?.name;
    const range = resources.find((r) => r.type.endsWith(":Subnetwork") && r.properties.name === subnetName)?.properties;
    refuseUnless(!range || String(range.ipCidrRange).endsWith("/28"), "The connector's subnet must be a /28.");
  },
  "gcp:sql/databaseInstance:DatabaseInstance": ({ settings, databaseVersion }, resources) => {
    const { tier, edition, ipConfiguration } = settings as Properties;
    const plus = edition === "ENTERPRISE_PLUS" || (edition === undefined && databaseVersion !== "POSTGRES_15");
    refuseUnless(
      String(tier).startsWith("db-perf-optimized-N-") === plus,
      `Invalid Tier (${tier}) for (${plus ? "ENTERPRISE_PLUS" : "ENTERPRISE"}) Edition.`,
    );
    const network = (ipConfiguration as Properties | undefined)?.privateNetwork;
    refuseUnless(
      !network || resources.some((r) => r.type.endsWith(":Connection") && namesSame(r.properties.network, network)),
      "Failed to create subnetwork. Please create Service Networking connection with service 'servicenetworking.googleapis.com' from consumer network: the network doesn't have at least 1 private services connection.",
    );
  },
  "gcp:cloudrunv2/service:Service": (service, resources) => {
    const email = placesAt(service, "template.serviceAccount").map(({ holder, key }) => holder[key])[0];
    for (const { holder } of placesAt(service, "template.containers[].envs[].valueSource.secretKeyRef.secret")) {
      const versions = resources.filter(
        (r) => r.type.endsWith(":SecretVersion") && namesSame(r.properties.secret, holder.secret),
      );
      refuseUnless(
        versions.some((v) => holder.version === "latest" || v.properties.version === String(holder.version)),
        `Revision is not ready: Secret ${holder.secret}/versions/${holder.version} was not found.`,
      );
      const granted = resources.some(
        (r) =>
          r.type.endsWith(":SecretIamMember") &&
          namesSame(r.properties.secretId, holder.secret) &&
          r.properties.member === `serviceAccount:${email}`,
      );
      refuseUnless(
        granted,
        `Revision is not ready: Permission denied on secret: ${holder.secret} for Revision service account ${email}.`,
      );
    }
  },
  "gcp:compute/securityPolicy:SecurityPolicy": ({ rules: list }) => {
    const all = Array.isArray(list) ? (list as Properties[]) : [];
    const priorities = all.map((rule) => rule.priority);
    refuseUnless(
      priorities.includes(2147483647),
      "A security policy must have a default rule with priority 2147483647.",
    );
    refuseUnless(new Set(priorities).size === priorities.length, "Two rules have the same priority.");
  },
  "gcp:compute/backendService:BackendService": (backend, resources) => {
    const serverless = placesAt(backend, "backends[].group").some(({ holder }) =>
      resources.some(
        (r) => r.properties.networkEndpointType === "SERVERLESS" && namesSame(r.properties.selfLink, holder.group),
      ),
    );
    refuseUnless(
      !serverless || backend.timeoutSec === undefined,
      "Timeout sec is not supported for a backend service with Serverless network endpoint groups.",
    );
  },
};

const lastPart = (value: unknown) => String(value).split("/").pop();
const namesSame = (a: unknown, b: unknown) => a !== undefined && lastPart(a) === lastPart(b);

export function admit(type: string, properties: Properties, resources: CloudResource[]): void {
  rules[type]?.(properties, resources);
}

/** Refuses a revision's name that has been given to another configuration. */
export function requireNewName(type: string, old: Properties, now: Properties): void {
  if (type !== "gcp:cloudrunv2/service:Service" || !isObject(now.template)) return;
  const name = now.template.revision;
  if (!name || differences(type, { template: old.template }, { template: now.template }).length === 0) return;
  if (isObject(old.template) && old.template.revision === name)
    throw new CloudError(409, `Revision named '${name}' with different configuration already exists.`);
}

/** Refuses a deletion that the resource's own protection forbids. */
export function requireUnprotected(type: string, name: string, properties: Properties, id: string): void {
  const { deletionProtection, settings } = properties;
  if (deletionProtection === true) {
    throw new CloudError(
      400,
      `cannot destroy ${type.split(":")[2]} "${name}" (${id}) without setting deletion_protection=false and running \`pulumi up\``,
    );
  }
  if ((settings as Properties | undefined)?.deletionProtectionEnabled === true) {
    throw new CloudError(400, `The instance ${id} is protected. Please disable the deletion protection and try again.`);
  }
}
