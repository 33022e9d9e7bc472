import { DENIED, line, NOT_FOUND, type Place, visit } from "./place";

test("a place that is ready: nothing is wrong", async () => {
  const { findings } = await visit({});
  expect(findings.map(line)).toEqual([
    "tools ok Node.js: 22.1.0",
    "tools ok Pulumi CLI: 3.260.0",
    "tools ok gcloud CLI: 528.0.0",
    "credentials ok gcloud: ana@example.com",
    "credentials ok Pulumi to Google Cloud: there, and they give a token",
    "credentials ok Pulumi to its state: ana",
    "project ok piloto-de-vendas-prod: ACTIVE",
    "project ok projectNumber: 100000000002",
    "project ok billing: on",
    "apis ok cloudresourcemanager.googleapis.com: on",
    "apis ok serviceusage.googleapis.com: on",
    "apis ok the stack's own: 10 to come: artifactregistry.googleapis.com, compute.googleapis.com, dns.googleapis.com, iam.googleapis.com, logging.googleapis.com, monitoring.googleapis.com, secretmanager.googleapis.com, servicenetworking.googleapis.com, sqladmin.googleapis.com, vpcaccess.googleapis.com",
    "org-policies ok gcp.resourceLocations: allowed",
    "org-policies ok run.allowedIngress: allowed",
    "org-policies ok run.allowedVPCEgress: allowed",
    "org-policies ok run.managed.requireInvokerIam: allowed",
    "org-policies ok iam.allowedPolicyMemberDomains: this stack asks for nothing that it could refuse",
    "org-policies ok storage.publicAccessPrevention: this stack asks for nothing that it could refuse",
    "org-policies ok sql.restrictPublicIp: this stack asks for nothing that it could refuse",
    "org-policies ok compute.restrictVpcPeering: allowed",
    "org-policies ok iam.disableServiceAccountCreation: allowed",
    "org-policies ok compute.disableGlobalLoadBalancing: allowed",
    "org-policies ok compute.restrictLoadBalancerCreationForTypes: allowed",
    "secrets ok bff.secrets.OAUTH2_CLIENT_SECRET: enabled",
    "secrets ok api.secrets.OPENAI_API_KEY: enabled",
    "secrets ok api.secrets.WHATSAPP_TOKEN: enabled",
    "images ok bff.image: Google's public placeholder, until the first deploy",
    "images ok api.image: Google's public placeholder, until the first deploy",
    "network skipped VPC and DNS: the program makes its own",
    "database skipped an existing database: the program makes its own",
    "domain skipped ownership of the domain: only edge.mode domain-mapping asks for it",
    "quotas ok global quotas: enough",
  ]);
});

const policy = (rules: object[]) => ({ spec: { rules } });
const POLICY = "gcloud org-policies describe";
const IMAGE = "us-central1-docker.pkg.dev/piloto-de-vendas-prod/piloto/api:1";
const EXISTING = ["network.existingVpc=shared", "network.privateServices=existing", "network.runAppZone=existing"];
const VPC = {
  "gcloud compute networks describe shared": { selfLink: "https://x/networks/shared" },
  "gcloud services vpc-peerings list": [{ service: "services/servicenetworking.googleapis.com" }],
  "gcloud dns managed-zones list": [
    { privateVisibilityConfig: { networks: [{ networkUrl: "https://x/global/networks/shared" }] } },
  ],
};
const INSTANCE = {
  databaseVersion: "POSTGRES_16",
  region: "us-central1",
  state: "RUNNABLE",
  ipAddresses: [{ type: "PRIVATE", ipAddress: "10.1.2.3" }],
  settings: { tier: "db-g1-small", ipConfiguration: { privateNetwork: "projects/p/global/networks/shared" } },
};
const SQL = "gcloud sql instances describe old-db";
const OLD_DB = [...EXISTING, "database.existingInstance=old-db"];

/** One thing made different in the ready place, and the findings that then differ. */
const CASES: [string, Place, string[]][] = [
  ["an old Node", { node: "18.20.1" }, ["tools wrong Node.js: 18.20.1"]],
  ["an old Pulumi", { replies: { "pulumi version": "v3.99.1" } }, ["tools wrong Pulumi CLI: 3.99.1"]],
  [
    "no log-in to the state",
    { replies: { "pulumi whoami": { why: "failed", message: "PULUMI_ACCESS_TOKEN must be set" } } },
    ["credentials wrong Pulumi to its state: nobody"],
  ],
  [
    "no application default credentials",
    { replies: { "gcloud auth application-default print-access-token": { why: "no account", message: "x" } } },
    ["credentials wrong Pulumi to Google Cloud: none that work"],
  ],
  [
    "credentials from a variable",
    { env: { GOOGLE_CREDENTIALS: "{}" } },
    ["credentials ok Pulumi to Google Cloud: from GOOGLE_CREDENTIALS"],
  ],
  [
    "a project that is not there",
    { replies: { "gcloud projects describe": DENIED, "gcloud projects describe piloto-de-vendas-prod": DENIED } },
    ["project wrong piloto-de-vendas-prod: none"],
  ],
  [
    "another project's number, and no billing",
    {
      replies: {
        "gcloud projects describe piloto-de-vendas-prod": { projectNumber: "7", lifecycleState: "DELETE_REQUESTED" },
        "gcloud billing projects describe": {},
      },
    },
    [
      "project wrong piloto-de-vendas-prod: DELETE_REQUESTED",
      "project wrong projectNumber: 100000000002",
      "project wrong billing: off",
    ],
  ],
  [
    "the first APIs off",
    { replies: { "gcloud services list": [{ config: { name: "run.googleapis.com" } }] } },
    ["apis wrong cloudresourcemanager.googleapis.com: off", "apis wrong serviceusage.googleapis.com: off"],
  ],
  [
    "locations: another continent",
    {
      replies: {
        [`${POLICY} gcp.resourceLocations`]: policy([
          { values: { allowedValues: ["in:southamerica-locations", "global"] } },
        ]),
      },
    },
    ["org-policies wrong gcp.resourceLocations: refused"],
  ],
  [
    "locations: the region, but not global, where secrets are",
    {
      replies: {
        [`${POLICY} gcp.resourceLocations`]: policy([{ values: { allowedValues: ["in:us-central1-locations"] } }]),
      },
    },
    ["org-policies wrong gcp.resourceLocations: refused"],
  ],
  [
    "locations: both, one by its group",
    {
      replies: {
        [`${POLICY} gcp.resourceLocations`]: policy([{ values: { allowedValues: ["in:us-locations", "is:global"] } }]),
      },
    },
    [],
  ],
  [
    "ingress: internal only",
    { replies: { [`${POLICY} run.allowedIngress`]: policy([{ values: { allowedValues: ["is:internal"] } }]) } },
    ["org-policies wrong run.allowedIngress: refused"],
  ],
  [
    "ingress: behind a balancer only, which prod is",
    {
      replies: {
        [`${POLICY} run.allowedIngress`]: policy([{ values: { deniedValues: ["all"] } }]),
      },
    },
    [],
  ],
  [
    "egress: all traffic through the VPC",
    { replies: { [`${POLICY} run.allowedVPCEgress`]: policy([{ values: { allowedValues: ["all-traffic"] } }]) } },
    ["org-policies wrong run.allowedVPCEgress: refused"],
  ],
  [
    "everybody has to show a token",
    { replies: { [`${POLICY} run.managed.requireInvokerIam`]: policy([{ enforce: true }]) } },
    ["org-policies wrong run.managed.requireInvokerIam: refused"],
  ],
  [
    "no peering",
    { replies: { [`${POLICY} compute.restrictVpcPeering`]: policy([{ denyAll: true }]) } },
    ["org-policies wrong compute.restrictVpcPeering: refused"],
  ],
  [
    "only internal load balancers",
    {
      replies: {
        [`${POLICY} compute.restrictLoadBalancerCreationForTypes`]: policy([
          { values: { allowedValues: ["in:INTERNAL"] } },
        ]),
      },
    },
    ["org-policies wrong compute.restrictLoadBalancerCreationForTypes: refused"],
  ],
  [
    "a policy that does not exist here",
    { replies: { [`${POLICY} iam.disableServiceAccountCreation`]: NOT_FOUND } },
    ["org-policies ok iam.disableServiceAccountCreation: not set"],
  ],
  [
    "no right to look at policies",
    { replies: { [`${POLICY} run.allowedIngress`]: DENIED } },
    ["org-policies unknown run.allowedIngress: PERMISSION_DENIED"],
  ],
  [
    "a version that is switched off, a secret that is not there",
    {
      replies: {
        "gcloud secrets versions describe 1 --secret=openai-api-key": { state: "DISABLED" },
        "gcloud secrets versions describe 1 --secret=whatsapp-token": NOT_FOUND,
      },
    },
    ["secrets wrong api.secrets.OPENAI_API_KEY: DISABLED", "secrets wrong api.secrets.WHATSAPP_TOKEN: not there"],
  ],
  [
    "an image that was pushed",
    { set: [`api.image=${IMAGE}`], replies: { "gcloud artifacts docker images describe": {} } },
    [`images ok api.image: ${IMAGE}`],
  ],
  [
    "an image that was not",
    { set: [`api.image=${IMAGE}`], replies: { "gcloud artifacts docker images describe": NOT_FOUND } },
    [`images wrong api.image: no ${IMAGE}`],
  ],
  [
    "an image elsewhere",
    { set: ["api.image=gcr.io/p/api:1"] },
    ["images unknown api.image: gcr.io/p/api:1 is not in Artifact Registry"],
  ],
  [
    "no room for a network",
    {
      replies: {
        "gcloud compute project-info describe": {
          quotas: [
            { metric: "NETWORKS", limit: 5, usage: 5 },
            { metric: "OTHER", limit: 0, usage: 0 },
          ],
        },
      },
    },
    ["quotas wrong NETWORKS: 5 of 5 in use"],
  ],
  [
    "an existing VPC with all that is said to be on it",
    { set: EXISTING, replies: VPC },
    ["network ok shared: there", "network ok private services: there", "network ok private DNS: there"],
  ],
  [
    "an existing VPC without any of it",
    {
      set: EXISTING,
      replies: { ...VPC, "gcloud services vpc-peerings list": [], "gcloud dns managed-zones list": [{}] },
    },
    ["network ok shared: there", "network wrong private services: none", "network wrong private DNS: none"],
  ],
  [
    "an existing VPC on which the stack would make it twice",
    { set: ["network.existingVpc=shared"], replies: VPC },
    ["network ok shared: there", "network wrong private services: there", "network wrong private DNS: there"],
  ],
  [
    "a VPC that is not there",
    { set: EXISTING, replies: { "gcloud compute networks describe": NOT_FOUND } },
    ["network wrong shared: none of that name"],
  ],
  [
    "a DNS zone of the domain",
    {
      set: ["edge.dnsZone=piloto"],
      replies: {
        "gcloud dns managed-zones describe piloto": { dnsName: "pilotodevendas.com.br.", visibility: "public" },
      },
    },
    ["network ok piloto: public, pilotodevendas.com.br."],
  ],
  [
    "a DNS zone of another domain",
    {
      set: ["edge.dnsZone=piloto"],
      replies: { "gcloud dns managed-zones describe piloto": { dnsName: "vendas.com.br.", visibility: "public" } },
    },
    ["network wrong piloto: public, vendas.com.br."],
  ],
  [
    "an existing database that fits",
    { set: OLD_DB, replies: { ...VPC, [SQL]: INSTANCE } },
    [
      "network ok shared: there",
      "network ok private DNS: there",
      "database ok old-db: POSTGRES_16, db-g1-small",
      "database ok old-db: RUNNABLE",
    ],
  ],
  [
    "an existing database elsewhere, without a private address, stopped",
    {
      set: OLD_DB,
      replies: {
        ...VPC,
        [SQL]: { ...INSTANCE, region: "us-east1", state: "SUSPENDED", ipAddresses: [], settings: { tier: "x" } },
      },
    },
    [
      "network ok shared: there",
      "network ok private DNS: there",
      "database wrong old-db: it has no private address: give it one on the VPC; it is in us-east1: set region to it (now us-central1)",
      "database wrong old-db: SUSPENDED",
    ],
  ],
  [
    "an existing database of another name",
    { set: OLD_DB, replies: { ...VPC, [SQL]: NOT_FOUND } },
    ["network ok shared: there", "network ok private DNS: there", "database wrong old-db: none of that name"],
  ],
];

test.each(CASES)("%s", async (_, place, expected) => {
  const ready = (await visit({})).findings.map(line);
  const { findings } = await visit(place);
  const lines = findings.map(line).filter((found) => !ready.includes(found));
  expect(
    lines.filter((found) => !found.startsWith("apis ok the stack's own") && !/this stack asks for nothing/.test(found)),
  ).toEqual(expected);
});

test.each([
  ["pilotodevendas.com.br", "ok", "through pilotodevendas.com.br"],
  ["app.pilotodevendas.com.br", "ok", "through app.pilotodevendas.com.br"],
  ["vendas.com.br", "wrong", "not among 1 verified domains"],
])("a domain mapping with %s verified is %s", async (id, status, found) => {
  const { findings } = await visit({
    stack: "dev",
    set: ["edge.mode=domain-mapping"],
    replies: { "gcloud domains list-user-verified": [{ id }] },
  });
  expect(findings.find(({ check }) => check === "domain")).toMatchObject({ status, found });
});

test("public assets meet what forbids everybody", async () => {
  const { findings } = await visit({
    set: ["edge.assets.access=public"],
    replies: {
      [`${POLICY} iam.allowedPolicyMemberDomains`]: policy([{ values: { allowedValues: ["C0abc"] } }]),
      [`${POLICY} storage.publicAccessPrevention`]: policy([{ enforce: true }]),
    },
  });
  expect(findings.map(line)).toEqual(
    expect.arrayContaining([
      "org-policies wrong iam.allowedPolicyMemberDomains: refused",
      "org-policies wrong storage.publicAccessPrevention: refused",
    ]),
  );
});

test("no gcloud and no pulumi are findings, not a crash, and nothing else is asked", async () => {
  const missing = { why: "no command", message: "there is no such command here" } as const;
  const { findings, asked } = await visit({
    replies: {
      gcloud: missing,
      "gcloud version": missing,
      "gcloud auth list": missing,
      "gcloud auth application-default print-access-token": missing,
      "pulumi version": missing,
      "pulumi whoami": missing,
    },
  });
  expect(findings.filter(({ status }) => status === "wrong").map(line)).toEqual([
    "tools wrong Pulumi CLI: there is no such command here",
    "tools wrong gcloud CLI: there is no such command here",
  ]);
  expect(new Set(asked.map((command) => command.split(" ").slice(0, 3).join(" ")))).toEqual(
    new Set([
      "pulumi version",
      "pulumi whoami --non-interactive",
      "gcloud version --format=json",
      "gcloud auth list",
      "gcloud auth application-default",
    ]),
  );
});

test("every check can be skipped, and is then not asked", async () => {
  const skip = [
    "tools",
    "credentials",
    "project",
    "apis",
    "org-policies",
    "secrets",
    "images",
    "network",
    "database",
    "domain",
    "quotas",
  ];
  const { findings, asked } = await visit({ skip });
  expect(asked).toEqual([]);
  expect(findings.map(({ check, status }) => [check, status])).toEqual(skip.map((id) => [id, "skipped"]));
});

test("the token that is asked for shows up nowhere", async () => {
  const { findings } = await visit({});
  expect(JSON.stringify(findings)).not.toContain("ya29");
});

test("every wrong or unclear finding says what to do", async () => {
  for (const [, place] of CASES)
    for (const { status, remedy } of (await visit(place)).findings)
      if (status === "wrong" || status === "unknown") expect(remedy).toMatch(/\.$/);
});
