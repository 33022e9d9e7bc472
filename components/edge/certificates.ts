import { createHash } from "node:crypto";
import { ManagedSslCertificate } from "@pulumi/gcp/compute/managedSslCertificate";
import type { TargetHttpsProxyArgs } from "@pulumi/gcp/compute/targetHttpsProxy";
import type { Resource } from "@pulumi/pulumi";
import type { LoadBalancerSettings } from "../../settings/edge";
import type { Environment } from "../environment";

/**
 * One managed certificate for each domain: adding a domain leaves the others' alone. Named by Pulumi, because a proxy
 * holds on to its certificate: the new one has to exist before the old one can go.
 */
export function certificates(
  name: string,
  { environment, settings, parent }: { environment: Environment; settings: LoadBalancerSettings; parent: Resource },
): Pick<TargetHttpsProxyArgs, "certificateMap" | "sslCertificates"> {
  const { certificateMap } = settings.tls;
  if (certificateMap) return { certificateMap: `//certificatemanager.googleapis.com/${certificateMap}` };
  return {
    sslCertificates: settings.domains.map(
      (domain) =>
        new ManagedSslCertificate(
          `${name}-certificate-${domainSlug(domain)}`,
          { managed: { domains: [domain] } },
          { parent, dependsOn: environment.apis.of("compute") },
        ).id,
    ),
  };
}

/** Longest that leaves room for Pulumi's suffix within Google's 63 characters. */
const SLUG = 36;

/** A domain as part of a name: whole if it fits, else its beginning and a hash of all of it. */
export function domainSlug(domain: string): string {
  const slug = domain.replace(/\./g, "-");
  const hash = createHash("sha256").update(domain).digest("hex").slice(0, 7);
  return slug.length <= SLUG ? slug : `${slug.slice(0, SLUG - 8)}-${hash}`;
}
