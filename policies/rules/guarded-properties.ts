import { POLICIES_WITH_RULES, POLICY_RULES } from "../../graph/firewall";
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
  RESPONSE_POLICY,
  RESPONSE_POLICY_RULE,
  SECURITY_POLICIES,
  SECURITY_POLICY_RULES,
  SERVICE_V1,
  SERVICE_V2,
  SQL,
  SSL_POLICIES,
  SUBNETWORK,
  URL_MAPS,
  WORKER_POOL,
  ZONE,
} from "../../graph/tokens";
import { resourcePolicy } from "../policy";
import { hides } from "./ignored-paths";
import { ACCESS_CONTROLS } from "./public-access";

const RUN = "run.googleapis.com/";
const each = (list: readonly string[], properties: readonly string[]) =>
  list.map((type): [string, readonly string[]] => [type, properties]);

/** What a job or a worker pool runs as, where, and with what. */
const TASK = ["serviceAccount", "vpcAccess", "containers[*].envs", "volumes"];

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
      ...["ingress", "invoker-iam-disabled", "default-url-disabled"].map(
        (key) => `metadata.annotations["${RUN}${key}"]`,
      ),
      ...["vpc-access-connector", "vpc-access-egress", "network-interfaces", "cloudsql-instances"].map(
        (key) => `template.metadata.annotations["${RUN}${key}"]`,
      ),
      'template.metadata.annotations["autoscaling.knative.dev/maxScale"]',
      "template.spec.serviceAccountName",
      "template.spec.containers[*].envs",
      "template.spec.volumes",
    ],
  ],
  [JOB, TASK.map((property) => `template.template.${property}`)],
  [WORKER_POOL, TASK.map((property) => `template.${property}`)],
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
  [CONNECTOR, ["network", "subnet", "ipCidrRange"]],
  [ZONE, ["visibility", "privateVisibilityConfig", "dnssecConfig"]],
  [RECORD, ["rrdatas", "routingPolicy"]],
  [RESPONSE_POLICY, ["networks"]],
  [RESPONSE_POLICY_RULE, ["dnsName", "localData"]],
  [BUCKET, ["uniformBucketLevelAccess", "publicAccessPrevention", "forceDestroy"]],
  ["gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", ["attributeCondition", "attributeMapping"]],
  ["gcp:bigquery/dataset:Dataset", ["accesses"]],
  ...each(ACCESS_CONTROLS, [
    "predefinedAcl",
    "defaultAcl",
    "roleEntities",
    "entity",
    "specialGroup",
    "iamMember",
    "role",
  ]),
  ...each(POLICY_RULES, ["action", "direction", "disabled", "match"]),
  ...each([...POLICIES_WITH_RULES, ...SECURITY_POLICIES], ["rules"]),
  ...each(SECURITY_POLICY_RULES, ["action", "match", "preview"]),
  ...each(SSL_POLICIES, ["profile", "minTlsVersion", "customFeatures"]),
  ...each(HTTPS_PROXIES, ["sslPolicy", "urlMap"]),
  ["gcp:compute/targetSSLProxy:TargetSSLProxy", ["sslPolicy"]],
  ...each(HTTP_PROXIES, ["urlMap"]),
  ...each(FORWARDING_RULES, ["target", "loadBalancingScheme"]),
  ...each(URL_MAPS, ["defaultService", "defaultUrlRedirect", "pathMatchers", "hostRules"]),
  ...each(BACKEND_SERVICES, ["securityPolicy", "backends", "cdnPolicy.cacheMode"]),
  ...each(BACKEND_BUCKETS, ["bucketName"]),
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
