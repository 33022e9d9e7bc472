import { GlobalAddress } from "@pulumi/gcp/compute/globalAddress";
import { Connection } from "@pulumi/gcp/servicenetworking/connection";
import type { Input, Resource } from "@pulumi/pulumi";
import { parseCidr } from "../../settings/cidr";
import { type Environment, labels } from "../environment";

/** Private addresses for Google's own services: a range of the VPC, peered to where Cloud SQL lives. */
export function privateServices(
  name: string,
  {
    environment,
    network,
    range,
    parent,
  }: { environment: Environment; network: Input<string>; range: string; parent: Resource },
): Connection {
  const cidr = parseCidr(range);
  const reserved = new GlobalAddress(
    `${name}-services-range`,
    {
      network,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address: cidr?.address,
      prefixLength: cidr?.prefix,
      labels: labels(environment, "network"),
    },
    { parent, dependsOn: environment.apis.of("compute") },
  );
  return new Connection(
    `${name}-services-connection`,
    {
      network,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [reserved.name],
      // Google refuses to delete it for days after the last database is gone: leave it to the VPC's own deletion.
      deletionPolicy: "ABANDON",
    },
    { parent, dependsOn: environment.apis.of("privateServices") },
  );
}
