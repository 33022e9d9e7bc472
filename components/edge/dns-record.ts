import { RecordSet } from "@pulumi/gcp/dns/recordSet";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Environment } from "../environment";

/** A record that leads a domain to the product, whether it is made here or by hand elsewhere. */
export interface DnsRecord {
  name: string;
  type: "A" | "CNAME";
  value: Input<string>;
}

/** Enters the records in a Cloud DNS zone that already exists. */
export function dnsRecords(
  name: string,
  {
    environment,
    zone,
    records,
    parent,
  }: { environment: Environment; zone: string; records: DnsRecord[]; parent: Resource },
): void {
  for (const record of records)
    new RecordSet(
      `${name}-${record.name.replace(/\./g, "-")}`,
      { managedZone: zone, name: `${record.name}.`, type: record.type, ttl: 300, rrdatas: [record.value] },
      { parent, dependsOn: environment.apis.of("dns") },
    );
}
