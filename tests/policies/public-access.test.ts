import { bucketPrivate, cdnBucket, publicInvoker } from "../../policies/rules/public-access";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const SOMEBODY = "serviceAccount:somebody@project.iam.gserviceaccount.com";
const INVOKER = "roles/run.invoker";
const service = (role: string, name = `${role}-service`) =>
  make("gcp:cloudrunv2/service:Service", name, { name, location: "us-central1", labels: { component: role } });
const serviceV1 = (role: string) =>
  make("gcp:cloudrun/service:Service", `${role}-service`, {
    name: `${role}-service`,
    metadata: { labels: { component: role } },
  });
const STACK = [service("bff"), service("api")];
const invoker = (
  name: string | undefined,
  from: string[],
  inputs: Inputs<"gcp:cloudrunv2/serviceIamMember:ServiceIamMember"> = {},
) =>
  make(
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
    "grant",
    { name, role: INVOKER, member: "allUsers", ...inputs },
    { from: from.length > 0 ? { name: from } : {} },
  );
const toEveryone = (...roles: string[]) =>
  JSON.stringify({ bindings: roles.map((role) => ({ role, members: [SOMEBODY, "allUsers"] })) });

judges(publicInvoker, [
  ["of the BFF", [...STACK, invoker("bff-service", ["bff-service"])], []],
  ["of the BFF by name alone", [...STACK, invoker("bff-service", [])], []],
  ["of the BFF by its full name", [...STACK, invoker("projects/p/locations/us-central1/services/bff-service", [])], []],
  ["of the API", [...STACK, invoker("api-service", ["api-service"])], ["grant member"]],
  ["of the API by name alone", [...STACK, invoker("api-service", [])], ["grant member"]],
  [
    "of the API, to everyone with an account",
    [...STACK, invoker("api-service", ["api-service"], { member: "allAuthenticatedUsers" })],
    ["grant member"],
  ],
  [
    "of the API, by another role that only invokes",
    [...STACK, invoker("api-service", ["api-service"], { role: "roles/run.servicesInvoker" })],
    ["grant member"],
  ],
  [
    "of the API, with a condition",
    [...STACK, invoker("api-service", ["api-service"], { condition: { title: "t", expression: "true" } })],
    ["grant member"],
  ],
  ["of the API, to somebody", [...STACK, invoker("api-service", ["api-service"], { member: SOMEBODY })], []],
  ["of the API, to one not known yet", [...STACK, invoker("api-service", ["api-service"], { member: UNKNOWN })], []],
  ["of a service without a role", [service("worker"), invoker("worker-service", ["worker-service"])], ["grant member"]],
  ["of a service that is not here", [...STACK, invoker("elsewhere", [])], ["grant member"]],
  ["of a service that is not said", [...STACK, invoker(undefined, [])], ["grant member"]],
  [
    "of one of several BFFs",
    [service("bff"), service("bff", "other-front"), invoker("other-front", ["other-front"])],
    [],
  ],
  [
    "of the API and the BFF, which have one name in two regions",
    [
      service("bff", "front"),
      { ...service("api", "front"), urn: "urn:pulumi:test::piloto::any::front-api", name: "front-api" },
      invoker("front", []),
    ],
    ["grant member"],
  ],
  [
    "of the API by a binding, next to one not known yet",
    [
      ...STACK,
      make(
        "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
        "grant",
        { name: "api-service", role: INVOKER, members: [UNKNOWN, "allUsers"] },
        { from: { name: ["api-service"] } },
      ),
    ],
    ["grant members"],
  ],
  [
    "of the BFF by a binding",
    [
      ...STACK,
      make("gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding", "grant", {
        name: "bff-service",
        role: INVOKER,
        members: ["allUsers"],
      }),
    ],
    [],
  ],
  [
    "of the API by a document",
    [
      ...STACK,
      make(
        "gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy",
        "grant",
        { name: "api-service", policyData: toEveryone("roles/run.viewer", INVOKER) },
        { from: { name: ["api-service"] } },
      ),
    ],
    ["grant policyData"],
  ],
  [
    "of the BFF by a document",
    [
      ...STACK,
      make("gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy", "grant", {
        name: "bff-service",
        policyData: toEveryone(INVOKER),
      }),
    ],
    [],
  ],
  [
    "of a first-generation API",
    [
      serviceV1("api"),
      make(
        "gcp:cloudrun/iamMember:IamMember",
        "grant",
        { service: "api-service", role: INVOKER, member: "allUsers" },
        { from: { service: ["api-service"] } },
      ),
    ],
    ["grant member"],
  ],
  [
    "of a first-generation BFF",
    [
      serviceV1("bff"),
      make("gcp:cloudrun/iamMember:IamMember", "grant", { service: "bff-service", role: INVOKER, member: "allUsers" }),
    ],
    [],
  ],
  [
    "a job, which is judged elsewhere",
    [
      ...STACK,
      make("gcp:cloudrunv2/jobIamMember:JobIamMember", "grant", { name: "job", role: INVOKER, member: "allUsers" }),
      make("gcp:cloudrunv2/workerPoolIamMember:WorkerPoolIamMember", "pool", { role: INVOKER, member: "allUsers" }),
    ],
    [],
  ],
  [
    "another role, which is judged elsewhere",
    [...STACK, invoker("api-service", ["api-service"], { role: "roles/run.admin" })],
    [],
  ],
]);

const bucket = (name: string, inputs: Inputs<"gcp:storage/bucket:Bucket"> = {}) =>
  make("gcp:storage/bucket:Bucket", name, { name, location: "US", ...inputs });
const serving = (bucketName: string | undefined, from: string[] = []) =>
  make(
    "gcp:compute/backendBucket:BackendBucket",
    "cdn",
    { bucketName, enableCdn: true },
    { from: from.length > 0 ? { bucketName: from } : {} },
  );
const READER = "roles/storage.legacyObjectReader";
const reader = (name: string, from: string[], inputs: Inputs<"gcp:storage/bucketIAMMember:BucketIAMMember"> = {}) =>
  make(
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "grant",
    { bucket: name, role: READER, member: "allUsers", ...inputs },
    { from: from.length > 0 ? { bucket: from } : {} },
  );
const CDN = [bucket("assets"), serving("assets", ["assets"])];

judges(cdnBucket, [
  ["a bucket of this stack, read by everyone", [...CDN, reader("assets", ["assets"])], []],
  ["the same by name alone", [bucket("assets"), serving("assets"), reader("assets", [])], []],
  [
    "listed by everyone, which is advice",
    [...CDN, reader("assets", ["assets"], { role: "roles/storage.objectViewer" })],
    [],
  ],
  ["a bucket nobody reads", CDN, []],
  ["a bucket that is not here", [bucket("assets"), serving("elsewhere")], ["cdn bucketName"]],
  ["no bucket", [bucket("assets"), serving(undefined)], ["cdn bucketName"]],
  [
    "a regional backend with a bucket that is not here",
    [make("gcp:compute/regionBackendBucket:RegionBackendBucket", "cdn", { bucketName: "elsewhere" })],
    ["cdn bucketName"],
  ],
  [
    "a regional backend",
    [
      bucket("assets"),
      make("gcp:compute/regionBackendBucket:RegionBackendBucket", "cdn", { bucketName: "assets" }),
      reader("assets", []),
    ],
    [],
  ],
  ["another bucket read by everyone", [...CDN, bucket("uploads"), reader("uploads", ["uploads"])], ["grant member"]],
  ["a bucket read by everyone without a CDN", [bucket("assets"), reader("assets", ["assets"])], ["grant member"]],
  ["a bucket elsewhere read by everyone", [...CDN, reader("elsewhere", [])], ["grant member"]],
  ["no bucket said to be read by everyone", [...CDN, reader("", [])], ["grant member"]],
  [
    "another bucket read by everyone with an account",
    [
      ...CDN,
      bucket("uploads"),
      reader("uploads", ["uploads"], { role: "roles/storage.objectViewer", member: "allAuthenticatedUsers" }),
    ],
    ["grant member"],
  ],
  ["another bucket read by somebody", [...CDN, bucket("uploads"), reader("uploads", [], { member: SOMEBODY })], []],
  [
    "another bucket read by the load balancer's own account",
    [
      ...CDN,
      bucket("uploads"),
      reader("uploads", [], { member: "serviceAccount:service-1@cloud-cdn-fill.iam.gserviceaccount.com" }),
    ],
    [],
  ],
  [
    "another bucket read by everyone, by a binding",
    [
      ...CDN,
      bucket("uploads"),
      make(
        "gcp:storage/bucketIAMBinding:BucketIAMBinding",
        "grant",
        { bucket: "uploads", role: READER, members: [UNKNOWN, "allUsers"] },
        { from: { bucket: ["uploads"] } },
      ),
    ],
    ["grant members"],
  ],
  [
    "another bucket read by everyone, by a document",
    [
      ...CDN,
      bucket("uploads"),
      make(
        "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
        "grant",
        { bucket: "uploads", policyData: toEveryone(READER) },
        { from: { bucket: ["uploads"] } },
      ),
    ],
    ["grant policyData"],
  ],
  [
    "the assets read by everyone, by a document",
    [
      ...CDN,
      make("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", "grant", {
        bucket: "assets",
        policyData: toEveryone(READER),
      }),
    ],
    [],
  ],
  [
    "written by everyone, which is judged elsewhere",
    [...CDN, reader("assets", ["assets"], { role: "roles/storage.objectAdmin" })],
    [],
  ],
]);

test("a bucket not known yet, of which nothing is recorded, is named", () => {
  expect(outcome(cdnBucket, [...CDN.slice(0, 1), serving(UNKNOWN)])).toMatchObject({
    violations: [],
    unjudged: [{ name: "cdn", property: "bucketName" }],
  });
});

const UNIFORM = "uploads uniformBucketLevelAccess";
const PREVENTION = "uploads publicAccessPrevention";
const GOOD = { uniformBucketLevelAccess: true, publicAccessPrevention: "enforced" };
const spelled = (inputs: object) => raw("gcp:storage/bucket:Bucket", "uploads", { name: "uploads", ...inputs });
judges(bucketPrivate, [
  ["both switches on", [bucket("uploads", GOOD)], []],
  ["neither", [bucket("uploads")], [PREVENTION, UNIFORM]],
  ["access lists", [bucket("uploads", { ...GOOD, uniformBucketLevelAccess: false })], [UNIFORM]],
  ["inherited prevention", [bucket("uploads", { ...GOOD, publicAccessPrevention: "inherited" })], [PREVENTION]],
  ["no prevention", [bucket("uploads", { uniformBucketLevelAccess: true })], [PREVENTION]],
  ["prevention set to nothing", [spelled({ ...GOOD, publicAccessPrevention: "" })], [PREVENTION]],
  ["null", [spelled({ uniformBucketLevelAccess: null, publicAccessPrevention: null })], [PREVENTION, UNIFORM]],
  ["spelled as text", [spelled({ ...GOOD, uniformBucketLevelAccess: "true", publicAccessPrevention: "Enforced" })], []],
  ["off, spelled as text", [spelled({ ...GOOD, uniformBucketLevelAccess: "false" })], [UNIFORM]],
  ["the assets may be read", [bucket("assets", { uniformBucketLevelAccess: true }), serving("assets", ["assets"])], []],
  [
    "the assets have no access lists",
    [bucket("assets"), serving("assets", ["assets"])],
    ["assets uniformBucketLevelAccess"],
  ],
  [
    "a bucket beside the assets",
    [bucket("assets", GOOD), serving("assets", ["assets"]), bucket("uploads", { uniformBucketLevelAccess: true })],
    [PREVENTION],
  ],
]);

test("switches not known yet are named", () => {
  expect(
    outcome(bucketPrivate, [spelled({ uniformBucketLevelAccess: UNKNOWN, publicAccessPrevention: UNKNOWN })]),
  ).toMatchObject({
    violations: [],
    unjudged: [{ property: "uniformBucketLevelAccess" }, { property: "publicAccessPrevention" }],
  });
  const assets: Resource = raw("gcp:storage/bucket:Bucket", "assets", {
    name: "assets",
    uniformBucketLevelAccess: true,
    publicAccessPrevention: UNKNOWN,
  });
  expect(outcome(bucketPrivate, [assets, serving("assets")])).toMatchObject({ violations: [], unjudged: [] });
});
