import type { Resource } from "../resources/resource";
import { at, hiddenAt, isSet, listAt, textAt, textsAt } from "./reading";
import type { Stack } from "./stack";
import {
  BACKEND_BUCKETS,
  BACKEND_SERVICES,
  BUCKET,
  CERTIFICATE_MANAGER_CERTIFICATE,
  CERTIFICATE_MAP,
  CERTIFICATE_MAP_ENTRY,
  FORWARDING_RULES,
  HTTP_PROXIES,
  HTTPS_PROXIES,
  MANAGED_CERTIFICATE,
  NEGS,
  OTHER_PROXIES,
  RUN_SERVICES,
  UPLOADED_CERTIFICATES,
  URL_MAPS,
} from "./tokens";

const GLOBAL_HTTPS_PROXY = "gcp:compute/targetHttpsProxy:TargetHttpsProxy";
const REGIONAL_BACKEND_SERVICE = "gcp:compute/regionBackendService:RegionBackendService";
const PASSTHROUGH_TARGETS: readonly string[] = [
  "gcp:compute/vPNGateway:VPNGateway",
  "gcp:compute/targetPool:TargetPool",
  "gcp:compute/targetInstance:TargetInstance",
];
const PROXIES: readonly string[] = [...HTTPS_PROXIES, ...HTTP_PROXIES, ...OTHER_PROXIES];

/** One way in from the internet: from a forwarding rule down to what answers. */
export interface Entry {
  rule: Resource;
  proxies: Resource[];
  urlMaps: Resource[];
  backends: Resource[];
}

/** The load-balancing scheme, with the provider's default where none is set. */
export function schemeOf({ type, inputs }: Resource): string {
  return textAt(inputs, "loadBalancingScheme") ?? (type === REGIONAL_BACKEND_SERVICE ? "INTERNAL" : "EXTERNAL");
}

/** A forwarding rule that takes traffic from the internet, not from inside a network or for Private Service Connect. */
export function isExternalRule(rule: Resource): boolean {
  const target = textAt(rule.inputs, "target") ?? "";
  // Private Service Connect is asked for with an empty scheme, which is not the same as none.
  const isPrivate = rule.inputs.loadBalancingScheme === "" || /^(all-apis|vpc-sc)$|serviceAttachments/.test(target);
  return schemeOf(rule).startsWith("EXTERNAL") && !isPrivate;
}

/** From every forwarding rule down to what answers. */
export function chainsOf(stack: Stack): Entry[] {
  return stack.ofType(...FORWARDING_RULES).map((rule) => {
    const proxies = stack.resolve(rule, "target", PROXIES).found;
    const urlMaps = unique(proxies.flatMap((proxy) => stack.resolve(proxy, "urlMap", URL_MAPS).found));
    const behind = [
      ...urlMaps.flatMap((map) => backendsOfMap(stack, map)),
      ...proxies.flatMap((proxy) => stack.resolve(proxy, "backendService", BACKEND_SERVICES).found),
      ...stack.resolve(rule, "backendService", BACKEND_SERVICES).found,
    ];
    return { rule, proxies, urlMaps, backends: unique(behind) };
  });
}

export function entriesOf(stack: Stack): Entry[] {
  return chainsOf(stack).filter(({ rule }) => isExternalRule(rule));
}

/** Whether the stack has a load balancer facing the internet. */
export function hasLoadBalancer(stack: Stack): boolean {
  const chains = chainsOf(stack);
  const targeted = new Set(chains.flatMap(({ proxies }) => proxies));
  return (
    chains.some(({ rule }) => isExternalRule(rule) && !isPassthrough(stack, rule)) ||
    // A global proxy that no rule leads to yet is half of an external load balancer.
    stack.ofType(GLOBAL_HTTPS_PROXY).some((proxy) => !targeted.has(proxy))
  );
}

/** Whether packets are handed on as they are, to machines or a VPN gateway: never to Cloud Run. */
function isPassthrough(stack: Stack, rule: Resource): boolean {
  const target = textAt(rule.inputs, "target");
  return target === undefined
    ? isSet(rule.inputs, "target")
      ? stack.linked(rule, "target", PASSTHROUGH_TARGETS).length > 0
      : isSet(rule.inputs, "backendService")
    : /\/target(VpnGateways|Pools|Instances)\//.test(target) ||
        stack.resolve(rule, "target", PASSTHROUGH_TARGETS).found.length > 0;
}

function unique<T>(list: T[]): T[] {
  return [...new Set(list)];
}

/** Where a URL map can send a request: each place in the map that names a backend. */
export function targetsOfMap(map: Resource): { path: string; value: unknown }[] {
  const found: { path: string; value: unknown }[] = [];
  const add = (path: string, value: unknown) => value !== undefined && found.push({ path, value });
  const action = (path: string, value: unknown) => {
    for (const weighted of listAt(value, "weightedBackendServices")) add(path, at(weighted, "backendService"));
    add(path, at(value, "requestMirrorPolicy.backendService"));
  };
  add("defaultService", at(map.inputs, "defaultService"));
  action("defaultRouteAction", at(map.inputs, "defaultRouteAction"));
  for (const matcher of listAt(map.inputs, "pathMatchers")) {
    add("pathMatchers", at(matcher, "defaultService"));
    action("pathMatchers", at(matcher, "defaultRouteAction"));
    for (const rule of [...listAt(matcher, "pathRules"), ...listAt(matcher, "routeRules")]) {
      add("pathMatchers", at(rule, "service"));
      action("pathMatchers", at(rule, "routeAction"));
    }
  }
  return found;
}

export function backendsOfMap(stack: Stack, map: Resource): Resource[] {
  const types = [...BACKEND_SERVICES, ...BACKEND_BUCKETS];
  return unique(targetsOfMap(map).flatMap(({ path, value }) => stack.resolveValue(map, value, path, types).found));
}

/** The serverless endpoint groups of a backend service. */
export function groupsOf(stack: Stack, backend: Resource): Resource[] {
  return unique(
    listAt(backend.inputs, "backends").flatMap(
      (each) => stack.resolveValue(backend, at(each, "group"), "backends", NEGS).found,
    ),
  );
}

/** The Cloud Run services a serverless endpoint group leads to. */
export function servicesOfGroup(stack: Stack, group: Resource): Resource[] {
  return stack.resolveValue(group, at(group.inputs, "cloudRun.service"), "cloudRun", RUN_SERVICES).found;
}

/** The Cloud Run services behind a backend service. */
export function servicesOf(stack: Stack, backend: Resource): Resource[] {
  return unique(groupsOf(stack, backend).flatMap((group) => servicesOfGroup(stack, group)));
}

/** Buckets that a backend bucket of the stack serves. */
export function assetsBuckets(stack: Stack): Set<Resource> {
  return new Set(
    stack.ofType(...BACKEND_BUCKETS).flatMap((backend) => stack.resolve(backend, "bucketName", [BUCKET]).found),
  );
}

/** The names a proxy's certificates are good for; `undefined` if some of them cannot be told. */
export function certificateDomains(stack: Stack, proxy: Resource): string[] | undefined {
  // A certificate map takes the place of the other certificates.
  if (isSet(proxy.inputs, "certificateMap")) return mapDomains(stack, proxy);
  return all([
    domainsOf(stack, proxy, "sslCertificates", [MANAGED_CERTIFICATE, ...UPLOADED_CERTIFICATES]),
    domainsOf(stack, proxy, "certificateManagerCertificates", [CERTIFICATE_MANAGER_CERTIFICATE]),
  ]);
}

function mapDomains(stack: Stack, proxy: Resource): string[] | undefined {
  const [map] = stack.resolve(proxy, "certificateMap", [CERTIFICATE_MAP]).found;
  const entries = map ? stack.referrers(map, CERTIFICATE_MAP_ENTRY, "map") : [];
  if (entries.length === 0) return undefined;
  return all(
    entries.map((entry) => {
      const domains = domainsOf(stack, entry, "certificates", [CERTIFICATE_MANAGER_CERTIFICATE]);
      if (!isSet(entry.inputs, "hostname")) return domains;
      const host = textAt(entry.inputs, "hostname")?.toLowerCase();
      if (host === undefined) return undefined;
      return !domains || domains.some((domain) => covers(domain, host)) ? [host] : [];
    }),
  );
}

/** The domains of a list of certificates; `undefined` if one is not part of the stack or does not say them. */
function domainsOf(stack: Stack, resource: Resource, path: string, types: readonly string[]): string[] | undefined {
  const value = at(resource.inputs, path);
  const items = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return all(
    items.map((item) => {
      const certificates = stack.resolveValue(resource, item, path, types).found;
      const said = certificates.every(({ inputs }) => isSet(inputs, DOMAINS) && !hiddenAt(inputs, DOMAINS));
      if (certificates.length === 0 || !said) return undefined;
      return certificates.flatMap(({ inputs }) =>
        textsAt(inputs, DOMAINS).map((domain) => domain.replace(/\.$/, "").toLowerCase()),
      );
    }),
  );
}

const DOMAINS = "managed.domains";

function all(lists: (string[] | undefined)[]): string[] | undefined {
  return lists.every((each) => each !== undefined) ? lists.flat() : undefined;
}

/** Whether a certificate domain covers a host; a wildcard covers one label. */
export function covers(domain: string, host: string): boolean {
  return domain === host || (domain.startsWith("*.") && host.slice(host.indexOf(".") + 1) === domain.slice(2));
}
