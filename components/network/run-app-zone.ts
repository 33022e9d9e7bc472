import { ManagedZone } from "@pulumi/gcp/dns/managedZone";
import { RecordSet } from "@pulumi/gcp/dns/recordSet";
import type { Input, Resource } from "@pulumi/pulumi";
import { type Environment, labels } from "../environment";

/** private.googleapis.com. https://docs.cloud.google.com/vpc/docs/configure-private-google-access */
export const PRIVATE_GOOGLE_ADDRESSES = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"];

/**
 * Private zone that answers every `*.run.app` name with private.googleapis.com.
 *
 * An internal-only service refuses what comes from the internet, and its name resolves to internet addresses. Through
 * this zone the BFF's calls go to an address that its private egress carries, and so arrive from inside the VPC.
 */
export function runAppZone(
  name: string,
  { environment, network, parent }: { environment: Environment; network: Input<string>; parent: Resource },
): Resource[] {
  const zone = new ManagedZone(
    `${name}-run-app`,
    {
      dnsName: "run.app.",
      description: "Sends calls between Cloud Run services through the VPC",
      visibility: "private",
      privateVisibilityConfig: { networks: [{ networkUrl: network }] },
      labels: labels(environment, "network"),
    },
    { parent, dependsOn: environment.apis.of("dns") },
  );
  const record = (suffix: string, dnsName: string, type: string, rrdatas: string[]) =>
    new RecordSet(
      `${name}-run-app-${suffix}`,
      { managedZone: zone.name, name: dnsName, type, ttl: 300, rrdatas },
      { parent },
    );

  return [
    record("apex", "run.app.", "A", PRIVATE_GOOGLE_ADDRESSES),
    record("wildcard", "*.run.app.", "CNAME", ["run.app."]),
  ];
}
