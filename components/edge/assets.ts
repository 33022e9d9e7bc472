import { BackendBucket } from "@pulumi/gcp/compute/backendBucket";
import { Bucket } from "@pulumi/gcp/storage/bucket";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember";
import type { compute } from "@pulumi/gcp/types/input";
import type { Output, Resource } from "@pulumi/pulumi";
import type { AssetsSettings } from "../../settings/edge";
import { type Environment, labels } from "../environment";
import { SECURITY_HEADERS } from "./security-headers";

/** A bucket of static files, served from the CDN under /assets/. */
export interface Assets {
  backend: BackendBucket;
  bucket: Output<string>;
}

export function assets(
  name: string,
  {
    environment,
    settings,
    securityHeaders,
    parent,
  }: { environment: Environment; settings: AssetsSettings; securityHeaders: boolean; parent: Resource },
): Assets {
  const isPrivate = settings.access === "private";
  const bucket = new Bucket(
    `${name}-assets`,
    {
      location: (settings.location ?? environment.region).toUpperCase(),
      uniformBucketLevelAccess: true,
      publicAccessPrevention: isPrivate ? "enforced" : "inherited",
      forceDestroy: !environment.protect,
      labels: labels(environment, "edge"),
      versioning: { enabled: settings.versioning },
      lifecycleRules: [
        // Parts of uploads that were never finished are stored, and billed, for ever.
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
        ...(settings.versioning
          ? [{ action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" } }]
          : []),
      ],
    },
    { parent },
  );
  const backend = new BackendBucket(
    `${name}-assets-backend`,
    {
      description: "Static files",
      bucketName: bucket.name,
      enableCdn: true,
      compressionMode: "AUTOMATIC",
      cdnPolicy: cachePolicy(settings),
      customResponseHeaders: securityHeaders ? SECURITY_HEADERS : [],
    },
    { parent, dependsOn: environment.apis.of("compute") },
  );
  reader(name, { environment, isPrivate, bucket, backend, parent });
  return { backend, bucket: bucket.name };
}

/**
 * A private bucket's answers say "private" to caches, so the CDN is told to keep them all the same; then Google
 * refuses a maximum. A public bucket's answers speak for themselves.
 */
function cachePolicy({ access, maxAgeSeconds }: AssetsSettings): compute.BackendBucketCdnPolicy {
  const ages = { defaultTtl: maxAgeSeconds, clientTtl: maxAgeSeconds };
  return access === "private"
    ? { cacheMode: "FORCE_CACHE_ALL", ...ages }
    : { cacheMode: "CACHE_ALL_STATIC", ...ages, maxTtl: maxAgeSeconds };
}

interface ReaderArgs {
  environment: Environment;
  isPrivate: boolean;
  bucket: Bucket;
  backend: BackendBucket;
  parent: Resource;
}

/**
 * Who reads the bucket: the balancer's own agent, or everybody, object by object and without the list.
 * The agent is born with the project's first backend bucket, minutes before IAM knows it: a first `up` can fail here
 * and succeeds when repeated. https://docs.cloud.google.com/cdn/docs/configure-private-bucket-access
 */
function reader(name: string, { environment, isPrivate, bucket, backend, parent }: ReaderArgs) {
  new BucketIAMMember(
    `${name}-assets-reader`,
    {
      bucket: bucket.name,
      ...(isPrivate
        ? {
            role: "roles/storage.objectViewer",
            member: `serviceAccount:service-${environment.projectNumber}@https-lb.iam.gserviceaccount.com`,
          }
        : { role: "roles/storage.legacyObjectReader", member: "allUsers" }),
    },
    { parent, dependsOn: [backend] },
  );
}
