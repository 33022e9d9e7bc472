import { type Grant, grantsOf, isEveryone, scopeOf, targetsOf } from "../../graph/grants";
import { flagAt, isHidden, listAt, read, text, textAt, textsAt } from "../../graph/reading";
import { BACKEND_BUCKETS, BUCKET, iamForm, RUN_SERVICES } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { resourcePolicy, stackPolicy } from "../policy";

/** Roles that let a caller invoke a service and nothing more. */
export const INVOKER_ROLES: readonly string[] = ["roles/run.invoker", "roles/run.servicesInvoker"];
/** Roles that read objects. `objectViewer` lists them too. */
const OBJECT_READ_ROLES: readonly string[] = ["roles/storage.legacyObjectReader", "roles/storage.objectViewer"];

const isInvoke = (grant: Grant) =>
  ["cloudrun", "cloudrunv2"].includes(scopeOf(grant)) &&
  INVOKER_ROLES.includes(grant.role ?? "") &&
  !/Job|WorkerPool/.test(grant.resource.type);
const isObjectRead = (grant: Grant) =>
  /:Bucket\w+$/.test(grant.resource.type) && OBJECT_READ_ROLES.includes(grant.role ?? "");

/** Access lists beside IAM. */
export const ACCESS_CONTROLS: readonly string[] = [
  "gcp:bigquery/datasetAccess:DatasetAccess",
  "gcp:storage/bucketACL:BucketACL",
  "gcp:storage/bucketAccessControl:BucketAccessControl",
  "gcp:storage/defaultObjectACL:DefaultObjectACL",
  "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
  "gcp:storage/objectACL:ObjectACL",
  "gcp:storage/objectAccessControl:ObjectAccessControl",
];
const DATASET = "gcp:bigquery/dataset:Dataset";
const isAccessControl = (type: string) => ACCESS_CONTROLS.includes(type) || type === DATASET;

/** Who an access list names, by the property that names them. */
function entriesOf({ type, inputs }: Resource): { path: string; entities: string[] }[] {
  const named = (holder: unknown, prefix: string) =>
    ["entity", "roleEntities", "specialGroup", "iamMember"].map((property) => ({
      path: `${prefix}${property}`,
      entities: textsAt(holder, property),
    }));
  return type === DATASET
    ? listAt(inputs, "accesses").flatMap((access, index) => named(access, `accesses[${index}].`))
    : named(inputs, "");
}

export const publicMembers = resourcePolicy({
  id: "public-members",
  title: "Nothing is granted to everyone",
  demands:
    "No IAM member, binding or policy document, and no access list of a bucket, an object or a dataset, names `allUsers` or `allAuthenticatedUsers`; invoking the BFF and reading the assets bucket are judged by policies of their own.",
  why: "A grant to everyone is a grant to the internet; `allAuthenticatedUsers` is everyone with a Google account.",
  weight: "always",
  severity: "critical",
  covers: [
    "CIS 1.10",
    "CIS 5.1",
    "CKV_GCP_28",
    "CKV_GCP_101",
    "CKV_GCP_112",
    "CKV_GCP_113",
    "CKV2_GCP_6",
    "CKV2_GCP_8",
    "GCP-0001",
    "iamDisablePublicBindings",
    "mondoo secretmanager not public",
  ],
  remediation: "Name the service accounts or groups that need access.",
  applies: (type) => iamForm(type) !== undefined || isAccessControl(type),
  check(resource, { violation, unjudged }) {
    for (const grant of grantsOf(resource)) {
      const everyone = grant.members.find(isEveryone);
      // A member not known yet is an account of this stack; a document not known yet could hold anything.
      if (everyone === undefined && grant.hidden && grant.form === "policy") unjudged(resource, grant.property);
      if (everyone === undefined || isInvoke(grant) || isObjectRead(grant)) continue;
      violation(resource, grant.property, `${grant.role ?? "a role"} is granted to ${everyone}`);
    }
    if (!isAccessControl(resource.type)) return;
    for (const path of ["predefinedAcl", "defaultAcl"]) {
      const canned = textAt(resource.inputs, path) ?? "";
      if (/^(public|authenticated)-?read/i.test(canned))
        violation(resource, path, `the access list ${canned} is public`);
    }
    for (const { path, entities } of entriesOf(resource)) {
      const open = entities.find((entity) => isEveryone(entity.slice(entity.indexOf(":") + 1)));
      if (open) violation(resource, path, `the access list names ${open}`);
    }
  },
});

export const publicInvoker = stackPolicy({
  id: "public-invoker",
  title: "Only the BFF may be called by everyone",
  demands: "`roles/run.invoker` for everyone is granted on no service but the one with the role `bff`.",
  why: "The BFF is the public front; every other service has known callers.",
  weight: "always",
  severity: "critical",
  covers: [
    "CKV_GCP_102",
    "KICS unauthenticated",
    "mondoo cloud-run-no-public-invocation",
    "steampipe cloudrun_service_restrict_public_access",
  ],
  remediation: "Grant `roles/run.invoker` to the caller's service account instead.",
  early: (resource) => grantsOf(resource).some((grant) => isInvoke(grant) && grant.members.some(isEveryone)),
  check(graph, { violation }) {
    for (const grant of graph.grants.filter(isInvoke)) {
      const everyone = grant.members.find(isEveryone);
      if (everyone === undefined) continue;
      const targets = targetsOf(graph.stack, grant, RUN_SERVICES).found;
      const open = targets.length > 0 && targets.every((target) => graph.workload(target)?.role === "bff");
      if (!open) violation(grant.resource, grant.property, `${everyone} may call a service that is not the BFF`);
    }
  },
});

export const cdnBucket = stackPolicy({
  id: "cdn-bucket",
  title: "Only the assets bucket is read by everyone",
  demands: "Backend buckets serve a bucket of this stack; everyone may read objects of such a bucket only.",
  why: "A backend bucket whose bucket is gone can be taken over by whoever creates one of that name.",
  weight: "always",
  severity: "critical",
  covers: ["B11", "CIS 5.1", "CKV_GCP_28", "GCP-0001", "steampipe compute_backend_bucket_no_dangling_storage_bucket"],
  remediation: "Create the bucket in this stack, point `bucketName` to it, and remove public grants elsewhere.",
  check({ stack, grants, assetsBuckets }, { violation, unjudged }) {
    for (const backend of stack.ofType(...BACKEND_BUCKETS)) {
      const { set, found, literal } = stack.resolve(backend, "bucketName", [BUCKET]);
      if (found.length > 0) continue;
      if (set && literal === undefined) unjudged(backend, "bucketName");
      else violation(backend, "bucketName", "the bucket behind the CDN is not part of this stack");
    }
    for (const grant of grants.filter(isObjectRead)) {
      const everyone = grant.members.find(isEveryone);
      if (everyone === undefined) continue;
      const buckets = targetsOf(stack, grant, [BUCKET]).found;
      if (buckets.length === 0 || buckets.some((bucket) => !assetsBuckets.has(bucket))) {
        violation(grant.resource, grant.property, `${everyone} may read a bucket that no backend bucket serves`);
      }
    }
  },
});

export const bucketPrivate = stackPolicy({
  id: "bucket-private",
  title: "Buckets cannot be made public",
  demands:
    "Uniform access on every bucket; public access prevention enforced on every bucket that is not served by the CDN.",
  why: "Both switches make a later mistake with a grant or an access list harmless.",
  weight: "always",
  severity: "high",
  covers: [
    "CIS 5.2",
    "CKV_GCP_29",
    "CKV_GCP_114",
    "GCP-0002",
    "storage.uniformBucketLevelAccess",
    "storage.publicAccessPrevention",
  ],
  remediation: 'Set `uniformBucketLevelAccess: true` and `publicAccessPrevention: "enforced"`.',
  check({ stack, assetsBuckets }, { violation, unjudged }) {
    for (const bucket of stack.ofType(BUCKET)) {
      const uniform = "uniformBucketLevelAccess";
      if (isHidden(read(bucket, uniform))) unjudged(bucket, uniform);
      else if (flagAt(bucket.inputs, uniform) !== true)
        violation(bucket, uniform, "objects can have access lists of their own");
      const prevention = read(bucket, "publicAccessPrevention");
      if (assetsBuckets.has(bucket)) continue;
      if (isHidden(prevention)) unjudged(bucket, "publicAccessPrevention");
      else if (text(prevention)?.toLowerCase() !== "enforced") {
        violation(bucket, "publicAccessPrevention", "public access is not prevented");
      }
    }
  },
});
