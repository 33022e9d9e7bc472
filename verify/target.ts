import { SECURITY_HEADERS } from "../components/edge/security-headers";
import { UserError } from "../resources/user-error";
import type { Settings } from "../settings/schema";
import type { StackOutputs } from "./outputs";

/** What is looked at, and how it should be. */
export interface Target {
  mode: Settings["edge"]["mode"];
  /** Where users find the product. */
  url: string;
  /** Hosts that users may type. */
  hosts: string[];
  dnsRecords: StackOutputs["dnsRecords"];
  /** Certificate authorities that Google asks for the hosts' certificates; none when they are brought along. */
  authorities: string[];
  /** `Name: value` of every header that each answer carries. */
  headers: readonly string[];
  /** Every address of the API. */
  apiUrls: string[];
  /** Every address of the BFF that goes around the balancer; empty without one. */
  bypasses: string[];
  /** The bucket behind the CDN, when only the balancer may read it. */
  privateBucket: string | undefined;
  /** Flags of `gcloud run` that name each service, for the remedies. */
  services: { bff: string; api: string };
  rateLimit: { requests: number; intervalSeconds: number } | { off: string };
}

/**
 * What the settings promise, at the addresses that the outputs name.
 * @throws {UserError} when the two do not belong together
 */
export function target(settings: Settings, outputs: StackOutputs): Target {
  const { edge, bff, api } = settings;
  const balancer = edge.mode === "load-balancer" ? edge : undefined;
  if (balancer !== undefined && outputs.edgeAddress === undefined)
    throw new UserError("the settings have a load balancer, the outputs have none: run `pulumi up` first.");
  if (balancer === undefined && outputs.edgeAddress !== undefined)
    throw new UserError("the outputs have a load balancer, the settings have none: run `pulumi up` first.");

  const own = (name: string) => `https://${name}-${settings.projectNumber}.${settings.region}.run.app`;
  return {
    mode: edge.mode,
    url: outputs.url,
    hosts: balancer ? balancer.domains : [new URL(outputs.url).hostname],
    dnsRecords: outputs.dnsRecords,
    authorities: authorities(settings),
    headers: balancer?.securityHeaders ? SECURITY_HEADERS : [],
    apiUrls: addresses(outputs.apiUrl, own(api.name)),
    bypasses: balancer ? addresses(outputs.bffUrl, own(bff.name)) : [],
    privateBucket: balancer?.assets.access === "private" ? outputs.assetsBucket : undefined,
    services: { bff: flags(bff.name, settings), api: flags(api.name, settings) },
    rateLimit: rateLimit(settings),
  };
}

const flags = (name: string, { project, region }: Settings) => `${name} --region ${region} --project ${project}`;

/** A service answers on two addresses: the one with a hash, and the one made of its name and the project's number. */
const addresses = (...urls: (string | undefined)[]) => [
  ...new Set(urls.filter((url): url is string => Boolean(url)).map((url) => url.replace(/\/$/, ""))),
];

/**
 * https://docs.cloud.google.com/load-balancing/docs/ssl-certificates/google-managed-certs#caa
 * https://docs.cloud.google.com/run/docs/mapping-custom-domains
 */
function authorities({ edge }: Settings): string[] {
  if (edge.mode === "domain-mapping") return ["pki.goog", "letsencrypt.org"];
  return edge.mode === "load-balancer" && !edge.tls.certificateMap ? ["pki.goog"] : [];
}

function rateLimit({ edge }: Settings): Target["rateLimit"] {
  if (edge.mode !== "load-balancer") return { off: "there is no balancer, so no rate limit" };
  if (edge.armor.kind === "off") return { off: "edge.armor.enabled is false" };
  if (edge.armor.kind === "existing") return { off: "the policy is your own: edge.armor.existingPolicy" };
  const limit = edge.armor.rateLimit;
  if (limit.kind === "off") return { off: "edge.armor.rateLimit.enabled is false" };
  if (edge.armor.defaultAction === "deny") return { off: "only the allow list gets in, and it is not limited" };
  return limit.preview ? { off: "edge.armor.rateLimit.preview only logs" } : limit;
}
