import { type Resource, UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";
import { both, plus, put, shopFlips, without } from "./shop";

/** A bucket behind a load balancer, and one of the back office. */
const stack = (): Resource[] => [
  raw("gcp:storage/bucket:Bucket", "assets", { name: "assets", uniformBucketLevelAccess: true }),
  raw("gcp:storage/bucket:Bucket", "office", { name: "office", uniformBucketLevelAccess: true }),
  make(
    "gcp:compute/backendBucket:BackendBucket",
    "backend",
    { name: "backend", bucketName: "assets" },
    { from: { bucketName: ["assets"] } },
  ),
  make(
    "gcp:compute/uRLMap:URLMap",
    "map",
    { name: "map", defaultService: "backend" },
    { from: { defaultService: ["backend"] } },
  ),
  make(
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    "proxy",
    { name: "proxy", urlMap: "map" },
    { from: { urlMap: ["map"] } },
  ),
  make(
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    "rule",
    { target: "proxy" },
    { from: { target: ["proxy"] } },
  ),
  make(
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "reader",
    {
      bucket: "assets",
      role: "roles/storage.objectViewer",
      member: "serviceAccount:service-1@https-lb.iam.gserviceaccount.com",
    },
    { from: { bucket: ["assets"] } },
  ),
];

const grant = (bucket: string, role: string, member: string) =>
  make(
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "extra",
    { bucket, role, member },
    { from: { bucket: [bucket] } },
  );
const document = (bucket: string, policyData: string) =>
  make(
    "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
    "document",
    { bucket, policyData },
    { from: { bucket: [bucket] } },
  );
const lists = (type: string, inputs: object) =>
  both(
    put("office", { uniformBucketLevelAccess: false }),
    plus(raw(type, "list", { bucket: "office", ...inputs }, { from: { bucket: ["office"] } })),
  );

const OPEN = { "internet -> bucket office": ["yes", "the access list list names everyone"] } as const;
const CDN = "internet -> assets through the load balancer";

describe("buckets", () =>
  shopFlips(stack, [
    [
      "the office's for everyone",
      plus(grant("office", "roles/storage.objectViewer", "allUsers")),
      { "internet -> bucket office": ["yes", "extra grants roles/storage.objectViewer to everyone"] },
    ],
    [
      "the office's for everyone, prevented",
      both(
        put("office", { publicAccessPrevention: "enforced" }),
        plus(grant("office", "roles/storage.objectViewer", "allUsers")),
      ),
      {},
    ],
    [
      "the office's for everyone, perhaps prevented",
      both(
        put("office", { publicAccessPrevention: UNKNOWN }),
        plus(grant("office", "roles/storage.objectViewer", "allUsers")),
      ),
      { "internet -> bucket office": ["not known yet", "publicAccessPrevention is not known yet"] },
    ],
    [
      "the office's for one account",
      plus(grant("office", "roles/storage.objectViewer", "serviceAccount:a@b.iam.gserviceaccount.com")),
      {},
    ],
    [
      "every bucket of the project for everyone",
      plus(
        make("gcp:projects/iAMMember:IAMMember", "wide", {
          project: "p",
          role: "roles/storage.objectViewer",
          member: "allUsers",
        }),
      ),
      { "internet -> bucket office": ["yes", "wide grants"], "internet -> assets bucket": ["yes", "wide grants"] },
    ],
    [
      "something else of the project for everyone",
      plus(
        make("gcp:projects/iAMMember:IAMMember", "wide", {
          project: "p",
          role: "roles/run.invoker",
          member: "allUsers",
        }),
      ),
      {},
    ],
    [
      "by a document",
      plus(
        document(
          "office",
          JSON.stringify({ bindings: [{ role: "roles/storage.objectViewer", members: ["allAuthenticatedUsers"] }] }),
        ),
      ),
      { "internet -> bucket office": ["yes", "document grants"] },
    ],
    [
      "by a document not known yet",
      plus(document("office", UNKNOWN)),
      { "internet -> bucket office": ["not known yet", "whom document lets in is not known yet"] },
    ],
    ["by a canned list", lists("gcp:storage/bucketACL:BucketACL", { predefinedAcl: "publicRead" }), OPEN],
    ["by a canned list for new objects", lists("gcp:storage/bucketACL:BucketACL", { defaultAcl: "publicRead" }), OPEN],
    ["by a canned list that is private", lists("gcp:storage/bucketACL:BucketACL", { predefinedAcl: "private" }), {}],
    [
      "by a list of roles",
      lists("gcp:storage/defaultObjectACL:DefaultObjectACL", {
        roleEntities: ["OWNER:user-a@example.com", "READER:allUsers"],
      }),
      OPEN,
    ],
    ["by an entry", lists("gcp:storage/bucketAccessControl:BucketAccessControl", { entity: "allUsers" }), OPEN],
    [
      "by an entry for new objects",
      lists("gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl", { entity: "allAuthenticatedUsers" }),
      OPEN,
    ],
    [
      "by a list, but access is uniform",
      both(
        lists("gcp:storage/bucketACL:BucketACL", { predefinedAcl: "publicRead" }),
        put("office", { uniformBucketLevelAccess: true }),
      ),
      {},
    ],
    [
      "the assets for everyone",
      both(without("reader"), plus(grant("assets", "roles/storage.legacyObjectReader", "allUsers"))),
      { "internet -> assets bucket": ["yes", "extra grants roles/storage.legacyObjectReader"] },
    ],
    [
      "the assets to be written by everyone",
      plus(grant("assets", "roles/storage.objectAdmin", "allUsers")),
      { "internet -> assets bucket": ["yes", "extra grants roles/storage.objectAdmin"] },
    ],
    ["nobody reads the assets", without("reader"), { [CDN]: ["no", "the load balancer may not read the bucket"] }],
    [
      "the balancer may only write",
      put("reader", { role: "roles/storage.objectCreator" }),
      { [CDN]: ["no", "the load balancer may not read the bucket"] },
    ],
    [
      "the filler of the CDN reads them",
      put("reader", { member: "serviceAccount:service-1@cloud-cdn-fill.iam.gserviceaccount.com" }),
      {},
    ],
    [
      "the reader is not known yet",
      put("reader", { member: UNKNOWN }),
      { [CDN]: ["not known yet", "whom reader lets read it is not known yet"] },
    ],
    ["no way in", without("rule"), { [CDN]: ["no", "no forwarding rule leads to them"] }],
    [
      "two buckets of assets",
      plus(
        raw("gcp:storage/bucket:Bucket", "more", { name: "more" }),
        raw(
          "gcp:compute/backendBucket:BackendBucket",
          "backend-2",
          { bucketName: "more" },
          { from: { bucketName: ["more"] } },
        ),
      ),
      {
        "internet -> assets bucket": ["gone"],
        [CDN]: ["gone"],
        "internet -> assets bucket assets": ["no"],
        "internet -> assets bucket more": ["no"],
        "internet -> assets assets through the load balancer": ["yes"],
        "internet -> assets more through the load balancer": ["no", "no forwarding rule leads to them"],
      },
    ],
  ]));
