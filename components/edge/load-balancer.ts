import { GlobalAddress } from "@pulumi/gcp/compute/globalAddress";
import { ComponentResource, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { LoadBalancerSettings } from "../../settings/edge";
import { type Environment, labels } from "../environment";
import { assets } from "./assets";
import { bffBackend } from "./bff-backend";
import { type DnsRecord, dnsRecords } from "./dns-record";
import { httpsFrontEnd, redirectFrontEnd } from "./front-end";

export interface LoadBalancerArgs {
  environment: Environment;
  settings: LoadBalancerSettings;
  /** Name of the BFF's Cloud Run service. */
  serviceName: string;
}

/**
 * Global external Application Load Balancer before the BFF: HTTPS with managed certificates, Cloud Armor, a CDN for
 * the assets bucket, and a port 80 that only redirects.
 *
 * Costs 18.25 USD a month for the forwarding rules, 0.008 USD per GiB each way, Armor 5 USD and 1 USD for each rule.
 */
export class LoadBalancer extends ComponentResource {
  readonly address: Output<string>;
  /** Records that lead the domains here. */
  readonly dnsRecords: DnsRecord[];
  /** Name of the bucket behind /assets/, when there is one. */
  readonly assetsBucket: Output<string> | undefined;
  /** Name of the forwarding rule on port 443, by which metrics know the balancer. */
  readonly forwardingRule: Output<string>;
  /** What the BFF waits for before it closes its own address. */
  readonly ready: Resource[];

  constructor(name: string, { environment, settings, serviceName }: LoadBalancerArgs, opts?: ComponentResourceOptions) {
    super("piloto:edge:LoadBalancer", name, {}, opts);
    const { securityHeaders } = settings;
    const place = { environment, parent: this };

    const address = new GlobalAddress(
      `${name}-address`,
      { addressType: "EXTERNAL", ipVersion: "IPV4", labels: labels(environment, "edge") },
      { parent: this, dependsOn: environment.apis.of("compute") },
    );
    const bff = bffBackend(name, { ...place, settings, serviceName });
    const files = settings.assets.enabled
      ? assets(name, { ...place, settings: settings.assets, securityHeaders })
      : undefined;
    const https = httpsFrontEnd(name, { ...place, settings, address, bff, assets: files?.backend });
    const redirect = redirectFrontEnd(name, { ...place, address });

    this.address = address.address;
    this.dnsRecords = settings.domains.map((domain) => ({ name: domain, type: "A", value: address.address }));
    this.assetsBucket = files?.bucket;
    this.forwardingRule = https.name;
    this.ready = [https, redirect];
    if (settings.dnsZone) dnsRecords(name, { ...place, zone: settings.dnsZone, records: this.dnsRecords });
    this.registerOutputs({ address: this.address });
  }
}
