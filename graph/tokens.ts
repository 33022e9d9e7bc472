/** Pulumi type tokens the graph knows. The odd casing is the provider's. */
export const SERVICE_V2 = "gcp:cloudrunv2/service:Service";
export const SERVICE_V1 = "gcp:cloudrun/service:Service";
export const JOB = "gcp:cloudrunv2/job:Job";
export const WORKER_POOL = "gcp:cloudrunv2/workerPool:WorkerPool";
export const RUN_SERVICES: readonly string[] = [SERVICE_V2, SERVICE_V1];
export const RUN_WORKLOADS: readonly string[] = [SERVICE_V2, SERVICE_V1, JOB, WORKER_POOL];
export const DOMAIN_MAPPING = "gcp:cloudrun/domainMapping:DomainMapping";

export const ACCOUNT = "gcp:serviceaccount/account:Account";
export const SECRET_RESOURCE = "gcp:secretmanager/secret:Secret";
export const SECRET_VERSION = "gcp:secretmanager/secretVersion:SecretVersion";
export const RANDOM_PASSWORD = "random:index/randomPassword:RandomPassword";

export const NETWORK = "gcp:compute/network:Network";
export const SUBNETWORK = "gcp:compute/subnetwork:Subnetwork";
export const CONNECTOR = "gcp:vpcaccess/connector:Connector";
export const ROUTE = "gcp:compute/route:Route";
export const ROUTER = "gcp:compute/router:Router";
export const ROUTER_NAT = "gcp:compute/routerNat:RouterNat";
export const FIREWALL = "gcp:compute/firewall:Firewall";
export const GLOBAL_ADDRESS = "gcp:compute/globalAddress:GlobalAddress";
export const PEERING = "gcp:servicenetworking/connection:Connection";

export const ZONE = "gcp:dns/managedZone:ManagedZone";
export const RECORD = "gcp:dns/recordSet:RecordSet";
export const RESPONSE_POLICY = "gcp:dns/responsePolicy:ResponsePolicy";
export const RESPONSE_POLICY_RULE = "gcp:dns/responsePolicyRule:ResponsePolicyRule";

export const SQL = "gcp:sql/databaseInstance:DatabaseInstance";
export const SQL_USER = "gcp:sql/user:User";
export const SQL_DATABASE = "gcp:sql/database:Database";

export const FORWARDING_RULES: readonly string[] = [
  "gcp:compute/globalForwardingRule:GlobalForwardingRule",
  "gcp:compute/forwardingRule:ForwardingRule",
];
export const HTTPS_PROXIES: readonly string[] = [
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
  "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
];
export const HTTP_PROXIES: readonly string[] = [
  "gcp:compute/targetHttpProxy:TargetHttpProxy",
  "gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy",
];
export const OTHER_PROXIES: readonly string[] = [
  "gcp:compute/targetSSLProxy:TargetSSLProxy",
  "gcp:compute/targetTCPProxy:TargetTCPProxy",
  "gcp:compute/targetGrpcProxy:TargetGrpcProxy",
];
export const URL_MAPS: readonly string[] = ["gcp:compute/uRLMap:URLMap", "gcp:compute/regionUrlMap:RegionUrlMap"];
export const BACKEND_SERVICES: readonly string[] = [
  "gcp:compute/backendService:BackendService",
  "gcp:compute/regionBackendService:RegionBackendService",
];
export const BACKEND_BUCKETS: readonly string[] = [
  "gcp:compute/backendBucket:BackendBucket",
  "gcp:compute/regionBackendBucket:RegionBackendBucket",
];
export const NEGS: readonly string[] = ["gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"];
export const SSL_POLICIES: readonly string[] = [
  "gcp:compute/sSLPolicy:SSLPolicy",
  "gcp:compute/regionSslPolicy:RegionSslPolicy",
];
export const SECURITY_POLICIES: readonly string[] = [
  "gcp:compute/securityPolicy:SecurityPolicy",
  "gcp:compute/regionSecurityPolicy:RegionSecurityPolicy",
];
export const SECURITY_POLICY_RULES: readonly string[] = [
  "gcp:compute/securityPolicyRule:SecurityPolicyRule",
  "gcp:compute/regionSecurityPolicyRule:RegionSecurityPolicyRule",
];
export const MANAGED_CERTIFICATE = "gcp:compute/managedSslCertificate:ManagedSslCertificate";
export const CERTIFICATE_MANAGER_CERTIFICATE = "gcp:certificatemanager/certificate:Certificate";
export const CERTIFICATE_MAP = "gcp:certificatemanager/certificateMap:CertificateMap";
export const CERTIFICATE_MAP_ENTRY = "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry";
export const UPLOADED_CERTIFICATES: readonly string[] = [
  "gcp:compute/sSLCertificate:SSLCertificate",
  "gcp:compute/regionSslCertificate:RegionSslCertificate",
];

export const BUCKET = "gcp:storage/bucket:Bucket";

/** `gcp:projects/iAMMember:IAMMember` -> `projects`; empty for other providers. */
export function moduleOf(type: string): string {
  return /^gcp:([^/:]+)/.exec(type)?.[1] ?? "";
}

/** `member`, `binding` or `policy` for any IAM resource of the provider, `undefined` for everything else. */
export function iamForm(type: string): "member" | "binding" | "policy" | undefined {
  const form = /^gcp:[^:]*:\w*I[aA][mM](Member|Binding|Policy)$/.exec(type)?.[1];
  return form?.toLowerCase() as "member" | "binding" | "policy" | undefined;
}
