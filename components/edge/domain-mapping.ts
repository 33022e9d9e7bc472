import { DomainMapping as CloudRunDomainMapping } from "@pulumi/gcp/cloudrun/domainMapping";
import type { Service } from "@pulumi/gcp/cloudrunv2/service";
import { ComponentResource, type ComponentResourceOptions } from "@pulumi/pulumi";
import type { DomainMappingSettings } from "../../settings/edge";
import type { Environment } from "../environment";
import { type DnsRecord, dnsRecords } from "./dns-record";

export interface DomainMappingArgs {
  environment: Environment;
  settings: DomainMappingSettings;
  service: Service;
}

/**
 * The product's domain on the BFF itself, with a certificate of Google's. Free, in preview at Google, and only for a
 * domain that the identity running Pulumi is a verified owner of.
 */
export class DomainMapping extends ComponentResource {
  /** Record that leads the domain here. */
  readonly dnsRecords: DnsRecord[];

  constructor(name: string, { environment, settings, service }: DomainMappingArgs, opts?: ComponentResourceOptions) {
    super("piloto:edge:DomainMapping", name, {}, opts);
    new CloudRunDomainMapping(
      `${name}-mapping`,
      {
        name: settings.domain,
        location: environment.region,
        metadata: { namespace: environment.project },
        spec: { routeName: service.name },
      },
      // The domain is its name: a second mapping of it is refused while the first is there.
      { parent: this, deleteBeforeReplace: true },
    );
    this.dnsRecords = [{ name: settings.domain, type: "CNAME", value: "ghs.googlehosted.com." }];
    if (settings.dnsZone)
      dnsRecords(name, { environment, zone: settings.dnsZone, records: this.dnsRecords, parent: this });
    this.registerOutputs();
  }
}
