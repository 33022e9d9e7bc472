import { chainsOf, schemeOf } from "../../graph/edge";
import { at, flagAt, isHidden, isSet, listAt, numberAt, textAt } from "../../graph/reading";
import type { Stack } from "../../graph/stack";
import {
  BACKEND_BUCKETS,
  BACKEND_SERVICES,
  GLOBAL_ADDRESS,
  SECURITY_POLICIES,
  SECURITY_POLICY_RULES,
  SSL_POLICIES,
  URL_MAPS,
} from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { resourcePolicy, stackPolicy, types } from "../policy";

export const armorNoPreview = resourcePolicy({
  id: "armor-no-preview",
  title: "Cloud Armor rules are in force",
  demands: "No Cloud Armor rule is in preview.",
  why: "A rule in preview only logs what it would have blocked: the right first step in dev, an open door in prod.",
  weight: "production",
  severity: "medium",
  covers: ["mondoo cloud-armor-rules-not-preview-only"],
  remediation: "Remove `preview: true` from the rule.",
  applies: types(...SECURITY_POLICIES, ...SECURITY_POLICY_RULES),
  check(resource, { violation }) {
    const message = "the rule only logs what it would block";
    if (flagAt(resource.inputs, "preview") === true) violation(resource, "preview", message);
    listAt(resource.inputs, "rules").forEach((rule, index) => {
      if (flagAt(rule, "preview") === true) {
        violation(
          resource,
          `rules[${index}].preview`,
          `${message} (priority ${numberAt(rule, "priority") ?? "unknown"})`,
        );
      }
    });
  },
});

const BLOCKING = /^(deny|throttle|rate_based_ban|redirect)/;

export const edgeUpkeep = stackPolicy({
  id: "edge-upkeep",
  title: "No part of the edge is left over or without effect",
  demands:
    "Without a load balancer facing the internet there is no reserved address, and no Armor policy, SSL policy, URL map or backend that no internal one uses; each Armor policy blocks or throttles something.",
  why: "Reserved addresses and Armor policies are billed while idle, and a policy that allows everything looks like protection.",
  weight: "advice",
  severity: "low",
  covers: ["B12", "CKV_GCP_73"],
  remediation: "Delete what is left over; add a rule that denies or throttles.",
  check({ stack, hasLoadBalancer }, { violation }) {
    if (!hasLoadBalancer) {
      const used = usedParts(stack);
      for (const part of stack.ofType(
        ...SECURITY_POLICIES,
        ...SSL_POLICIES,
        ...BACKEND_SERVICES,
        ...BACKEND_BUCKETS,
        ...URL_MAPS,
      )) {
        if (!used.has(part) && !schemeOf(part).startsWith("INTERNAL"))
          violation(part, "name", "nothing uses it, since there is no load balancer");
      }
      for (const address of stack.ofType(GLOBAL_ADDRESS)) {
        const external =
          (textAt(address.inputs, "addressType") ?? "EXTERNAL") === "EXTERNAL" && !isSet(address.inputs, "purpose");
        if (external) violation(address, "name", "the reserved address is billed although nothing uses it");
      }
    }
    for (const policy of stack.ofType(...SECURITY_POLICIES)) {
      const separate = SECURITY_POLICY_RULES.flatMap((type) => stack.referrers(policy, type, "securityPolicy"));
      const rules = [at(policy.inputs, "rules"), ...separate.map(({ inputs }) => inputs)].flat();
      if (!rules.some((rule) => isHidden(at(rule, "action")) || BLOCKING.test(textAt(rule, "action") ?? "")))
        violation(policy, "rules", "no rule blocks or throttles anything");
    }
  },
});

/** What the remaining load balancers, which are internal, are made of. */
function usedParts(stack: Stack): Set<Resource> {
  return new Set(
    chainsOf(stack).flatMap(({ proxies, urlMaps, backends }) => [
      ...urlMaps,
      ...backends,
      ...proxies.flatMap((proxy) => stack.resolve(proxy, "sslPolicy", SSL_POLICIES).found),
      ...backends.flatMap((backend) => stack.resolve(backend, "securityPolicy", SECURITY_POLICIES).found),
    ]),
  );
}
