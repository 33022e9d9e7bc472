import type { BackendBucket } from "@pulumi/gcp/compute/backendBucket";
import type { BackendService } from "@pulumi/gcp/compute/backendService";
import type { GlobalAddress } from "@pulumi/gcp/compute/globalAddress";
import { GlobalForwardingRule } from "@pulumi/gcp/compute/globalForwardingRule";
import { SSLPolicy } from "@pulumi/gcp/compute/sslpolicy";
import { TargetHttpProxy } from "@pulumi/gcp/compute/targetHttpProxy";
import { TargetHttpsProxy } from "@pulumi/gcp/compute/targetHttpsProxy";
import { URLMap } from "@pulumi/gcp/compute/urlmap";
import type { Input, Resource } from "@pulumi/pulumi";
import type { LoadBalancerSettings } from "../../settings/edge";
import { type Environment, labels } from "../environment";
import { certificates } from "./certificates";

interface Place {
  environment: Environment;
  address: GlobalAddress;
  parent: Resource;
}

/** What listens on a port of the address and hands on to a proxy. */
const listener = (name: string, port: string, target: Input<string>, { environment, address, parent }: Place) =>
  new GlobalForwardingRule(
    name,
    {
      loadBalancingScheme: "EXTERNAL_MANAGED",
      ipAddress: address.address,
      ipProtocol: "TCP",
      portRange: port,
      target,
      labels: labels(environment, "edge"),
    },
    { parent },
  );

/** Port 443: known hosts go to the BFF and the assets, any other is sent to the product's own. */
export function httpsFrontEnd(
  name: string,
  place: Place & { settings: LoadBalancerSettings; bff: BackendService; assets: BackendBucket | undefined },
): GlobalForwardingRule {
  const { environment, parent, settings, bff, assets } = place;
  const opts = { parent, dependsOn: environment.apis.of("compute") };
  const urlMap = new URLMap(
    `${name}-routes`,
    {
      hostRules: [{ hosts: settings.domains, pathMatcher: "product" }],
      pathMatchers: [
        {
          name: "product",
          defaultService: bff.id,
          pathRules: [
            { paths: ["/api", "/api/*"], service: bff.id },
            ...(assets ? [{ paths: ["/assets/*"], service: assets.id }] : []),
          ],
        },
      ],
      defaultUrlRedirect: {
        hostRedirect: settings.domain,
        httpsRedirect: true,
        redirectResponseCode: "FOUND",
        stripQuery: false,
      },
    },
    opts,
  );
  const sslPolicy = new SSLPolicy(`${name}-tls`, { profile: settings.tls.profile, minTlsVersion: "TLS_1_2" }, opts);
  const proxy = new TargetHttpsProxy(
    `${name}-https-proxy`,
    { urlMap: urlMap.id, sslPolicy: sslPolicy.id, ...certificates(name, { environment, settings, parent }) },
    { parent },
  );
  return listener(`${name}-https`, "443", proxy.id, place);
}

/** Port 80: nothing but the way to port 443. */
export function redirectFrontEnd(name: string, place: Place): GlobalForwardingRule {
  const { environment, parent } = place;
  const urlMap = new URLMap(
    `${name}-redirect`,
    {
      defaultUrlRedirect: {
        httpsRedirect: true,
        redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
        stripQuery: false,
      },
    },
    { parent, dependsOn: environment.apis.of("compute") },
  );
  const proxy = new TargetHttpProxy(`${name}-http-proxy`, { urlMap: urlMap.id }, { parent });
  return listener(`${name}-http`, "80", proxy.id, place);
}
