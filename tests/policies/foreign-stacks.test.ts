import { verdicts } from "../../policies/verdicts";
import type { Resource } from "../../resources/resource";
import { email, IMAGE, LABELS, PROJECT, REGION, RUN, reads, STACKS } from "./foreign-stacks";
import { firstPreview } from "./judging";
import { make, raw, urnOf } from "./make";
import { change, remove } from "./program";

/** What would stop an `up`, with the levels that hold where nothing is configured. */
const broken = (resources: readonly Resource[]) =>
  verdicts(resources, {})
    .filter(({ level }) => level === "mandatory")
    .map(({ policy, urn, property, message }) => `${policy} ${urn.split("::").pop()} ${property}: ${message}`);

test.each(Object.entries(STACKS))("a sound stack built by somebody else is let through: %s", (_, stack) => {
  expect(broken(stack)).toEqual([]);
  expect(broken(firstPreview(stack))).toEqual([]);
});

type Change = (resources: Resource[]) => void;
const put =
  (name: string, values: Record<string, unknown>): Change =>
  (all) =>
    change(all, name, values);
const drop =
  (name: string): Change =>
  (all) =>
    remove(all, name);
const add =
  (...made: Resource[]): Change =>
  (all) =>
    void all.push(...made);
const annotation = (key: string, value: string | undefined, name = "api"): Change => {
  const where = key.endsWith("ingress") || key.endsWith("disabled") ? "metadata" : "template";
  return (all) => {
    const resource = all.find((each) => each.name === name && each.type === "gcp:cloudrun/service:Service");
    const holder = (where === "metadata" ? resource?.inputs : resource?.inputs.template) as {
      metadata: { annotations: Record<string, string | undefined> };
    };
    holder.metadata.annotations[key] = value;
  };
};
const grant = (type: string, inputs: object, from: Record<string, string[]> = {}) =>
  add(raw(type, "grant", inputs, { from }));

/** One change each, and every mandatory policy that has to notice it. */
const BROKEN: [keyof typeof STACKS, string, Change, string[]][] = [
  ["CONNECTOR_WITH_RANGE", "the API open", put("api", { ingress: undefined }), ["api-ingress-internal"]],
  [
    "CONNECTOR_WITH_RANGE",
    "the BFF closed",
    put("bff", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
    ["bff-ingress-matches-lb"],
  ],
  ["CONNECTOR_WITH_RANGE", "no records", drop("run-wildcard"), ["internal-call-path"]],
  [
    "CONNECTOR_WITH_RANGE",
    "no zone",
    (all) => {
      drop("run-wildcard")(all);
      drop("run-zone")(all);
    },
    ["internal-call-path"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "the zone on another network",
    put("run-zone", { "privateVisibilityConfig.networks": [{ networkUrl: `${PROJECT}/global/networks/other` }] }),
    ["internal-call-path"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "restricted addresses",
    put("run-wildcard", { rrdatas: ["199.36.153.4"] }),
    ["internal-call-path"],
  ],
  ["CONNECTOR_WITH_RANGE", "the connector elsewhere", put("connector", { region: "europe-west1" }), ["one-region"]],
  ["CONNECTOR_WITH_RANGE", "a /26", put("connector", { ipCidrRange: "10.8.0.0/26" }), ["own-network"]],
  [
    "CONNECTOR_WITH_RANGE",
    "the range in the peering's",
    put("connector", { ipCidrRange: "10.64.8.0/28" }),
    ["db-private-path"],
  ],
  ["CONNECTOR_WITH_RANGE", "auto mode", put("main-vpc", { autoCreateSubnetworks: undefined }), ["own-network"]],
  [
    "CONNECTOR_WITH_RANGE",
    "no peering",
    (all) => {
      drop("peering")(all);
    },
    ["db-private-path"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "the database on another network",
    put("db", { "settings.ipConfiguration.privateNetwork": `${PROJECT}/global/networks/other` }),
    ["db-private-path"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "a public database",
    put("db", { "settings.ipConfiguration.ipv4Enabled": undefined }),
    ["sql-private"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "an open network",
    put("db", { "settings.ipConfiguration.authorizedNetworks": [{ value: "::/0" }] }),
    ["sql-private"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "clear text",
    put("db", { "settings.ipConfiguration.sslMode": "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }),
    ["sql-tls"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "no backups",
    put("db", { "settings.backupConfiguration": undefined }),
    ["prod-protection", "sql-backups"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "the BFF is a client of Cloud SQL",
    grant(
      "gcp:projects/iAMMember:IAMMember",
      { project: "shop", role: "roles/cloudsql.client", member: `serviceAccount:${email("bff")}` },
      { member: ["bff-account"] },
    ),
    ["bff-has-no-db-path"],
  ],
  ["CONNECTOR_WITH_RANGE", "the BFF reads the password", add(reads("bff", "db-password")), ["bff-has-no-db-path"]],
  [
    "CONNECTOR_WITH_RANGE",
    "the BFF mounts the database",
    put("bff", {
      "template.volumes": [{ name: "sql", cloudSqlInstance: { instances: ["shop:us-central1:shop-db"] } }],
    }),
    ["bff-has-no-db-path"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "one account for both",
    (all) => {
      put("bff", { "template.serviceAccount": email("api") })(all);
      const bff = all.find(({ name }) => name === "bff");
      if (bff) bff.propertyDependencies.template = ["api-account", "connector"].map(urnOf);
    },
    ["one-identity-per-service"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "the default account",
    put("bff", { "template.serviceAccount": undefined }),
    ["dedicated-account", "one-identity-per-service"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "everyone calls the API",
    put("everyone-calls-bff", { name: "shop-api" }),
    ["public-invoker"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "a document lets everyone call the API",
    grant(
      "gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy",
      {
        name: "shop-api",
        location: REGION,
        policyData: JSON.stringify({ bindings: [{ role: "roles/run.invoker", members: ["allAuthenticatedUsers"] }] }),
      },
      { name: ["api"] },
    ),
    ["public-invoker"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "everyone administers the BFF",
    put("everyone-calls-bff", { role: "roles/run.admin" }),
    ["public-members"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "a password in plain",
    put("api", { "template.containers": [{ image: IMAGE, envs: [{ name: "DB_PASSWORD", value: "hunter2" }] }] }),
    ["env-secrets"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "a tag",
    put("api", { "template.containers": [{ image: "us-docker.pkg.dev/shop/images/app:latest" }] }),
    ["image-pin"],
  ],
  ["CONNECTOR_WITH_RANGE", "no ceiling", put("bff", { "template.scaling": undefined }), ["scaling-bounded"]],
  ["CONNECTOR_WITH_RANGE", "detached", put("api", { "template.vpcAccess": undefined }), ["vpc-attached"]],
  [
    "CONNECTOR_WITH_RANGE",
    "an owner",
    grant("gcp:projects/iAMBinding:IAMBinding", {
      project: "shop",
      role: "roles/owner",
      members: ["user:me@example.com"],
    }),
    ["project-roles"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "a key",
    grant("gcp:serviceaccount/key:Key", { serviceAccountId: "api" }),
    ["no-account-keys"],
  ],
  [
    "CONNECTOR_WITH_RANGE",
    "ingress ignored",
    (all) => change(all, "api", {}, { ignoreChanges: ["ingress"] }),
    ["guarded-properties-not-ignored"],
  ],
  [
    "DIRECT_WITH_NAT",
    "no Private Google Access",
    put("run-subnet", { privateIpGoogleAccess: undefined }),
    ["subnet-private-google-access"],
  ],
  [
    "DIRECT_WITH_NAT",
    "private ranges only, without a zone",
    put("bff", { "template.vpcAccess.egress": "PRIVATE_RANGES_ONLY" }),
    ["internal-call-path"],
  ],
  ["DIRECT_WITH_NAT", "the subnet elsewhere", put("run-subnet", { region: "europe-west1" }), ["one-region"]],
  [
    "DIRECT_WITH_NAT",
    "SSH from anywhere",
    add(
      make("gcp:compute/firewall:Firewall", "ssh", {
        network: "shop-net",
        allows: [{ protocol: "tcp", ports: ["22"] }],
        sourceRanges: ["10.0.0.0/8", "0.0.0.0/0"],
      }),
    ),
    ["firewall-no-internet"],
  ],
  ["DIRECT_WITH_NAT", "the API without tokens", put("api", { invokerIamDisabled: true }), ["invoker-check-on"]],
  [
    "BEHIND_A_BALANCER",
    "the BFF open beside it",
    put("bff", { ingress: "INGRESS_TRAFFIC_ALL" }),
    ["bff-ingress-matches-lb"],
  ],
  [
    "BEHIND_A_BALANCER",
    "it leads to the API",
    add(
      make(
        "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
        "api-neg",
        { region: REGION, cloudRun: { service: "shop-api" } },
        { from: { cloudRun: ["api"] } },
      ),
    ),
    ["only-bff-behind-lb"],
  ],
  ["BEHIND_A_BALANCER", "without Armor", put("backend", { securityPolicy: undefined }), ["bff-backend"]],
  [
    "BEHIND_A_BALANCER",
    "pages cached for all",
    put("backend", { enableCdn: true, "cdnPolicy.cacheMode": "FORCE_CACHE_ALL" }),
    ["bff-backend"],
  ],
  ["BEHIND_A_BALANCER", "port 80 serves", put("http-proxy", { urlMap: "map" }), ["http-only-redirects"]],
  ["BEHIND_A_BALANCER", "no SSL policy", put("https-proxy", { sslPolicy: undefined }), ["tls-policy"]],
  ["BEHIND_A_BALANCER", "TLS 1.0", put("tls", { minTlsVersion: undefined }), ["tls-policy"]],
  [
    "BEHIND_A_BALANCER",
    "a domain without certificate",
    put("map", { hostRules: [{ hosts: ["other.example.com"], pathMatcher: "all" }] }),
    ["lb-chain-complete"],
  ],
  [
    "BEHIND_A_BALANCER",
    "two schemes",
    put("https", { loadBalancingScheme: "EXTERNAL_MANAGED" }),
    ["lb-chain-complete"],
  ],
  [
    "BEHIND_A_BALANCER",
    "another bucket is public",
    add(
      make("gcp:storage/bucket:Bucket", "data", {
        name: "shop-data",
        ...LABELS("db"),
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
      }),
      make(
        "gcp:storage/bucketIAMMember:BucketIAMMember",
        "data-public",
        { bucket: "shop-data", role: "roles/storage.objectViewer", member: "allUsers" },
        { from: { bucket: ["data"] } },
      ),
    ),
    ["cdn-bucket"],
  ],
  [
    "BEHIND_A_BALANCER",
    "the bucket behind the CDN is gone",
    (all) => {
      drop("assets")(all);
      drop("assets-public")(all);
      put("assets-backend", { bucketName: "gone" })(all);
    },
    ["cdn-bucket"],
  ],
  ["FIRST_GENERATION", "the API open", annotation(`${RUN}ingress`, undefined), ["api-ingress-internal"]],
  [
    "FIRST_GENERATION",
    "the API without tokens",
    annotation(`${RUN}invoker-iam-disabled`, "true"),
    ["invoker-check-on"],
  ],
  ["FIRST_GENERATION", "detached", annotation(`${RUN}vpc-access-connector`, undefined), ["vpc-attached"]],
  [
    "FIRST_GENERATION",
    "everyone calls the API",
    put("everyone-calls-bff", { service: "shop-api" }),
    ["public-invoker"],
  ],
];

test.each(BROKEN)("%s, %s", (stack, _about, mutate, policies) => {
  const changed = structuredClone(STACKS[stack]);
  mutate(changed);
  const names = (found: string[]) => [...new Set(found.map((each) => each.split(" ")[0]))].sort();
  expect(names(broken(changed))).toEqual(policies);
  expect(names(broken(firstPreview(changed)))).toEqual(policies);
});
