import { guardedProperties } from "../../policies/rules/guarded-properties";
import { hides, ignored, parsePath } from "../../policies/rules/ignored-paths";
import type { Resource } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { raw } from "./make";

const ignoring = (type: string, ...ignoreChanges: string[]): Resource =>
  raw(type, "x", {}, { options: { ignoreChanges } });
const refused = (type: string, ...paths: string[]): Case[] =>
  paths.map((path): Case => [`${path} of ${type}`, [ignoring(type, path)], [`x ignoreChanges[${path}]`]]);
const allowed = (type: string, ...paths: string[]): Case[] =>
  paths.map((path): Case => [`${path} of ${type} may be ignored`, [ignoring(type, path)], []]);

const SERVICE = "gcp:cloudrunv2/service:Service";
const SERVICE_V1 = "gcp:cloudrun/service:Service";
const SQL = "gcp:sql/databaseInstance:DatabaseInstance";

describe("spellings", () => {
  judges(guardedProperties, [
    ...refused(
      SERVICE,
      "ingress",
      '["ingress"]',
      "*",
      "[*]",
      "template",
      'template["serviceAccount"]',
      '["template"]["serviceAccount"]',
      "template.*",
      "template[*]",
      "template.containers",
      "template.containers[0]",
      "template.containers[*]",
      "template.containers[0].envs",
      "template.containers[1].envs[0].value",
      "template.vpcAccess.egress",
    ),
    ...allowed(
      SERVICE,
      "template.containers[0].image",
      "template.containers[*].image",
      'template.containers[0]["image"]',
      "client",
      "clientVersion",
      "template.revision",
      "template.labels",
      "annotations",
      "ingresses",
      "template.scaling.minInstanceCount",
      "",
    ),
    ...refused(
      SQL,
      "settings",
      "settings.ipConfiguration",
      "settings.ipConfiguration.sslMode",
      '["settings"].ipConfiguration',
    ),
    ...allowed(SQL, "settings.diskSize", "settings.tier", "settings.maintenanceWindow", "rootPassword"),
    ["nothing ignored", [ignoring(SERVICE)], []],
    ["no options", [raw(SERVICE, "x", { ingress: "INGRESS_TRAFFIC_ALL" })], []],
    [
      "one of several",
      [ignoring(SERVICE, "client", "ingress", "template.containers[0].image", "template.volumes")],
      ["x ignoreChanges[ingress]", "x ignoreChanges[template.volumes]"],
    ],
    [
      "what is no path",
      [raw(SERVICE, "x", {}, { options: { ignoreChanges: [1 as never, null as never, "ingress"] } })],
      ["x ignoreChanges[ingress]"],
    ],
  ]);
});

describe("what is guarded", () => {
  const annotation = (key: string) => `metadata.annotations["run.googleapis.com/${key}"]`;
  const task = ["serviceAccount", "vpcAccess", "containers[0].envs", "volumes"];
  judges(guardedProperties, [
    ...refused(
      SERVICE,
      "invokerIamDisabled",
      "defaultUriDisabled",
      "deletionProtection",
      "scaling.maxInstanceCount",
      "template.serviceAccount",
      "template.scaling.maxInstanceCount",
      "template.volumes",
    ),
    ...refused(
      SERVICE_V1,
      annotation("ingress"),
      annotation("invoker-iam-disabled"),
      annotation("default-url-disabled"),
      "metadata.annotations",
      "metadata",
      `template.${annotation("vpc-access-connector")}`,
      `template.${annotation("vpc-access-egress")}`,
      `template.${annotation("network-interfaces")}`,
      `template.${annotation("cloudsql-instances")}`,
      'template.metadata.annotations["autoscaling.knative.dev/maxScale"]',
      "template.spec.serviceAccountName",
      "template.spec.containers[0].envs",
      "template.spec.volumes",
    ),
    ...allowed(
      SERVICE_V1,
      annotation("client-name"),
      `template.${annotation("client-version")}`,
      "template.metadata.name",
      "template.spec.containers[0].image",
      "traffics",
    ),
    ...refused("gcp:cloudrunv2/job:Job", ...task.map((each) => `template.template.${each}`)),
    ...allowed("gcp:cloudrunv2/job:Job", "template.template.containers[0].image", "template.taskCount"),
    ...refused("gcp:cloudrunv2/workerPool:WorkerPool", ...task.map((each) => `template.${each}`)),
    ...refused(SQL, "settings.backupConfiguration.enabled", "settings.deletionProtectionEnabled", "deletionProtection"),
    ...refused(
      "gcp:compute/firewall:Firewall",
      "allows",
      "denies",
      "direction",
      "disabled",
      "sourceRanges",
      "destinationRanges",
      "sourceTags",
      "targetTags",
    ),
    ...allowed("gcp:compute/firewall:Firewall", "description", "logConfig"),
    ...refused(
      "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
      "action",
      "direction",
      "disabled",
      "match",
    ),
    ...refused("gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules", "rules"),
    ...refused("gcp:compute/network:Network", "autoCreateSubnetworks"),
    ...refused("gcp:compute/subnetwork:Subnetwork", "privateIpGoogleAccess"),
    ...allowed("gcp:compute/subnetwork:Subnetwork", "logConfig", "secondaryIpRanges"),
    ...refused("gcp:vpcaccess/connector:Connector", "network", "subnet", "ipCidrRange"),
    ...allowed("gcp:vpcaccess/connector:Connector", "maxInstances"),
    ...refused("gcp:dns/managedZone:ManagedZone", "visibility", "privateVisibilityConfig", "dnssecConfig.state"),
    ...refused("gcp:dns/recordSet:RecordSet", "rrdatas", "routingPolicy"),
    ...refused("gcp:dns/responsePolicy:ResponsePolicy", "networks"),
    ...refused("gcp:dns/responsePolicyRule:ResponsePolicyRule", "localData", "dnsName"),
    ...refused("gcp:storage/bucket:Bucket", "uniformBucketLevelAccess", "publicAccessPrevention", "forceDestroy"),
    ...allowed("gcp:storage/bucket:Bucket", "lifecycleRules", "labels"),
    ...refused(
      "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
      "attributeCondition",
      "attributeMapping",
    ),
    ...refused("gcp:storage/bucketACL:BucketACL", "predefinedAcl", "defaultAcl", "roleEntities[0]"),
    ...refused("gcp:storage/objectAccessControl:ObjectAccessControl", "entity", "role"),
    ...refused("gcp:bigquery/datasetAccess:DatasetAccess", "specialGroup", "iamMember"),
    ...refused("gcp:bigquery/dataset:Dataset", "accesses"),
    ...allowed("gcp:bigquery/dataset:Dataset", "description"),
    ...refused("gcp:compute/sSLPolicy:SSLPolicy", "profile", "minTlsVersion", "customFeatures"),
    ...refused("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "sslPolicy", "urlMap"),
    ...allowed("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "sslCertificates"),
    ...refused("gcp:compute/targetSSLProxy:TargetSSLProxy", "sslPolicy"),
    ...refused("gcp:compute/targetHttpProxy:TargetHttpProxy", "urlMap"),
    ...refused("gcp:compute/globalForwardingRule:GlobalForwardingRule", "target", "loadBalancingScheme"),
    ...refused("gcp:compute/forwardingRule:ForwardingRule", "target"),
    ...refused(
      "gcp:compute/uRLMap:URLMap",
      "defaultService",
      "defaultUrlRedirect",
      "pathMatchers[0].defaultService",
      "hostRules",
    ),
    ...refused(
      "gcp:compute/backendService:BackendService",
      "securityPolicy",
      "backends",
      "cdnPolicy",
      "cdnPolicy.cacheMode",
    ),
    ...allowed("gcp:compute/backendService:BackendService", "logConfig", "cdnPolicy.defaultTtl"),
    ...refused("gcp:compute/backendBucket:BackendBucket", "bucketName"),
    ...refused("gcp:compute/securityPolicy:SecurityPolicy", "rules[0].preview"),
    ...refused("gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule", "action", "match", "preview"),
    ...refused("gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup", "cloudRun.service"),
    ...refused("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "member", "role", "condition"),
    ...refused("gcp:projects/iAMBinding:IAMBinding", "members", "members[0]", "role"),
    ...refused("gcp:secretmanager/secretIamPolicy:SecretIamPolicy", "policyData"),
    ...allowed("gcp:projects/iAMMember:IAMMember", "etag"),
    ...allowed("gcp:secretmanager/secret:Secret", "*", "rotation"),
    ...allowed("gcp:pubsub/topic:Topic", "labels"),
    ...allowed("piloto:service:Service", "ingress"),
  ]);
});

test("the message names what would go unseen", () => {
  expect(outcome(guardedProperties, [ignoring(SERVICE, "template")]).violations.map(({ message }) => message)).toEqual([
    "changes to template.serviceAccount would go unseen",
  ]);
});

test.each<[string, string[]]>([
  ["a", ["a"]],
  ["a.b.c", ["a", "b", "c"]],
  ["a[0].b", ["a", "0", "b"]],
  ["a[ 12 ]", ["a", "12"]],
  ['a["b.c"].d', ["a", "b.c", "d"]],
  ['["a"]', ["a"]],
  ['a[ "b" ]', ["a", "b"]],
  [String.raw`a["b\"c"]`, ["a", 'b"c']],
  [String.raw`a["b\\"]`, ["a", String.raw`b\ `.trim()]],
  ["a[*].b", ["a", "*", "b"]],
  ["*", ["*"]],
  ["", []],
])("the path %s", (path, keys) => {
  expect(parsePath(path)).toEqual(keys);
});

test.each([
  ["a", "a", true],
  ["a", "a.b", true],
  ["a.b", "a", true],
  ["a.b", "a.c", false],
  ["a[*].b", "a[0].b.c", true],
  ["a[0].b", "a[*].b", true],
  ["a[0].b", "a[1].b", false],
  ["*", "a.b", true],
  ["", "a", false],
  ["b", "a.b", false],
])("ignoring %s hides %s: %s", (path, property, expected) => {
  expect(hides(path, property)).toBe(expected);
});

test.each([
  [["a.b"], true],
  [["a"], true],
  [["x", "a[*]"], true],
  [["a.b.c"], false],
  [["a.c"], false],
  [[""], false],
  [[], false],
])("with %j ignored, a.b is left to someone else: %s", (paths, expected) => {
  expect(ignored(ignoring("t", ...paths), "a.b")).toBe(expected);
});

test("a resource without options leaves nothing to anyone", () => {
  expect(ignored(raw("t", "x", {}), "a")).toBe(false);
});
