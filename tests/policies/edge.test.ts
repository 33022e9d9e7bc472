import { bffBackend, httpOnlyRedirects, onlyBffBehindLb, tlsPolicy } from "../../policies/rules/edge";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { backend, group, rule, service, urlMap } from "./edge-fixtures";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const GROUP = "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup";
const STACK = [service("bff"), service("api")];
const SERVICE = ["api-group cloudRun.service"];
const internalBackend = (to: string) =>
  make("gcp:compute/regionBackendService:RegionBackendService", `${to}-internal`, {
    loadBalancingScheme: "INTERNAL_MANAGED",
    backends: [{ group: `${to}-group` }],
  });
judges(onlyBffBehindLb, [
  ["the BFF", [...STACK, group("bff")], []],
  ["the API", [...STACK, group("api")], SERVICE],
  ["both", [...STACK, group("bff"), group("api")], SERVICE],
  ["the API by name alone", [...STACK, make(GROUP, "api-group", { cloudRun: { service: "api-service" } })], SERVICE],
  ["a list of one", [...STACK, raw(GROUP, "api-group", { cloudRun: [{ service: "api-service" }] })], SERVICE],
  [
    "the API of the first generation",
    [
      make("gcp:cloudrun/service:Service", "api-service", { metadata: { labels: { component: "api" } } }),
      make(GROUP, "api-group", { cloudRun: { service: "api-service" } }, { from: { cloudRun: ["api-service"] } }),
    ],
    SERVICE,
  ],
  ["the API through an external backend", [...STACK, group("api"), backend("api")], SERVICE],
  ["the API through an internal backend", [...STACK, group("api"), internalBackend("api")], []],
  [
    "the API through a regional backend, which is internal by default",
    [
      ...STACK,
      group("api"),
      make("gcp:compute/regionBackendService:RegionBackendService", "b", { backends: [{ group: "api-group" }] }),
    ],
    [],
  ],
  ["the API through both", [...STACK, group("api"), internalBackend("api"), backend("api")], SERVICE],
  [
    "the API beside an internal backend of another",
    [...STACK, group("api"), group("bff"), internalBackend("bff")],
    SERVICE,
  ],
  ["a service without a role", [service("worker"), group("worker")], []],
  ["a service that is not here", [...STACK, make(GROUP, "g", { cloudRun: { service: "elsewhere" } })], []],
  ["a function", [...STACK, make(GROUP, "g", { cloudFunction: { function: "api-service" } })], []],
  ["nothing", [...STACK, make(GROUP, "g", {})], []],
  ["by URL", [...STACK, make(GROUP, "g", { cloudRun: { urlMask: "<service>.example.com" } })], ["g cloudRun.urlMask"]],
  ["by URL, not known yet", [...STACK, make(GROUP, "g", { cloudRun: { urlMask: UNKNOWN } })], ["g cloudRun.urlMask"]],
  [
    "by URL, and the API",
    [...STACK, group("api", { cloudRun: { service: "api-service", urlMask: "/<service>" } })],
    ["api-group cloudRun.urlMask", ...SERVICE],
  ],
  ["an empty mask", [...STACK, group("bff", { cloudRun: { service: "bff-service", urlMask: "" } })], []],
]);

test("a service not known yet, of which nothing is recorded, is named", () => {
  expect(outcome(onlyBffBehindLb, [...STACK, make(GROUP, "g", { cloudRun: { service: UNKNOWN } })])).toMatchObject({
    violations: [],
    unjudged: [{ name: "g", property: "cloudRun.service" }],
  });
  const known = [
    ...STACK,
    make(GROUP, "g", { cloudRun: { service: UNKNOWN } }, { from: { cloudRun: ["bff-service"] } }),
  ];
  expect(outcome(onlyBffBehindLb, [...known, make(GROUP, "h", {})]).unjudged).toEqual([]);
});

const httpProxy = (inputs: Inputs<"gcp:compute/targetHttpProxy:TargetHttpProxy"> = {}) =>
  make(
    "gcp:compute/targetHttpProxy:TargetHttpProxy",
    "http-proxy",
    { name: "http-proxy", urlMap: "main-map", ...inputs },
    { from: { urlMap: ["main-map"] } },
  );
type Redirect = Inputs<"gcp:compute/uRLMap:URLMap">["defaultUrlRedirect"];
const redirect = (defaultUrlRedirect: Redirect, inputs: Inputs<"gcp:compute/uRLMap:URLMap"> = {}) =>
  urlMap({ defaultService: undefined, defaultUrlRedirect, ...inputs });
const TO_HTTPS = { httpsRedirect: true, stripQuery: false, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT" };
const LISTENS = [httpProxy(), rule("http-proxy", { portRange: "80" })];
const MORE = ["main-map defaultUrlRedirect"];
judges(httpOnlyRedirects, [
  ["a redirect", [...LISTENS, redirect(TO_HTTPS)], []],
  ["a redirect to another host", [...LISTENS, redirect({ ...TO_HTTPS, hostRedirect: "www.example.com" })], []],
  [
    "a redirect spelled as text and list",
    [
      ...LISTENS,
      raw("gcp:compute/uRLMap:URLMap", "main-map", {
        name: "main-map",
        defaultUrlRedirect: [{ httpsRedirect: "true" }],
      }),
    ],
    [],
  ],
  ["a backend", [...LISTENS, urlMap()], MORE],
  ["a redirect to HTTP", [...LISTENS, redirect({ stripQuery: false, hostRedirect: "www.example.com" })], MORE],
  ["a redirect that says not", [...LISTENS, redirect({ ...TO_HTTPS, httpsRedirect: false })], MORE],
  ["nothing", [...LISTENS, redirect(undefined)], MORE],
  ["a redirect and a backend", [...LISTENS, redirect(TO_HTTPS, { defaultService: "bff-backend" })], MORE],
  [
    "a redirect but for some paths",
    [...LISTENS, redirect(TO_HTTPS, { pathMatchers: [{ name: "m", defaultUrlRedirect: TO_HTTPS }] })],
    MORE,
  ],
  [
    "a redirect and a mirror",
    [...LISTENS, redirect(TO_HTTPS, { defaultRouteAction: { requestMirrorPolicy: { backendService: "b" } } })],
    MORE,
  ],
  ["a map that is not here", [...LISTENS], ["http-proxy urlMap"]],
  ["no map", [httpProxy({ urlMap: undefined }), rule("http-proxy")], ["http-proxy urlMap"]],
  ["no listener at all", [urlMap(), rule("https-proxy")], []],
  ["served by a proxy that no rule leads to", [httpProxy(), urlMap()], MORE],
  [
    "served inside a network",
    [httpProxy(), rule("http-proxy", { loadBalancingScheme: "INTERNAL_MANAGED" }), urlMap()],
    [],
  ],
  [
    "served inside a network and outside",
    [
      httpProxy(),
      rule("http-proxy", { loadBalancingScheme: "INTERNAL_MANAGED" }),
      make("gcp:compute/globalForwardingRule:GlobalForwardingRule", "other", { target: "http-proxy" }),
      urlMap(),
    ],
    MORE,
  ],
  [
    "served in a region",
    [
      make("gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy", "p", {
        name: "regional-proxy",
        urlMap: "regional-map",
      }),
      make("gcp:compute/forwardingRule:ForwardingRule", "r", {
        target: "regional-proxy",
        loadBalancingScheme: "EXTERNAL_MANAGED",
      }),
      make("gcp:compute/regionUrlMap:RegionUrlMap", "m", { name: "regional-map", defaultService: "b" }),
    ],
    ["m defaultUrlRedirect"],
  ],
  [
    "two maps, one of which only redirects",
    [
      ...LISTENS,
      redirect(TO_HTTPS),
      make("gcp:compute/targetHttpProxy:TargetHttpProxy", "second", { name: "second", urlMap: "second-map" }),
      make("gcp:compute/uRLMap:URLMap", "m", { name: "second-map", defaultService: "bff-backend" }),
    ],
    ["m defaultUrlRedirect"],
  ],
]);

test("a map not known yet, of which nothing is recorded, is named", () => {
  const proxy = make("gcp:compute/targetHttpProxy:TargetHttpProxy", "p", { urlMap: UNKNOWN });
  expect(outcome(httpOnlyRedirects, [proxy])).toMatchObject({
    violations: [],
    unjudged: [{ name: "p", property: "urlMap" }],
  });
});

type Ssl = Inputs<"gcp:compute/sSLPolicy:SSLPolicy">;
const ssl = (inputs: Ssl) => make("gcp:compute/sSLPolicy:SSLPolicy", "t", inputs);
const STRONG = { minTlsVersion: "TLS_1_2", profile: "MODERN" };
const custom = (...customFeatures: string[]): [Resource] => [ssl({ ...STRONG, profile: "CUSTOM", customFeatures })];
const ECDHE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";
judges(tlsPolicy, [
  ["strong", [ssl(STRONG)], []],
  ["restricted", [ssl({ ...STRONG, profile: "RESTRICTED" })], []],
  ["FIPS", [ssl({ ...STRONG, profile: "FIPS_202205" })], []],
  ["1.3", [ssl({ minTlsVersion: "TLS_1_3", profile: "RESTRICTED" })], []],
  ["1.1", [ssl({ ...STRONG, minTlsVersion: "TLS_1_1" })], ["t minTlsVersion"]],
  ["1.0", [ssl({ ...STRONG, minTlsVersion: "TLS_1_0" })], ["t minTlsVersion"]],
  ["no version, which is 1.0", [ssl({ profile: "MODERN" })], ["t minTlsVersion"]],
  ["an empty version", [ssl({ ...STRONG, minTlsVersion: "" })], ["t minTlsVersion"]],
  ["compatible", [ssl({ ...STRONG, profile: "COMPATIBLE" })], ["t profile"]],
  ["no profile, which is compatible", [ssl({ minTlsVersion: "TLS_1_2" })], ["t profile"]],
  ["nothing", [ssl({})], ["t minTlsVersion", "t profile"]],
  ["ciphers of one's own", custom(ECDHE, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"), []],
  ...[
    "TLS_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_RSA_WITH_AES_256_GCM_SHA384",
    "TLS_RSA_WITH_AES_128_CBC_SHA",
    "TLS_RSA_WITH_AES_256_CBC_SHA",
    "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
    "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
  ].map((cipher): [string, Resource[], string[]] => [cipher, custom(ECDHE, cipher), ["t customFeatures"]]),
  ["a weak one next to one not known yet", custom(UNKNOWN, "TLS_RSA_WITH_AES_128_CBC_SHA"), ["t customFeatures"]],
  ["weak ciphers that are not used", [ssl({ ...STRONG, customFeatures: ["TLS_RSA_WITH_AES_128_CBC_SHA"] })], []],
  ["regional", [make("gcp:compute/regionSslPolicy:RegionSslPolicy", "t", {})], ["t minTlsVersion", "t profile"]],
  ["a proxy with one", [make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", { sslPolicy: "t" })], []],
  [
    "a proxy with one not known yet",
    [make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", { sslPolicy: UNKNOWN })],
    [],
  ],
  ["a proxy without", [make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", {})], ["p sslPolicy"]],
  [
    "a proxy with an empty one",
    [make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", { sslPolicy: "" })],
    ["p sslPolicy"],
  ],
  [
    "a regional proxy without",
    [make("gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy", "p", {})],
    ["p sslPolicy"],
  ],
  ["an SSL proxy without", [make("gcp:compute/targetSSLProxy:TargetSSLProxy", "p", {})], ["p sslPolicy"]],
  ["an HTTP proxy", [make("gcp:compute/targetHttpProxy:TargetHttpProxy", "p", {})], []],
]);

test("what is weak is named, and so is what is not known yet", () => {
  const said = (inputs: Ssl) => outcome(tlsPolicy, [ssl(inputs)]).violations.map(({ message }) => message);
  expect(said({})).toEqual(["TLS_1_0 is accepted", "the profile COMPATIBLE allows weak ciphers"]);
  expect(said({ ...STRONG, profile: "CUSTOM", customFeatures: ["TLS_RSA_A", ECDHE, "TLS_RSA_B"] })).toEqual([
    "weak ciphers: TLS_RSA_A, TLS_RSA_B",
  ]);
  const unknown = { minTlsVersion: UNKNOWN, profile: UNKNOWN, customFeatures: [UNKNOWN] };
  expect(outcome(tlsPolicy, [ssl(unknown)])).toMatchObject({
    violations: [],
    unjudged: [{ property: "minTlsVersion" }, { property: "profile" }, { property: "customFeatures" }],
  });
  expect(outcome(tlsPolicy, [ssl(STRONG)]).unjudged).toEqual([]);
});

const CACHE_ALL = { cdnPolicy: { cacheMode: "FORCE_CACHE_ALL" } };
const FRONT = [service("bff"), group("bff")];
judges(bffBackend, [
  ["guarded", [...FRONT, backend("bff")], []],
  [
    "guarded by a policy elsewhere",
    [...FRONT, backend("bff", { securityPolicy: "projects/p/global/securityPolicies/x" })],
    [],
  ],
  ["guarded by one not known yet", [...FRONT, backend("bff", { securityPolicy: UNKNOWN })], []],
  ["unguarded", [...FRONT, backend("bff", { securityPolicy: undefined })], ["bff-backend securityPolicy"]],
  ["an empty policy", [...FRONT, backend("bff", { securityPolicy: "" })], ["bff-backend securityPolicy"]],
  [
    "guarded at the edge's cache only",
    [...FRONT, backend("bff", { securityPolicy: undefined, edgeSecurityPolicy: "x" })],
    ["bff-backend securityPolicy"],
  ],
  [
    "of the classic kind",
    [...FRONT, backend("bff", { loadBalancingScheme: undefined, securityPolicy: undefined })],
    ["bff-backend securityPolicy"],
  ],
  [
    "regional",
    [
      ...FRONT,
      make("gcp:compute/regionBackendService:RegionBackendService", "b", {
        loadBalancingScheme: "EXTERNAL_MANAGED",
        backends: [{ group: "bff-group" }],
      }),
    ],
    ["b securityPolicy"],
  ],
  ["internal", [...FRONT, internalBackend("bff")], []],
  ["of another service", [service("worker"), group("worker"), backend("worker", { securityPolicy: undefined })], []],
  ["without a service", [backend("bff", { securityPolicy: undefined })], []],
  [
    "one of several groups leads to the BFF",
    [
      ...FRONT,
      service("worker"),
      group("worker"),
      make("gcp:compute/backendService:BackendService", "b", {
        backends: [{ group: "worker-group" }, { group: "bff-group" }],
      }),
    ],
    ["b securityPolicy"],
  ],
  [
    "cached as the BFF says",
    [...FRONT, backend("bff", { enableCdn: true, cdnPolicy: { cacheMode: "USE_ORIGIN_HEADERS" } })],
    [],
  ],
  [
    "cached if static",
    [...FRONT, backend("bff", { enableCdn: true, cdnPolicy: { cacheMode: "CACHE_ALL_STATIC" } })],
    [],
  ],
  [
    "cached whatever it is",
    [...FRONT, backend("bff", { enableCdn: true, ...CACHE_ALL })],
    ["bff-backend cdnPolicy.cacheMode"],
  ],
  ["cached as soon as the CDN is on", [...FRONT, backend("bff", CACHE_ALL)], ["bff-backend cdnPolicy.cacheMode"]],
  ["not cached, as the CDN is off", [...FRONT, backend("bff", { enableCdn: false, ...CACHE_ALL })], []],
  [
    "another service cached",
    [service("worker"), group("worker"), backend("worker", { enableCdn: true, ...CACHE_ALL })],
    [],
  ],
]);
