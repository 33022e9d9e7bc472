import { z } from "zod";
import { judge } from "../../findings/finding";
import type { Resource } from "../../resources/resource";
import { couldNotLook } from "../cloud";
import type { DoctorCheck } from "./check";

/** Global quotas, and what takes from them. https://docs.cloud.google.com/compute/resource-usage */
const TAKES: Record<string, (resource: Resource) => boolean> = {
  NETWORKS: ofType("compute/network:Network"),
  SUBNETWORKS: ofType("compute/subnetwork:Subnetwork"),
  FIREWALLS: ofType("compute/firewall:Firewall"),
  ROUTERS: ofType("compute/router:Router"),
  STATIC_ADDRESSES: ({ type, inputs }) =>
    type === "gcp:compute/globalAddress:GlobalAddress" && inputs.addressType === "EXTERNAL",
  BACKEND_SERVICES: ofType("compute/backendService:BackendService"),
  BACKEND_BUCKETS: ofType("compute/backendBucket:BackendBucket"),
  URL_MAPS: ofType("compute/uRLMap:URLMap"),
  TARGET_HTTP_PROXIES: ofType("compute/targetHttpProxy:TargetHttpProxy"),
  TARGET_HTTPS_PROXIES: ofType("compute/targetHttpsProxy:TargetHttpsProxy"),
  SSL_CERTIFICATES: ofType("compute/managedSslCertificate:ManagedSslCertificate"),
  SECURITY_POLICIES: ofType("compute/securityPolicy:SecurityPolicy"),
  GLOBAL_EXTERNAL_MANAGED_FORWARDING_RULES: ofType("compute/globalForwardingRule:GlobalForwardingRule"),
};

function ofType(type: string) {
  return (resource: Resource) => resource.type === `gcp:${type}`;
}

/** Is there room for what a first `up` makes? New and trial projects have little. */
export const quotas: DoctorCheck = {
  id: "quotas",
  about: "global quotas",
  look: async ({ cloud, settings: { project }, resources }) => {
    const answer = await cloud.gcloud(
      z.object({ quotas: z.array(z.object({ metric: z.string(), limit: z.number(), usage: z.number() })).default([]) }),
      "compute",
      "project-info",
      "describe",
      `--project=${project}`,
    );
    if ("why" in answer) return [couldNotLook("global quotas", "room for a first `up`", answer)];
    const short = answer.value.quotas.flatMap(({ metric, limit, usage }) => {
      const needed = resources.filter(TAKES[metric] ?? (() => false)).length;
      return limit - usage < needed ? [{ metric, limit, usage, needed }] : [];
    });
    if (short.length === 0) return [judge(true, "global quotas", "room for a first `up`", "enough", "")];
    return short.map(({ metric, limit, usage, needed }) =>
      judge(
        false,
        metric,
        `${needed} more`,
        `${usage} of ${limit} in use`,
        "If the stack is built already, skip this check. Else ask for more: https://console.cloud.google.com/iam-admin/quotas.",
      ),
    );
  },
};
