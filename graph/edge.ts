import type { Resource } from "../resources/resource";
import { at, isRecord, isSet, listAt, textAt, textsAt } from "./reading";
import type { Stack } from "./stack";
import {
  BACKEND_BUCKETS,
  BACKEND_SERVICES,
  BUCKET,
  CERTIFICATE_MANAGER_CERTIFICATE,
  CERTIFICATE_MAP,
  CERTIFICATE_MAP_ENTRY,
  DOMAIN_MAPPING,
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
const PROXIES: readonly string[] = [...HTTPS_PROXIES, ...HTTP_PROXIES, ...OTHER_PROXIES];

/** One way in from the internet: from a forwarding rule down to what answers. */
export interface Entry {
  rule: Resource;
  proxies: Resource[];
  urlMaps: Resource[];
  backends: Resource[];
}

/** A forwarding rule that takes traffic from the internet, not from inside a network or for Private Service Connect. */
export function isExternalRule(rule: Resource): boolean {
  const scheme = textAt(rule.inputs, "loadBalancingScheme") ?? "EXTERNAL";
  const target = textAt(rule.inputs, "target") ?? "";
  return scheme.startsWith("EXTERNAL") && !/^(all-apis|vpc-sc)$|serviceAttachments/.test(target);
}

/** The ways in by the forwarding rules that are wanted: those facing the internet unless told otherwise. */
export function entriesOf(stack: Stack, wanted: (rule: Resource) => boolean = isExternalRule): Entry[] {
  return stack
    .ofType(...FORWARDING_RULES)
    .filter(wanted)
    .map((rule) => {
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

/** Whether the stack has a load balancer facing the internet. */
export function hasLoadBalancer(stack: Stack): boolean {
  const rules = stack.ofType(...FORWARDING_RULES);
  // Rules tell an internal balancer from an external one; without any, a global proxy is half of an external one.
  return rules.some(isExternalRule) || (rules.length === 0 && stack.ofType(GLOBAL_HTTPS_PROXY).length > 0);
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
  const run = at(group.inputs, "cloudRun");
  if (run === undefined) return [];
  const service = isRecord(run) ? at(run, "service") : run;
  const named = stack.resolveValue(group, service, "cloudRun", RUN_SERVICES).found;
  return named.length > 0 || service !== undefined ? named : stack.linked(group, "cloudRun", RUN_SERVICES);
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

/** Services with a domain mapped straight to them. */
export function mappedServices(stack: Stack): { mapping: Resource; services: Resource[] }[] {
  return stack
    .ofType(DOMAIN_MAPPING)
    .map((mapping) => ({ mapping, services: stack.resolve(mapping, "spec.routeName", RUN_SERVICES).found }));
}

/** The names a proxy's certificates are good for; `undefined` if some of them cannot be told. */
export function certificateDomains(stack: Stack, proxy: Resource): string[] | undefined {
  const classic = listOfReferences(stack, proxy, "sslCertificates", [MANAGED_CERTIFICATE, ...UPLOADED_CERTIFICATES]);
  const managed = listOfReferences(stack, proxy, "certificateManagerCertificates", [CERTIFICATE_MANAGER_CERTIFICATE]);
  const map = stack.resolve(proxy, "certificateMap", [CERTIFICATE_MAP]);
  const entries = stack
    .ofType(CERTIFICATE_MAP_ENTRY)
    .filter((entry) => stack.resolve(entry, "map", [CERTIFICATE_MAP]).found.some((each) => map.found.includes(each)));
  if (!classic || !managed || (map.set && entries.length === 0)) return undefined;
  const inEntries = entries.flatMap((entry) =>
    stack
      .linked(entry, "certificates", [CERTIFICATE_MANAGER_CERTIFICATE])
      .flatMap((each) => textsAt(each.inputs, "managed.domains")),
  );
  const hosts = entries.flatMap((entry) => textAt(entry.inputs, "hostname") ?? []);
  const certificates = [...classic, ...managed];
  const domains = certificates.map((each) => textsAt(each.inputs, "managed.domains"));
  if (domains.some((each) => each.length === 0)) return undefined;
  return [...domains.flat(), ...inEntries, ...hosts].map((domain) => domain.replace(/\.$/, "").toLowerCase());
}

/** The resources a list of references leads to; `undefined` if one leads outside the stack. */
function listOfReferences(
  stack: Stack,
  resource: Resource,
  path: string,
  types: readonly string[],
): Resource[] | undefined {
  if (!isSet(resource.inputs, path)) return [];
  const value = at(resource.inputs, path);
  const items = Array.isArray(value) ? value : [value];
  const found = items.map((item) => stack.resolveValue(resource, item, path, types).found);
  return found.some((each) => each.length === 0) ? undefined : unique(found.flat());
}

/** Whether a certificate domain covers a host; a wildcard covers one label. */
export function covers(domain: string, host: string): boolean {
  return domain === host || (domain.startsWith("*.") && host.slice(host.indexOf(".") + 1) === domain.slice(2));
}
