import type { Resource } from "../../resources/resource";
import { type Inputs, type Links, make, raw } from "./make";

export const PROJECT = "projects/shop";
export const REGION = "us-central1";
export const LABELS = (component: string) => ({ labels: { component } });
export const email = (account: string) => `${account}@shop.iam.gserviceaccount.com`;
const account = (name: string) => make("gcp:serviceaccount/account:Account", `${name}-account`, { accountId: name });
const DIGEST = `@sha256:${"a".repeat(64)}`;
export const IMAGE = `us-docker.pkg.dev/shop/images/app${DIGEST}`;

const secret = (name: string) =>
  make("gcp:secretmanager/secret:Secret", name, { secretId: name, ...LABELS("api"), replication: { auto: {} } });
export const reads = (who: string, what: string) =>
  make(
    "gcp:secretmanager/secretIamMember:SecretIamMember",
    `${who}-reads-${what}`,
    { secretId: what, role: "roles/secretmanager.secretAccessor", member: `serviceAccount:${email(who)}` },
    { from: { secretId: [what], member: [`${who}-account`] } },
  );

/** A database on the private address of a network, with its peering. */
function database(network: string, links: string[]): Resource[] {
  return [
    make(
      "gcp:compute/globalAddress:GlobalAddress",
      "peering-range",
      {
        ...LABELS("db"),
        purpose: "VPC_PEERING",
        addressType: "INTERNAL",
        prefixLength: 20,
        address: "10.64.0.0",
        network,
      },
      { from: { network: links } },
    ),
    make(
      "gcp:servicenetworking/connection:Connection",
      "peering",
      { network, service: "servicenetworking.googleapis.com", reservedPeeringRanges: ["peering-range"] },
      { from: { network: links, reservedPeeringRanges: ["peering-range"] } },
    ),
    make(
      "gcp:sql/databaseInstance:DatabaseInstance",
      "db",
      {
        name: "shop-db",
        region: REGION,
        databaseVersion: "POSTGRES_17",
        deletionProtection: true,
        settings: {
          tier: "db-custom-1-3840",
          userLabels: { component: "db" },
          deletionProtectionEnabled: true,
          ipConfiguration: { ipv4Enabled: false, privateNetwork: network, sslMode: "ENCRYPTED_ONLY" },
          backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
        },
      },
      { from: { settings: links }, dependsOn: ["peering"], options: { protect: true } },
    ),
  ];
}

const apiContainer = {
  image: IMAGE,
  envs: [
    { name: "DB_HOST", value: "10.64.0.3" },
    { name: "DB_PASSWORD", valueSource: { secretKeyRef: { secret: "db-password", version: "1" } } },
  ],
};

type V2 = Inputs<"gcp:cloudrunv2/service:Service">;
const SERVICE = "gcp:cloudrunv2/service:Service";
function services(vpcAccess: object, links: string[], { bff, api }: { bff?: V2; api?: V2 } = {}): Resource[] {
  const template = (own: string, containers: object[]) => ({
    serviceAccount: email(own),
    scaling: { maxInstanceCount: 5 },
    vpcAccess,
    containers,
  });
  const service = (role: string, inputs: object, linked: string[]) =>
    raw(
      SERVICE,
      role,
      { name: `shop-${role}`, location: REGION, ...LABELS(role), deletionProtection: true, ...inputs },
      { from: { template: [`${role}-account`, ...links, ...linked] } },
    );
  return [
    account("bff"),
    account("api"),
    secret("db-password"),
    reads("api", "db-password"),
    service("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY", ...api, template: template("api", [apiContainer]) }, [
      "db",
      "db-password",
    ]),
    service(
      "bff",
      {
        ingress: "INGRESS_TRAFFIC_ALL",
        ...bff,
        template: template("bff", [
          { image: IMAGE, envs: [{ name: "API_URL", value: "https://shop-api-x.a.run.app" }] },
        ]),
      },
      ["api"],
    ),
    make(
      "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
      "bff-calls-api",
      { name: "shop-api", location: REGION, role: "roles/run.invoker", member: `serviceAccount:${email("bff")}` },
      { from: { name: ["api"], member: ["bff-account"] } },
    ),
  ];
}

const everyoneCallsBff = make(
  "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
  "everyone-calls-bff",
  { name: "shop-bff", location: REGION, role: "roles/run.invoker", members: ["allUsers"] },
  { from: { name: ["bff"] } },
);

const network = make("gcp:compute/network:Network", "main-vpc", { name: "shop-net", autoCreateSubnetworks: false });
const subnet = (name: string, range: string) =>
  make(
    "gcp:compute/subnetwork:Subnetwork",
    name,
    {
      name,
      region: REGION,
      network: `${PROJECT}/global/networks/shop-net`,
      ipCidrRange: range,
      privateIpGoogleAccess: true,
    },
    { from: { network: ["main-vpc"] } },
  );
function runAppZone(links: Links, networkUrl: string): Resource[] {
  return [
    make(
      "gcp:dns/managedZone:ManagedZone",
      "run-zone",
      {
        name: "run-zone",
        dnsName: "run.app.",
        visibility: "private",
        ...LABELS("network"),
        privateVisibilityConfig: { networks: [{ networkUrl }] },
      },
      links,
    ),
    make(
      "gcp:dns/recordSet:RecordSet",
      "run-wildcard",
      {
        managedZone: "run-zone",
        name: "*.run.app.",
        type: "A",
        ttl: 300,
        rrdatas: ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"],
      },
      { from: { managedZone: ["run-zone"] } },
    ),
  ];
}

/** A connector with a range of its own, names everywhere, the BFF public by a binding. */
const CONNECTOR_WITH_RANGE: Resource[] = [
  network,
  make(
    "gcp:vpcaccess/connector:Connector",
    "connector",
    { name: "conn", region: REGION, network: "shop-net", ipCidrRange: "10.8.0.0/28", maxInstances: 3, minInstances: 2 },
    { from: { network: ["main-vpc"] } },
  ),
  ...runAppZone({ from: { privateVisibilityConfig: ["main-vpc"] } }, `${PROJECT}/global/networks/shop-net`),
  ...database(`${PROJECT}/global/networks/shop-net`, ["main-vpc"]),
  ...services({ connector: `${PROJECT}/locations/${REGION}/connectors/conn`, egress: "PRIVATE_RANGES_ONLY" }, [
    "connector",
  ]),
  everyoneCallsBff,
];

/** Direct VPC egress, everything through the network and its NAT. */
const DIRECT_WITH_NAT: Resource[] = [
  network,
  subnet("run-subnet", "10.9.0.0/24"),
  make(
    "gcp:compute/router:Router",
    "router",
    { name: "router", region: REGION, network: "shop-net" },
    { from: { network: ["main-vpc"] } },
  ),
  make(
    "gcp:compute/routerNat:RouterNat",
    "nat",
    {
      router: "router",
      region: REGION,
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    },
    { from: { router: ["router"] } },
  ),
  make(
    "gcp:compute/firewall:Firewall",
    "bff-not-to-db",
    {
      network: "shop-net",
      direction: "EGRESS",
      denies: [{ protocol: "tcp", ports: ["5432"] }],
      destinationRanges: ["0.0.0.0/0"],
      targetTags: ["run"],
      description: "x",
    },
    { from: { network: ["main-vpc"] } },
  ),
  ...database("shop-net", ["main-vpc"]),
  ...services(
    {
      networkInterfaces: [{ network: "shop-net", subnetwork: `${PROJECT}/regions/${REGION}/subnetworks/run-subnet` }],
      egress: "ALL_TRAFFIC",
    },
    ["main-vpc", "run-subnet"],
    { bff: { invokerIamDisabled: true } },
  ),
];

/** Behind a classic balancer with an assets bucket that is public, on a network that somebody else owns. */
const SHARED_NETWORK = "https://www.googleapis.com/compute/v1/projects/host/global/networks/shared";
const BEHIND_A_BALANCER: Resource[] = [
  ...runAppZone({}, SHARED_NETWORK),
  ...database(SHARED_NETWORK, []).filter(({ name }) => name === "db"),
  ...services({ connector: `projects/host/locations/${REGION}/connectors/shared`, egress: "PRIVATE_RANGES_ONLY" }, [], {
    bff: { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", invokerIamDisabled: true },
  }),
  make(
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
    "neg",
    { name: "neg", region: REGION, networkEndpointType: "SERVERLESS", cloudRun: { service: "shop-bff" } },
    { from: { cloudRun: ["bff"] } },
  ),
  make("gcp:compute/securityPolicy:SecurityPolicy", "armor", {
    name: "armor",
    ...LABELS("edge"),
    rules: [
      { action: "throttle", priority: 1, match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } } },
      { action: "allow", priority: 2147483647, match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } } },
    ],
  }),
  make(
    "gcp:compute/backendService:BackendService",
    "backend",
    { name: "backend", securityPolicy: "armor", backends: [{ group: "neg" }], protocol: "HTTPS" },
    { from: { securityPolicy: ["armor"], backends: ["neg"] } },
  ),
  make("gcp:storage/bucket:Bucket", "assets", {
    name: "shop-assets",
    location: "US",
    ...LABELS("edge"),
    uniformBucketLevelAccess: true,
  }),
  make(
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "assets-public",
    { bucket: "shop-assets", role: "roles/storage.legacyObjectReader", member: "allUsers" },
    { from: { bucket: ["assets"] } },
  ),
  make(
    "gcp:compute/backendBucket:BackendBucket",
    "assets-backend",
    { name: "assets-backend", bucketName: "shop-assets", enableCdn: true },
    { from: { bucketName: ["assets"] } },
  ),
  make(
    "gcp:compute/uRLMap:URLMap",
    "map",
    {
      name: "map",
      defaultService: "backend",
      hostRules: [{ hosts: ["shop.example.com"], pathMatcher: "all" }],
      pathMatchers: [
        { name: "all", defaultService: "backend", pathRules: [{ paths: ["/assets/*"], service: "assets-backend" }] },
      ],
    },
    { from: { defaultService: ["backend"], pathMatchers: ["backend", "assets-backend"] } },
  ),
  make("gcp:compute/uRLMap:URLMap", "redirect", {
    name: "redirect",
    defaultUrlRedirect: { httpsRedirect: true, stripQuery: false },
  }),
  make("gcp:compute/managedSslCertificate:ManagedSslCertificate", "certificate", {
    name: "certificate",
    managed: { domains: ["shop.example.com"] },
  }),
  make("gcp:compute/sSLPolicy:SSLPolicy", "tls", { name: "tls", profile: "RESTRICTED", minTlsVersion: "TLS_1_2" }),
  make(
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    "https-proxy",
    { name: "https-proxy", urlMap: "map", sslCertificates: ["certificate"], sslPolicy: "tls" },
    { from: { urlMap: ["map"], sslCertificates: ["certificate"], sslPolicy: ["tls"] } },
  ),
  make(
    "gcp:compute/targetHttpProxy:TargetHttpProxy",
    "http-proxy",
    { name: "http-proxy", urlMap: "redirect" },
    { from: { urlMap: ["redirect"] } },
  ),
  make(
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    "https",
    { name: "https", target: "https-proxy", portRange: "443", ...LABELS("edge") },
    { from: { target: ["https-proxy"] } },
  ),
  make(
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    "http",
    { name: "http", target: "http-proxy", portRange: "80", ...LABELS("edge") },
    { from: { target: ["http-proxy"] } },
  ),
];

export const RUN = "run.googleapis.com/";
/** The first generation: annotations instead of fields. */
const FIRST_GENERATION: Resource[] = [
  ...CONNECTOR_WITH_RANGE.filter(({ type, name }) => type !== SERVICE && !/calls/.test(name)),
  ...["api", "bff"].map((role) =>
    raw(
      "gcp:cloudrun/service:Service",
      role,
      {
        name: `shop-${role}`,
        location: REGION,
        metadata: {
          labels: { component: role },
          annotations: { [`${RUN}ingress`]: role === "api" ? "internal" : "all" },
        },
        template: {
          metadata: {
            annotations: {
              [`${RUN}vpc-access-connector`]: `${PROJECT}/locations/${REGION}/connectors/conn`,
              [`${RUN}vpc-access-egress`]: "private-ranges-only",
              "autoscaling.knative.dev/maxScale": "5",
            },
          },
          spec: { serviceAccountName: email(role), containers: [{ image: IMAGE }] },
        },
      },
      { from: { template: [`${role}-account`, "connector"] } },
    ),
  ),
  make(
    "gcp:cloudrun/iamMember:IamMember",
    "bff-calls-api",
    { service: "shop-api", location: REGION, role: "roles/run.invoker", member: `serviceAccount:${email("bff")}` },
    { from: { service: ["api"], member: ["bff-account"] } },
  ),
  make(
    "gcp:cloudrun/iamMember:IamMember",
    "everyone-calls-bff",
    { service: "shop-bff", location: REGION, role: "roles/run.invoker", member: "allUsers" },
    { from: { service: ["bff"] } },
  ),
];

/** Sound stacks of the same architecture, each built in another way than ours. */
export const STACKS = { CONNECTOR_WITH_RANGE, DIRECT_WITH_NAT, BEHIND_A_BALANCER, FIRST_GENERATION };
