import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember";
import { IAMMember as ProjectIAMMember } from "@pulumi/gcp/projects/iammember";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import { IAMMember as AccountIAMMember } from "@pulumi/gcp/serviceaccount/iammember";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Environment } from "../components/environment";
import type { Admission } from "./github-trust";
import { DEPLOYER_ROLES, PREVIEWER_ROLES } from "./roles";
import type { StateStore } from "./state-store";

interface IdentityArgs {
  environment: Environment;
  store: StateStore;
  /** Who may act as this identity. */
  lets: Admission;
}

interface Rights {
  accountId: string;
  description: string;
  project: readonly string[];
  bucket: string;
  key: string;
}

/** A service account that GitHub acts as, and everything it may do. */
class Identity extends ComponentResource {
  readonly email: string;

  constructor(
    name: string,
    { environment, store, lets, ...rights }: IdentityArgs & Rights,
    opts?: ComponentResourceOptions,
  ) {
    super("piloto:bootstrap:Identity", name, {}, opts);
    const account = new Account(
      `${name}-account`,
      { accountId: rights.accountId, displayName: rights.accountId, description: rights.description },
      { parent: this, dependsOn: environment.apis.of("iam") },
    );
    // Made of what is known, so that a preview shows who gets what before the account exists.
    this.email = `${rights.accountId}@${environment.project}.iam.gserviceaccount.com`;
    const member = `serviceAccount:${this.email}`;
    const granted = { parent: this, dependsOn: [account, ...environment.apis.of("projects")] };

    new AccountIAMMember(
      `${name}-github`,
      { serviceAccountId: account.name, role: "roles/iam.workloadIdentityUser", member: lets.member },
      { parent: this, dependsOn: [lets.after] },
    );
    for (const role of rights.project)
      new ProjectIAMMember(
        `${name}-${role.replace("roles/", "").replace(/\./g, "-").toLowerCase()}`,
        { project: environment.project, role, member },
        granted,
      );
    new BucketIAMMember(`${name}-state`, { bucket: store.bucket.name, role: rights.bucket, member }, granted);
    new CryptoKeyIAMMember(`${name}-key`, { cryptoKeyId: store.key.id, role: rights.key, member }, granted);
    this.registerOutputs({ email: this.email });
  }
}

/**
 * Looks and changes nothing: for previews of pull requests and for the nightly comparison.
 *
 * It reads the state and decrypts its secrets, because Pulumi needs them to tell what would change. Whoever may push a
 * branch to the repository may therefore read the generated passwords.
 */
export const previewer = (name: string, args: IdentityArgs) =>
  new Identity(name, {
    ...args,
    accountId: "pulumi-previewer",
    description: "Previews of pull requests: reads, changes nothing",
    project: PREVIEWER_ROLES,
    bucket: "roles/storage.objectViewer",
    key: "roles/cloudkms.cryptoKeyDecrypter",
  });

/** Builds what the main program asks for: for the deploying environment on the main branch. */
export const deployer = (name: string, args: IdentityArgs) =>
  new Identity(name, {
    ...args,
    accountId: "pulumi-deployer",
    description: "Deploys from the main branch, in the environment that asks for approval",
    project: DEPLOYER_ROLES,
    bucket: "roles/storage.objectAdmin",
    key: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  });
