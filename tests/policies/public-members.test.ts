import { publicMembers } from "../../policies/rules/public-access";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Arguments, type Inputs, make, raw } from "./make";

/** One case per spelling of the same thing. */
const spelled = (about: string, members: readonly string[], of: (member: string) => Resource, expected: string[]) =>
  members.map((member) => [`${about} ${member}`, [of(member)], expected] as const);

const SOMEBODY = "serviceAccount:somebody@project.iam.gserviceaccount.com";
const READ_SECRETS = "roles/secretmanager.secretAccessor";
const secretMember = (member: string) =>
  make("gcp:secretmanager/secretIamMember:SecretIamMember", "g", { secretId: "key", role: READ_SECRETS, member });
const projectMembers = (members: string[]) =>
  make("gcp:projects/iAMBinding:IAMBinding", "g", { project: "p", role: "roles/run.viewer", members });
const document = (...bindings: object[]) => JSON.stringify({ bindings });
const secretPolicy = (policyData: string) =>
  make("gcp:secretmanager/secretIamPolicy:SecretIamPolicy", "g", { secretId: "key", policyData });

const of = <T extends keyof Arguments>(type: T, inputs: Inputs<T>): [string, Resource[], string[]] => [
  `everyone by ${type}`,
  [make(type, "g", inputs)],
  ["members" in inputs ? "g members" : "policyData" in inputs ? "g policyData" : "g member"],
];
const TO_ALL = { role: "roles/any.thing", member: "allUsers" };
const TO_ALL_OF_THEM = { role: "roles/any.thing", members: ["allUsers"] };

judges(publicMembers, [
  ...spelled(
    "open to",
    ["allUsers", "allAuthenticatedUsers", "ALLUSERS", "allusers", " allUsers ", "principalSet://goog/public:all"],
    secretMember,
    ["g member"],
  ),
  ...spelled(
    "narrower:",
    [
      SOMEBODY,
      "user:a@example.com",
      "group:all@example.com",
      "group:allUsers@example.com",
      "domain:example.com",
      "projectViewer:p",
      "projectOwner:p",
      "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com",
      "deleted:serviceAccount:a@p.iam.gserviceaccount.com?uid=1",
      "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/subject/s",
      "principalSet://goog/group/a@example.com",
      "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/public:all/*",
      UNKNOWN,
    ],
    secretMember,
    [],
  ),
  ["no member at all", [make("gcp:projects/iAMMember:IAMMember", "g", { role: "roles/run.viewer" })], []],
  ["a list without anyone", [projectMembers([])], []],
  ["in a list", [projectMembers([SOMEBODY, "allAuthenticatedUsers"])], ["g members"]],
  ["in a list, next to one not known yet", [projectMembers([UNKNOWN, "allUsers"])], ["g members"]],
  ["a list without everyone", [projectMembers([SOMEBODY, UNKNOWN])], []],
  [
    "a text where a list belongs",
    [raw("gcp:projects/iAMBinding:IAMBinding", "g", { members: "allUsers" })],
    ["g members"],
  ],
  [
    "with a condition, which is open while it holds",
    [
      make("gcp:projects/iAMMember:IAMMember", "g", {
        ...TO_ALL,
        condition: { title: "t", expression: 'request.time < timestamp("2030-01-01T00:00:00Z")' },
      }),
    ],
    ["g member"],
  ],
  [
    "a role not known yet",
    [make("gcp:projects/iAMMember:IAMMember", "g", { role: UNKNOWN, member: "allUsers" })],
    ["g member"],
  ],
  of("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", { repository: "r", ...TO_ALL }),
  of("gcp:artifactregistry/repositoryIamBinding:RepositoryIamBinding", { repository: "r", ...TO_ALL_OF_THEM }),
  of("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", { cryptoKeyId: "k", ...TO_ALL }),
  of("gcp:kms/keyRingIAMBinding:KeyRingIAMBinding", { keyRingId: "k", ...TO_ALL_OF_THEM }),
  of("gcp:pubsub/topicIAMMember:TopicIAMMember", { topic: "t", ...TO_ALL }),
  of("gcp:pubsub/topicIAMPolicy:TopicIAMPolicy", { topic: "t", policyData: document(TO_ALL_OF_THEM) }),
  of("gcp:serviceaccount/iAMMember:IAMMember", { serviceAccountId: "a", ...TO_ALL }),
  of("gcp:projects/iAMPolicy:IAMPolicy", { project: "p", policyData: document(TO_ALL_OF_THEM) }),
  of("gcp:folder/iAMMember:IAMMember", { folder: "f", ...TO_ALL }),
  of("gcp:organizations/iAMBinding:IAMBinding", { orgId: "1", ...TO_ALL_OF_THEM }),
  of("gcp:storage/bucketIAMBinding:BucketIAMBinding", { bucket: "b", ...TO_ALL_OF_THEM }),
  of("gcp:storage/managedFolderIamMember:ManagedFolderIamMember", { bucket: "b", managedFolder: "f/", ...TO_ALL }),
  of("gcp:bigquery/datasetIamMember:DatasetIamMember", { datasetId: "d", ...TO_ALL }),
  of("gcp:cloudrun/iamBinding:IamBinding", { service: "s", ...TO_ALL_OF_THEM }),
  of("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", { name: "s", role: "roles/run.admin", member: "allUsers" }),
  of("gcp:cloudrunv2/jobIamMember:JobIamMember", { name: "j", role: "roles/run.invoker", member: "allUsers" }),
  of("gcp:cloudrunv2/jobIamBinding:JobIamBinding", { name: "j", role: "roles/run.invoker", members: ["allUsers"] }),
  of("gcp:cloudrunv2/workerPoolIamMember:WorkerPoolIamMember", {
    name: "w",
    role: "roles/run.invoker",
    member: "allUsers",
  }),
  of("gcp:projects/iAMMember:IAMMember", { project: "p", role: "roles/run.invoker", member: "allUsers" }),
  of("gcp:secretmanager/secretIamMember:SecretIamMember", { role: "roles/run.invoker", member: "allUsers" }),
  [
    "a kind nobody has heard of",
    [raw("gcp:cloudfunctionsv2/functionIamMember:FunctionIamMember", "g", { name: "f", member: "allUsers" })],
    ["g member"],
  ],
  [
    "not one of Google's",
    [raw("other:index/thingIamMember:ThingIamMember", "g", TO_ALL), raw("gcp:projects/usage:Usage", "h", TO_ALL)],
    [],
  ],
  [
    "taking a grant away",
    [raw("gcp:projects/iAMMemberRemove:IAMMemberRemove", "g", { role: "roles/editor", member: "allUsers" })],
    [],
  ],
  [
    "a list of audit exemptions",
    [raw("gcp:projects/iAMAuditConfig:IAMAuditConfig", "g", { members: ["allUsers"] })],
    [],
  ],
]);

describe("judged by policies of their own", () => {
  const role = (name: string) => ({ role: name, member: "allUsers" });
  judges(publicMembers, [
    [
      "invoking a service",
      [make("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "g", role("roles/run.invoker"))],
      [],
    ],
    [
      "invoking a first-generation service",
      [make("gcp:cloudrun/iamMember:IamMember", "g", role("roles/run.invoker"))],
      [],
    ],
    [
      "invoking services only",
      [make("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "g", role("roles/run.servicesInvoker"))],
      [],
    ],
    [
      "reading objects",
      [
        make("gcp:storage/bucketIAMMember:BucketIAMMember", "g", {
          bucket: "b",
          ...role("roles/storage.objectViewer"),
        }),
      ],
      [],
    ],
    [
      "reading objects without listing them",
      [make("gcp:storage/bucketIAMMember:BucketIAMMember", "g", role("roles/storage.legacyObjectReader"))],
      [],
    ],
    ...[
      "roles/storage.admin",
      "roles/storage.objectAdmin",
      "roles/storage.objectCreator",
      "roles/storage.objectUser",
      "roles/storage.legacyBucketReader",
      "roles/storage.legacyBucketWriter",
      "projects/p/roles/reader",
    ].map((each): [string, Resource[], string[]] => [
      `${each} on a bucket`,
      [make("gcp:storage/bucketIAMMember:BucketIAMMember", "g", { bucket: "b", ...role(each) })],
      ["g member"],
    ]),
    [
      "reading the objects of every bucket",
      [make("gcp:projects/iAMMember:IAMMember", "g", role("roles/storage.objectViewer"))],
      ["g member"],
    ],
    [
      "a bucket's document that lets everyone read and write",
      [
        make("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", "g", {
          policyData: document(
            { role: "roles/storage.objectViewer", members: ["allUsers"] },
            { role: "roles/storage.objectCreator", members: ["allUsers"] },
          ),
        }),
      ],
      ["g policyData"],
    ],
  ]);
});

describe("documents", () => {
  const open = { role: READ_SECRETS, members: [SOMEBODY, "allUsers"] };
  const partly = { role: READ_SECRETS, members: [UNKNOWN, "allUsers"] };
  const closed = { role: READ_SECRETS, members: [SOMEBODY] };
  const asObject = (policyData: unknown) =>
    raw("gcp:secretmanager/secretIamPolicy:SecretIamPolicy", "g", { policyData });
  judges(publicMembers, [
    ["open", [secretPolicy(document(closed, open))], ["g policyData"]],
    ["closed", [secretPolicy(document(closed))], []],
    ["as an object", [asObject({ bindings: [open] })], ["g policyData"]],
    ["as an object, closed", [asObject({ bindings: [closed] })], []],
    ["open, and a member not known yet", [secretPolicy(document(partly))], ["g policyData"]],
    ["open, and a binding not known yet", [asObject({ bindings: [UNKNOWN, open] })], ["g policyData"]],
    ["a single binding without a list", [asObject({ bindings: open })], ["g policyData"]],
    ["without bindings", [secretPolicy("{}")], []],
    ["without a document", [secretPolicy("")], []],
    [
      "who is exempt from the audit log",
      [secretPolicy(JSON.stringify({ bindings: [closed], auditConfigs: [{ exemptedMembers: ["allUsers"] }] }))],
      [],
    ],
  ]);

  test.each([
    ["not known yet", UNKNOWN],
    ["a secret", SECRET],
    ["no JSON", "{"],
    ["JSON of no object", "[]"],
    ["with a member not known yet", document({ role: READ_SECRETS, members: [UNKNOWN] })],
    ["with bindings not known yet", JSON.stringify({ bindings: UNKNOWN })],
  ])("%s: named, not guessed", (_about, policyData) => {
    expect(outcome(publicMembers, [secretPolicy(policyData)])).toMatchObject({
      violations: [],
      unjudged: [{ name: "g", property: "policyData" }],
    });
  });

  test.each([
    ["a member not known yet is one of this stack", secretMember(UNKNOWN)],
    ["so are those of a list", projectMembers([UNKNOWN])],
    ["a document that is known", secretPolicy(document(closed))],
    ["a document that is open all the same", secretPolicy(document(partly))],
  ])("%s: nothing left to say", (_about, resource) => {
    expect(outcome(publicMembers, [resource]).unjudged).toEqual([]);
  });
});

test("the message names the role and who has it", () => {
  const said = (resource: Resource) => outcome(publicMembers, [resource]).violations.map(({ message }) => message);
  expect(said(secretMember("allUsers"))).toEqual([`${READ_SECRETS} is granted to allUsers`]);
  expect(said(make("gcp:projects/iAMMember:IAMMember", "g", { role: UNKNOWN, member: "allUsers" }))).toEqual([
    "a role is granted to allUsers",
  ]);
});

describe("access lists", () => {
  judges(publicMembers, [
    ...["publicRead", "publicReadWrite", "authenticatedRead", "public-read", "authenticated-read", "PublicRead"].map(
      (predefinedAcl): [string, Resource[], string[]] => [
        predefinedAcl,
        [make("gcp:storage/bucketACL:BucketACL", "a", { bucket: "b", predefinedAcl })],
        ["a predefinedAcl"],
      ],
    ),
    ...["private", "projectPrivate", "bucketOwnerRead", "bucketOwnerFullControl", UNKNOWN, ""].map(
      (predefinedAcl): [string, Resource[], string[]] => [
        predefinedAcl || "none",
        [make("gcp:storage/objectACL:ObjectACL", "a", { bucket: "b", object: "o", predefinedAcl })],
        [],
      ],
    ),
    [
      "of an object",
      [make("gcp:storage/objectACL:ObjectACL", "a", { object: "o", predefinedAcl: "publicRead" })],
      ["a predefinedAcl"],
    ],
    [
      "for new objects",
      [make("gcp:storage/bucketACL:BucketACL", "a", { predefinedAcl: "private", defaultAcl: "publicRead" })],
      ["a defaultAcl"],
    ],
    [
      "for new objects alone",
      [make("gcp:storage/bucketACL:BucketACL", "a", { defaultAcl: "authenticatedRead" })],
      ["a defaultAcl"],
    ],
    [
      "both",
      [make("gcp:storage/bucketACL:BucketACL", "a", { predefinedAcl: "publicRead", defaultAcl: "publicRead" })],
      ["a defaultAcl", "a predefinedAcl"],
    ],
    [
      "entities",
      [make("gcp:storage/bucketACL:BucketACL", "a", { roleEntities: ["OWNER:user-a@example.com", "READER:allUsers"] })],
      ["a roleEntities"],
    ],
    [
      "entities, one not known yet",
      [
        make("gcp:storage/defaultObjectACL:DefaultObjectACL", "a", {
          roleEntities: [UNKNOWN, "READER:allAuthenticatedUsers"],
        }),
      ],
      ["a roleEntities"],
    ],
    [
      "entities of an object",
      [make("gcp:storage/objectACL:ObjectACL", "a", { roleEntities: ["OWNER:allUsers"] })],
      ["a roleEntities"],
    ],
    [
      "entities that are somebody",
      [
        make("gcp:storage/bucketACL:BucketACL", "a", {
          roleEntities: ["READER:domain-example.com", "OWNER:project-owners-1", "READER:group-allUsers@example.com"],
        }),
      ],
      [],
    ],
    [
      "one of a bucket",
      [make("gcp:storage/bucketAccessControl:BucketAccessControl", "a", { entity: "allUsers", role: "READER" })],
      ["a entity"],
    ],
    [
      "one for new objects",
      [make("gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl", "a", { entity: "allUsers" })],
      ["a entity"],
    ],
    [
      "one of an object",
      [make("gcp:storage/objectAccessControl:ObjectAccessControl", "a", { entity: "allAuthenticatedUsers" })],
      ["a entity"],
    ],
    [
      "one of somebody",
      [make("gcp:storage/objectAccessControl:ObjectAccessControl", "a", { entity: "user-a@example.com" })],
      [],
    ],
    ["one not known yet", [make("gcp:storage/objectAccessControl:ObjectAccessControl", "a", { entity: UNKNOWN })], []],
    [
      "a dataset's, to everyone with an account",
      [
        make("gcp:bigquery/datasetAccess:DatasetAccess", "a", {
          role: "READER",
          specialGroup: "allAuthenticatedUsers",
        }),
      ],
      ["a specialGroup"],
    ],
    [
      "a dataset's, to everyone",
      [make("gcp:bigquery/datasetAccess:DatasetAccess", "a", { role: "READER", iamMember: "allUsers" })],
      ["a iamMember"],
    ],
    [
      "a dataset's, to its owners",
      [make("gcp:bigquery/datasetAccess:DatasetAccess", "a", { role: "OWNER", specialGroup: "projectOwners" })],
      [],
    ],
    [
      "within a dataset",
      [
        make("gcp:bigquery/dataset:Dataset", "a", {
          datasetId: "d",
          accesses: [
            { role: "OWNER", specialGroup: "projectOwners" },
            { role: "READER", specialGroup: "allAuthenticatedUsers" },
            { role: "READER", iamMember: "allUsers" },
          ],
        }),
      ],
      ["a accesses[1].specialGroup", "a accesses[2].iamMember"],
    ],
    [
      "a dataset of its owners",
      [make("gcp:bigquery/dataset:Dataset", "a", { accesses: [{ userByEmail: "a@b.c" }] })],
      [],
    ],
    [
      "an access list of something else",
      [raw("gcp:other/bucketACL:BucketACL", "a", { predefinedAcl: "publicRead" })],
      [],
    ],
    ["a bucket", [raw("gcp:storage/bucket:Bucket", "a", { predefinedAcl: "publicRead" })], []],
  ]);

  test("the message names the list or the entity", () => {
    const resource = make("gcp:storage/bucketACL:BucketACL", "a", {
      predefinedAcl: "publicRead",
      roleEntities: ["READER:allUsers"],
    });
    expect(outcome(publicMembers, [resource]).violations.map(({ message }) => message)).toEqual([
      "the access list publicRead is public",
      "the access list names READER:allUsers",
    ]);
  });
});
