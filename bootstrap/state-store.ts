import { CryptoKey } from "@pulumi/gcp/kms/cryptoKey";
import { KeyRing } from "@pulumi/gcp/kms/keyRing";
import { Bucket } from "@pulumi/gcp/storage/bucket";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import { type Environment, labels } from "../components/environment";

const KEY_RING = "pulumi";
const KEY = "state-secrets";
const DAY_SECONDS = 86_400;
const ROTATION_DAYS = 90;
/** A state from before a bad week can be had back; older ones only cost. */
const OLD_STATES = { daysSinceNoncurrentTime: 90, numNewerVersions: 20 };

/**
 * Where Pulumi keeps the state of the project's stacks, and the key that its secrets are encrypted with.
 * Costs 0.06 USD a month for the key, and less than a cent for the bucket.
 */
export class StateStore extends ComponentResource {
  readonly bucket: Bucket;
  readonly key: CryptoKey;
  /** For `pulumi login`. */
  readonly backend: string;
  /** For `pulumi stack init --secrets-provider`. */
  readonly secretsProvider: string;

  constructor(name: string, { environment }: { environment: Environment }, opts?: ComponentResourceOptions) {
    super("piloto:bootstrap:StateStore", name, {}, opts);
    const { project, region, apis, protect } = environment;

    // Both addresses are known before anything exists: a bucket's name is the world's, and so is a project's id.
    const bucketName = `${project}-pulumi-state`;
    this.backend = `gs://${bucketName}`;
    this.secretsProvider = `gcpkms://projects/${project}/locations/${region}/keyRings/${KEY_RING}/cryptoKeys/${KEY}`;

    this.bucket = new Bucket(
      `${name}-bucket`,
      {
        name: bucketName,
        location: region.toUpperCase(),
        uniformBucketLevelAccess: true,
        publicAccessPrevention: "enforced",
        versioning: { enabled: true },
        lifecycleRules: [{ action: { type: "Delete" }, condition: { ...OLD_STATES, withState: "ARCHIVED" } }],
        forceDestroy: false,
        labels: labels(environment, "delivery"),
      },
      { parent: this, protect, dependsOn: apis.of("storage") },
    );
    const ring = new KeyRing(
      `${name}-keys`,
      { name: KEY_RING, location: region },
      { parent: this, protect, dependsOn: apis.of("keys") },
    );
    this.key = new CryptoKey(
      `${name}-key`,
      {
        name: KEY,
        keyRing: ring.id,
        purpose: "ENCRYPT_DECRYPT",
        rotationPeriod: `${ROTATION_DAYS * DAY_SECONDS}s`,
        labels: labels(environment, "delivery"),
      },
      { parent: this, protect },
    );
    this.registerOutputs({ backend: this.backend, secretsProvider: this.secretsProvider });
  }
}
