import { Service } from "@pulumi/gcp/cloudrunv2/service";
import type { Account } from "@pulumi/gcp/serviceaccount/account";
import type { Input, Resource } from "@pulumi/pulumi";
import type { ServiceSettings } from "../../settings/service";
import { type Environment, labels } from "../environment";
import type { Network } from "../network/network";
import { container } from "./container";
import type { SecretVariables } from "./secret-variables";

/** Who gets to a service's door, and whether the door asks who they are. */
export interface Exposure {
  ingress: "INGRESS_TRAFFIC_ALL" | "INGRESS_TRAFFIC_INTERNAL_ONLY" | "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER";
  /** Open the door to whoever comes: Google's way to a public service that domain-restricted organisations allow. */
  invokerIamDisabled: boolean;
  /** Close the service's own run.app address. */
  defaultUriDisabled: boolean;
}

/**
 * What a deploy from outside writes: `gcloud run deploy`, or a workflow that shifts traffic.
 * Exactly these, so that everything else stays ours. Not `template.revision`: what is ignored is sent as it was seen, and
 * a revision's name with another configuration is refused.
 * https://github.com/hashicorp/terraform-provider-google/issues/13410
 */
const WRITTEN_BY_PIPELINES = [
  "template.containers[0].image",
  "template.containers[0].name",
  "template.labels",
  "traffics",
  "buildConfig",
  "client",
  "clientVersion",
];

interface Args {
  environment: Environment;
  component: "api" | "bff";
  settings: ServiceSettings;
  exposure: Exposure;
  network: Network;
  account: Account;
  variables: Record<string, Input<string>>;
  secrets: SecretVariables;
  /** What has to be there before the service takes this form. */
  after: Resource[];
  parent: Resource;
}

/** A Cloud Run service. Its revision starts only when its secrets can be read and its network is there. */
export function cloudRunService(name: string, args: Args): Service {
  const { environment, settings, exposure, network, account, secrets } = args;
  return new Service(
    `${name}-service`,
    {
      name: settings.name,
      location: environment.region,
      labels: labels(environment, args.component),
      ...exposure,
      deletionProtection: environment.protect,
      template: {
        serviceAccount: account.email,
        executionEnvironment: `EXECUTION_ENVIRONMENT_${settings.executionEnvironment.toUpperCase()}`,
        timeout: `${settings.timeoutSeconds}s`,
        maxInstanceRequestConcurrency: settings.concurrency,
        scaling: { minInstanceCount: settings.instances.min, maxInstanceCount: settings.instances.max },
        vpcAccess: network.attach(args.component),
        containers: [container(settings, args.variables, secrets.references)],
      },
    },
    {
      parent: args.parent,
      dependsOn: [...environment.apis.of("run"), ...secrets.grants, ...network.ready, ...args.after],
      ignoreChanges: settings.deployedBy === "pipeline" ? WRITTEN_BY_PIPELINES : [],
    },
  );
}
