import { BOOTSTRAP, BOOTSTRAP_FOLDER } from "../../bootstrap/program";
import type { BootstrapSettings } from "../../bootstrap/settings";
import { readConfiguration } from "../../policies/verdicts";
import { document } from "../../preview/document";
import { type Preview, previewProgram } from "../../resources/offline-preview";
import { readStackFile } from "../../resources/stack-file";
import { runUnderRealRunner } from "../program/engine-stub";

const look = (stack: "dev" | "prod", ...set: string[]) =>
  previewProgram(readStackFile(stack, set, BOOTSTRAP_FOLDER), BOOTSTRAP);

let prod: Preview<BootstrapSettings>;
beforeAll(async () => {
  prod = await look("prod");
});

const resource = ({ resources }: Pick<typeof prod, "resources">, name: string) => {
  const found = resources.filter((each) => each.name === name && each.type.startsWith("gcp:"));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources are called ${name}`);
  return found[0];
};

const PROJECT = "piloto-de-vendas-prod";
const LABELS = { component: "delivery", stack: "prod", "managed-by": "pulumi" };
const PRINCIPALS =
  "principalSet://iam.googleapis.com/projects/100000000002/locations/global/workloadIdentityPools/github";

describe("the state", () => {
  test("is private, keeps its past, and cannot be deleted by mistake", () => {
    const { inputs, options } = resource(prod, "state-bucket");
    expect(inputs).toEqual({
      name: `${PROJECT}-pulumi-state`,
      location: "US-CENTRAL1",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      lifecycleRules: [
        {
          action: { type: "Delete" },
          condition: { daysSinceNoncurrentTime: 90, numNewerVersions: 20, withState: "ARCHIVED" },
        },
      ],
      forceDestroy: false,
      labels: LABELS,
    });
    expect(options.protect).toBe(true);
  });

  test("has its secrets under a key that changes every ninety days", () => {
    const { inputs, options } = resource(prod, "state-key");
    expect(inputs).toMatchObject({
      name: "state-secrets",
      purpose: "ENCRYPT_DECRYPT",
      rotationPeriod: "7776000s",
      labels: LABELS,
    });
    expect(options.protect).toBe(true);
    expect(resource(prod, "state-keys").inputs).toEqual({ name: "pulumi", location: "us-central1" });
  });

  test("says where it is before it exists", () => {
    expect(prod.outputs).toEqual({
      backend: `gs://${PROJECT}-pulumi-state`,
      secretsProvider: `gcpkms://projects/${PROJECT}/locations/us-central1/keyRings/pulumi/cryptoKeys/state-secrets`,
      workloadIdentityProvider: "projects/100000000002/locations/global/workloadIdentityPools/github/providers/actions",
      previewer: `pulumi-previewer@${PROJECT}.iam.gserviceaccount.com`,
      deployer: `pulumi-deployer@${PROJECT}.iam.gserviceaccount.com`,
    });
  });
});

describe("GitHub", () => {
  test("is let in from one repository", () => {
    expect(resource(prod, "github-provider").inputs).toMatchObject({
      oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
      attributeCondition: 'assertion.repository == "piloto-de-vendas/infrastructure"',
      attributeMapping: {
        "google.subject": "assertion.sub",
        "attribute.repository": "assertion.repository",
        "attribute.deployment": 'assertion.sub + ":" + assertion.ref',
      },
    });
  });

  test("is held to the repository's number too, where it is given", async () => {
    const preview = await look("prod", 'github.repositoryId="123456"');
    expect(resource(preview, "github-provider").inputs.attributeCondition).toBe(
      'assertion.repository == "piloto-de-vendas/infrastructure" && assertion.repository_id == "123456"',
    );
  });

  test.each([
    ["previewer", `${PRINCIPALS}/attribute.repository/piloto-de-vendas/infrastructure`],
    [
      "deployer",
      `${PRINCIPALS}/attribute.deployment/repo:piloto-de-vendas/infrastructure:environment:prod:refs/heads/main`,
    ],
  ])("acts as the %s only from where it may", (identity, member) => {
    const { inputs } = resource(prod, `${identity}-github`);
    expect(inputs).toMatchObject({ role: "roles/iam.workloadIdentityUser", member });
    const ways = prod.resources.filter(({ type }) => type === "gcp:serviceaccount/iAMMember:IAMMember");
    expect(ways.map(({ name }) => name).sort()).toEqual(["deployer-github", "previewer-github"]);
  });
});

describe("identities", () => {
  const rights = (identity: string) =>
    prod.resources
      .filter(({ inputs }) => inputs.member === `serviceAccount:${identity}@${PROJECT}.iam.gserviceaccount.com`)
      .map(({ type, inputs }) => `${type.split(":")[1]?.split("/")[0]} ${inputs.role}`)
      .sort();

  test("the previewer changes nothing", () => {
    expect(rights("pulumi-previewer")).toEqual([
      "kms roles/cloudkms.cryptoKeyDecrypter",
      "projects roles/artifactregistry.reader",
      "projects roles/browser",
      "projects roles/cloudsql.viewer",
      "projects roles/compute.viewer",
      "projects roles/dns.reader",
      "projects roles/iam.securityReviewer",
      "projects roles/monitoring.viewer",
      "projects roles/run.viewer",
      "projects roles/secretmanager.viewer",
      "projects roles/serviceusage.serviceUsageViewer",
      "projects roles/vpcaccess.viewer",
      "storage roles/storage.objectViewer",
    ]);
  });

  test("the deployer builds, and grants nothing on the project", () => {
    expect(rights("pulumi-deployer")).toEqual([
      "kms roles/cloudkms.cryptoKeyEncrypterDecrypter",
      "projects roles/artifactregistry.admin",
      "projects roles/cloudsql.admin",
      "projects roles/compute.loadBalancerAdmin",
      "projects roles/compute.networkAdmin",
      "projects roles/compute.securityAdmin",
      "projects roles/dns.admin",
      "projects roles/iam.serviceAccountAdmin",
      "projects roles/iam.serviceAccountUser",
      "projects roles/monitoring.editor",
      "projects roles/run.admin",
      "projects roles/secretmanager.admin",
      "projects roles/servicenetworking.networksAdmin",
      "projects roles/serviceusage.serviceUsageAdmin",
      "projects roles/storage.admin",
      "projects roles/vpcaccess.admin",
      "storage roles/storage.objectAdmin",
    ]);
  });

  test("no grant takes anybody else's away, and none waits for less than its account", () => {
    const grants = prod.resources.filter(({ type }) => /i?am/i.test(type) && /Iam|IAM/.test(type));
    for (const { type } of grants) expect(type).toMatch(/(Iam|IAM)Member$/);
    for (const { inputs, dependencies } of grants) {
      const account = /pulumi-(previewer|deployer)@/.exec(String(inputs.member))?.[1];
      if (account) expect(dependencies).toContain(resource(prod, `${account}-account`).urn);
    }
  });
});

test("the main program's APIs can be switched on: those that come first are on", () => {
  const on = prod.resources.filter(({ type }) => type === "gcp:projects/service:Service");
  expect(on.map(({ inputs }) => inputs.service).sort()).toEqual([
    "cloudkms.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "serviceusage.googleapis.com",
    "storage.googleapis.com",
    "sts.googleapis.com",
  ]);
  for (const { inputs } of on) expect(inputs.disableOnDestroy).toBe(false);
});

test.each([
  ["github.repository=infrastructure", "github.repository", "OWNER/NAME"],
  ['github.repository=a/b" || true || "', "github.repository", "OWNER/NAME"],
  ["github.repositoryId=abc", "github.repositoryId", "digits"],
  ["github.environment=prod:ref", "github.environment", "letters, digits"],
  ["github.branch=main && true", "github.branch", "the name of a branch"],
  ["github.pool=gcp-github", "github.pool", "not starting with gcp-"],
  ["edge.mode=load-balancer", "edge", "github"],
])("%s is refused", async (set, where, allowed) => {
  await expect(look("dev", set)).rejects.toMatchObject({
    problems: [expect.objectContaining({ where, allowed: expect.stringContaining(allowed) })],
  });
});

test("Pulumi's own runner asks for what the offline preview shows", async () => {
  const run = await runUnderRealRunner(readStackFile("prod", [], BOOTSTRAP_FOLDER), BOOTSTRAP_FOLDER);
  expect(run.log.join("")).toBe("");
  expect(run.code).toBe(0);
  expect(run.resources).toEqual(
    Object.fromEntries(prod.resources.map(({ name, type, inputs }) => [`${name} ${type}`, inputs])),
  );
}, 60_000);

test.each(["dev", "prod"] as const)("%s keeps every promise that applies to it, and is priced", async (stack) => {
  const { policies, cost } = document(await look(stack), readConfiguration(`bootstrap-${stack}`));
  expect(policies).toEqual([]);
  expect(cost.unpriced).toEqual([]);
  expect(cost.scenarios.expected.fixed.toFixed(2)).toBe("0.06");
});

test("an identity that is not the deployer gets no admin role past the policies", async () => {
  const { policies } = document(await look("prod"), readConfiguration("bootstrap-dev"));
  expect(policies.filter(({ policy }) => policy === "project-roles").length).toBeGreaterThan(10);
});
