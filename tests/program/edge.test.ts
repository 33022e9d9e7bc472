import { armorRules } from "../../components/edge/armor-rules";
import { domainSlug } from "../../components/edge/certificates";
import type { Preview } from "../../resources/offline-preview";
import { UNKNOWN } from "../../resources/resource";
import type { ManagedArmorSettings } from "../../settings/armor";
import { armorSchema } from "../../settings/armor";
import { find, inputs, look } from "./look";

const HEADERS = expect.arrayContaining([
  expect.stringMatching(/^Strict-Transport-Security: max-age=\d+/),
  "X-Content-Type-Options: nosniff",
]);

let prod: Preview;
beforeAll(async () => {
  prod = await look("prod");
});

describe("the load balancer", () => {
  test("hands known hosts to the BFF and the assets, and sends every other host to the product's own", () => {
    expect(inputs(prod, "edge-routes URLMap")).toEqual({
      hostRules: [{ hosts: ["app.pilotodevendas.com.br"], pathMatcher: "product" }],
      pathMatchers: [
        {
          name: "product",
          defaultService: UNKNOWN,
          pathRules: [
            { paths: ["/api", "/api/*"], service: UNKNOWN },
            { paths: ["/assets/*"], service: UNKNOWN },
          ],
        },
      ],
      defaultUrlRedirect: {
        hostRedirect: "app.pilotodevendas.com.br",
        httpsRedirect: true,
        redirectResponseCode: "FOUND",
        stripQuery: false,
      },
    });
  });

  test("redirects on port 80 and does nothing else there", () => {
    expect(inputs(prod, "edge-redirect URLMap")).toEqual({
      defaultUrlRedirect: { httpsRedirect: true, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT", stripQuery: false },
    });
    expect(find(prod, "edge-http-proxy TargetHttpProxy").propertyDependencies.urlMap).toEqual([
      find(prod, "edge-redirect URLMap").urn,
    ]);
  });

  test.each([
    ["edge-https GlobalForwardingRule", "443"],
    ["edge-http GlobalForwardingRule", "80"],
  ])("%s listens on %s of the one address, as a managed global balancer", (name, portRange) => {
    expect(inputs(prod, name)).toMatchObject({
      loadBalancingScheme: "EXTERNAL_MANAGED",
      ipProtocol: "TCP",
      portRange,
      ipAddress: UNKNOWN,
      target: UNKNOWN,
    });
    expect(find(prod, name).propertyDependencies.ipAddress).toEqual([find(prod, "edge-address GlobalAddress").urn]);
  });

  test("speaks TLS 1.2 and better only", () => {
    expect(inputs(prod, "edge-tls SSLPolicy")).toEqual({ minTlsVersion: "TLS_1_2", profile: "MODERN" });
    expect(find(prod, "edge-https-proxy TargetHttpsProxy").propertyDependencies.sslPolicy).toEqual([
      find(prod, "edge-tls SSLPolicy").urn,
    ]);
  });

  test("reaches the BFF by its service's name, without the health check and timeout that Google refuses", () => {
    expect(inputs(prod, "edge-bff-group RegionNetworkEndpointGroup")).toEqual({
      cloudRun: { service: "bff-nextjs" },
      networkEndpointType: "SERVERLESS",
      region: "us-central1",
    });
    expect(inputs(prod, "edge-bff-backend BackendService")).toEqual({
      backends: [{ group: UNKNOWN }],
      cdnPolicy: {
        cacheKeyPolicy: { includeHost: true, includeProtocol: true, includeQueryString: true },
        cacheMode: "USE_ORIGIN_HEADERS",
      },
      customResponseHeaders: HEADERS,
      description: "The BFF on Cloud Run",
      enableCdn: true,
      loadBalancingScheme: "EXTERNAL_MANAGED",
      logConfig: { enable: true, sampleRate: 0.5 },
      protocol: "HTTPS",
      securityPolicy: UNKNOWN,
    });
  });

  test("logs nothing when the rate is 0", async () => {
    const silent = await look("prod", "edge.logging.sampleRate=0", "edge.bffCdn=false", "edge.securityHeaders=false");
    expect(inputs(silent, "edge-bff-backend BackendService")).toMatchObject({
      logConfig: { enable: false },
      enableCdn: false,
      customResponseHeaders: [],
    });
    expect(inputs(silent, "edge-bff-backend BackendService")).not.toHaveProperty("cdnPolicy");
  });

  test("leaves a certificate's name to Pulumi, so that the next one can come before it goes", () => {
    expect(inputs(prod, "edge-certificate-app-pilotodevendas-com-br ManagedSslCertificate")).toEqual({
      managed: { domains: ["app.pilotodevendas.com.br"] },
    });
  });

  test("with a certificate map has no certificates of its own", async () => {
    const map = "projects/piloto-de-vendas-prod/locations/global/certificateMaps/product";
    const mapped = await look("prod", `edge.tls.certificateMap=${map}`);
    expect(inputs(mapped, "edge-https-proxy TargetHttpsProxy")).toEqual({
      certificateMap: `//certificatemanager.googleapis.com/${map}`,
      sslPolicy: UNKNOWN,
      urlMap: UNKNOWN,
    });
  });
});

describe("the assets", () => {
  test("are private: only the balancer's agent reads them, once the backend that creates it exists", () => {
    expect(inputs(prod, "edge-assets Bucket")).toMatchObject({
      location: "US-CENTRAL1",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      forceDestroy: false,
    });
    expect(inputs(prod, "edge-assets-reader BucketIAMMember")).toEqual({
      bucket: UNKNOWN,
      role: "roles/storage.objectViewer",
      member: "serviceAccount:service-100000000002@https-lb.iam.gserviceaccount.com",
    });
    expect(find(prod, "edge-assets-reader BucketIAMMember").dependencies).toContain(
      find(prod, "edge-assets-backend BackendBucket").urn,
    );
    expect(inputs(prod, "edge-assets-backend BackendBucket").cdnPolicy).toEqual({
      cacheMode: "FORCE_CACHE_ALL",
      defaultTtl: 86400,
      clientTtl: 86400,
    });
  });

  test("when public give away objects by name and not the list", async () => {
    const open = await look("prod", "edge.assets.access=public", "edge.assets.versioning=true");
    expect(inputs(open, "edge-assets-reader BucketIAMMember")).toEqual({
      bucket: UNKNOWN,
      role: "roles/storage.legacyObjectReader",
      member: "allUsers",
    });
    expect(inputs(open, "edge-assets Bucket")).toMatchObject({
      publicAccessPrevention: "inherited",
      versioning: { enabled: true },
      lifecycleRules: [
        { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } },
        { action: { type: "Delete" }, condition: { daysSinceNoncurrentTime: 30, withState: "ARCHIVED" } },
      ],
    });
    expect(inputs(open, "edge-assets-backend BackendBucket").cdnPolicy).toEqual({
      cacheMode: "CACHE_ALL_STATIC",
      defaultTtl: 86400,
      clientTtl: 86400,
      maxTtl: 86400,
    });
  });
});

describe("Armor's rules", () => {
  const rules = (settings: object) => armorRules(armorSchema.parse(settings) as ManagedArmorSettings);
  const everybody = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };

  test("end with one default rule for everybody", () => {
    expect(rules({}).at(-1)).toEqual({
      priority: 2_147_483_647,
      action: "allow",
      description: "Everybody else",
      match: everybody,
    });
  });

  test("stand in their bands: block, WAF, allow, rate limit, default", () => {
    const settings = { block: ["203.0.113.7"], allow: ["198.51.100.0/24"], waf: { ruleSets: ["sqli", "xss"] } };
    expect(rules(settings).map(({ priority, action }) => [priority, action])).toEqual([
      [1000, "deny(403)"],
      [3000, "deny(403)"],
      [3010, "deny(403)"],
      [4000, "allow"],
      [5000, "throttle"],
      [2_147_483_647, "allow"],
    ]);
  });

  test("let the allow list pass before the WAF only when told so", () => {
    const trusted = rules({ allow: ["198.51.100.0/24"], allowSkipsWaf: true }).find(({ action }) => action === "allow");
    expect(trusted?.priority).toBe(2000);
  });

  test("take ten ranges each", () => {
    const block = Array.from({ length: 23 }, (_, index) => `203.0.113.${index}`);
    const chunks = rules({ block }).filter(({ description }) => String(description).startsWith("Block list"));
    expect(
      chunks.map(({ match }) => (match as { config: { srcIpRanges: string[] } }).config.srcIpRanges.length),
    ).toEqual([10, 10, 3]);
    expect(chunks.map(({ priority }) => priority)).toEqual([1000, 1001, 1002]);
  });

  test.each([
    [{ ruleSets: ["sqli"] }, "evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 1})"],
    [
      { ruleSets: ["nodejs"], coreRuleSet: "3.3", sensitivity: 3 },
      "evaluatePreconfiguredWaf('nodejs-v33-stable', {'sensitivity': 3})",
    ],
    [
      { ruleSets: ["xss"], optOut: { xss: ["owasp-crs-v042200-id941150-xss", "owasp-crs-v042200-id941320-xss"] } },
      "evaluatePreconfiguredWaf('xss-v422-stable', {'sensitivity': 1, 'opt_out_rule_ids': ['owasp-crs-v042200-id941150-xss', 'owasp-crs-v042200-id941320-xss']})",
    ],
  ])("say the WAF as Google reads it: %j", (waf, expression) => {
    const [rule] = rules({ waf });
    expect(rule).toMatchObject({ preview: true, match: { expr: { expression } } });
  });

  test.each([
    [{}, { action: "throttle" }, undefined],
    [{ action: "ban", banSeconds: 600 }, { action: "rate_based_ban" }, 600],
  ])("limit each client: %j", (rateLimit, expected, ban) => {
    const rule = rules({ rateLimit }).find(({ priority }) => priority === 5000);
    expect(rule).toMatchObject(expected);
    expect(rule?.rateLimitOptions).toEqual({
      conformAction: "allow",
      exceedAction: "deny(429)",
      enforceOnKey: "IP",
      rateLimitThreshold: { count: 600, intervalSec: 60 },
      ...(ban && { banDurationSec: ban }),
    });
  });

  test("do not let a rate limit allow those whom the default denies", () => {
    const closed = rules({ defaultAction: "deny", allow: ["198.51.100.0/24"] });
    expect(closed.filter(({ action }) => action === "throttle")).toEqual([]);
    expect(closed.at(-1)?.action).toBe("deny(403)");
  });

  test("are none of ours when a policy is brought along or Armor is off", async () => {
    const own = await look("prod", "edge.armor.existingPolicy=company-waf");
    expect(inputs(own, "edge-bff-backend BackendService").securityPolicy).toBe(
      "projects/piloto-de-vendas-prod/global/securityPolicies/company-waf",
    );
    const off = await look("prod", "edge.armor.enabled=false");
    expect(inputs(off, "edge-bff-backend BackendService")).not.toHaveProperty("securityPolicy");
  });
});

describe("domain mapping", () => {
  test("maps the domain to the BFF, which stays open to the internet", async () => {
    const mapped = await look("dev", "edge.mode=domain-mapping", "edge.dnsZone=product");
    expect(inputs(mapped, "edge-mapping DomainMapping")).toEqual({
      name: "app.pilotodevendas.com.br",
      location: "us-central1",
      metadata: { namespace: "piloto-de-vendas-dev" },
      spec: { routeName: "bff-nextjs" },
    });
    expect(inputs(mapped, "bff-service Service").ingress).toBe("INGRESS_TRAFFIC_ALL");
    expect(inputs(mapped, "edge-app-pilotodevendas-com-br RecordSet")).toMatchObject({
      type: "CNAME",
      rrdatas: ["ghs.googlehosted.com."],
    });
    expect(mapped.outputs.dnsRecords).toEqual([
      { name: "app.pilotodevendas.com.br", type: "CNAME", value: "ghs.googlehosted.com." },
    ]);
  });
});

test.each([
  ["app.pilotodevendas.com.br", "app-pilotodevendas-com-br"],
  ["a23456789.b23456789.c23456789.d2345.com", /^a23456789-b23456789-c2345678-[0-9a-f]{7}$/],
])("a domain's slug leaves room for Pulumi's suffix: %s", (domain, slug) => {
  expect(domainSlug(domain)).toMatch(slug);
  expect(`edge-certificate-${domainSlug(domain)}-1234567`.length).toBeLessThanOrEqual(63);
});
