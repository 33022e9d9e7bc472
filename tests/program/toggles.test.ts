import type { Preview } from "../../resources/offline-preview";
import { built, changed, difference, look } from "./look";

const EDGE = [
  "edge-address GlobalAddress",
  "edge-armor SecurityPolicy",
  "edge-assets Bucket",
  "edge-assets-backend BackendBucket",
  "edge-assets-reader BucketIAMMember",
  "edge-bff-backend BackendService",
  "edge-bff-group RegionNetworkEndpointGroup",
  "edge-certificate-app-pilotodevendas-com-br ManagedSslCertificate",
  "edge-http GlobalForwardingRule",
  "edge-http-proxy TargetHttpProxy",
  "edge-https GlobalForwardingRule",
  "edge-https-proxy TargetHttpsProxy",
  "edge-redirect URLMap",
  "edge-routes URLMap",
  "edge-tls SSLPolicy",
];

const CONNECTOR = ["apis-vpcaccess Service", "network-connector Connector", "network-connector-subnet Subnetwork"];

interface Toggle {
  set: string[];
  added?: string[];
  removed?: string[];
  /** Resources on both sides whose inputs or options differ. */
  changed?: string[];
}

const serviceAlerts = (service: string) =>
  ["ceiling", "errors", "latency", "memory", "out-of-memory", "startup"].map(
    (alert) => `monitoring-${service}-${alert} AlertPolicy`,
  );
const DATABASE_ALERTS = ["connections", "cpu", "disk"].map((alert) => `monitoring-database-${alert} AlertPolicy`);

/** Of a site on its run.app address. */
const MONITORING = [
  "apis-logging Service",
  "apis-monitoring Service",
  ...serviceAlerts("api"),
  ...serviceAlerts("bff"),
  "monitoring-dashboard Dashboard",
  ...DATABASE_ALERTS,
  "monitoring-email-ops-x-io NotificationChannel",
  "monitoring-site-unreachable AlertPolicy",
  "monitoring-uptime UptimeCheckConfig",
];

const SERVICES = ["api-service Service", "bff-service Service"];

/** From dev: what each switch adds, takes away and changes, and that it touches nothing else. */
const FROM_DEV: Record<string, Toggle> = {
  "edge.mode: load-balancer": { set: ["edge.mode=load-balancer"], added: EDGE, changed: ["bff-service Service"] },
  "edge.mode: domain-mapping": {
    set: ["edge.mode=domain-mapping"],
    added: ["edge-mapping DomainMapping"],
    changed: ["bff-service Service"],
  },
  "domain mapping in a Cloud DNS zone": {
    set: ["edge.mode=domain-mapping", "edge.dnsZone=product"],
    added: ["edge-app-pilotodevendas-com-br RecordSet", "edge-mapping DomainMapping"],
    changed: ["bff-service Service"],
  },
  "network.egress: direct": {
    set: ["network.egress=direct"],
    added: ["database-closed-to-bff Firewall", "network-direct-subnet Subnetwork"],
    removed: CONNECTOR,
    changed: SERVICES,
  },
  "network.nat": {
    set: ["network.nat=true"],
    added: ["network-nat RouterNat", "network-nat-address Address", "network-nat-router Router"],
    changed: SERVICES,
  },
  "network.flowLogs": { set: ["network.flowLogs=0.1"], changed: ["network-connector-subnet Subnetwork"] },
  "network.existingVpc": {
    set: ["network.existingVpc=main"],
    removed: ["network-vpc Network"],
    changed: [
      "database-instance DatabaseInstance",
      "network-connector-subnet Subnetwork",
      "network-run-app ManagedZone",
      "network-services-connection Connection",
      "network-services-range GlobalAddress",
    ],
  },
  "an existing VPC with all it needs": {
    set: ["network.existingVpc=main", "network.privateServices=existing", "network.runAppZone=existing"],
    removed: [
      "apis-dns Service",
      "network-run-app ManagedZone",
      "network-run-app-apex RecordSet",
      "network-run-app-wildcard RecordSet",
      "network-services-connection Connection",
      "network-services-range GlobalAddress",
      "network-vpc Network",
    ],
    changed: ["database-instance DatabaseInstance", "network-connector-subnet Subnetwork"],
  },
  "database.existingInstance": {
    set: ["network.existingVpc=main", "database.existingInstance=legacy"],
    removed: [
      "apis-servicenetworking Service",
      "database-instance DatabaseInstance",
      "network-services-connection Connection",
      "network-services-range GlobalAddress",
      "network-vpc Network",
    ],
    changed: [
      "database-api User",
      "database-piloto Database",
      "network-connector-subnet Subnetwork",
      "network-run-app ManagedZone",
    ],
  },
  "a second database and user": {
    set: ["database.databases=[piloto, jobs]", "database.users=[api, reports]"],
    added: [
      "database-jobs Database",
      "database-reports User",
      "database-reports-password RandomPassword",
      "database-reports-password Secret",
      "database-reports-password SecretVersion",
    ],
  },
  "api.invoker: network": {
    set: ["api.invoker=network"],
    removed: ["api-invoker-bff ServiceIamMember"],
    changed: ["api-service Service"],
  },
  "a generated secret": {
    set: ["api.secrets.TOKEN.generate={}"],
    added: [
      "api-token RandomPassword",
      "api-token Secret",
      "api-token SecretVersion",
      "api-token-access SecretIamMember",
    ],
    changed: ["api-service Service"],
  },
  "an existing secret": {
    set: ["bff.secrets.MAPS_KEY={secret: maps, version: 3}"],
    added: ["bff-maps-key-access SecretIamMember"],
    changed: ["bff-service Service"],
  },
  "bff.deployedBy: pulumi": { set: ["bff.deployedBy=pulumi"], changed: ["bff-service Service"] },
  "monitoring.enabled": {
    set: ["monitoring.enabled=true", "monitoring.emails=[ops@x.io]"],
    added: MONITORING,
  },
  protect: {
    set: ["protect=true"],
    changed: [
      "api-service Service",
      "bff-service Service",
      "bff-session-secret Secret",
      "database-api-password Secret",
      "database-instance DatabaseInstance",
      "network-vpc Network",
    ],
  },
};

/** From prod, whose balancer is on. */
const FROM_PROD: Record<string, Toggle> = {
  "edge.mode: run-url leaves nothing of the edge behind": {
    set: ["edge.mode=run-url"],
    removed: [...EDGE, "monitoring-site-certificate AlertPolicy"].sort(),
    changed: ["bff-service Service", "monitoring-site-unreachable AlertPolicy", "monitoring-uptime UptimeCheckConfig"],
  },
  "edge.assets off": {
    set: ["edge.assets.enabled=false"],
    removed: ["edge-assets Bucket", "edge-assets-backend BackendBucket", "edge-assets-reader BucketIAMMember"],
    changed: ["edge-routes URLMap"],
  },
  "edge.assets.access: public": {
    set: ["edge.assets.access=public"],
    changed: ["edge-assets Bucket", "edge-assets-backend BackendBucket", "edge-assets-reader BucketIAMMember"],
  },
  "edge.armor off": {
    set: ["edge.armor.enabled=false"],
    removed: ["edge-armor SecurityPolicy"],
    changed: ["edge-bff-backend BackendService"],
  },
  "a policy brought along": {
    set: ["edge.armor.existingPolicy=company-waf"],
    removed: ["edge-armor SecurityPolicy"],
    changed: ["edge-bff-backend BackendService"],
  },
  "a certificate map": {
    set: ["edge.tls.certificateMap=projects/piloto-de-vendas-prod/locations/global/certificateMaps/product"],
    added: ["apis-certificatemanager Service"],
    removed: ["edge-certificate-app-pilotodevendas-com-br ManagedSslCertificate"],
    changed: ["edge-https-proxy TargetHttpsProxy"],
  },
  "a second domain": {
    set: ["edge.additionalDomains=[www.pilotodevendas.com.br]"],
    added: ["edge-certificate-www-pilotodevendas-com-br ManagedSslCertificate"],
    changed: ["edge-https-proxy TargetHttpsProxy", "edge-routes URLMap"],
  },
  "a Cloud DNS zone": { set: ["edge.dnsZone=product"], added: ["edge-app-pilotodevendas-com-br RecordSet"] },
  "edge.bffCdn off": { set: ["edge.bffCdn=false"], changed: ["edge-bff-backend BackendService"] },
  "edge.securityHeaders off": {
    set: ["edge.securityHeaders=false"],
    changed: ["edge-assets-backend BackendBucket", "edge-bff-backend BackendService"],
  },
  "monitoring off": {
    set: ["monitoring.enabled=false"],
    removed: [
      ...MONITORING.filter((one) => !one.includes("-email-")),
      "monitoring-email-alertas-pilotodevendas-com-br NotificationChannel",
      "monitoring-site-certificate AlertPolicy",
    ].sort(),
  },
  "monitoring.uptime off": {
    set: ["monitoring.uptime.enabled=false"],
    removed: [
      "monitoring-site-certificate AlertPolicy",
      "monitoring-site-unreachable AlertPolicy",
      "monitoring-uptime UptimeCheckConfig",
    ],
  },
  "monitoring.dashboard off": {
    set: ["monitoring.dashboard=false"],
    removed: ["monitoring-dashboard Dashboard"],
  },
  "monitoring.slo": {
    set: ["monitoring.slo.enabled=true"],
    added: [
      "monitoring-slo-availability Slo",
      "monitoring-slo-availability-burns-fast AlertPolicy",
      "monitoring-slo-availability-burns-slow AlertPolicy",
      "monitoring-slo-latency Slo",
      "monitoring-slo-latency-burns-fast AlertPolicy",
      "monitoring-slo-latency-burns-slow AlertPolicy",
      "monitoring-slo-service CustomService",
    ],
  },
  "monitoring.budget": {
    set: ["cost.budgetUsd=150", "monitoring.budget.billingAccount=012345-6789AB-CDEF01"],
    added: ["apis-billingbudgets Service", "monitoring-budget Budget"],
  },
  "a channel that exists already": {
    set: ["monitoring.channels=[projects/piloto-de-vendas-prod/notificationChannels/42]"],
    changed: [
      ...serviceAlerts("api"),
      ...serviceAlerts("bff"),
      ...DATABASE_ALERTS,
      "monitoring-site-certificate AlertPolicy",
      "monitoring-site-unreachable AlertPolicy",
    ],
  },
  "monitoring.bff.latencyMs": {
    set: ["monitoring.bff.latencyMs=500"],
    changed: ["monitoring-bff-latency AlertPolicy"],
  },
  "api.concurrency": { set: ["api.concurrency=20"], changed: ["api-service Service"] },
  "database.passwordRotation": {
    set: ["database.passwordRotation=2"],
    changed: ["database-api-password RandomPassword"],
  },
};

describe.each([
  ["dev", FROM_DEV],
  ["prod", FROM_PROD],
] as const)("from %s", (stack, toggles) => {
  let before: Preview;
  beforeAll(async () => {
    before = await look(stack);
  });

  test.each(Object.entries(toggles))("%s", async (_, toggle) => {
    const after = await look(stack, ...toggle.set);
    expect({ ...difference(before, after), changed: changed(before, after) }).toEqual({
      added: toggle.added ?? [],
      removed: toggle.removed ?? [],
      changed: toggle.changed ?? [],
    });
  });
});

test("the switch there and back leaves the stack as it was", async () => {
  const before = await look("dev");
  const after = await look("prod", "edge.mode=run-url", "monitoring.enabled=false");
  expect(built(after)).toEqual(built(before));
});
