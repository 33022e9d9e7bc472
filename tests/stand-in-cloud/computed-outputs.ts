import { createHash, randomBytes } from "node:crypto";
import { isObject, type Properties, placesAt } from "./property-paths";
import { factsOf } from "./resource-facts";

/** The project all of it lives in, and numbers that the cloud hands out. */
export interface Place {
  project: string;
  region: string;
  projectNumber: string;
  serial: number;
}

type Values = Record<string, unknown>;

const digits = (text: string, length: number) =>
  BigInt(`0x${createHash("sha256").update(text).digest("hex")}`)
    .toString()
    .slice(0, length);

/** What the cloud decides where the program says nothing. */
const decided: Record<string, (properties: Properties, place: Place) => Values> = {
  "gcp:compute/network:Network": () => ({ mtu: 1460, routingMode: "REGIONAL" }),
  "gcp:compute/subnetwork:Subnetwork": () => ({
    privateIpGoogleAccess: false,
    purpose: "PRIVATE",
    stackType: "IPV4_ONLY",
  }),
  "gcp:compute/firewall:Firewall": () => ({ direction: "INGRESS" }),
  "gcp:compute/address:Address": (_, { serial }) => ({ address: `34.95.1.${serial % 250}`, networkTier: "PREMIUM" }),
  "gcp:compute/globalAddress:GlobalAddress": ({ purpose }, { serial }) => ({
    address: purpose === "VPC_PEERING" ? `10.${40 + (serial % 200)}.0.0` : `34.120.1.${serial % 250}`,
  }),
  "gcp:compute/backendService:BackendService": () => ({
    portName: "http",
    protocol: "HTTP",
    sessionAffinity: "NONE",
  }),
  "gcp:compute/backendBucket:BackendBucket": () => ({}),
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": () => ({ ipProtocol: "TCP", networkTier: "PREMIUM" }),
  "gcp:compute/securityPolicy:SecurityPolicy": () => ({ type: "CLOUD_ARMOR" }),
  "gcp:compute/routerNat:RouterNat": () => ({
    enableEndpointIndependentMapping: false,
    endpointTypes: ["ENDPOINT_TYPE_VM"],
  }),
  "gcp:vpcaccess/connector:Connector": () => ({ minThroughput: 200, maxThroughput: 300, network: "" }),
  "gcp:cloudrunv2/service:Service": (_, { projectNumber }) => ({
    ingress: "INGRESS_TRAFFIC_ALL",
    launchStage: "GA",
    scaling: { minInstanceCount: 0 },
    "template.maxInstanceRequestConcurrency": 80,
    "template.scaling": { maxInstanceCount: 100 },
    "template.serviceAccount": `${projectNumber}-compute@developer.gserviceaccount.com`,
    "template.timeout": "300s",
    "template.vpcAccess.egress": "PRIVATE_RANGES_ONLY",
    "template.containers[].ports": { containerPort: 8080, name: "http1" },
    "template.containers[].resources": { limits: { cpu: "1000m", memory: "512Mi" } },
    "template.containers[].startupProbe": {
      failureThreshold: 1,
      periodSeconds: 240,
      tcpSocket: { port: 8080 },
      timeoutSeconds: 240,
    },
    traffics: [{ percent: 100, type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST" }],
  }),
  "gcp:sql/databaseInstance:DatabaseInstance": () => ({
    instanceType: "CLOUD_SQL_INSTANCE",
    maintenanceVersion: "POSTGRES_16_4.R20260801",
    "settings.connectorEnforcement": "NOT_REQUIRED",
    "settings.diskSize": 10,
    "settings.diskType": "PD_SSD",
    "settings.backupConfiguration.startTime": "04:00",
    "settings.backupConfiguration.transactionLogRetentionDays": 7,
    "settings.ipConfiguration.serverCaMode": "GOOGLE_MANAGED_INTERNAL_CA",
  }),
  "gcp:sql/database:Database": () => ({ charset: "UTF8", collation: "en_US.UTF8" }),
  "gcp:sql/user:User": () => ({ host: "" }),
  "gcp:monitoring/customService:CustomService": (_, { serial }) => ({ serviceId: `custom-${serial}` }),
  "gcp:monitoring/slo:Slo": (_, { serial }) => ({ sloId: `slo-${serial}` }),
  "gcp:storage/bucket:Bucket": () => ({
    publicAccessPrevention: "inherited",
    rpo: "DEFAULT",
    softDeletePolicy: { retentionDurationSeconds: 604800 },
    uniformBucketLevelAccess: false,
  }),
  "random:index/randomPassword:RandomPassword": () => ({ numeric: true }),
  "random:index/randomString:RandomString": () => ({ numeric: true }),
};

/** Outputs that only exist once the resource does. */
const computed: Record<string, (properties: Properties, id: string, place: Place) => Values> = {
  "gcp:cloudrunv2/service:Service": ({ name, location, template }, id, { projectNumber }) => {
    const revision = `${name}-${createHash("sha256").update(JSON.stringify(template)).digest("hex").slice(0, 8)}`;
    const uri = `https://${name}-${digits(id, 10)}-rc.a.run.app`;
    return {
      uri,
      urls: [`https://${name}-${projectNumber}.${location}.run.app`, uri],
      latestCreatedRevision: revision,
      latestReadyRevision: revision,
      reconciling: false,
      uid: digits(id, 20),
    };
  },
  "gcp:cloudrun/domainMapping:DomainMapping": ({ name }) => ({
    statuses: [{ resourceRecords: [{ name, rrdata: "ghs.googlehosted.com.", type: "CNAME" }] }],
  }),
  "gcp:compute/network:Network": (_, id) => ({ networkId: id, numericId: digits(id, 18), gatewayIpv4: "" }),
  "gcp:compute/subnetwork:Subnetwork": ({ ipCidrRange }) => ({
    gatewayAddress: String(ipCidrRange).replace(/\d+\/\d+$/, "1"),
  }),
  "gcp:compute/managedSslCertificate:ManagedSslCertificate": (_, id) => ({
    certificateId: Number(digits(id, 9)),
    subjectAlternativeNames: [],
  }),
  "gcp:dns/managedZone:ManagedZone": ({ visibility }, id) => ({
    managedZoneId: digits(id, 18),
    nameServers: visibility === "private" ? ["ns-gcp-private.googledomains.com."] : ["ns-cloud-a1.googledomains.com."],
  }),
  "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": (_, id) => ({ uptimeCheckId: id.split("/").pop() }),
  "gcp:projects/serviceIdentity:ServiceIdentity": ({ service }, _, { projectNumber }) => {
    const email = `service-${projectNumber}@gcp-sa-${String(service).split(".")[0]}.iam.gserviceaccount.com`;
    return { email, member: `serviceAccount:${email}` };
  },
  "gcp:secretmanager/secretVersion:SecretVersion": (_, id) => ({ version: id.split("/").pop() }),
  "gcp:serviceaccount/account:Account": ({ accountId }, id, { project }) => {
    const email = `${accountId}@${project}.iam.gserviceaccount.com`;
    return { email, member: `serviceAccount:${email}`, uniqueId: digits(id, 21) };
  },
  "gcp:servicenetworking/connection:Connection": () => ({ peering: "servicenetworking-googleapis-com" }),
  "gcp:sql/databaseInstance:DatabaseInstance": ({ name, region, databaseVersion }, id, { project, projectNumber }) => ({
    connectionName: `${project}:${region}:${name}`,
    dnsName: `${digits(id, 12)}.${region}.sql.goog.`,
    firstIpAddress: "10.90.0.3",
    ipAddresses: [{ ipAddress: "10.90.0.3", type: "PRIVATE" }],
    privateIpAddress: "10.90.0.3",
    serverCaCerts: [
      { cert: "-----BEGIN CERTIFICATE-----\nstand-in\n-----END CERTIFICATE-----", commonName: "stand-in" },
    ],
    serviceAccountEmailAddress: `p${projectNumber}-${digits(id, 6)}@gcp-sa-cloud-sql.iam.gserviceaccount.com`,
    "settings.version": Number(digits(String(databaseVersion), 1)),
  }),
  "gcp:storage/bucket:Bucket": ({ name }, _, { projectNumber }) => ({
    projectNumber: Number(projectNumber),
    selfLink: `https://www.googleapis.com/storage/v1/b/${name}`,
    url: `gs://${name}`,
  }),
  "gcp:artifactregistry/repository:Repository": ({ location, repositoryId }, _, { project }) => ({
    registryUri: `${location}-docker.pkg.dev/${project}/${repositoryId}`,
  }),
  "gcp:vpcaccess/connector:Connector": () => ({ state: "READY", connectedProjects: [] }),
  "random:index/randomPassword:RandomPassword": ({ length }) => ({
    bcryptHash: `$2a$10$${randomBytes(30).toString("hex")}`,
    result: randomText(Number(length)),
  }),
  "random:index/randomString:RandomString": ({ length }) => ({ result: randomText(Number(length)) }),
  "random:index/randomId:RandomId": ({ byteLength }) => {
    const bytes = randomBytes(Number(byteLength));
    return {
      b64Std: bytes.toString("base64"),
      b64Url: bytes.toString("base64url"),
      dec: BigInt(`0x${bytes.toString("hex")}`).toString(),
      hex: bytes.toString("hex"),
    };
  },
};

const randomText = (length: number) => randomBytes(length).toString("base64url").slice(0, length);

/** Sets what the cloud fills of its own accord; `planned` still has unknown markers there. */
export function decide(type: string, properties: Properties, place: Place): void {
  const { filled } = factsOf(type);
  const scope = { project: place.project, region: place.region, location: place.region };
  for (const [key, value] of Object.entries(scope)) if (filled.includes(key)) setIfAbsent(properties, key, value);
  for (const [pattern, value] of Object.entries(decided[type]?.(properties, place) ?? {})) {
    setIfAbsent(properties, pattern, value);
  }
}

function setIfAbsent(properties: Properties, pattern: string, value: unknown): void {
  for (const { holder, key } of placesAt(properties, pattern)) {
    if (holder[key] === undefined) holder[key] = structuredClone(value);
  }
}

export function compute(type: string, properties: Properties, id: string, place: Place): void {
  const facts = factsOf(type);
  if (facts.computed.includes("name")) properties.name = id;
  if (facts.computed.includes("selfLink")) properties.selfLink = selfLinkOf(type, id);
  if (facts.computed.includes("etag")) properties.etag = digits(id, 12);
  for (const [pattern, value] of Object.entries(computed[type]?.(properties, id, place) ?? {})) {
    for (const { holder, key } of placesAt(properties, pattern)) holder[key] = value;
  }
}

const selfLinkOf = (type: string, id: string) =>
  type.startsWith("gcp:compute/") ? `https://www.googleapis.com/compute/v1/${id}` : id;

/** The id by the type's template, from the properties and the place. */
export function idOf(type: string, properties: Properties, place: Place): string {
  return factsOf(type).id.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = key === "serial" ? place.serial : (properties[key] ?? { ...place }[key]);
    if (value === undefined || isObject(value)) throw new Error(`${type} has no ${key} to make its id of`);
    return String(value);
  });
}
