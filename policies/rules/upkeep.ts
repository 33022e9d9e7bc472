import { assetsBuckets } from "../../graph/edge";
import { grantsOf, isEveryone } from "../../graph/grants";
import { isHostSubnet } from "../../graph/network";
import { hiddenAt, isHidden, isSet, listAt, numberAt, read, text, textAt, textsAt } from "../../graph/reading";
import { BACKEND_SERVICES, BUCKET, SECRET_RESOURCE, SUBNETWORK, ZONE } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { type Findings, resourcePolicy, stackPolicy } from "../policy";
import { mustBeTrue } from "./must-be-true";

const KEY = "gcp:kms/cryptoKey:CryptoKey";
const AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig";
const REPOSITORY = "gcp:artifactregistry/repository:Repository";
const PUBLIC_READ = "gcp:storage/bucketIAM";
const DNS_POLICY = "gcp:dns/policy:Policy";

interface Limits {
  maxRotationDays: number;
  maxSecretRotationDays: number;
}

const SECONDS_PER_DAY = 86_400;

/** How often something is rotated, in days, from `7776000s`; `undefined` if that is not known yet. Not at all is never. */
function rotationDays(resource: Resource, path: string): number | undefined {
  const period = read(resource, path);
  if (isHidden(period)) return undefined;
  const seconds = Number.parseFloat(text(period) ?? "");
  return Number.isNaN(seconds) ? Number.POSITIVE_INFINITY : seconds / SECONDS_PER_DAY;
}

const KEEP: Record<string, (resource: Resource, findings: Findings, limits: Limits) => void> = {
  [SECRET_RESOURCE]: (secret, { violation, unjudged }, { maxSecretRotationDays }) => {
    const path = "rotation.rotationPeriod";
    const days = rotationDays(secret, path);
    if (!isSet(secret.inputs, path))
      return violation(secret, "rotation", "nothing reminds anyone to rotate this secret");
    if (days === undefined) unjudged(secret, path);
    else if (days > maxSecretRotationDays)
      violation(secret, path, `the secret is not rotated within ${maxSecretRotationDays} days`);
    if (!isSet(secret.inputs, "topics"))
      violation(secret, "topics", "a rotation period without a topic rotates nothing");
  },
  [KEY]: (key, { violation, unjudged }, { maxRotationDays }) => {
    const path = "rotationPeriod";
    const days = rotationDays(key, path);
    // Only keys that encrypt and decrypt by themselves can be rotated.
    if ((textAt(key.inputs, "purpose") ?? "ENCRYPT_DECRYPT") === "ENCRYPT_DECRYPT") {
      if (days === undefined) unjudged(key, path);
      else if (days > maxRotationDays) violation(key, path, `the key is not rotated within ${maxRotationDays} days`);
    }
    if (key.options.protect !== true) violation(key, "protect", "losing the key loses everything encrypted with it");
  },
  [REPOSITORY]: (repository, { violation }) => {
    const path = "vulnerabilityScanningConfig.enablementConfig";
    if (textAt(repository.inputs, path) === "DISABLED")
      violation(repository, path, "images are not scanned for known flaws");
  },
  [ZONE]: (zone, { violation }) => {
    if (textAt(zone.inputs, "visibility")?.toLowerCase() === "private") return;
    if (textAt(zone.inputs, "dnssecConfig.nonExistence")?.toLowerCase() === "nsec")
      violation(zone, "dnssecConfig.nonExistence", "NSEC lets anyone list the zone");
  },
  [AUDIT]: (audit, { violation, unjudged }) => {
    const path = "auditLogConfigs";
    const logs = listAt(audit.inputs, path);
    if (logs.some((log) => isSet(log, "exemptedMembers"))) violation(audit, path, "some members leave no trace");
    if (hiddenAt(audit.inputs, path) || logs.some((log) => hiddenAt(log, "logType"))) return unjudged(audit, path);
    const kinds = logs.flatMap((log) => textsAt(log, "logType"));
    const missing = ["ADMIN_READ", "DATA_READ", "DATA_WRITE"].filter((kind) => !kinds.includes(kind));
    if (missing.length > 0) violation(audit, path, `not logged: ${missing.join(", ")}`);
  },
  [BUCKET]: (bucket, { violation }) => {
    if (!isSet(bucket.inputs, "lifecycleRules"))
      violation(bucket, "lifecycleRules", "no lifecycle rule ever removes anything");
    const log = textAt(bucket.inputs, "logging.logBucket");
    if (log !== undefined && log === textAt(bucket.inputs, "name"))
      violation(bucket, "logging.logBucket", "the bucket logs into itself");
  },
};

export const platformUpkeep = resourcePolicy({
  id: "platform-upkeep",
  title: "Secrets, keys, registries and buckets are looked after",
  demands:
    "Secrets rotate with a topic; keys rotate and are protected; images are scanned; NSEC3; full audit logs; buckets have lifecycle rules and do not log into themselves; everyone may read assets but not list them.",
  why: "None of these opens a door today; each of them makes the next incident worse.",
  weight: "advice",
  severity: "low",
  covers: [
    "CIS 1.11",
    "CIS 2.1",
    "CKV_GCP_43",
    "CKV_GCP_63",
    "CKV_GCP_82",
    "CKV2_GCP_5",
    "CKV2_GCP_11",
    "GCP-0065",
    "GCP-0079",
    "mondoo nsec3",
    "prowler lifecycle",
    "secretmanagerAllowedRotationPeriod",
  ],
  remediation: "Set the property named in the message.",
  settings: {
    maxRotationDays: { default: 90, about: "longest rotation period of a key, in days" },
    maxSecretRotationDays: { default: 365, about: "longest rotation period of a secret, in days" },
  },
  applies: (type) => Object.hasOwn(KEEP, type) || type.startsWith(PUBLIC_READ),
  check(resource, findings, limits) {
    KEEP[resource.type]?.(resource, findings, limits);
    for (const grant of grantsOf(resource)) {
      if (grant.role === "roles/storage.objectViewer" && grant.members.some(isEveryone)) {
        findings.violation(
          resource,
          grant.form === "policy" ? "policyData" : "role",
          "everyone may also list the objects; roles/storage.legacyObjectReader only reads them",
        );
      }
    }
  },
});

export const trafficLogs = stackPolicy({
  id: "traffic-logs",
  title: "Traffic leaves a trace",
  demands:
    "Flow logs on subnets, query logs on DNS policies, request logs on backend services, access logs on buckets.",
  why: "They are what an investigation starts from. They are billed by volume, so they are advice, and only in production.",
  weight: "production-advice",
  severity: "low",
  covers: [
    "CIS 2.13",
    "CIS 2.17",
    "CIS 3.10",
    "CKV_GCP_26",
    "CKV_GCP_62",
    "GCP-0029",
    "GCP-0076",
    "GCP-0077",
    "dnsRequirePolicyLogging",
    "networkRequireBackendServiceLogging",
  ],
  remediation:
    "Set `logConfig` (subnet, backend service), `enableLogging` (DNS policy) or `logging.logBucket` (bucket).",
  check({ stack }, findings) {
    const { violation } = findings;
    for (const subnet of stack.ofType(SUBNETWORK).filter(isHostSubnet)) {
      if (!isSet(subnet.inputs, "logConfig")) violation(subnet, "logConfig", "no flow logs");
      if (numberAt(subnet.inputs, "logConfig.flowSampling") === 0)
        violation(subnet, "logConfig.flowSampling", "none of the flows is logged");
    }
    for (const policy of stack.ofType(DNS_POLICY))
      mustBeTrue(policy, "enableLogging", "DNS queries are not logged", findings);
    for (const backend of stack.ofType(...BACKEND_SERVICES)) {
      mustBeTrue(backend, "logConfig.enable", "requests are not logged", findings);
      if (numberAt(backend.inputs, "logConfig.sampleRate") === 0)
        violation(backend, "logConfig.sampleRate", "none of the requests is logged");
    }
    const assets = assetsBuckets(stack);
    const logs = new Set(
      stack.ofType(BUCKET).flatMap((bucket) => stack.resolve(bucket, "logging.logBucket", [BUCKET]).found),
    );
    for (const bucket of stack.ofType(BUCKET)) {
      // Who reads an assets bucket is in the load balancer's log; a log bucket's own log would never end.
      if (!assets.has(bucket) && !logs.has(bucket) && !isSet(bucket.inputs, "logging.logBucket")) {
        violation(bucket, "logging.logBucket", "access to the bucket is not logged");
      }
    }
  },
});

export const bucketVersioning = stackPolicy({
  id: "bucket-versioning",
  title: "Overwritten objects can be had back",
  demands: "Buckets keep versions, except the one with the assets.",
  why: "An overwritten object is gone for good without versions. They are billed, so this is advice, and only in production.",
  weight: "production-advice",
  severity: "low",
  covers: ["CKV_GCP_78", "GCP-0078", "storageRequireBucketObjectVersionning"],
  remediation: "Set `versioning: { enabled: true }`.",
  check({ stack, assetsBuckets: assets }, findings) {
    for (const bucket of stack.ofType(BUCKET)) {
      if (!assets.has(bucket)) mustBeTrue(bucket, "versioning.enabled", "versions are not kept", findings);
    }
  },
});
