import { CloudError } from "./cloud-error";
import type { CloudResource } from "./cloud-resource";
import { type Properties, placesAt } from "./property-paths";

/**
 * What keeps a resource from being deleted: `blocks` refuses while the referrer lives, `owned` takes the referrer
 * along, `loose` neither.
 */
type Hold = "blocks" | "owned" | "loose";

interface Reference {
  from: string;
  path: string;
  to: string[];
  hold: Hold;
}

const network = "gcp:compute/network:Network";
const subnetwork = "gcp:compute/subnetwork:Subnetwork";
const service = "gcp:cloudrunv2/service:Service";
const instance = "gcp:sql/databaseInstance:DatabaseInstance";
const secret = "gcp:secretmanager/secret:Secret";
const bucket = "gcp:storage/bucket:Bucket";
const zone = "gcp:dns/managedZone:ManagedZone";
const account = "gcp:serviceaccount/account:Account";
const urlMap = "gcp:compute/uRLMap:URLMap";
const httpsProxy = "gcp:compute/targetHttpsProxy:TargetHttpsProxy";
const httpProxy = "gcp:compute/targetHttpProxy:TargetHttpProxy";
const forwardingRule = "gcp:compute/globalForwardingRule:GlobalForwardingRule";
const backends = ["gcp:compute/backendService:BackendService", "gcp:compute/backendBucket:BackendBucket"];
const edgePolicy = "gcp:compute/securityPolicy:SecurityPolicy";

const references: Reference[] = (
  [
    [subnetwork, "network", [network], "blocks"],
    ["gcp:compute/firewall:Firewall", "network", [network], "blocks"],
    ["gcp:compute/route:Route", "network", [network], "blocks"],
    ["gcp:compute/router:Router", "network", [network], "blocks"],
    ["gcp:compute/globalAddress:GlobalAddress", "network", [network], "blocks"],
    ["gcp:servicenetworking/connection:Connection", "network", [network], "blocks"],
    [
      "gcp:servicenetworking/connection:Connection",
      "reservedPeeringRanges[]",
      ["gcp:compute/globalAddress:GlobalAddress"],
      "blocks",
    ],
    [zone, "privateVisibilityConfig.networks[].networkUrl", [network], "blocks"],
    ["gcp:dns/recordSet:RecordSet", "managedZone", [zone], "blocks"],
    ["gcp:compute/routerNat:RouterNat", "router", ["gcp:compute/router:Router"], "owned"],
    ["gcp:compute/routerNat:RouterNat", "natIps[]", ["gcp:compute/address:Address"], "blocks"],
    ["gcp:vpcaccess/connector:Connector", "subnet.name", [subnetwork], "blocks"],
    ["gcp:vpcaccess/connector:Connector", "network", [network], "blocks"],
    [service, "template.vpcAccess.connector", ["gcp:vpcaccess/connector:Connector"], "loose"],
    [service, "template.vpcAccess.networkInterfaces[].network", [network], "blocks"],
    [service, "template.vpcAccess.networkInterfaces[].subnetwork", [subnetwork], "blocks"],
    [service, "template.serviceAccount", [account], "loose"],
    [service, "template.containers[].envs[].valueSource.secretKeyRef.secret", [secret], "loose"],
    ["gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "name", [service], "owned"],
    ["gcp:cloudrun/domainMapping:DomainMapping", "spec.routeName", [service], "loose"],
    ["gcp:secretmanager/secretVersion:SecretVersion", "secret", [secret], "owned"],
    ["gcp:secretmanager/secretIamMember:SecretIamMember", "secretId", [secret], "owned"],
    ["gcp:serviceaccount/iAMMember:IAMMember", "serviceAccountId", [account], "owned"],
    [instance, "settings.ipConfiguration.privateNetwork", [network], "blocks"],
    ["gcp:sql/database:Database", "instance", [instance], "owned"],
    ["gcp:sql/user:User", "instance", [instance], "owned"],
    ["gcp:storage/bucketIAMMember:BucketIAMMember", "bucket", [bucket], "owned"],
    [
      "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
      "repository",
      ["gcp:artifactregistry/repository:Repository"],
      "owned",
    ],
    ["gcp:compute/backendBucket:BackendBucket", "bucketName", [bucket], "loose"],
    ["gcp:compute/backendBucket:BackendBucket", "edgeSecurityPolicy", [edgePolicy], "blocks"],
    [
      "gcp:compute/backendService:BackendService",
      "backends[].group",
      ["gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"],
      "blocks",
    ],
    ["gcp:compute/backendService:BackendService", "securityPolicy", [edgePolicy], "blocks"],
    [urlMap, "defaultService", backends, "blocks"],
    [urlMap, "pathMatchers[].defaultService", backends, "blocks"],
    [urlMap, "pathMatchers[].pathRules[].service", backends, "blocks"],
    [httpsProxy, "urlMap", [urlMap], "blocks"],
    [httpsProxy, "sslCertificates[]", ["gcp:compute/managedSslCertificate:ManagedSslCertificate"], "blocks"],
    [httpsProxy, "sslPolicy", ["gcp:compute/sSLPolicy:SSLPolicy"], "blocks"],
    [httpProxy, "urlMap", [urlMap], "blocks"],
    [forwardingRule, "target", [httpsProxy, httpProxy], "blocks"],
    [forwardingRule, "ipAddress", ["gcp:compute/globalAddress:GlobalAddress"], "blocks"],
    [
      "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
      "workloadIdentityPoolId",
      ["gcp:iam/workloadIdentityPool:WorkloadIdentityPool"],
      "owned",
    ],
  ] as [string, string, string[], Hold][]
).map(([from, path, to, hold]) => ({ from, path, to, hold }));

/** The properties by which others name a resource. */
const names = ["id", "selfLink", "name", "email", "secretId", "address", "repositoryId", "workloadIdentityPoolId"];

const isNamedBy = ({ id, properties }: CloudResource, value: string) =>
  value === id || value.endsWith(`/${id}`) || names.some((key) => value === properties[key]);

function referencesOf(
  type: string,
  properties: Properties,
): { value: string; path: string; to: string[]; hold: Hold }[] {
  return references
    .filter((reference) => reference.from === type)
    .flatMap(({ path, to, hold }) =>
      placesAt(properties, path).flatMap((place) => {
        const value = place.holder[place.key];
        return typeof value === "string" && value ? [{ value, path: place.path, to, hold }] : [];
      }),
    );
}

/** Refuses properties that name something the cloud does not have. A name in another project is not looked up. */
export function requireReferences(
  type: string,
  properties: Properties,
  project: string,
  resources: Iterable<CloudResource>,
): void {
  const all = [...resources];
  for (const { value, path, to } of referencesOf(type, properties)) {
    const elsewhere = /projects\/([^/]+)\//.exec(value)?.[1];
    if (elsewhere !== undefined && elsewhere !== project) continue;
    if (!all.some((resource) => to.includes(resource.type) && isNamedBy(resource, value))) {
      throw new CloudError(404, `Invalid value for field '${path}': '${value}'. The resource was not found.`);
    }
  }
  const email = /^serviceAccount:(.+)$/.exec(String(properties.member))?.[1];
  if (email?.endsWith(`@${project}.iam.gserviceaccount.com`)) {
    if (!all.some((resource) => resource.type === account && resource.properties.email === email)) {
      throw new CloudError(400, `Service account ${email} does not exist.`);
    }
  }
}

/** Those that name the resource: what refuses its deletion, and what goes along with it. */
export function referrersOf(target: CloudResource, resources: Iterable<CloudResource>): Record<Hold, CloudResource[]> {
  const found: Record<Hold, CloudResource[]> = { blocks: [], owned: [], loose: [] };
  for (const resource of resources) {
    const reference = referencesOf(resource.type, resource.properties).find(
      ({ to, value }) => to.includes(target.type) && isNamedBy(target, value),
    );
    if (reference) found[reference.hold].push(resource);
  }
  return found;
}
