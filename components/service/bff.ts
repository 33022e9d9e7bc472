import type { Service } from "@pulumi/gcp/cloudrunv2/service";
import type { Account } from "@pulumi/gcp/serviceaccount/account";
import { ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import type { BffSettings } from "../../settings/service";
import type { Environment } from "../environment";
import type { Network } from "../network/network";
import type { Api } from "./api";
import { cloudRunService, type Exposure } from "./cloud-run";
import { runtimeAccount } from "./runtime-account";
import { secretVariables } from "./secret-variables";

export interface BffArgs {
  environment: Environment;
  settings: BffSettings;
  network: Network;
  api: Api;
  /** Whether the internet comes straight or through the load balancer. */
  exposure: Exposure;
  /** Where users find the product; the BFF gets it as `PUBLIC_URL`. */
  publicUrl: string;
  /** The load balancer, when there is one: the BFF's own address closes only after it answers. */
  after: Resource[];
}

/** The public Next.js service. It may call the API, which it finds in `API_URL`; it has no way to the database. */
export class Bff extends ComponentResource {
  readonly account: Account;
  readonly service: Service;

  constructor(name: string, args: BffArgs, opts?: ComponentResourceOptions) {
    super("piloto:service:Bff", name, {}, opts);
    const { environment, settings, network, api, exposure, publicUrl, after } = args;
    const place = { environment, parent: this, component: "bff" as const };

    this.account = runtimeAccount(name, { ...place, serviceName: settings.name });
    const secrets = secretVariables(name, { ...place, account: this.account, secrets: settings.secrets, given: {} });
    const apiUrl = api.allowInvoker({ name, account: this.account });
    this.service = cloudRunService(name, {
      ...place,
      settings,
      network,
      account: this.account,
      exposure,
      variables: { API_URL: apiUrl, PUBLIC_URL: publicUrl },
      secrets,
      after,
    });
    this.registerOutputs({ url: this.service.uri });
  }
}
