import { POLICIES } from "../../policies/all";
import { readConfiguration, verdicts } from "../../policies/verdicts";
import { offlinePreview } from "../../resources/offline-preview";
import type { Resource } from "../../resources/resource";
import { costSchema } from "../../settings/cost";
import { make, raw } from "./make";
import { change, news, program, remove } from "./program";

type Mutation = readonly [policy: string, about: string, mutate: (resources: Resource[]) => void];
const add =
  (...made: Resource[]) =>
  (resources: Resource[]) =>
    void resources.push(...made);
const set =
  (name: string, values: Record<string, unknown>, options = {}) =>
  (resources: Resource[]) =>
    change(resources, name, values, options);

/** prod's levels without its exemptions and its budget, so that a mutation is noticed by its own policy alone. */
const UNEXCUSED = { ...readConfiguration("prod"), "policy-config": "mandatory", "cost-ceiling": "disabled" };

const BFF = "serviceAccount:bff-nextjs-run@piloto-de-vendas-prod.iam.gserviceaccount.com";
const LABELS = { component: "worker" };

/** One change to the program for each policy, which that policy alone must notice. */
const MUTATIONS: readonly Mutation[] = [
  ["api-ingress-internal", "the API opened", set("api-service", { ingress: "INGRESS_TRAFFIC_ALL" })],
  ["invoker-check-on", "the API without tokens", set("api-service", { invokerIamDisabled: true })],
  [
    "bff-ingress-matches-lb",
    "the BFF open beside its load balancer",
    set("bff-service", { ingress: "INGRESS_TRAFFIC_ALL" }),
  ],
  ["only-bff-behind-lb", "a URL mask", set("edge-bff-group", { "cloudRun.urlMask": "<service>.example.com" })],
  [
    "public-invoker",
    "everyone may call the API",
    add(
      make("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "m", {
        name: "api-python",
        role: "roles/run.invoker",
        member: "allUsers",
      }),
    ),
  ],
  [
    "public-members",
    "everyone reads a secret",
    add(
      make("gcp:secretmanager/secretIamMember:SecretIamMember", "m", {
        secretId: "openai-api-key",
        role: "roles/secretmanager.secretAccessor",
        member: "allAuthenticatedUsers",
      }),
    ),
  ],
  ["internal-call-path", "no wildcard in the zone", (all) => remove(all, "network-run-app-wildcard")],
  ["vpc-attached", "the API detached", set("api-service", { "template.vpcAccess": undefined })],
  [
    "firewall-no-internet",
    "SSH from anywhere",
    add(
      make("gcp:compute/firewall:Firewall", "f", {
        network: "n",
        description: "d",
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
        sourceRanges: ["0.0.0.0/0"],
        allows: [{ protocol: "tcp", ports: ["22"] }],
      }),
    ),
  ],
  ["sql-private", "a public address", set("database-instance", { "settings.ipConfiguration.ipv4Enabled": true })],
  ["sql-tls", "clear text", set("database-instance", { "settings.ipConfiguration.sslMode": undefined })],
  ["sql-backups", "no backups", set("database-instance", { "settings.backupConfiguration.enabled": false })],
  ["db-private-path", "the peering forgotten", (all) => remove(all, "network-services-connection")],
  [
    "bff-has-no-db-path",
    "the BFF gets the password",
    add(
      make("gcp:secretmanager/secretIamMember:SecretIamMember", "m", {
        secretId: "prod-database-api-password",
        role: "roles/secretmanager.secretAccessor",
        member: BFF,
      }),
    ),
  ],
  [
    "connection-ceiling",
    "more instances than connections",
    set("api-service", { "template.scaling.maxInstanceCount": 50 }),
  ],
  ["sql-high-availability", "", set("database-instance", { "settings.availabilityType": "ZONAL" })],
  [
    "sql-flags",
    "a flag turned off",
    set("database-instance", { "settings.databaseFlags": [{ name: "log_min_messages", value: "panic" }] }),
  ],
  ["sql-upkeep", "an old version", set("database-instance", { databaseVersion: "POSTGRES_12" })],
  [
    "dedicated-account",
    "the default account",
    set("api-service", { "template.serviceAccount": "1-compute@developer.gserviceaccount.com" }),
  ],
  [
    "one-identity-per-service",
    "somebody else calls the API",
    add(
      make("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "m", {
        name: "api-python",
        role: "roles/run.invoker",
        member: "serviceAccount:x@y.iam.gserviceaccount.com",
      }),
    ),
  ],
  [
    "project-roles",
    "an editor",
    add(
      make("gcp:projects/iAMMember:IAMMember", "m", {
        project: "piloto-de-vendas-prod",
        role: "roles/editor",
        member: BFF,
      }),
    ),
  ],
  ["no-account-keys", "a key", add(make("gcp:serviceaccount/key:Key", "k", { serviceAccountId: "bff-nextjs-run" }))],
  [
    "workload-identity-condition",
    "any repository",
    add(
      make("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "w", {
        oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
      }),
    ),
  ],
  [
    "env-secrets",
    "a token in plain",
    set("api-service", { "template.containers.0.envs": [{ name: "WHATSAPP_TOKEN", value: "abc" }] }),
  ],
  ["wiring-complete", "the grant to call the API forgotten", (all) => remove(all, "api-invoker-bff")],
  [
    "identity-upkeep",
    "a person",
    add(
      make("gcp:projects/iAMMember:IAMMember", "m", {
        project: "piloto-de-vendas-prod",
        role: "roles/run.viewer",
        member: "user:a@example.com",
      }),
    ),
  ],
  ["own-network", "auto mode", set("network-vpc", { autoCreateSubnetworks: true })],
  ["subnet-private-google-access", "off", set("network-connector-subnet", { privateIpGoogleAccess: false })],
  ["one-region", "the connector elsewhere", set("network-connector", { region: "southamerica-east1" })],
  [
    "dnssec",
    "an unsigned zone",
    add(make("gcp:dns/managedZone:ManagedZone", "z", { dnsName: "example.com.", labels: LABELS })),
  ],
  ["network-upkeep", "a large connector", set("network-connector", { machineType: "e2-standard-4" })],
  ["http-only-redirects", "port 80 serves", set("edge-redirect", { defaultUrlRedirect: undefined })],
  ["tls-policy", "TLS 1.0", set("edge-tls", { minTlsVersion: "TLS_1_0" })],
  ["lb-chain-complete", "two schemes", set("edge-bff-backend", { loadBalancingScheme: "EXTERNAL" })],
  ["bff-backend", "no Armor", set("edge-bff-backend", { securityPolicy: undefined })],
  ["armor-no-preview", "a rule in preview", set("edge-armor", { "rules.0.preview": true })],
  [
    "edge-upkeep",
    "Armor that lets everything through",
    add(make("gcp:compute/securityPolicy:SecurityPolicy", "p", { labels: LABELS, rules: [] })),
  ],
  [
    "cdn-bucket",
    "a bucket of somebody else",
    add(make("gcp:compute/backendBucket:BackendBucket", "b", { bucketName: "elsewhere" })),
  ],
  ["bucket-private", "access lists", set("edge-assets", { uniformBucketLevelAccess: false })],
  ["scaling-bounded", "no ceiling", set("bff-service", { "template.scaling.maxInstanceCount": undefined })],
  ["image-pin", "the pipeline lets go of the image", set("bff-service", {}, { ignoreChanges: ["client"] })],
  ["prod-protection", "the database unprotected", set("database-instance", { deletionProtection: false })],
  [
    "guarded-properties-not-ignored",
    "ingress ignored",
    set("api-service", {}, { ignoreChanges: ["ingress", "template.containers[0].image"] }),
  ],
  ["right-project", "another project", set("edge-assets", { project: "piloto-de-vendas-dev" })],
  ["regions-allowed", "another continent", set("edge-assets", { location: "EUROPE-WEST1" })],
  ["required-labels", "no labels", set("edge-assets", { labels: undefined })],
  [
    "platform-upkeep",
    "everyone lists the assets",
    set("images-repository", { vulnerabilityScanningConfig: { enablementConfig: "DISABLED" } }),
  ],
  ["traffic-logs", "no request log", set("edge-bff-backend", { logConfig: undefined })],
  [
    "bucket-versioning",
    "a bucket without versions",
    add(
      make("gcp:storage/bucket:Bucket", "b", {
        location: "us-central1",
        labels: LABELS,
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 1 } }],
        logging: { logBucket: "elsewhere" },
      }),
    ),
  ],
  ["policy-config", "", () => undefined],
  ["pack-self-check", "no API", set("api-service", { "labels.component": "worker" })],
];

/** Those whose change cannot be made to the stack as it is, shown elsewhere. */
const ELSEWHERE = new Set([
  "sql-high-availability",
  "policy-config",
  "pack-self-check",
  "db-egress-denied",
  "cost-ceiling",
]);

test.each(MUTATIONS.filter(([policy]) => !ELSEWHERE.has(policy)))(
  "only %s notices: %s",
  async (...[policy, , mutate]: Mutation) => {
    const [before, after] = [await program("prod"), await program("prod")];
    mutate(after);
    expect(news(before, after, UNEXCUSED)).toEqual([policy]);
  },
);

test("every policy has a change that it alone notices", () => {
  const shown = new Set([...MUTATIONS.map(([policy]) => policy), ...ELSEWHERE]);
  expect(POLICIES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
});

test("only db-egress-denied notices that the firewall no longer keeps the BFF from the database", async () => {
  const [before, after] = [
    await program("prod", "network.egress=direct"),
    await program("prod", "network.egress=direct"),
  ];
  const index = after.findIndex(({ type }) => type === "gcp:compute/firewall:Firewall");
  expect(index).toBeGreaterThanOrEqual(0);
  after.splice(index, 1);
  expect(news(before, after, UNEXCUSED)).toEqual(["db-egress-denied"]);
});

test("only sql-high-availability notices that the database left its second zone", async () => {
  const [before, after] = [await program("prod"), await program("prod")];
  change(before, "database-instance", { "settings.availabilityType": "REGIONAL" });
  change(after, "database-instance", { "settings.availabilityType": "ZONAL" });
  expect(news(before, after, UNEXCUSED)).toEqual(["sql-high-availability"]);
});

test("only cost-ceiling notices that the budget is exceeded", async () => {
  const resources = await program("prod");
  const said = (monthlyBudgetUsd: number) =>
    verdicts(resources, { all: "disabled", "cost-ceiling": { enforcementLevel: "mandatory", monthlyBudgetUsd } });
  expect(said(10)).toMatchObject([{ policy: "cost-ceiling", level: "mandatory", urn: "" }]);
  expect([...said(0), ...said(100_000)]).toEqual([]);
});

test("a service that loses its role is reported", async () => {
  const [before, after] = [await program("prod"), await program("prod")];
  change(after, "api-service", { "labels.component": "worker" });
  expect(news(before, after, UNEXCUSED)).toContain("pack-self-check");
});

describe.each(["dev", "prod"])("the stack %s", (stack) => {
  test("violates nothing mandatory", async () => {
    expect(
      verdicts(await program(stack), readConfiguration(stack)).filter(({ level }) => level === "mandatory"),
    ).toEqual([]);
  });
});

test("a replaced provider's project is noticed", async () => {
  const after = await program("prod");
  const provider = raw("pulumi:providers:gcp", "other", { project: "elsewhere" });
  after.push(provider);
  change(after, "edge-assets", {}, { provider: `${provider.urn}::id` });
  const found = verdicts(after, readConfiguration("prod")).filter(({ policy }) => policy === "right-project");
  expect(found.map(({ property }) => property).sort()).toEqual(["project", "provider.project"]);
});

test.each(["dev", "prod"])("%s: the pack's budget is the one of the settings", async (stack) => {
  const { settings } = await offlinePreview({ stack });
  const { budgetUsd, budgetMode, budgetScenario, usage, freeTier, prices } = settings.cost;
  expect(readConfiguration(stack)["cost-ceiling"]).toEqual({
    enforcementLevel: budgetMode === "enforce" ? "mandatory" : "advisory",
    monthlyBudgetUsd: budgetUsd,
  });
  // The pack assumes the defaults: a stack that assumes something else has to tell it too.
  const defaults = costSchema.parse({});
  expect({ budgetScenario, usage, freeTier, prices }).toEqual({
    budgetScenario: defaults.budgetScenario,
    usage: defaults.usage,
    freeTier: defaults.freeTier,
    prices: defaults.prices,
  });
});

test.each(["dev", "prod"])("%s passes clean: all that is said is which exemptions are in force", async (stack) => {
  const said = verdicts(await program(stack), readConfiguration(stack), { now: new Date("2026-12-01") });
  expect(said.filter(({ message }) => !message.startsWith("exempt from "))).toEqual([]);
  expect(said.filter(({ level }) => level === "mandatory")).toEqual([]);
});

test("an exemption that has expired is a violation itself", async () => {
  const said = verdicts(await program("prod"), readConfiguration("prod"), { now: new Date("2028-01-01") });
  expect(said.some(({ policy, message }) => policy === "policy-config" && /expired/.test(message))).toBe(true);
});
