import { Address } from "@pulumi/gcp/compute/address";
import { Router } from "@pulumi/gcp/compute/router";
import { RouterNat } from "@pulumi/gcp/compute/routerNat";
import type { Subnetwork } from "@pulumi/gcp/compute/subnetwork";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { type Environment, labels } from "../environment";

/** A way to the internet with one address that never changes, for the services' subnet only. */
export function staticNat(
  name: string,
  {
    environment,
    network,
    subnet,
    parent,
  }: { environment: Environment; network: Input<string>; subnet: Subnetwork; parent: Resource },
): { address: Output<string>; ready: Resource } {
  const { region, apis } = environment;
  const opts = { parent, dependsOn: apis.of("compute") };
  const address = new Address(
    `${name}-nat-address`,
    { region, addressType: "EXTERNAL", labels: labels(environment, "network") },
    opts,
  );
  const router = new Router(`${name}-nat-router`, { region, network }, opts);
  const ready = new RouterNat(
    `${name}-nat`,
    {
      region,
      router: router.name,
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: [address.selfLink],
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [{ name: subnet.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    { parent },
  );
  return { address: address.address, ready };
}
