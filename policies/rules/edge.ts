import {
  certificateDomains,
  covers,
  groupsOf,
  schemeOf,
  servicesOf,
  servicesOfGroup,
  targetsOfMap,
} from "../../graph/edge";
import type { Graph } from "../../graph/graph";
import { flagAt, hiddenAt, isHidden, isSet, listAt, read, text, textAt, textsAt } from "../../graph/reading";
import type { Stack } from "../../graph/stack";
import {
  BACKEND_SERVICES,
  FORWARDING_RULES,
  GLOBAL_ADDRESS,
  HTTP_PROXIES,
  HTTPS_PROXIES,
  NEGS,
  RECORD,
  SSL_POLICIES,
  URL_MAPS,
} from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { type Findings, resourcePolicy, stackPolicy, types } from "../policy";

function roleOf(graph: Graph, service: Resource): string | undefined {
  return graph.workload(service)?.role;
}

/** Whether traffic comes to it from inside a network only. */
function isInternal(backend: Resource): boolean {
  return schemeOf(backend).startsWith("INTERNAL");
}

/** Backend services that lead from the internet to the BFF. */
function bffBackends(graph: Graph): Resource[] {
  return graph.stack
    .ofType(...BACKEND_SERVICES)
    .filter(
      (backend) =>
        !isInternal(backend) && servicesOf(graph.stack, backend).some((service) => roleOf(graph, service) === "bff"),
    );
}

export const onlyBffBehindLb = stackPolicy({
  id: "only-bff-behind-lb",
  title: "The load balancer leads to the BFF, never to the API",
  demands:
    "No serverless endpoint group leads to the API, unless internal load balancers alone use it, and none picks services by URL.",
  why: "Behind the load balancer the API would be on the internet, whatever its ingress; a URL mask lets the caller choose the service.",
  weight: "always",
  severity: "critical",
  covers: ["B3"],
  remediation: "Point `cloudRun.service` at the BFF and remove `cloudRun.urlMask`.",
  check(graph, { violation, unjudged }) {
    const backends = graph.stack.ofType(...BACKEND_SERVICES).map((backend) => ({
      internal: isInternal(backend),
      groups: groupsOf(graph.stack, backend),
    }));
    for (const group of graph.stack.ofType(...NEGS)) {
      const users = backends.filter(({ groups }) => groups.includes(group));
      // An internal load balancer is one of the ways to reach an internal API.
      const internal = users.length > 0 && users.every((each) => each.internal);
      if (isSet(group.inputs, "cloudRun.urlMask"))
        violation(group, "cloudRun.urlMask", "lets the caller choose the service");
      const services = servicesOfGroup(graph.stack, group);
      if (services.some((service) => roleOf(graph, service) === "api") && !internal)
        violation(group, "cloudRun.service", "the load balancer leads to the API");
      else if (services.length === 0 && isHidden(read(group, "cloudRun.service"))) unjudged(group, "cloudRun.service");
    }
  },
});

export const httpOnlyRedirects = stackPolicy({
  id: "http-only-redirects",
  title: "Port 80 only redirects",
  demands: "An HTTP proxy's URL map redirects to HTTPS and names no backend and no path matcher.",
  why: "Anything served over HTTP can be read and changed on the way.",
  weight: "always",
  severity: "high",
  covers: ["B8", "CKV2_GCP_37", "CKV2_GCP_38", "networkDisableTargetHTTPProxy"],
  remediation:
    "Give the HTTP proxy a URL map with `defaultUrlRedirect: { httpsRedirect: true, stripQuery: false }` only.",
  check({ stack, entries }, { violation, unjudged }) {
    const external = new Set(entries.flatMap(({ proxies }) => proxies));
    const targeted = new Set(
      stack.ofType(...FORWARDING_RULES).flatMap((rule) => stack.resolve(rule, "target", HTTP_PROXIES).found),
    );
    for (const proxy of stack.ofType(...HTTP_PROXIES)) {
      // A proxy that only internal rules use is no listener on the internet.
      if (targeted.has(proxy) && !external.has(proxy)) continue;
      const { found, literal } = stack.resolve(proxy, "urlMap", URL_MAPS);
      if (found.length === 0 && literal === undefined && isHidden(read(proxy, "urlMap"))) unjudged(proxy, "urlMap");
      else if (found.length === 0) violation(proxy, "urlMap", "what it serves over HTTP is not part of this stack");
      for (const map of found) {
        const redirects = flagAt(map.inputs, "defaultUrlRedirect.httpsRedirect") === true;
        if (!redirects || isSet(map.inputs, "pathMatchers") || targetsOfMap(map).length > 0) {
          violation(map, "defaultUrlRedirect", "HTTP is answered with more than a redirect to HTTPS");
        }
      }
    }
  },
});

const STRONG_PROFILES: readonly string[] = ["MODERN", "RESTRICTED", "FIPS_202205"];

export const tlsPolicy = resourcePolicy({
  id: "tls-policy",
  title: "TLS 1.2 or newer, with modern ciphers",
  demands: "SSL policies set TLS 1.2 or 1.3 and a modern profile; every HTTPS proxy names an SSL policy.",
  why: "Google's default policy accepts TLS 1.0.",
  weight: "always",
  severity: "high",
  covers: [
    "CIS 3.11",
    "CKV_GCP_4",
    "GCP-0039",
    "networkDisableWeakSSLPolicy",
    "compute.requireSslPolicy",
    "mondoo ssl-policy-*",
    "mondoo https-lb-ssl-policy-min-tls-1-2",
  ],
  remediation: 'Set `minTlsVersion: "TLS_1_2"` and `profile: "MODERN"`, and `sslPolicy` on the proxy.',
  applies: types(...SSL_POLICIES, ...HTTPS_PROXIES, "gcp:compute/targetSSLProxy:TargetSSLProxy"),
  check(resource, { violation, unjudged }) {
    if (!SSL_POLICIES.includes(resource.type)) {
      if (!isSet(resource.inputs, "sslPolicy"))
        violation(resource, "sslPolicy", "without an SSL policy the proxy accepts TLS 1.0");
      return;
    }
    const version = read(resource, "minTlsVersion");
    if (isHidden(version)) unjudged(resource, "minTlsVersion");
    else if (!["TLS_1_2", "TLS_1_3"].includes(text(version) ?? ""))
      violation(resource, "minTlsVersion", `${text(version) ?? "TLS_1_0"} is accepted`);
    for (const path of ["profile", "customFeatures"]) {
      if (hiddenAt(resource.inputs, path)) unjudged(resource, path);
    }
    const profile = textAt(resource.inputs, "profile") ?? "COMPATIBLE";
    const weak = textsAt(resource.inputs, "customFeatures").filter((cipher) => /^TLS_RSA_|3DES|RC4/.test(cipher));
    if (
      profile === "CUSTOM"
        ? weak.length > 0
        : !STRONG_PROFILES.includes(profile) && !isHidden(read(resource, "profile"))
    ) {
      violation(
        resource,
        profile === "CUSTOM" ? "customFeatures" : "profile",
        weak.length > 0 ? `weak ciphers: ${weak.join(", ")}` : `the profile ${profile} allows weak ciphers`,
      );
    }
  },
});

export const bffBackend = stackPolicy({
  id: "bff-backend",
  title: "The BFF's backend is guarded and not cached",
  demands:
    "The backend service that leads from the internet to the BFF has a Cloud Armor policy and does not cache every answer.",
  why: "Without Armor nothing filters what reaches the BFF; `FORCE_CACHE_ALL` hands one user's page to the next.",
  weight: "always",
  severity: "high",
  covers: ["B9 (Armor)"],
  remediation: 'Set `securityPolicy` on the backend service and `cdnPolicy.cacheMode: "USE_ORIGIN_HEADERS"`.',
  check(graph, { violation }) {
    for (const backend of bffBackends(graph)) {
      if (!isSet(backend.inputs, "securityPolicy"))
        violation(backend, "securityPolicy", "no Cloud Armor policy guards the BFF");
      if (
        textAt(backend.inputs, "cdnPolicy.cacheMode") === "FORCE_CACHE_ALL" &&
        flagAt(backend.inputs, "enableCdn") !== false
      ) {
        violation(backend, "cdnPolicy.cacheMode", "personal pages are cached and served to others");
      }
    }
  },
});

export const lbChainComplete = stackPolicy({
  id: "lb-chain-complete",
  title: "The load balancer's parts fit together",
  demands:
    "HTTPS proxies use an SSL policy of this stack and certificates for every host served; one load-balancing scheme along the chain; no health check on serverless backends.",
  why: "Each of these passes the preview and then fails minutes into `up`, or leaves a host without a certificate.",
  weight: "always",
  severity: "high",
  covers: ["B9"],
  remediation:
    "Fix the property named: reference the `SSLPolicy`, add the domain to the certificate, use one `loadBalancingScheme`, remove `healthChecks`.",
  check(graph, { violation, unjudged }) {
    const { stack } = graph;
    for (const proxy of stack.ofType(...HTTPS_PROXIES)) {
      const policy = stack.resolve(proxy, "sslPolicy", SSL_POLICIES);
      if (policy.set && policy.found.length === 0 && policy.literal === undefined) unjudged(proxy, "sslPolicy");
      else if (policy.set && policy.found.length === 0)
        violation(proxy, "sslPolicy", "the SSL policy is not part of this stack");
      checkCertificates(graph, proxy, violation);
    }
    for (const { rule, backends } of graph.entries) {
      const scheme = schemeOf(rule);
      for (const backend of backends.filter(({ type }) => BACKEND_SERVICES.includes(type))) {
        const own = schemeOf(backend);
        if (own !== scheme)
          violation(backend, "loadBalancingScheme", `${own} does not fit the forwarding rule's ${scheme}`);
      }
    }
    for (const backend of stack.ofType(...BACKEND_SERVICES)) {
      if (isSet(backend.inputs, "healthChecks") && groupsOf(stack, backend).some(isServerless)) {
        violation(backend, "healthChecks", "serverless backends take no health check");
      }
    }
  },
});

function isServerless(group: Resource): boolean {
  return (textAt(group.inputs, "networkEndpointType") ?? "SERVERLESS") === "SERVERLESS";
}

function checkCertificates(graph: Graph, proxy: Resource, violation: Findings["violation"]): void {
  const { stack } = graph;
  if (
    !["sslCertificates", "certificateManagerCertificates", "certificateMap"].some((each) => isSet(proxy.inputs, each))
  ) {
    violation(proxy, "sslCertificates", "the proxy has no certificate");
    return;
  }
  const domains = certificateDomains(stack, proxy);
  if (domains === undefined) return;
  const uncovered = (host: string) => !domains.some((domain) => covers(domain, host));
  for (const map of stack.resolve(proxy, "urlMap", URL_MAPS).found) {
    const hosts = listAt(map.inputs, "hostRules").flatMap((rule) => textsAt(rule, "hosts"));
    const missing = hosts
      .map((host) => host.toLowerCase().replace(/:\d+$/, ""))
      .filter((host) => !host.startsWith("*") && uncovered(host));
    if (missing.length > 0) violation(map, "hostRules", `no certificate covers ${missing.join(", ")}`);
  }
  const rules = graph.entries.filter(({ proxies }) => proxies.includes(proxy)).map(({ rule }) => rule);
  for (const record of recordsOf(stack, rules)) {
    const host = (textAt(record.inputs, "name") ?? "").replace(/\.$/, "").toLowerCase();
    if (host && !host.startsWith("*") && uncovered(host)) violation(record, "name", `no certificate covers ${host}`);
  }
}

/** The DNS records that lead to these forwarding rules, by the address they share. */
function recordsOf(stack: Stack, rules: readonly Resource[]): Set<Resource> {
  const addresses = rules.flatMap((rule) => stack.resolve(rule, "ipAddress", [GLOBAL_ADDRESS]).found);
  const numbers = new Set(rules.flatMap(({ inputs }) => textAt(inputs, "ipAddress") ?? []));
  return new Set([
    ...addresses.flatMap((address) => stack.referrers(address, RECORD, "rrdatas")),
    ...stack.ofType(RECORD).filter(({ inputs }) => textsAt(inputs, "rrdatas").some((each) => numbers.has(each))),
  ]);
}
