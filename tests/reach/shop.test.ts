import { UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";
import { answers } from "./rows";
import { both, plus, put, service, shop, shopFlips, template, unlink, without } from "./shop";

const BFF = "serviceAccount:bff-run@p.iam.gserviceaccount.com";

test("a stack built by somebody else is understood", () => {
  expect(answers(shop())).toEqual({
    "internet -> BFF": "yes",
    "internet -> API": "no",
    "BFF -> API": "yes",
    "VPC -> API": "no",
    "BFF -> internet": "yes",
    "API -> internet": "yes",
    "internet -> database": "no",
    "API -> database": "yes",
    "BFF -> database": "no",
    "internet -> VPC": "no",
  });
});

test("nothing is said of an empty stack", () => expect(answers([])).toEqual({}));

describe("calls to the API", () => {
  const egress = (egress: string) => ({
    vpcAccess: { connector: "projects/p/locations/us-central1/connectors/conn", egress },
  });
  const nat = (region = "us-central1", more: object = {}) => [
    make(
      "gcp:compute/router:Router",
      "router",
      { name: "router", region, network: "shop" },
      { from: { network: ["vpc"] } },
    ),
    make(
      "gcp:compute/routerNat:RouterNat",
      "nat",
      {
        router: "router",
        region,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        ...more,
      },
      { from: { router: ["router"] } },
    ),
  ];
  const direct = (more: object = {}) => ({
    vpcAccess: {
      networkInterfaces: [{ network: "shop", subnetwork: "hosts", tags: ["bff"] }],
      egress: "PRIVATE_RANGES_ONLY",
      ...more,
    },
  });
  const hosts = (inputs: object = { privateIpGoogleAccess: true }) =>
    make(
      "gcp:compute/subnetwork:Subnetwork",
      "subnet",
      { name: "hosts", region: "us-central1", network: "shop", ipCidrRange: "10.9.0.0/24", ...inputs },
      { from: { network: ["vpc"] } },
    );

  shopFlips(shop, [
    ["no response policy", without("answers"), { "BFF -> API": ["no", "run.app names resolve to public addresses"] }],
    [
      "the response policy answers with a public address",
      put("answer", { localData: { localDatas: [{ rrdatas: ["8.8.8.8"] }] } }),
      { "BFF -> API": ["no", "answer answers *.run.app outside 199.36.153.8/30"] },
    ],
    [
      "the response policy is of another network",
      both(put("answers", { networks: [{ networkUrl: "projects/p/global/networks/other" }] }), unlink("answers")),
      { "BFF -> API": ["no", "run.app names resolve to public addresses"] },
    ],
    ["all traffic through the network, by NAT", both(template("bff", egress("ALL_TRAFFIC")), plus(...nat())), {}],
    [
      "all traffic through the network, no response policy",
      both(template("bff", egress("ALL_TRAFFIC")), plus(...nat()), without("answers")),
      {},
    ],
    [
      "all traffic through the network, without NAT",
      template("bff", egress("ALL_TRAFFIC")),
      { "BFF -> internet": ["no", "which has no Cloud NAT"] },
    ],
    [
      "whether all traffic goes through it is not known yet",
      template("bff", egress(UNKNOWN)),
      { "BFF -> internet": ["not known yet", "whether all its traffic goes through the network is not known yet"] },
    ],
    [
      "whether all traffic goes through it is not known yet, no response policy",
      both(template("bff", egress(UNKNOWN)), plus(...nat()), without("answers")),
      { "BFF -> API": ["not known yet", "whether all its traffic goes through the network is not known yet"] },
    ],
    [
      "all traffic through the network, NAT elsewhere",
      both(template("bff", egress("ALL_TRAFFIC")), plus(...nat("southamerica-east1"))),
      { "BFF -> internet": ["no", "but nat is for another region or subnet"] },
    ],
    ["Direct VPC egress", both(template("bff", direct()), plus(hosts())), {}],
    [
      "Direct VPC egress without Private Google Access",
      both(template("bff", direct()), plus(hosts({}))),
      { "BFF -> API": ["no", "but subnet has no Private Google Access"] },
    ],
    [
      "Direct VPC egress of all traffic, no Private Google Access, an open API, NAT",
      both(
        template("bff", direct({ egress: "ALL_TRAFFIC" })),
        plus(hosts({}), ...nat()),
        put("api", { ingress: "INGRESS_TRAFFIC_ALL" }),
      ),
      {},
    ],
    [
      "Direct VPC egress of all traffic, no Private Google Access, an open API, no NAT",
      both(
        template("bff", direct({ egress: "ALL_TRAFFIC" })),
        plus(hosts({})),
        put("api", { ingress: "INGRESS_TRAFFIC_ALL" }),
      ),
      {
        "BFF -> API": ["no", "but subnet has no Private Google Access"],
        "BFF -> internet": ["no", "which has no Cloud NAT"],
      },
    ],
    [
      "Direct VPC egress of all traffic, NAT for another subnet",
      both(
        template("bff", direct({ egress: "ALL_TRAFFIC" })),
        plus(
          hosts(),
          raw("gcp:compute/subnetwork:Subnetwork", "second", {
            name: "second",
            network: "shop",
            privateIpGoogleAccess: true,
          }),
          ...nat("us-central1", {
            sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
            subnetworks: [{ name: "second", sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
          }),
        ),
      ),
      { "BFF -> internet": ["no", "but nat is for another region or subnet"] },
    ],
    [
      "Direct VPC egress of all traffic, NAT for its subnet",
      both(
        template("bff", direct({ egress: "ALL_TRAFFIC" })),
        plus(
          hosts(),
          ...nat("us-central1", {
            sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
            subnetworks: [{ name: "hosts", sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
          }),
        ),
      ),
      {},
    ],
    [
      "the BFF leaves for nowhere",
      both(
        template("bff", direct()),
        plus(
          hosts(),
          make("gcp:compute/firewall:Firewall", "shut", {
            network: "shop",
            direction: "EGRESS",
            targetTags: ["bff"],
            denies: [{ protocol: "tcp" }],
          }),
        ),
      ),
      { "BFF -> API": ["no", "but shut denies tcp:443 to 199.36.153.8/30"] },
    ],
    [
      "the BFF leaves for Google and nowhere else",
      both(
        template("bff", direct()),
        plus(
          hosts(),
          make("gcp:compute/firewall:Firewall", "shut", {
            network: "shop",
            direction: "EGRESS",
            denies: [{ protocol: "all" }],
            priority: 65534,
          }),
          make("gcp:compute/firewall:Firewall", "google", {
            network: "shop",
            direction: "EGRESS",
            destinationRanges: ["199.36.153.8/30"],
            allows: [{ protocol: "tcp", ports: ["443"] }],
          }),
        ),
      ),
      { "API -> database": ["no", "shut denies tcp:5432"] },
    ],
    [
      "the connector's machines leave for nowhere",
      plus(
        make("gcp:compute/firewall:Firewall", "shut", {
          network: "shop",
          direction: "EGRESS",
          targetTags: ["vpc-connector-us-central1-conn"],
          denies: [{ protocol: "all" }],
        }),
      ),
      { "BFF -> API": ["no", "shut denies tcp:443"], "API -> database": ["no", "shut denies tcp:5432"] },
    ],
    [
      "the default routes gone",
      put("vpc", { deleteDefaultRoutesOnCreate: true }),
      { "BFF -> API": ["no", "no route of vpc leads to Google's private addresses"] },
    ],
    [
      "the BFF detached, the API open",
      both(template("bff", { vpcAccess: undefined }), put("api", { ingress: "INGRESS_TRAFFIC_ALL" })),
      {},
    ],
    [
      "the BFF detached, the API's ingress not known yet",
      both(template("bff", { vpcAccess: undefined }), put("api", { ingress: UNKNOWN })),
      {
        "BFF -> API": ["not known yet", "the BFF is not attached to a network; api: ingress is not known yet"],
        "internet -> API": ["not known yet", "api: ingress is not known yet"],
      },
    ],
    [
      "nobody may call the API",
      without("callers"),
      { "BFF -> API": ["no", "the account of the BFF holds no roles/run"] },
    ],
    ["members not known yet, from nowhere", put("callers", { members: [UNKNOWN] }), {}],
    [
      "whoever may call is in a document not known yet",
      both(
        without("callers"),
        plus(
          make("gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy", "document", {
            name: "api-service",
            policyData: UNKNOWN,
          }),
        ),
      ),
      {
        "BFF -> API": ["not known yet", "document: whom it lets call it is not known yet"],
        "VPC -> API": ["not known yet", "document: whom it lets call it is not known yet"],
      },
    ],
    [
      "whoever may call is in a document",
      both(
        without("callers"),
        plus(
          make("gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy", "document", {
            name: "api-service",
            policyData: JSON.stringify({ bindings: [{ role: "roles/run.invoker", members: [BFF] }] }),
          }),
        ),
      ),
      {},
    ],
    [
      "the BFF may call every service of the project",
      both(
        without("callers"),
        plus(
          make("gcp:projects/iAMBinding:IAMBinding", "wide", {
            project: "p",
            role: "roles/run.invoker",
            members: [BFF],
          }),
        ),
      ),
      {},
    ],
    [
      "the BFF may call every service of another project",
      both(
        without("callers"),
        put("api", { project: "p" }),
        plus(
          make("gcp:projects/iAMBinding:IAMBinding", "wide", {
            project: "q",
            role: "roles/run.invoker",
            members: [BFF],
          }),
        ),
      ),
      { "BFF -> API": ["no", "holds no roles/run.invoker"] },
    ],
    [
      "the BFF is editor of the project, by its number",
      both(
        without("callers"),
        put("api", { project: "p" }),
        plus(make("gcp:projects/iAMMember:IAMMember", "wide", { project: "123", role: "roles/editor", member: BFF })),
      ),
      {},
    ],
    [
      "the BFF runs as the default account, which may call",
      both(
        template("bff", { serviceAccount: undefined }),
        put("callers", { members: ["serviceAccount:123-compute@developer.gserviceaccount.com"] }),
      ),
      {},
    ],
    [
      "the BFF runs as an account of another stack, which may call",
      both(
        template("bff", { serviceAccount: "web@q.iam.gserviceaccount.com" }),
        put("callers", { members: ["serviceAccount:web@q.iam.gserviceaccount.com"] }),
      ),
      {},
    ],
    [
      "the BFF runs as an account of another stack",
      template("bff", { serviceAccount: "web@q.iam.gserviceaccount.com" }),
      { "BFF -> API": ["no", "holds no roles/run.invoker"] },
    ],
    ["a grant under a condition still opens", put("callers", { condition: { title: "t", expression: "true" } }), {}],
    [
      "a worker that may call the API",
      plus(
        ...service("worker", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
        make(
          "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
          "second",
          {
            name: "api-service",
            role: "roles/run.invoker",
            member: "serviceAccount:worker-run@p.iam.gserviceaccount.com",
          },
          { from: { member: ["worker-account"], name: ["api"] } },
        ),
      ),
      {
        "service worker -> API": ["yes", "second grants roles/run.invoker to the account of the service worker"],
        "internet -> service worker": ["no", "worker: ingress is internal"],
      },
    ],
    [
      "an internal load balancer in front of the API",
      both(
        without("answers"),
        plus(
          make(
            "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
            "group",
            { name: "group", region: "us-central1", cloudRun: { service: "api-service" } },
            { from: { cloudRun: ["api"] } },
          ),
          make(
            "gcp:compute/regionBackendService:RegionBackendService",
            "backend",
            { name: "backend", loadBalancingScheme: "INTERNAL_MANAGED", backends: [{ group: "group" }] },
            { from: { backends: ["group"] } },
          ),
          make(
            "gcp:compute/regionUrlMap:RegionUrlMap",
            "map",
            { name: "map", defaultService: "backend" },
            { from: { defaultService: ["backend"] } },
          ),
          make(
            "gcp:compute/regionTargetHttpsProxy:RegionTargetHttpsProxy",
            "proxy",
            { name: "proxy", urlMap: "map" },
            { from: { urlMap: ["map"] } },
          ),
          make(
            "gcp:compute/forwardingRule:ForwardingRule",
            "rule",
            { name: "rule", loadBalancingScheme: "INTERNAL_MANAGED", target: "proxy", network: "shop" },
            { from: { target: ["proxy"], network: ["vpc"] } },
          ),
        ),
        put("api", { defaultUriDisabled: true }),
      ),
      {},
    ],
  ]);
});
