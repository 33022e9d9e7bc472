import { identityUpkeep, noAccountKeys, projectRoles, workloadIdentityCondition } from "../../policies/rules/identity";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const ACCOUNT = "serviceAccount:api@project.iam.gserviceaccount.com";
const GROUP = "group:developers@example.com";
const grant = (role: string, member: string, inputs: Inputs<"gcp:projects/iAMMember:IAMMember"> = {}) =>
  make("gcp:projects/iAMMember:IAMMember", "grant", { project: "p", role, member, ...inputs });
const binding = (role: string, members: string[]) =>
  make("gcp:projects/iAMBinding:IAMBinding", "grant", { project: "p", role, members });
const document = (...bindings: object[]) => JSON.stringify({ bindings });

const refused = (role: string, member: string): Case => [
  `${role} for ${member}`,
  [grant(role, member)],
  ["grant role"],
];
const allowed = (role: string, member: string): Case => [`${role} for ${member} passes`, [grant(role, member)], []];

const DEPLOYER = "serviceAccount:deploy@project.iam.gserviceaccount.com";
const DEPLOYS = { deployers: [DEPLOYER] };

judges(projectRoles, [
  ...["owner", "editor", "viewer", "admin", "writer", "reader"].flatMap((name) => [
    refused(`roles/${name}`, ACCOUNT),
    refused(`roles/${name}`, GROUP),
  ]),
  refused("roles/Editor", "user:a@example.com"),
  refused("roles/viewer", "domain:example.com"),
  refused("roles/editor", "deleted:serviceAccount:api@project.iam.gserviceaccount.com?uid=1"),
  refused("roles/owner", UNKNOWN),
  refused("roles/run.admin", ACCOUNT),
  refused("roles/cloudsql.admin", UNKNOWN),
  refused("roles/storage.objectAdmin", "SERVICEACCOUNT:api@project.iam.gserviceaccount.com"),
  refused("roles/compute.instanceAdmin.v1", ACCOUNT),
  refused("roles/run.admin", "deleted:serviceAccount:api@project.iam.gserviceaccount.com?uid=1"),
  refused(
    "roles/run.admin",
    "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/subject/s",
  ),
  refused("roles/run.admin", "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/*"),
  refused("projects/p/roles/deployAdmin", ACCOUNT),
  refused("roles/iam.serviceAccountUser", ACCOUNT),
  refused("roles/iam.serviceAccountUser", "user:a@example.com"),
  refused("roles/iam.serviceAccountTokenCreator", GROUP),
  refused("roles/iam.serviceAccountOpenIdTokenCreator", GROUP),
  refused("roles/iam.serviceAccountKeyAdmin", GROUP),
  refused("roles/iam.serviceAccountAdmin", GROUP),
  refused("roles/iam.workloadIdentityUser", GROUP),
  refused("roles/iam.serviceAccountUser", UNKNOWN),
  refused("roles/secretmanager.secretAccessor", ACCOUNT),
  refused("roles/secretmanager.secretAccessor", GROUP),
  refused("roles/secretmanager.secretAccessor", UNKNOWN),
  refused("roles/secretmanager.admin", GROUP),
  allowed("roles/run.admin", GROUP),
  allowed("roles/run.admin", "user:a@example.com"),
  allowed("roles/cloudsql.client", ACCOUNT),
  allowed("roles/logging.logWriter", ACCOUNT),
  allowed("roles/cloudsql.viewer", ACCOUNT),
  allowed("roles/storage.objectViewer", ACCOUNT),
  allowed("roles/secretmanager.viewer", ACCOUNT),
  allowed("roles/secretmanager.secretVersionAdder", ACCOUNT),
  allowed("roles/secretmanager.secretVersionManager", ACCOUNT),
  allowed("roles/serviceusage.serviceUsageConsumer", UNKNOWN),
  allowed("projects/p/roles/owner", ACCOUNT),
  allowed("roles/administrator", ACCOUNT),
  allowed("roles/editor", "serviceAccount:123@cloudservices.gserviceaccount.com"),
  allowed("roles/iam.serviceAccountTokenCreator", "serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"),
  allowed("roles/run.admin", "serviceAccount:service-123@serverless-robot-prod.iam.gserviceaccount.com"),
  allowed("roles/logging.admin", "serviceAccount:cloud-logs@system.gserviceaccount.com"),
  refused("roles/editor", "serviceAccount:service-1x@project.iam.gserviceaccount.com"),
  refused("roles/editor", "serviceAccount:my-service-123@project.iam.gserviceaccount.com"),
  refused("roles/editor", "serviceAccount:service-a@cloudservices.gserviceaccount.com.evil.iam.gserviceaccount.com"),
  [
    "a default account with anything",
    [grant("roles/logging.logWriter", "serviceAccount:1-compute@developer.gserviceaccount.com")],
    ["grant member"],
  ],
  [
    "the App Engine account",
    [grant("roles/run.viewer", "serviceAccount:p@appspot.gserviceaccount.com")],
    ["grant member"],
  ],
  [
    "a default account in a list, next to one not known yet",
    [binding("roles/logging.logWriter", [UNKNOWN, ACCOUNT, "serviceAccount:1-compute@developer.gserviceaccount.com"])],
    ["grant members"],
  ],
  [
    "a list with one that may not",
    [binding("roles/editor", ["serviceAccount:1@cloudservices.gserviceaccount.com", ACCOUNT])],
    ["grant role"],
  ],
  ["a list of service agents", [binding("roles/editor", ["serviceAccount:1@cloudservices.gserviceaccount.com"])], []],
  ["a list with one not known yet", [binding("roles/run.admin", [GROUP, UNKNOWN])], ["grant role"]],
  ["a list of groups", [binding("roles/run.admin", [GROUP])], []],
  ["a list of nobody", [binding("roles/owner", [])], []],
  [
    "a condition does not make it small",
    [grant("roles/run.admin", ACCOUNT, { condition: { title: "t", expression: "e" } })],
    ["grant role"],
  ],
  [
    "in a folder",
    [make("gcp:folder/iAMMember:IAMMember", "grant", { role: "roles/editor", member: ACCOUNT })],
    ["grant role"],
  ],
  [
    "in the organization",
    [make("gcp:organizations/iAMBinding:IAMBinding", "grant", { orgId: "1", role: "roles/owner", members: [GROUP] })],
    ["grant role"],
  ],
  [
    "on one resource, which is none of its business",
    [
      make("gcp:secretmanager/secretIamMember:SecretIamMember", "grant", {
        secretId: "s",
        role: "roles/secretmanager.secretAccessor",
        member: ACCOUNT,
      }),
      make("gcp:serviceaccount/iAMMember:IAMMember", "acting", {
        role: "roles/iam.serviceAccountUser",
        member: ACCOUNT,
      }),
      make("gcp:storage/bucketIAMMember:BucketIAMMember", "bucket", { role: "roles/storage.admin", member: ACCOUNT }),
    ],
    [],
  ],
  refused("roles/editor", "serviceAccount:service-123@p.iam.gserviceaccount.com"),
  allowed("roles/editor", `serviceAccount:${UNKNOWN}@cloudservices.gserviceaccount.com`),
  allowed(
    "roles/iam.serviceAccountTokenCreator",
    `serviceAccount:service-${UNKNOWN}@gcp-sa-pubsub.iam.gserviceaccount.com`,
  ),
  [
    "a default account of a project whose number is not known yet",
    [grant("roles/run.viewer", `serviceAccount:${UNKNOWN}-compute@developer.gserviceaccount.com`)],
    ["grant member"],
  ],
  ["nobody", [raw("gcp:projects/iAMMember:IAMMember", "grant", { role: "roles/owner" })], []],
  ["no role", [raw("gcp:projects/iAMMember:IAMMember", "grant", { member: ACCOUNT })], []],
]);

describe("those who deploy", () => {
  judges(projectRoles, [
    ["may administer", [grant("roles/run.admin", DEPLOYER)], [], DEPLOYS],
    ["may act as others", [grant("roles/iam.serviceAccountUser", DEPLOYER)], [], DEPLOYS],
    ["may not be owner", [grant("roles/owner", DEPLOYER)], ["grant role"], DEPLOYS],
    ["are those listed", [grant("roles/run.admin", ACCOUNT)], ["grant role"], DEPLOYS],
    ["are listed one by one", [binding("roles/run.admin", [DEPLOYER, ACCOUNT])], ["grant role"], DEPLOYS],
    ["and one not known yet", [binding("roles/run.admin", [DEPLOYER, UNKNOWN])], ["grant role"], DEPLOYS],
    ["are nobody by default", [grant("roles/run.admin", DEPLOYER)], ["grant role"]],
  ]);
});

describe("project policies", () => {
  const policy = (policyData: string) =>
    make("gcp:projects/iAMPolicy:IAMPolicy", "policy", { project: "p", policyData });
  const said = (resource: Resource) =>
    outcome(projectRoles, [resource]).violations.map(({ property, message }) => `${property}: ${message}`);
  const AUTHORITATIVE = "policyData: an authoritative policy removes the access of everyone it does not list";
  judges(projectRoles, [
    ["whatever they say", [policy(document({ role: "roles/run.viewer", members: [GROUP] }))], ["policy policyData"]],
    ["not known yet", [policy(UNKNOWN)], ["policy policyData"]],
    ["of a folder", [make("gcp:folder/iAMPolicy:IAMPolicy", "policy", { policyData: "{}" })], ["policy policyData"]],
    ["none", [grant("roles/run.viewer", GROUP)], []],
  ]);

  test("and what they say", () => {
    expect(
      said(
        policy(
          document(
            { role: "roles/editor", members: [ACCOUNT] },
            { role: "roles/run.admin", members: [UNKNOWN] },
            { role: "roles/run.viewer", members: ["serviceAccount:p@appspot.gserviceaccount.com"] },
          ),
        ),
      ),
    ).toEqual([
      AUTHORITATIVE,
      "policyData: roles/editor reaches everything in the project",
      "policyData: roles/run.admin on the project is an admin role for a service account",
      "policyData: roles/run.viewer is granted to a default service account",
    ]);
  });
});

test("each message says what is wrong with the role", () => {
  const said = (resource: Resource) => outcome(projectRoles, [resource]).violations.map(({ message }) => message);
  expect(said(grant("roles/iam.serviceAccountUser", GROUP))).toEqual([
    "roles/iam.serviceAccountUser on the project allows acting as every service account",
  ]);
  expect(said(grant("roles/secretmanager.secretAccessor", GROUP))).toEqual([
    "roles/secretmanager.secretAccessor on the project opens every secret; grant it per secret",
  ]);
  expect(said(grant(UNKNOWN, "serviceAccount:p@appspot.gserviceaccount.com"))).toEqual([
    "a role is granted to a default service account",
  ]);
});

test("a role not known yet is named", () => {
  expect(outcome(projectRoles, [grant(UNKNOWN, ACCOUNT)])).toMatchObject({
    violations: [],
    unjudged: [{ name: "grant", property: "role" }],
  });
  expect(outcome(projectRoles, [grant("roles/run.viewer", ACCOUNT)]).unjudged).toEqual([]);
});

judges(noAccountKeys, [
  ["a key", [make("gcp:serviceaccount/key:Key", "k", { serviceAccountId: "api" })], ["k serviceAccountId"]],
  ["an uploaded key", [make("gcp:serviceaccount/key:Key", "k", { publicKeyData: "x" })], ["k serviceAccountId"]],
  ["an account", [make("gcp:serviceaccount/account:Account", "a", { accountId: "api" })], []],
]);

const GITHUB = { oidc: { issuerUri: "https://token.actions.githubusercontent.com" } };
type Provider = Inputs<"gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider">;
const provider = (inputs: Provider) =>
  make("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "w", inputs);
const narrowed = (attributeCondition: string) => provider({ ...GITHUB, attributeCondition });
const CONDITION = ["w attributeCondition"];

judges(workloadIdentityCondition, [
  ["a condition", [narrowed('assertion.repository == "o/r"')], []],
  ["one not known yet", [narrowed(UNKNOWN)], []],
  ["none", [provider(GITHUB)], CONDITION],
  ["an empty one", [narrowed("")], CONDITION],
  ["blanks", [narrowed("  ")], CONDITION],
  ["always true", [narrowed("true")], CONDITION],
  ["always true, spelled otherwise", [narrowed(" (TRUE) ")], CONDITION],
  ["null", [raw(provider({}).type, "w", { attributeCondition: null })], CONDITION],
  ["not only true", [narrowed("assertion.trueness == 1")], []],
  ["another cloud's", [provider({ aws: { accountId: "1" } })], CONDITION],
  ["another cloud's, narrowed", [provider({ aws: { accountId: "1" }, attributeCondition: "attribute.x == 1" })], []],
  ["none of a pool", [raw("gcp:iam/workloadIdentityPool:WorkloadIdentityPool", "w", {})], []],
]);

const person = (member: string) => grant("roles/run.viewer", member);
judges(identityUpkeep, [
  ["a person", [person("user:a@example.com")], ["grant member"]],
  ["a person in capitals", [person("USER:a@example.com")], ["grant member"]],
  ["a person in a list", [binding("roles/run.viewer", [UNKNOWN, GROUP, "user:a@example.com"])], ["grant members"]],
  [
    "a person who reads a secret",
    [make("gcp:secretmanager/secretIamMember:SecretIamMember", "grant", { role: "r", member: "user:a@example.com" })],
    ["grant member"],
  ],
  [
    "a person in a document",
    [
      make("gcp:projects/iAMPolicy:IAMPolicy", "grant", {
        policyData: document({ role: "roles/run.viewer", members: [GROUP, "user:a@example.com"] }),
      }),
    ],
    ["grant policyData"],
  ],
  ["a group", [person(GROUP)], []],
  ["an account called user", [person("serviceAccount:user:x@p.iam.gserviceaccount.com")], []],
  ["one not known yet", [person(UNKNOWN)], []],
  ...[
    'assertion.repository == "o/r"',
    'assertion.repository_owner == "o"',
    'assertion.repository_id == "1"',
    'assertion.repository_owner_id == "1" && assertion.ref == "refs/heads/main"',
    'assertion.sub == "repo:o/r:ref:refs/heads/main"',
    'google.subject.startsWith("repo:o/r:")',
    "assertion.job_workflow_ref == 'o/r/.github/workflows/deploy.yml@refs/heads/main'",
    "'o/r' == attribute.repository",
  ].map((condition): Case => [condition, [narrowed(condition)], []]),
  ...[
    'assertion.ref == "refs/heads/main"',
    'assertion.actor == "somebody"',
    'assertion.repository_visibility == "private"',
    'assertion.ref == "refs/heads/repository"',
    "assertion.environment == 'sub'",
    'assertion.aud == "x"',
  ].map((condition): Case => [condition, [narrowed(condition)], CONDITION]),
  ["no condition, which is judged elsewhere", [provider(GITHUB), narrowed("true")], []],
  ["a condition not known yet", [narrowed(UNKNOWN)], []],
  [
    "somebody else's tokens",
    [provider({ oidc: { issuerUri: "https://idp.example.com" }, attributeCondition: "assertion.x == 1" })],
    [],
  ],
  ["no issuer", [provider({ attributeCondition: "assertion.x == 1" })], []],
  [
    "a GitHub of one's own",
    [
      provider({
        oidc: { issuerUri: "https://GitHub.example.com/_services/token" },
        attributeCondition: "assertion.x == 1",
      }),
    ],
    CONDITION,
  ],
]);

test("the message names the role of the person", () => {
  expect(outcome(identityUpkeep, [person("user:a@example.com")]).violations.map(({ message }) => message)).toEqual([
    "roles/run.viewer is granted to a single person",
  ]);
  expect(
    outcome(identityUpkeep, [grant(UNKNOWN, "user:a@example.com")]).violations.map(({ message }) => message),
  ).toEqual(["a role is granted to a single person"]);
});
