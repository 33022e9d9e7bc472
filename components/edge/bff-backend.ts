import { BackendService } from "@pulumi/gcp/compute/backendService";
import { RegionNetworkEndpointGroup } from "@pulumi/gcp/compute/regionNetworkEndpointGroup";
import type { Resource } from "@pulumi/pulumi";
import type { LoadBalancerSettings } from "../../settings/edge";
import type { Environment } from "../environment";
import { armorPolicy } from "./armor";
import { SECURITY_HEADERS } from "./security-headers";

/**
 * The BFF as the balancer sees it. The group names the service instead of referring to it, so that the BFF can wait
 * for the balancer: its own address closes only when the other way is open.
 *
 * No health check and no timeout: Google refuses both on a serverless backend.
 */
export function bffBackend(
  name: string,
  {
    environment,
    settings,
    serviceName,
    parent,
  }: { environment: Environment; settings: LoadBalancerSettings; serviceName: string; parent: Resource },
): BackendService {
  const opts = { parent, dependsOn: environment.apis.of("compute") };
  const group = new RegionNetworkEndpointGroup(
    `${name}-bff-group`,
    { region: environment.region, networkEndpointType: "SERVERLESS", cloudRun: { service: serviceName } },
    opts,
  );
  const { sampleRate } = settings.logging;
  return new BackendService(
    `${name}-bff-backend`,
    {
      description: "The BFF on Cloud Run",
      loadBalancingScheme: "EXTERNAL_MANAGED",
      protocol: "HTTPS",
      backends: [{ group: group.id }],
      securityPolicy: armorPolicy(name, { environment, settings: settings.armor, parent }),
      logConfig: sampleRate > 0 ? { enable: true, sampleRate } : { enable: false },
      customResponseHeaders: settings.securityHeaders ? SECURITY_HEADERS : [],
      enableCdn: settings.bffCdn,
      // Only what the BFF itself marks as cacheable: a page with somebody's data must never be.
      ...(settings.bffCdn && {
        cdnPolicy: {
          cacheMode: "USE_ORIGIN_HEADERS",
          cacheKeyPolicy: { includeHost: true, includeProtocol: true, includeQueryString: true },
        },
      }),
    },
    opts,
  );
}
