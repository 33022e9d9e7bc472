import { type Inputs, make } from "./make";

/** Parts of a load balancer, linked as the program links them; each can be changed or replaced. */

export const service = (role: string, inputs: Inputs<"gcp:cloudrunv2/service:Service"> = {}) =>
  make("gcp:cloudrunv2/service:Service", `${role}-service`, {
    name: `${role}-service`,
    location: "us-central1",
    labels: { component: role },
    ...inputs,
  });
export const group = (
  to: string,
  inputs: Inputs<"gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup"> = {},
) =>
  make(
    "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup",
    `${to}-group`,
    { name: `${to}-group`, networkEndpointType: "SERVERLESS", cloudRun: { service: `${to}-service` }, ...inputs },
    { from: { cloudRun: [`${to}-service`] } },
  );
export const backend = (to: string, inputs: Inputs<"gcp:compute/backendService:BackendService"> = {}) =>
  make(
    "gcp:compute/backendService:BackendService",
    `${to}-backend`,
    {
      name: `${to}-backend`,
      loadBalancingScheme: "EXTERNAL_MANAGED",
      securityPolicy: "armor-policy",
      backends: [{ group: `${to}-group` }],
      ...inputs,
    },
    { from: { backends: [`${to}-group`], securityPolicy: ["armor-policy"] } },
  );
export const urlMap = (inputs: Inputs<"gcp:compute/uRLMap:URLMap"> = {}) =>
  make(
    "gcp:compute/uRLMap:URLMap",
    "main-map",
    { name: "main-map", defaultService: "bff-backend", ...inputs },
    { from: { defaultService: ["bff-backend"] } },
  );
export const httpsProxy = (
  inputs: Inputs<"gcp:compute/targetHttpsProxy:TargetHttpsProxy"> = {},
  from: Record<string, string[]> = {},
) =>
  make(
    "gcp:compute/targetHttpsProxy:TargetHttpsProxy",
    "https-proxy",
    { name: "https-proxy", urlMap: "main-map", sslPolicy: "tls-policy", sslCertificates: ["main-cert"], ...inputs },
    { from: { urlMap: ["main-map"], sslPolicy: ["tls-policy"], sslCertificates: ["main-cert"], ...from } },
  );
export const rule = (target: string, inputs: Inputs<"gcp:compute/globalForwardingRule:GlobalForwardingRule"> = {}) =>
  make(
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
    `${target}-rule`,
    { name: `${target}-rule`, target, loadBalancingScheme: "EXTERNAL_MANAGED", ipAddress: "front-address", ...inputs },
    { from: { target: [target], ipAddress: ["front-address"] } },
  );
export const certificate = (domains: string[], name = "main-cert") =>
  make("gcp:compute/managedSslCertificate:ManagedSslCertificate", name, { name, managed: { domains } });
export const tlsPolicy = () =>
  make("gcp:compute/sSLPolicy:SSLPolicy", "tls-policy", {
    name: "tls-policy",
    profile: "MODERN",
    minTlsVersion: "TLS_1_2",
  });
export const ANYONE = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
export const armor = (inputs: Inputs<"gcp:compute/securityPolicy:SecurityPolicy"> = {}) =>
  make("gcp:compute/securityPolicy:SecurityPolicy", "armor-policy", {
    name: "armor-policy",
    rules: [{ action: "deny(403)", priority: 1000, match: ANYONE }],
    ...inputs,
  });
export const address = () =>
  make("gcp:compute/globalAddress:GlobalAddress", "front-address", { name: "front-address" });
export const record = (name: string, rrdatas: string[] = ["front-address"]) =>
  make(
    "gcp:dns/recordSet:RecordSet",
    "front-record",
    { name, type: "A", managedZone: "zone", rrdatas },
    { from: { rrdatas: ["front-address"] } },
  );
