import { type Resource, UNKNOWN } from "../resources/resource";

/** What a reader wants to know of a resource of each type at a glance, as paths into its inputs. */
const PATHS: Record<string, string[]> = {
  "gcp:cloudrunv2/service:Service": [
    "name",
    "ingress",
    "template.containers.0.resources.limits.cpu",
    "template.containers.0.resources.limits.memory",
    "template.scaling.minInstanceCount",
    "template.scaling.maxInstanceCount",
    "template.vpcAccess.egress",
  ],
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": ["role"],
  "gcp:cloudrun/domainMapping:DomainMapping": ["name"],
  "gcp:compute/firewall:Firewall": ["direction", "targetTags", "denies.0.ports"],
  "gcp:compute/globalForwardingRule:GlobalForwardingRule": ["portRange"],
  "gcp:compute/managedSslCertificate:ManagedSslCertificate": ["managed.domains"],
  "gcp:compute/sSLPolicy:SSLPolicy": ["profile", "minTlsVersion"],
  "gcp:compute/securityPolicy:SecurityPolicy": ["rules.length"],
  "gcp:compute/backendBucket:BackendBucket": ["cdnPolicy.cacheMode"],
  "gcp:compute/subnetwork:Subnetwork": ["ipCidrRange"],
  "gcp:compute/uRLMap:URLMap": ["hostRules.0.hosts", "defaultUrlRedirect.httpsRedirect"],
  "gcp:dns/managedZone:ManagedZone": ["dnsName", "visibility"],
  "gcp:dns/recordSet:RecordSet": ["name", "type", "rrdatas"],
  "gcp:billing/budget:Budget": ["amount.specifiedAmount.units"],
  "gcp:monitoring/alertPolicy:AlertPolicy": ["displayName", "severity"],
  "gcp:monitoring/notificationChannel:NotificationChannel": ["displayName"],
  "gcp:monitoring/slo:Slo": ["displayName"],
  "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": ["displayName", "period"],
  "gcp:projects/service:Service": ["service"],
  "gcp:secretmanager/secret:Secret": ["secretId"],
  "gcp:secretmanager/secretIamMember:SecretIamMember": ["secretId", "role"],
  "gcp:serviceaccount/account:Account": ["accountId"],
  "gcp:sql/database:Database": ["name"],
  "gcp:sql/databaseInstance:DatabaseInstance": [
    "databaseVersion",
    "settings.tier",
    "settings.availabilityType",
    "settings.ipConfiguration.ipv4Enabled",
  ],
  "gcp:sql/user:User": ["name"],
  "gcp:storage/bucket:Bucket": ["location", "publicAccessPrevention"],
  "gcp:storage/bucketIAMMember:BucketIAMMember": ["role", "member"],
  "gcp:vpcaccess/connector:Connector": ["name", "machineType", "minInstances", "maxInstances"],
};

/** `cpu 1, memory 512Mi, …` */
export function highlights({ type, inputs }: Resource): string {
  return (PATHS[type] ?? [])
    .map((path) => [path, at(inputs, path)] as const)
    .filter(([, value]) => value !== undefined && value !== UNKNOWN)
    .map(([path, value]) => (SPEAKS_FOR_ITSELF.test(path) ? text(value) : `${label(path)} ${text(value)}`))
    .join(", ");
}

const SPEAKS_FOR_ITSELF =
  /(name|Name|Id|ingress|role|service|egress|databaseVersion|domains|hosts|location|Range|direction)$/;

const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

const label = (path: string) => (path === "rules.length" ? "rules" : (path.split(".").at(-1) ?? path));

const text = (value: unknown): string => (Array.isArray(value) ? value.map(text).join(" ") : String(value));
