import { Network as Vpc } from "@pulumi/gcp/compute/network";
import type { cloudrunv2 } from "@pulumi/gcp/types/input";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import type { NetworkSettings } from "../../settings/network";
import type { Environment } from "../environment";
import { connectorEgress, directEgress, type Egress } from "./egress";
import { staticNat } from "./nat";
import { privateServices } from "./private-services";
import { runAppZone } from "./run-app-zone";

export interface NetworkArgs {
  environment: Environment;
  settings: NetworkSettings;
  /** Whether a Cloud SQL instance of this stack will need a private address. */
  privateServices: boolean;
}

/**
 * A custom-mode VPC, the services' way into it, private addresses for Cloud SQL, the private DNS that lets the BFF
 * reach an internal-only API, and, if asked for, a static address on the way out.
 *
 * Costs: the connector's machines (about 12 USD a month) and 0.20 USD for the zone; NAT about 5 USD and 0.045 USD per GiB.
 */
export class Network extends ComponentResource {
  /** The VPC: `projects/PROJECT/global/networks/NAME`. */
  readonly id: Input<string>;
  readonly name: Input<string>;
  /** What a database must wait for: nothing in its own inputs says so. */
  readonly privateServicesReady: Resource[];
  /** What a service must wait for before it calls another one, the database or the internet. */
  readonly ready: Resource[];
  /** The address that partners see, with `nat`. */
  readonly staticAddress: Output<string> | undefined;
  /** Whether each service has a network tag of its own that a firewall can tell apart. */
  readonly tagged: boolean;

  private readonly egress: Egress;
  private readonly allTraffic: boolean;

  constructor(name: string, { environment, settings, ...needs }: NetworkArgs, opts?: ComponentResourceOptions) {
    super("piloto:network:Network", name, {}, opts);
    const place = { environment, parent: this };

    const vpc = this.vpc(name, environment, settings);
    this.id = vpc.id;
    this.name = vpc.name;

    this.egress =
      settings.egress.kind === "connector"
        ? connectorEgress(name, settings.egress, { ...place, vpc, flowLogs: settings.flowLogs })
        : directEgress(name, settings.egress, { ...place, vpc, flowLogs: settings.flowLogs });
    const connection =
      needs.privateServices && settings.privateServices === "create"
        ? [privateServices(name, { ...place, network: vpc.id, range: settings.servicesRange })]
        : [];
    const zone = settings.runAppZone === "create" ? runAppZone(name, { ...place, network: vpc.id }) : [];
    const nat = settings.nat ? staticNat(name, { ...place, network: vpc.id, subnet: this.egress.subnet }) : undefined;

    this.allTraffic = settings.nat;
    this.tagged = settings.egress.kind === "direct";
    this.privateServicesReady = connection;
    this.ready = [...this.egress.ready, ...zone, ...(nat ? [nat.ready] : [])];
    this.staticAddress = nat?.address;
    this.registerOutputs({ id: this.id });
  }

  /** How a service enters the VPC. All of its traffic does with NAT, else only what goes to private addresses. */
  attach(tag: string): cloudrunv2.ServiceTemplateVpcAccess {
    return { ...this.egress.attach(tag), egress: this.allTraffic ? "ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY" };
  }

  private vpc(name: string, environment: Environment, { existingVpc }: NetworkSettings) {
    if (existingVpc) return { id: `projects/${environment.project}/global/networks/${existingVpc}`, name: existingVpc };
    return new Vpc(
      `${name}-vpc`,
      { autoCreateSubnetworks: false, routingMode: "REGIONAL", description: "Piloto de Vendas" },
      { parent: this, dependsOn: environment.apis.of("compute"), protect: environment.protect },
    );
  }
}
