import { lbChainComplete } from "../../policies/rules/edge";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { backend, certificate, group, httpsProxy, rule, service, tlsPolicy, urlMap } from "./edge-fixtures";
import { judges, outcome } from "./judging";
import { make } from "./make";

const HOST = "app.example.com";
const FRONT = [tlsPolicy(), httpsProxy(), rule("https-proxy")];
const BACK = [service("bff"), group("bff"), backend("bff")];
const CHAIN = [...FRONT, ...BACK, urlMap(), certificate([HOST])];
const without = (resources: Resource[], ...names: string[]) => resources.filter(({ name }) => !names.includes(name));

describe("parts", () => {
  judges(lbChainComplete, [
    ["whole", CHAIN, []],
    ["an SSL policy that is not here", without(CHAIN, "tls-policy"), ["https-proxy sslPolicy"]],
    [
      "an SSL policy by its address",
      [
        tlsPolicy(),
        httpsProxy({ sslPolicy: "https://www.googleapis.com/compute/v1/projects/p/global/sslPolicies/tls-policy" }),
        certificate([HOST]),
      ],
      [],
    ],
    ["no SSL policy, which is judged elsewhere", [httpsProxy({ sslPolicy: undefined }), certificate([HOST])], []],
    ["no certificate", [tlsPolicy(), httpsProxy({ sslCertificates: undefined })], ["https-proxy sslCertificates"]],
    [
      "an empty list of certificates",
      [tlsPolicy(), httpsProxy({ sslCertificates: [] })],
      ["https-proxy sslCertificates"],
    ],
    [
      "a regional proxy without a certificate",
      [make("gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy", "p", { urlMap: "m" })],
      ["p sslCertificates"],
    ],
    [
      "another scheme",
      [...without(CHAIN, "bff-backend"), backend("bff", { loadBalancingScheme: "EXTERNAL" })],
      ["bff-backend loadBalancingScheme"],
    ],
    [
      "no scheme, which is the classic one",
      [...without(CHAIN, "bff-backend"), backend("bff", { loadBalancingScheme: undefined })],
      ["bff-backend loadBalancingScheme"],
    ],
    [
      "a classic rule",
      [...without(CHAIN, "https-proxy-rule"), rule("https-proxy", { loadBalancingScheme: undefined })],
      ["bff-backend loadBalancingScheme"],
    ],
    [
      "classic throughout",
      [
        ...without(CHAIN, "https-proxy-rule", "bff-backend"),
        rule("https-proxy", { loadBalancingScheme: "EXTERNAL" }),
        backend("bff", { loadBalancingScheme: undefined }),
      ],
      [],
    ],
    [
      "regional throughout",
      [
        make("gcp:compute/forwardingRule:ForwardingRule", "r", {
          target: "rp",
          loadBalancingScheme: "EXTERNAL_MANAGED",
        }),
        make("gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy", "p", { name: "rp", urlMap: "rm" }),
        make("gcp:compute/regionUrlMap:RegionUrlMap", "m", { name: "rm", defaultService: "rb" }),
        make("gcp:compute/regionBackendService:RegionBackendService", "b", {
          name: "rb",
          loadBalancingScheme: "EXTERNAL_MANAGED",
        }),
      ],
      [],
    ],
    [
      "a regional backend without a scheme, which is internal",
      [
        make("gcp:compute/forwardingRule:ForwardingRule", "r", {
          target: "rp",
          loadBalancingScheme: "EXTERNAL_MANAGED",
        }),
        make("gcp:compute/regionTargetHttpProxy:RegionTargetHttpProxy", "p", { name: "rp", urlMap: "rm" }),
        make("gcp:compute/regionUrlMap:RegionUrlMap", "m", { name: "rm", defaultService: "rb" }),
        make("gcp:compute/regionBackendService:RegionBackendService", "b", { name: "rb" }),
      ],
      ["b loadBalancingScheme"],
    ],
    [
      "a backend bucket has no scheme",
      [
        ...without(CHAIN, "main-map"),
        urlMap({
          pathMatchers: [
            { name: "m", defaultService: "bff-backend", pathRules: [{ paths: ["/a/*"], service: "cdn" }] },
          ],
        }),
        make("gcp:compute/backendBucket:BackendBucket", "cdn", { name: "cdn", bucketName: "assets" }),
      ],
      [],
    ],
    [
      "a health check",
      [...without(CHAIN, "bff-backend"), backend("bff", { healthChecks: "check" })],
      ["bff-backend healthChecks"],
    ],
    [
      "a health check of a group that does not say its kind, which is serverless",
      [service("bff"), group("bff", { networkEndpointType: undefined }), backend("bff", { healthChecks: UNKNOWN })],
      ["bff-backend healthChecks"],
    ],
    [
      "a health check of machines",
      [
        make("gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup", "g", {
          name: "vm-group",
          networkEndpointType: "GCE_VM_IP_PORTMAP",
        }),
        make("gcp:compute/backendService:BackendService", "b", {
          healthChecks: "check",
          backends: [{ group: "vm-group" }],
        }),
        make("gcp:compute/backendService:BackendService", "c", { healthChecks: "check" }),
      ],
      [],
    ],
  ]);

  test("an SSL policy not known yet, of which nothing is recorded, is named", () => {
    const proxy = make("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", {
      sslPolicy: UNKNOWN,
      sslCertificates: ["x"],
    });
    expect(outcome(lbChainComplete, [proxy])).toMatchObject({
      violations: [],
      unjudged: [{ name: "p", property: "sslPolicy" }],
    });
    expect(outcome(lbChainComplete, CHAIN).unjudged).toEqual([]);
  });
});
