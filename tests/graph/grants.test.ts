import {
  accountsOf,
  type Grant,
  grantsOf,
  isDefaultAccount,
  isEveryone,
  isProjectWide,
  isServiceAgent,
  scopeOf,
  targetsOf,
} from "../../graph/grants";
import { Stack } from "../../graph/stack";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { type Links, raw } from "../policies/make";

const of = (type: string, inputs: object, links?: Links) => grantsOf(raw(`gcp:${type}`, "grant", inputs, links));
const MEMBER = "projects/iAMMember:IAMMember";
const BINDING = "projects/iAMBinding:IAMBinding";
const POLICY = "projects/iAMPolicy:IAMPolicy";
const read = (grants: Grant[]) =>
  grants.map(({ property, form, role, members, hidden, conditional }) => ({
    property,
    form,
    role,
    members,
    hidden,
    conditional,
  }));
const DOCUMENT = {
  bindings: [
    { role: "roles/a", members: ["user:a@b.c", UNKNOWN] },
    { role: "roles/b", members: ["user:d@b.c"], condition: { title: "t", expression: "e" } },
  ],
};
const IN_DOCUMENT = [
  {
    property: "policyData",
    form: "policy",
    role: "roles/a",
    members: ["user:a@b.c"],
    hidden: true,
    conditional: false,
  },
  {
    property: "policyData",
    form: "policy",
    role: "roles/b",
    members: ["user:d@b.c"],
    hidden: false,
    conditional: true,
  },
];
const NOTHING_KNOWN = [
  { property: "policyData", form: "policy", role: undefined, members: [], hidden: true, conditional: false },
];

test.each<[string, string, object, object[]]>([
  [
    "a member",
    MEMBER,
    { role: "roles/a", member: "user:a@b.c" },
    [
      {
        property: "member",
        form: "member",
        role: "roles/a",
        members: ["user:a@b.c"],
        hidden: false,
        conditional: false,
      },
    ],
  ],
  [
    "a member not known yet",
    MEMBER,
    { role: "roles/a", member: UNKNOWN },
    [{ property: "member", form: "member", role: "roles/a", members: [], hidden: true, conditional: false }],
  ],
  [
    "a role that is a secret, with a condition",
    MEMBER,
    { role: SECRET, member: "user:a@b.c", condition: { title: "t", expression: "e" } },
    [
      {
        property: "member",
        form: "member",
        role: undefined,
        members: ["user:a@b.c"],
        hidden: false,
        conditional: true,
      },
    ],
  ],
  [
    "members",
    BINDING,
    { role: "roles/a", members: ["user:a@b.c", UNKNOWN, "", null, 1] },
    [
      {
        property: "members",
        form: "binding",
        role: "roles/a",
        members: ["user:a@b.c", "1"],
        hidden: true,
        conditional: false,
      },
    ],
  ],
  [
    "an agent of a project whose number is not known yet",
    MEMBER,
    { role: "roles/a", member: `serviceAccount:${UNKNOWN}@cloudservices.gserviceaccount.com` },
    [
      {
        property: "member",
        form: "member",
        role: "roles/a",
        members: [`serviceAccount:${UNKNOWN}@cloudservices.gserviceaccount.com`],
        hidden: false,
        conditional: false,
      },
    ],
  ],
  [
    "an account of which a part is not known yet",
    MEMBER,
    { role: "roles/a", member: `serviceAccount:${UNKNOWN}@p.iam.gserviceaccount.com` },
    [{ property: "member", form: "member", role: "roles/a", members: [], hidden: true, conditional: false }],
  ],
  ["a document", POLICY, { policyData: DOCUMENT }, IN_DOCUMENT],
  ["a document as text", POLICY, { policyData: JSON.stringify(DOCUMENT) }, IN_DOCUMENT],
  ["a document not known yet", POLICY, { policyData: UNKNOWN }, NOTHING_KNOWN],
  ["a document that is no JSON", POLICY, { policyData: "{" }, NOTHING_KNOWN],
  ["a document that is a list", POLICY, { policyData: [] }, NOTHING_KNOWN],
  ["a document whose bindings are not known", POLICY, { policyData: { bindings: UNKNOWN } }, NOTHING_KNOWN],
  [
    "a document with a binding not known",
    POLICY,
    { policyData: { bindings: [UNKNOWN] } },
    NOTHING_KNOWN.map((each) => ({ ...each, conditional: true })),
  ],
  ["no document", POLICY, {}, []],
  ["an empty document", POLICY, { policyData: {} }, []],
  ["not IAM", "projects/service:Service", { role: "roles/a", member: "user:a@b.c" }, []],
])("%s is read", (_about, type, inputs, expected) => {
  expect(read(of(type, inputs))).toEqual(expected);
});

test.each<[string, boolean]>([
  ["allUsers", true],
  ["allAuthenticatedUsers", true],
  [" AllUsers ", true],
  ["principalSet://goog/public:all", true],
  ["xallUsers", false],
  ["allUsers@example.com", false],
  ["group:allUsers", false],
  ["principalSet://goog/public:all/more", false],
  ["principalSet://goog/group/public:all", false],
])("%s is everyone: %s", (member, expected) => {
  expect(isEveryone(member)).toBe(expected);
});

test.each<[string, boolean]>([
  ["serviceAccount:1-compute@developer.gserviceaccount.com", true],
  ["1-COMPUTE@developer.gserviceaccount.com ", true],
  ["serviceAccount:p@appspot.gserviceaccount.com", true],
  ["serviceAccount:x@developer.gserviceaccount.com", false],
  ["serviceAccount:appspot@p.iam.gserviceaccount.com", false],
  ["serviceAccount:p@appspot.gserviceaccount.com.example.com", false],
])("%s is a default account: %s", (member, expected) => {
  expect(isDefaultAccount(member)).toBe(expected);
});

test.each<[string, boolean]>([
  ["serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com", true],
  ["service-123@serverless-robot-prod.iam.gserviceaccount.com", true],
  ["serviceAccount:123@cloudservices.gserviceaccount.com", true],
  ["serviceAccount:123@CLOUDSERVICES.gserviceaccount.com ", true],
  ["serviceAccount:cloud-logs@system.gserviceaccount.com", true],
  ["serviceAccount:p-1@gcp-sa-logging.iam.gserviceaccount.com", true],
  ["serviceAccount:service-@p.iam.gserviceaccount.com", false],
  ["serviceAccount:my-service-123@p.iam.gserviceaccount.com", false],
  ["serviceAccount:service-123x@p.iam.gserviceaccount.com", false],
  ["serviceAccount:x@gcp-sa-a.b.iam.gserviceaccount.com", false],
  ["serviceAccount:123@cloudservices.gserviceaccount.com.example.com", false],
])("%s is an agent of Google's: %s", (member, expected) => {
  expect(isServiceAgent(member)).toBe(expected);
});

test.each<[string, string, boolean]>([
  ["projects/iAMMember:IAMMember", "projects", true],
  ["folder/iAMBinding:IAMBinding", "folder", true],
  ["organizations/iAMMember:IAMMember", "organizations", true],
  ["storage/bucketIAMMember:BucketIAMMember", "storage", false],
  ["cloudrunv2/serviceIamMember:ServiceIamMember", "cloudrunv2", false],
])("%s applies to %s, project-wide: %s", (type, scope, wide) => {
  const [grant] = of(type, { role: "r", member: "m" });
  expect(grant && [scopeOf(grant), isProjectWide(grant)]).toEqual([scope, wide]);
});

const account = (id: string) =>
  raw("gcp:serviceaccount/account:Account", `${id}-account`, { accountId: id, project: "p" });
const ONE = account("one");
const TWO = account("two");
const email = (id: string) => `serviceAccount:${id}@p.iam.gserviceaccount.com`;
test.each<[string, string[], string[], Resource[]]>([
  ["by email", [email("one"), "user:a@b.c"], [], [ONE]],
  ["by email, twice", [email("one"), email("one")], [], [ONE]],
  ["by email, whatever else is recorded", [email("one")], ["two-account"], [ONE]],
  ["not known yet, by what is recorded", [UNKNOWN], ["two-account"], [TWO]],
  ["both", [email("one"), UNKNOWN], ["one-account", "two-account"], [ONE, TWO]],
  ["not known yet, nothing recorded", [UNKNOWN], [], []],
  ["of another project", ["serviceAccount:one@q.iam.gserviceaccount.com"], [], []],
])("the accounts behind members: %s", (_about, members, from, expected) => {
  const resource = raw(`gcp:${BINDING}`, "grant", { role: "r", members }, { from: { members: from } });
  const [grant] = grantsOf(resource);
  expect(grant && accountsOf(new Stack([ONE, TWO, resource]), grant)).toEqual(expected);
});

const SERVICE = "gcp:cloudrunv2/service:Service";
const SERVICE_V1 = "gcp:cloudrun/service:Service";
const TARGETS: [string, string, string, string][] = [
  ["cloudrunv2/serviceIamMember:ServiceIamMember", "name", SERVICE, "thing"],
  ["cloudrunv2/serviceIamMember:ServiceIamMember", "name", SERVICE_V1, "thing"],
  ["cloudrun/iamMember:IamMember", "service", SERVICE_V1, "thing"],
  ["cloudrun/iamMember:IamMember", "service", SERVICE, "thing"],
  ["cloudrunv2/jobIamBinding:JobIamBinding", "name", "gcp:cloudrunv2/job:Job", "thing"],
  ["storage/bucketIAMBinding:BucketIAMBinding", "bucket", "gcp:storage/bucket:Bucket", "thing"],
  [
    "secretmanager/secretIamMember:SecretIamMember",
    "secretId",
    "gcp:secretmanager/secret:Secret",
    "projects/p/secrets/thing",
  ],
  [
    "serviceaccount/iAMMember:IAMMember",
    "serviceAccountId",
    "gcp:serviceaccount/account:Account",
    "projects/p/serviceAccounts/thing@p.iam.gserviceaccount.com",
  ],
  [
    "artifactregistry/repositoryIamMember:RepositoryIamMember",
    "repository",
    "gcp:artifactregistry/repository:Repository",
    "projects/p/locations/l/repositories/thing",
  ],
  [
    "kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    "cryptoKeyId",
    "gcp:kms/cryptoKey:CryptoKey",
    "projects/p/locations/l/keyRings/r/cryptoKeys/thing",
  ],
  [
    "kms/keyRingIAMBinding:KeyRingIAMBinding",
    "keyRingId",
    "gcp:kms/keyRing:KeyRing",
    "projects/p/locations/l/keyRings/thing",
  ],
  ["pubsub/topicIAMMember:TopicIAMMember", "topic", "gcp:pubsub/topic:Topic", "thing"],
];
const EVERY_TYPE = [...new Set(TARGETS.map(([, , type]) => type))];
test.each(TARGETS)("%s is set on what its %s names: %s", (type, property, target, name) => {
  const things = EVERY_TYPE.map((each) => raw(each, each, { name: "thing", accountId: "thing", secretId: "thing" }));
  const resource = raw(`gcp:${type}`, "grant", { role: "r", member: "m", [property]: name });
  const [grant] = grantsOf(resource);
  const found = grant && targetsOf(new Stack([...things, resource]), grant, [target]);
  expect(found).toEqual({ found: things.filter((each) => each.type === target), literal: name });
});

test.each<[string, string, string]>([
  ["a job", "cloudrunv2/jobIamMember:JobIamMember", SERVICE],
  ["a worker pool", "cloudrunv2/workerPoolIamMember:WorkerPoolIamMember", SERVICE],
  ["a service", "cloudrunv2/serviceIamMember:ServiceIamMember", "gcp:cloudrunv2/job:Job"],
  ["a topic", "pubsub/topicIAMMember:TopicIAMMember", SERVICE],
  ["a table", "bigquery/iamMember:IamMember", SERVICE],
  ["a function", "cloudfunctions/functionIamMember:FunctionIamMember", SERVICE],
])("a grant on %s is not one on a namesake", (_about, type, target) => {
  const resource = raw(`gcp:${type}`, "grant", { role: "r", member: "m", name: "thing" });
  const [grant] = grantsOf(resource);
  const stack = new Stack([raw(target, "x", { name: "thing" }), resource]);
  expect(grant && targetsOf(stack, grant, [target]).found).toEqual([]);
});

test("a grant that names nothing is set on nothing", () => {
  const resource = raw("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "grant", { role: "r", member: "m" });
  const [grant] = grantsOf(resource);
  expect(grant && targetsOf(new Stack([raw(SERVICE, "x", { name: "thing" }), resource]), grant, [SERVICE])).toEqual({
    found: [],
  });
});
