import { getStack } from "@pulumi/pulumi";
import type { Environment } from "../components/environment";
import { ProjectServices } from "../components/project-services";
import { GithubTrust } from "./github-trust";
import { deployer, previewer } from "./identities";
import { readBootstrapSettings } from "./settings";
import { StateStore } from "./state-store";

/**
 * What has to be there before the first `pulumi up` of a project: a place for the state, a key for its secrets, and a
 * way in for GitHub without a password. One stack for each project, built once by a person.
 */
export = async function bootstrap() {
  const settings = readBootstrapSettings();
  const { project, projectNumber, region, labels, protect, github } = settings;
  const apis = new ProjectServices("apis", {
    apis: ["projects", "services", "iam", "credentials", "tokens", "storage", "keys"],
  });
  const environment: Environment = { project, projectNumber, region, labels, protect, stack: getStack(), apis };

  const store = new StateStore("state", { environment });
  const trust = new GithubTrust("github", { environment, settings: github });
  const looks = previewer("previewer", { environment, store, lets: trust.anyWorkflow });
  const deploys = deployer("deployer", { environment, store, lets: trust.deployment });

  return {
    backend: store.backend,
    secretsProvider: store.secretsProvider,
    workloadIdentityProvider: trust.provider,
    previewer: looks.email,
    deployer: deploys.email,
  };
};
