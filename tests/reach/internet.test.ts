import { UNKNOWN } from "../../resources/resource";
import { make } from "../policies/make";
import { change } from "../policies/program";
import { API, add, drop, onApi, set } from "./changes";
import { flips } from "./rows";

flips([
  ["the API open, its check on", set("api-service", { ingress: "INGRESS_TRAFFIC_ALL" }), {}],
  [
    "the API without a check, inside",
    set("api-service", { invokerIamDisabled: true }),
    { "VPC -> API": ["yes", "api-service: invokerIamDisabled is true"] },
  ],
  [
    "the API open and without a check",
    set("api-service", { ingress: "INGRESS_TRAFFIC_ALL", invokerIamDisabled: true }),
    {
      "internet -> API": ["yes", "api-service: ingress is all; its run.app address is on; api-service: invokerIamDis"],
      "VPC -> API": ["yes", "api-service: ingress is all"],
    },
  ],
  [
    "the API open, its address off, its check off",
    set("api-service", { ingress: "INGRESS_TRAFFIC_ALL", invokerIamDisabled: true, defaultUriDisabled: true }),
    { "BFF -> API": ["no", "its run.app address is off"] },
  ],
  ["everyone may call the API, from inside", add(onApi("allUsers")), { "VPC -> API": ["yes", "extra lets everyone"] }],
  [
    "everyone with a Google account may call the API",
    add(onApi("allAuthenticatedUsers")),
    { "VPC -> API": ["yes", "extra lets everyone call it"] },
  ],
  ["someone else may call the API", add(onApi("user:a@example.com")), {}],
  ["everyone may see the API", add(onApi("allUsers", "roles/run.viewer")), {}],
  ["the API's grant gone", drop("api-invoker-bff"), { "BFF -> API": ["no", "holds no roles/run.invoker"] }],
  [
    "the API's grant to somebody else",
    set("api-invoker-bff", { member: API }),
    { "BFF -> API": ["no", "the account of the BFF holds no roles/run.invoker on it"] },
  ],
  [
    "the API's grant of a role that calls nothing",
    set("api-invoker-bff", { role: "roles/run.viewer" }),
    { "BFF -> API": ["no", "holds no roles/run.invoker"] },
  ],
  [
    "the API's address off",
    set("api-service", { defaultUriDisabled: true }),
    { "BFF -> API": ["no", "its run.app address is off"] },
  ],
  [
    "the API's ingress not known yet",
    set("api-service", { ingress: UNKNOWN }),
    { "internet -> API": ["not known yet", "api-service: ingress is not known yet"] },
  ],
  [
    "the API's check not known yet",
    set("api-service", { invokerIamDisabled: UNKNOWN }),
    { "VPC -> API": ["not known yet", "api-service: invokerIamDisabled is not known yet"] },
  ],
  [
    "the endpoint group leads to the API",
    set("edge-bff-group", { "cloudRun.service": "api-python" }),
    { "internet -> BFF": ["no", "no forwarding rule leads to it"] },
  ],
  [
    "the endpoint group leads to the API, which lets in balancers without a check",
    (all) => {
      change(all, "edge-bff-group", { "cloudRun.service": "api-python" });
      change(all, "api-service", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", invokerIamDisabled: true });
    },
    {
      "internet -> BFF": ["no", "no forwarding rule leads to it"],
      "internet -> API": [
        "yes",
        "edge-https -> edge-https-proxy -> edge-routes -> edge-bff-backend; Cloud Armor looks",
      ],
      "VPC -> API": ["yes", "internal-and-cloud-load-balancing, which takes requests from any workload"],
    },
  ],
  [
    "the URL picks the service",
    (all) => {
      change(all, "edge-bff-group", { cloudRun: { urlMask: "<service>.example.com" } });
      change(all, "api-service", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", invokerIamDisabled: true });
    },
    { "internet -> API": ["yes", "edge-bff-backend"], "VPC -> API": ["yes", "invokerIamDisabled"] },
  ],
  [
    "the BFF open beside its balancer",
    set("bff-service", { ingress: "INGRESS_TRAFFIC_ALL", defaultUriDisabled: false }),
    { "internet -> BFF around the load balancer": ["yes", "bff-service: ingress is all; its run.app address is on"] },
  ],
  [
    "the BFF open beside its balancer, by a domain",
    (all) => {
      change(all, "bff-service", { ingress: "INGRESS_TRAFFIC_ALL", defaultUriDisabled: true });
      all.push(make("gcp:cloudrun/domainMapping:DomainMapping", "mapping", { spec: { routeName: "bff-nextjs" } }));
    },
    { "internet -> BFF around the load balancer": ["yes", "mapping maps a domain to it"] },
  ],
  [
    "the BFF open, its own address off",
    set("bff-service", { ingress: "INGRESS_TRAFFIC_ALL", defaultUriDisabled: true }),
    {},
  ],
  [
    "the BFF's own address not known yet",
    set("bff-service", { ingress: "INGRESS_TRAFFIC_ALL", defaultUriDisabled: UNKNOWN }),
    { "internet -> BFF around the load balancer": ["not known yet", "run.app address is on is not known yet"] },
  ],
  [
    "the BFF closed to balancers",
    set("bff-service", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
    { "internet -> BFF": ["no", "edge-bff-backend leads to it; but bff-service: ingress is internal"] },
  ],
  [
    "the BFF's ingress not known yet",
    set("bff-service", { ingress: UNKNOWN }),
    {
      "internet -> BFF": ["not known yet", "bff-service: ingress is not known yet"],
      "internet -> BFF around the load balancer": ["not known yet", "bff-service: ingress is not known yet"],
    },
  ],
  [
    "the BFF wants a token",
    set("bff-service", { invokerIamDisabled: false }),
    { "internet -> BFF": ["no", "a token of an account with roles/run.invoker is needed"] },
  ],
  [
    "the BFF wants a login",
    set("bff-service", { iapEnabled: true }),
    { "internet -> BFF": ["no", "Identity-Aware Proxy asks for a login"] },
  ],
  [
    "the balancer wants a login",
    set("edge-bff-backend", { iap: { enabled: true } }),
    { "internet -> BFF": ["no", "Identity-Aware Proxy asks for a login"] },
  ],
  [
    "Cloud Armor denies everyone",
    set("edge-armor", {
      rules: [{ action: "deny(403)", priority: 2147483647, match: { config: { srcIpRanges: ["*"] } } }],
    }),
    { "internet -> BFF": ["no", "edge-armor denies every request"] },
  ],
  ["no Cloud Armor", set("edge-bff-backend", { securityPolicy: undefined }), {}],
  [
    "no rule of the balancer",
    drop("edge-https"),
    {
      "internet -> BFF": ["no", "no forwarding rule leads to it"],
      "internet -> assets through the load balancer": ["no", "no forwarding rule leads to them"],
    },
  ],
]);
