import { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import type { cloudrunv2 } from "@pulumi/gcp/types/input";
import { Connector } from "@pulumi/gcp/vpcaccess/connector";
import type { Input, Resource } from "@pulumi/pulumi";
import type { ConnectorSettings, DirectSettings } from "../../settings/network";
import type { Environment } from "../environment";

/** A way from Cloud Run into the VPC. */
export interface Egress {
  /** Subnet that the services' packets come from. */
  subnet: Subnetwork;
  /** How a service with this network tag is attached; the way out (`egress`) is the network's to say. */
  attach(tag: string): cloudrunv2.ServiceTemplateVpcAccess;
  /** What must exist before a service uses it. */
  ready: Resource[];
}

interface Place {
  environment: Environment;
  /** Share of connections to log. */
  flowLogs: number;
  vpc: { id: Input<string>; name: Input<string> };
  parent: Resource;
}

function subnet(name: string, range: string, { environment, vpc, flowLogs, parent }: Place): Subnetwork {
  return new Subnetwork(
    name,
    {
      network: vpc.id,
      region: environment.region,
      ipCidrRange: range,
      // Without it, calls to the API's run.app address leave the subnet for nowhere.
      privateIpGoogleAccess: true,
      ...(flowLogs > 0 && {
        logConfig: {
          aggregationInterval: "INTERVAL_10_MIN",
          flowSampling: flowLogs,
          metadata: "INCLUDE_ALL_METADATA",
        },
      }),
    },
    { parent, dependsOn: environment.apis.of("compute") },
  );
}

/**
 * Serverless VPC Access: at least two machines that carry the traffic, on a /28 of their own.
 * Named, because Google's own name for it has to stay short; therefore deleted before it is replaced.
 */
export function connectorEgress(name: string, settings: ConnectorSettings, place: Place): Egress {
  const { environment, parent } = place;
  const own = subnet(`${name}-connector-subnet`, settings.range, place);
  const connector = new Connector(
    `${name}-connector`,
    {
      name: settings.name,
      region: environment.region,
      subnet: { name: own.name },
      machineType: settings.machineType,
      minInstances: settings.minInstances,
      maxInstances: settings.maxInstances,
    },
    { parent, dependsOn: environment.apis.of("vpcAccess"), deleteBeforeReplace: true },
  );
  return { subnet: own, attach: () => ({ connector: connector.id }), ready: [connector] };
}

/** Direct VPC egress: every instance gets addresses of a subnet, and a network tag that firewalls know. */
export function directEgress(name: string, settings: DirectSettings, place: Place): Egress {
  const own = subnet(`${name}-direct-subnet`, settings.range, place);
  return {
    subnet: own,
    attach: (tag) => ({ networkInterfaces: [{ network: place.vpc.name, subnetwork: own.name, tags: [tag] }] }),
    ready: [own],
  };
}
