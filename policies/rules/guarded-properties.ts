import {
  BACKEND_BUCKETS,
  BACKEND_SERVICES,
  BUCKET,
  CONNECTOR,
  FIREWALL,
  FORWARDING_RULES,
  HTTP_PROXIES,
  HTTPS_PROXIES,
  iamForm,
  JOB,
  NEGS,
  NETWORK,
  RECORD,
  SECURITY_POLICIES,
  SERVICE_V1,
  SERVICE_V2,
  SQL,
  SSL_POLICIES,
  SUBNETWORK,
  URL_MAPS,
  ZONE,
} from "../../graph/tokens";
import { resourcePolicy } from "../policy";
import { hides } from "./ignored-paths";

const RUN = "run.googleapis.com/";
const each = (list: readonly string[], properties: readonly string[]) =>
  list.map((type): [string, readonly string[]] => [type, properties]);

/** Properties a policy of this pack decides on; a change to them must not pass unseen. */
const GUARDED = new Map<string, readonly string[]>([
  [
    SERVICE_V2,
    [
      "ingress",
      "invokerIamDisabled",
      "defaultUriDisabled",
      "deletionProtection",
      "scaling.maxInstanceCount",
      "template.serviceAccount",
      "template.vpcAccess",
      "template.scaling.maxInstanceCount",
      "template.containers[*].envs",
      "template.volumes",
    ],
  ],
  [
    SERVICE_V1,
    [
      ...["ingress", "invoker-iam-disabled"].map((key) => `metadata.annotations["${RUN}${key}"]`),
      ...["vpc-access-connector", "vpc-access-egress"].map((key) => `template.metadata.annotations["${RUN}${key}"]`),
      "template.spec.serviceAccountName",
      "template.spec.containers[*].envs",
    ],
  ],
  [JOB, ["template.template.serviceAccount", "template.template.vpcAccess", "template.template.containers[*].envs"]],
  [
    SQL,
    [
      "settings.ipConfiguration",
      "settings.backupConfiguration",
      "settings.deletionProtectionEnabled",
      "deletionProtection",
    ],
  ],
  [
    FIREWALL,
    ["allows", "denies", "direction", "disabled", "sourceRanges", "destinationRanges", "sourceTags", "targetTags"],
  ],
  [NETWORK, ["autoCreateSubnetworks"]],
  [SUBNETWORK, ["privateIpGoogleAccess"]],
  [CONNECTOR, ["network", "subnet"]],
  [ZONE, ["visibility", "privateVisibilityConfig", "dnssecConfig"]],
  [RECORD, ["rrdatas"]],
  [BUCKET, ["uniformBucketLevelAccess", "publicAccessPrevention", "forceDestroy"]],
  ["gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", ["attributeCondition", "attributeMapping"]],
  ...each(SSL_POLICIES, ["profile", "minTlsVersion", "customFeatures"]),
  ...each(HTTPS_PROXIES, ["sslPolicy", "urlMap"]),
  ...each(HTTP_PROXIES, ["urlMap"]),
  ...each(FORWARDING_RULES, ["target", "loadBalancingScheme"]),
  ...each(URL_MAPS, ["defaultService", "defaultUrlRedirect", "pathMatchers", "hostRules"]),
  ...each(BACKEND_SERVICES, ["securityPolicy", "backends", "cdnPolicy.cacheMode"]),
  ...each(BACKEND_BUCKETS, ["bucketName"]),
  ...each(SECURITY_POLICIES, ["rules"]),
  ...each(NEGS, ["cloudRun"]),
]);
const IAM = ["member", "members", "role", "policyData", "condition"];

function guarded(type: string): readonly string[] {
  return GUARDED.get(type) ?? (iamForm(type) ? IAM : []);
}

export const guardedProperties = resourcePolicy({
  id: "guarded-properties-not-ignored",
  title: "Guarded properties are not ignored",
  demands: "`ignoreChanges` names no property that these policies decide on, nor the object around it, nor everything.",
  why: "It is the quiet way round a policy: what is declared looks right while what runs is something else.",
  weight: "always",
  severity: "high",
  covers: ["B14"],
  remediation: "Name only what another tool owns, e.g. `template.containers[0].image`.",
  applies: (type) => guarded(type).length > 0,
  check(resource, { violation }) {
    for (const path of resource.options.ignoreChanges ?? []) {
      if (typeof path !== "string") continue;
      const hidden = guarded(resource.type).find((property) => hides(path, property));
      if (hidden) violation(resource, `ignoreChanges[${path}]`, `changes to ${hidden} would go unseen`);
    }
  },
});
