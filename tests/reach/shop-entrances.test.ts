import { reachMap } from "../../reach/map";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";
import { both, one, plus, put, service, shop, shopFlips, unlink, without } from "./shop";

/** The way to a service through a load balancer: external and global unless told otherwise. */
function balancer({ to = "bff", scheme = "EXTERNAL_MANAGED", armor = true } = {}): Resource[] {
  return [
    make(
      "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
      "group",
      {
        name: "group",
        region: "us-central1",
        networkEndpointType: "SERVERLESS",
        cloudRun: { service: `${to}-service` },
      },
      { from: { cloudRun: [to] } },
    ),
    ...(armor ? [make("gcp:compute/securityPolicy:SecurityPolicy", "armor", { name: "armor" })] : []),
    make(
      "gcp:compute/backendService:BackendService",
      "backend",
      {
        name: "backend",
        loadBalancingScheme: scheme,
        backends: [{ group: "projects/p/regions/us-central1/networkEndpointGroups/group" }],
        ...(armor && { securityPolicy: "armor" }),
      },
      { from: { backends: ["group"], ...(armor && { securityPolicy: ["armor"] }) } },
    ),
    make(
      "gcp:compute/uRLMap:URLMap",
      "map",
      { name: "map", defaultService: "backend" },
      { from: { defaultService: ["backend"] } },
    ),
    make(
      "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
      "proxy",
      { name: "proxy", urlMap: "map" },
      { from: { urlMap: ["map"] } },
    ),
    make(
      "gcp:compute/globalForwardingRule:GlobalForwardingRule",
      "rule",
      { name: "rule", loadBalancingScheme: scheme, target: "proxy", portRange: "443" },
      { from: { target: ["proxy"] } },
    ),
  ];
}

const balanced = (): Resource[] =>
  put("bff", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" })([...shop(), ...balancer()]);
const rule = (priority: number, action: string, ranges: string[], more: object = {}) => ({
  priority,
  action,
  match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ranges } },
  ...more,
});
const REFUSED = { "internet -> BFF": ["no", "armor denies every request"] } as const;

describe("through a load balancer", () =>
  shopFlips(balanced, [
    [
      "a classic one",
      both(put("rule", { loadBalancingScheme: undefined }), put("backend", { loadBalancingScheme: "EXTERNAL" })),
      {},
    ],
    [
      "by a regional rule",
      both(
        without("rule"),
        without("proxy"),
        plus(
          make(
            "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
            "proxy",
            { name: "proxy", urlMap: "map" },
            { from: { urlMap: ["map"] } },
          ),
          make(
            "gcp:compute/forwardingRule:ForwardingRule",
            "rule",
            { loadBalancingScheme: "EXTERNAL_MANAGED", target: "proxy" },
            { from: { target: ["proxy"] } },
          ),
        ),
      ),
      {},
    ],
    [
      "an internal one is none",
      put("rule", { loadBalancingScheme: "INTERNAL_MANAGED" }),
      {
        "internet -> BFF": ["no", "bff: ingress is internal-and-cloud-load-balancing"],
        "internet -> BFF around the load balancer": ["gone"],
      },
    ],
    [
      "over HTTP",
      both(
        without("proxy"),
        plus(
          make(
            "gcp:compute/targetHttpProxy:TargetHttpProxy",
            "proxy",
            { name: "proxy", urlMap: "map" },
            { from: { urlMap: ["map"] } },
          ),
        ),
      ),
      {},
    ],
    [
      "an address list for one office",
      put("armor", { rules: [rule(1, "allow", ["203.0.113.0/24"]), rule(2147483647, "deny(403)", ["*"])] }),
      {},
    ],
    ["Cloud Armor refuses all", put("armor", { rules: [rule(2147483647, "deny(403)", ["*"])] }), REFUSED],
    [
      "Cloud Armor refuses every range",
      put("armor", { rules: [rule(10, "deny(404)", ["0.0.0.0/0"]), rule(20, "allow", ["*"])] }),
      REFUSED,
    ],
    [
      "Cloud Armor lets some in first",
      put("armor", { rules: [rule(20, "deny(404)", ["*"]), rule(10, "throttle", ["*"])] }),
      {},
    ],
    [
      "Cloud Armor refuses a country",
      put("armor", {
        rules: [{ priority: 1, action: "deny(403)", match: { expr: { expression: "origin.region_code == 'XX'" } } }],
      }),
      {},
    ],
    ["Cloud Armor only watches", put("armor", { rules: [rule(1, "deny(403)", ["*"], { preview: true })] }), {}],
    [
      "Cloud Armor refuses all, by a rule of its own",
      plus(
        make(
          "gcp:compute/securityPolicyRule:SecurityPolicyRule",
          "refusal",
          { securityPolicy: "armor", ...rule(1, "deny(403)", ["*"]) },
          { from: { securityPolicy: ["armor"] } },
        ),
      ),
      REFUSED,
    ],
    [
      "another service behind it",
      plus(...balancer({ to: "bff" }).map((each) => ({ ...each, name: `${each.name}-2`, urn: `${each.urn}-2` }))),
      {},
    ],
    [
      "everyone may call, no check is off",
      both(
        put("bff", { invokerIamDisabled: undefined }),
        plus(
          make(
            "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
            "public",
            { name: "bff-service", role: "roles/run.invoker", members: ["allUsers"] },
            { from: { name: ["bff"] } },
          ),
        ),
      ),
      {},
    ],
    [
      "everyone may call every service of the project",
      both(
        put("bff", { invokerIamDisabled: undefined }),
        plus(
          make("gcp:projects/iAMMember:IAMMember", "wide", {
            project: "p",
            role: "roles/run.invoker",
            member: "allAuthenticatedUsers",
          }),
        ),
      ),
      { "VPC -> API": ["yes", "wide lets everyone call it"] },
    ],
    [
      "whoever may call is not known yet",
      both(
        put("bff", { invokerIamDisabled: undefined }),
        plus(
          make("gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding", "public", {
            name: "bff-service",
            role: "roles/run.invoker",
            members: [UNKNOWN],
          }),
        ),
      ),
      { "internet -> BFF": ["not known yet", "public: whom it lets call it is not known yet"] },
    ],
    [
      "one account of the stack may call",
      both(
        put("bff", { invokerIamDisabled: undefined }),
        plus(
          make(
            "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
            "one",
            { name: "bff-service", role: "roles/run.invoker", member: UNKNOWN },
            { from: { member: ["api-account"] } },
          ),
        ),
      ),
      { "internet -> BFF": ["no", "a token of an account with roles/run.invoker is needed"] },
    ],
    [
      "a URL mask in the region of the API",
      both(
        put("group", { cloudRun: { urlMask: "<service>" } }),
        put("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", invokerIamDisabled: true }),
      ),
      {
        "internet -> API": ["yes", "rule -> proxy -> map -> backend; Cloud Armor"],
        "VPC -> API": ["yes", "api: invokerIamDisabled"],
      },
    ],
    [
      "a URL mask in another region",
      both(
        put("group", { cloudRun: { urlMask: "<service>" }, region: "europe-west1" }),
        put("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", invokerIamDisabled: true }),
        put("backend", { backends: [{ group: "group" }] }),
        unlink("group"),
      ),
      { "internet -> BFF": ["no", "no forwarding rule leads to it"], "VPC -> API": ["yes", "api: invokerIamDisabled"] },
    ],
    [
      "a second, unguarded way in behind the first one",
      plus(...balancer({ armor: false }).map((each) => ({ ...each, name: `${each.name}-2`, urn: `${each.urn}-2` }))),
      {},
    ],
  ]));

test("without Cloud Armor the way is the same, and that is said", () => {
  const because = (resources: Resource[]) => reachMap(resources).find(({ to }) => to === "BFF")?.because;
  expect(because(balanced())).toEqual([
    "rule -> proxy -> map -> backend",
    "Cloud Armor looks at the requests",
    "bff: invokerIamDisabled is true, so no token is needed",
  ]);
  expect(because(put("backend", { securityPolicy: undefined })(balanced()))?.[1]).toBe(
    "no Cloud Armor policy looks at the requests",
  );
  const http = make("gcp:compute/targetHttpProxy:TargetHttpProxy", "proxy", { name: "proxy", urlMap: "map" });
  expect(because([...without("proxy")(balanced()), http])?.[0]).toBe("rule -> proxy -> map -> backend, without TLS");
});

/** The shop with services of the first generation. */
function firstGeneration(): Resource[] {
  const annotations = (ingress: string, more: object = {}) => ({
    annotations: { "run.googleapis.com/ingress": ingress, ...more },
  });
  const v1 = (role: string, metadata: object, envs: object[] = []) =>
    make(
      "gcp:cloudrun/service:Service",
      role,
      {
        name: `${role}-service`,
        location: "us-central1",
        metadata: { labels: { component: role }, ...metadata },
        template: {
          metadata: {
            annotations: {
              "run.googleapis.com/vpc-access-connector": "projects/p/locations/us-central1/connectors/conn",
              "run.googleapis.com/vpc-access-egress": "private-ranges-only",
            },
          },
          spec: { serviceAccountName: `${role}-run@p.iam.gserviceaccount.com`, containers: [{ image: "i", envs }] },
        },
      },
      { from: { template: [`${role}-account`, "connector"] } },
    );
  return shop()
    .filter(({ name }) => !["bff", "api", "callers"].includes(name))
    .concat(
      v1("bff", annotations("all", { "run.googleapis.com/invoker-iam-disabled": "true" })),
      v1("api", annotations("internal"), [
        { name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "db-password", key: "1" } } },
      ]),
      make(
        "gcp:cloudrun/iamMember:IamMember",
        "callers",
        {
          service: "api-service",
          role: "roles/run.invoker",
          member: "serviceAccount:bff-run@p.iam.gserviceaccount.com",
        },
        { from: { service: ["api"], member: ["bff-account"] } },
      ),
    );
}

const annotate = (name: string, annotations: object) => (all: Resource[]) => {
  const { metadata } = one(all, name).inputs as { metadata: { annotations: object } };
  Object.assign(metadata.annotations, annotations);
  return all;
};

describe("services of the first generation", () =>
  shopFlips(firstGeneration, [
    ["as they are", (all) => all, {}],
    [
      "the API opened",
      annotate("api", { "run.googleapis.com/ingress": "all", "run.googleapis.com/invoker-iam-disabled": "true" }),
      {
        "internet -> API": ["yes", 'api: metadata.annotations["run.googleapis.com/ingress"] is all'],
        "VPC -> API": ["yes", "invoker-iam-disabled"],
      },
    ],
    ["the API's grant gone", without("callers"), { "BFF -> API": ["no", "holds no roles/run.invoker"] }],
    [
      "the BFF without its own address",
      annotate("bff", { "run.googleapis.com/default-url-disabled": "true" }),
      { "internet -> BFF": ["no", "its run.app address is off"] },
    ],
    [
      "the BFF without its own address, with a domain",
      both(
        annotate("bff", { "run.googleapis.com/default-url-disabled": "true" }),
        plus(
          make("gcp:cloudrun/domainMapping:DomainMapping", "mapping", {
            name: "www.example.com",
            spec: { routeName: "bff-service" },
          }),
        ),
      ),
      {},
    ],
    ["the BFF's ingress not said is all", annotate("bff", { "run.googleapis.com/ingress": undefined }), {}],
    [
      "the BFF asks for a login",
      annotate("bff", { "run.googleapis.com/iap-enabled": "true" }),
      { "internet -> BFF": ["no", "Identity-Aware Proxy asks for a login"] },
    ],
  ]));

describe("roles", () =>
  shopFlips(shop, [
    [
      "two BFFs",
      plus(
        ...service("bff").map((each) => ({
          ...each,
          name: `${each.name}-2`,
          urn: `${each.urn}-2`,
          inputs: { ...each.inputs, name: "second" },
        })),
      ),
      {
        "internet -> BFF": ["gone"],
        "BFF -> API": ["gone"],
        "BFF -> internet": ["gone"],
        "BFF -> database": ["gone"],
        "internet -> BFF bff": ["yes"],
        "internet -> BFF bff-2": ["no", "a token of an account with roles/run.invoker is needed"],
        "BFF bff -> API": ["yes"],
        "BFF bff-2 -> API": ["yes", "the account of the BFF bff-2"],
        "BFF bff -> internet": ["yes"],
        "BFF bff-2 -> internet": ["yes"],
        "BFF bff -> database": ["no"],
        "BFF bff-2 -> database": ["no"],
      },
    ],
    [
      "another service without a role, open",
      plus(
        raw("gcp:cloudrunv2/service:Service", "extra", {
          name: "extra",
          invokerIamDisabled: true,
          ingress: "INGRESS_TRAFFIC_ALL",
        }),
      ),
      { "internet -> service extra": ["yes", "extra: invokerIamDisabled is true"] },
    ],
  ]));
