/** Why a type costs nothing: exact types first, then whole families. */
const FREE: Record<string, string> = {
  "gcp:projects/service:Service": "enabling an API is free",
  "gcp:projects/serviceIdentity:ServiceIdentity": "service agents are free",
  "gcp:organizations/project:Project": "projects are free",
  "gcp:compute/network:Network": "networks are free; their traffic is charged where it leaves",
  "gcp:compute/firewall:Firewall": "VPC firewall rules are free",
  "gcp:compute/route:Route": "routes are free",
  "gcp:compute/router:Router": "a router is free; its NAT gateway is charged",
  "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup":
    "serverless endpoint groups are free; the balancer is charged by its rules and data",
  "gcp:compute/networkEndpointGroup:NetworkEndpointGroup":
    "endpoint groups are free; the balancer is charged by its rules and data",
  "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup":
    "endpoint groups are free; the balancer is charged by its rules and data",
  "gcp:compute/healthCheck:HealthCheck": "health checks are free",
  "gcp:compute/uRLMap:URLMap": "URL maps are free; the balancer is charged by its rules and data",
  "gcp:compute/targetHttpProxy:TargetHttpProxy":
    "proxies of a global balancer are free; it is charged by its rules and data",
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy":
    "proxies of a global balancer are free; it is charged by its rules and data",
  "gcp:compute/managedSslCertificate:ManagedSslCertificate": "managed certificates are free",
  "gcp:compute/sSLCertificate:SSLCertificate": "certificates of one's own are free",
  "gcp:compute/sSLPolicy:SSLPolicy": "TLS policies are free",
  "gcp:certificatemanager/certificate:Certificate": "the first 100 certificates of a billing account are free",
  "gcp:certificatemanager/certificateMap:CertificateMap": "certificate maps are free",
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry": "certificate maps are free",
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": "DNS authorizations are free",
  "gcp:servicenetworking/connection:Connection": "the peering is free",
  "gcp:cloudrun/domainMapping:DomainMapping": "domain mappings and their certificates are free",
  "gcp:dns/recordSet:RecordSet": "records are free; the zone and its queries are charged",
  "gcp:dns/policy:Policy": "DNS policies are free; the logs they write are charged",
  "gcp:sql/database:Database": "charged by its instance",
  "gcp:sql/user:User": "charged by its instance",
  "gcp:sql/sslCert:SslCert": "client certificates are free",
  "gcp:storage/bucketObject:BucketObject": "charged by its bucket's storage",
  "gcp:kms/keyRing:KeyRing": "charged by its keys",
  "gcp:billing/budget:Budget": "budgets are free",
  "gcp:logging/projectSink:ProjectSink": "sinks are free; what they write to is charged",
  "gcp:monitoring/alertPolicy:AlertPolicy": "alerting is free until September 2027",
  "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": "the first million executions a month of a project are free",
  "gcp:monitoring/dashboard:Dashboard": "dashboards are free",
  "gcp:monitoring/notificationChannel:NotificationChannel": "notifications are free",
  "gcp:monitoring/customService:CustomService": "service objectives are free",
  "gcp:monitoring/genericService:GenericService": "service objectives are free",
  "gcp:monitoring/slo:Slo": "service objectives are free",
  "gcp:serviceaccount/account:Account": "service accounts are free",
  "gcp:serviceaccount/key:Key": "service accounts are free",
  "pulumi:pulumi:Stack": "not a cloud resource",
};

const FAMILIES: [pattern: RegExp, reason: string][] = [
  [/^gcp:.*(Iam|IAM)(Member|Binding|Policy|AuditConfig|CustomRole)$/, "access policies are free"],
  [/^gcp:storage\/.*(AccessControl|ACL|ManagedFolder)$/, "access control is free"],
  [/^gcp:iam\//, "identity pools and roles are free"],
  [/^gcp:(orgpolicy|organizations|folder)\//, "organization settings are free"],
  [/^pulumi:providers:/, "not a cloud resource"],
  [/^(random|tls|null|time|command|local):/, "not a cloud resource"],
];

/** Why resources of a type are free; undefined where they are not, or nobody knows. */
export function freeReason(type: string): string | undefined {
  const exact = FREE[type];
  if (exact !== undefined) return exact;
  // Components only group their children.
  if (type.startsWith("piloto:")) return "a group of resources";
  return FAMILIES.find(([pattern]) => pattern.test(type))?.[1];
}
