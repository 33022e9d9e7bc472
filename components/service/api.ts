import type { Service } from "@pulumi/gcp/cloudrunv2/service";
import { ServiceIamMember } from "@pulumi/gcp/cloudrunv2/serviceIamMember";
import type { Account } from "@pulumi/gcp/serviceaccount/account";
import { all, ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { ApiSettings } from "../../settings/service";
import type { Database } from "../database/database";
import type { Environment } from "../environment";
import type { Network } from "../network/network";
import { cloudRunService } from "./cloud-run";
import { runtimeAccount } from "./runtime-account";
import { secretVariables } from "./secret-variables";

export interface ApiArgs {
  environment: Environment;
  settings: ApiSettings;
  network: Network;
  database: Database;
}

/**
 * The Python service that only the inside reaches. No argument can change that: its ingress is written here.
 *
 * It finds its database in `DB_HOST`, `DB_NAME`, `DB_USER`, `DB_PASSWORD`, `DB_SSLMODE` and `DB_POOL_SIZE`.
 */
export class Api extends ComponentResource {
  readonly account: Account;
  readonly service: Service;
  private readonly invoker: ApiSettings["invoker"];

  constructor(
    private readonly logicalName: string,
    { environment, settings, network, database }: ApiArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("piloto:service:Api", logicalName, {}, opts);
    const place = { environment, parent: this, component: "api" as const };

    this.invoker = settings.invoker;
    this.account = runtimeAccount(logicalName, { ...place, serviceName: settings.name });
    const secrets = secretVariables(logicalName, {
      ...place,
      account: this.account,
      secrets: settings.secrets,
      given: { DB_PASSWORD: database.password },
    });
    this.service = cloudRunService(logicalName, {
      ...place,
      settings,
      network,
      account: this.account,
      exposure: {
        ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
        invokerIamDisabled: settings.invoker === "network",
        // The run.app address is the BFF's way here; only the inside gets an answer on it.
        defaultUriDisabled: false,
      },
      variables: database.variables,
      secrets,
      after: database.ready,
    });
    this.registerOutputs({ url: this.service.uri });
  }

  /**
   * Lets a caller in and returns the URL to call, which is also the audience of its ID tokens.
   * The URL is known only when the grant is made, so nobody starts who would be refused.
   */
  allowInvoker(caller: { name: string; account: Account }): Output<string> {
    if (this.invoker === "network") return this.service.uri;
    const grant = new ServiceIamMember(
      `${this.logicalName}-invoker-${caller.name}`,
      {
        name: this.service.name,
        location: this.service.location,
        role: "roles/run.invoker",
        member: caller.account.member,
      },
      { parent: this },
    );
    return all([this.service.uri, grant.id]).apply(([uri]) => uri);
  }
}
