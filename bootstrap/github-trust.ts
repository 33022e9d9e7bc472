import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool";
import { WorkloadIdentityPoolProvider } from "@pulumi/gcp/iam/workloadIdentityPoolProvider";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { Environment } from "../components/environment";
import type { GithubSettings } from "./settings";

const ISSUER = "https://token.actions.githubusercontent.com";

/** Whom a grant lets in, and what has to exist before Google takes the grant. */
export interface Admission {
  /** `principalSet://…` */
  member: string;
  after: WorkloadIdentityPoolProvider;
}

/**
 * GitHub's workflows as identities of this project, without a key that could leak. One repository is let in at all;
 * who of it may do what is decided by the claims that GitHub signs.
 *
 * https://docs.cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines
 */
export class GithubTrust extends ComponentResource {
  /** Full name, for google-github-actions/auth. */
  readonly provider: string;
  /** Any workflow of the repository. A fork's gets no token from GitHub to come in with. */
  readonly anyWorkflow: Admission;
  /** A job in the environment, on the branch, and no other. */
  readonly deployment: Admission;

  constructor(
    name: string,
    { environment, settings }: { environment: Environment; settings: GithubSettings },
    opts?: ComponentResourceOptions,
  ) {
    super("piloto:bootstrap:GithubTrust", name, {}, opts);
    const { repository, repositoryId, branch } = settings;
    const pool = new WorkloadIdentityPool(
      `${name}-pool`,
      {
        workloadIdentityPoolId: settings.pool,
        displayName: "GitHub",
        description: `Workflows of ${repository}`,
      },
      { parent: this, dependsOn: environment.apis.of("iam", "credentials", "tokens") },
    );
    const provider = new WorkloadIdentityPoolProvider(
      `${name}-provider`,
      {
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: "actions",
        displayName: "GitHub Actions",
        oidc: { issuerUri: ISSUER },
        attributeMapping: {
          "google.subject": "assertion.sub",
          "attribute.repository": "assertion.repository",
          // The environment is in the subject, the branch is not: both have to be right.
          "attribute.deployment": 'assertion.sub + ":" + assertion.ref',
        },
        attributeCondition: [
          `assertion.repository == "${repository}"`,
          ...(repositoryId ? [`assertion.repository_id == "${repositoryId}"`] : []),
        ].join(" && "),
      },
      { parent: this },
    );

    const path = `projects/${environment.projectNumber}/locations/global/workloadIdentityPools/${settings.pool}`;
    const admit = (attribute: string, value: string): Admission => ({
      member: `principalSet://iam.googleapis.com/${path}/attribute.${attribute}/${value}`,
      after: provider,
    });
    this.provider = `${path}/providers/actions`;
    this.anyWorkflow = admit("repository", repository);
    this.deployment = admit(
      "deployment",
      `repo:${repository}:environment:${settings.environment}:refs/heads/${branch}`,
    );
    this.registerOutputs({ provider: this.provider });
  }
}
