import { parseRange } from "../graph/addresses";
import { chainsOf, type Entry, groupsOf, isExternalRule, servicesOf } from "../graph/edge";
import { allowances, INGRESS_RULES, letIn } from "../graph/firewall";
import type { Graph } from "../graph/graph";
import { type NetworkRef, networkOf, sameNetwork } from "../graph/network";
import { flagAt, isSet, listAt, numberAt, textAt, textsAt } from "../graph/reading";
import { push, type Stack } from "../graph/stack";
import {
  BACKEND_SERVICES,
  DOMAIN_MAPPING,
  HTTP_PROXIES,
  SECURITY_POLICIES,
  SECURITY_POLICY_RULES,
  SUBNETWORK,
} from "../graph/tokens";
import type { Workload } from "../graph/workloads";
import type { Resource } from "../resources/resource";
import { anyoneMayCall } from "./callers";
import { anyOf, closed, open, through, unknown, type Way } from "./way";

/** From the internet to a service by its run.app address or a mapped domain, not through a load balancer. */
export function directly(graph: Graph, service: Workload): Way {
  const { ingress } = service;
  if (ingress === undefined) return unknown(ingressOf(service));
  if (ingress !== "all") return closed(`${ingressOf(service)}, so requests from the internet are refused`);
  const [mapping] = graph.stack.referrers(service.resource, DOMAIN_MAPPING, "spec.routeName");
  const address = mapping ? open(`${mapping.name} maps a domain to it`) : ownAddress(service);
  return through(open(ingressOf(service)), address, () => anyoneMayCall(graph, service));
}

/** Where a service lets requests in from, as a step of a way. */
export function ingressOf({ resource, ingress, ingressPath }: Workload): string {
  return `${resource.name}: ${ingressPath} is ${ingress ?? "not known yet"}`;
}

/** Whether a service answers on its run.app address. */
export function ownAddress({ defaultUrlOff }: Workload): Way {
  if (defaultUrlOff === undefined) return unknown("whether its run.app address is on is not known yet");
  return defaultUrlOff ? closed("but its run.app address is off") : open("its run.app address is on");
}

/** From the internet to a service through a load balancer. */
export function throughBalancer(graph: Graph, service: Workload): Way {
  const ways = leadsTo(graph, service)
    .filter(({ entry }) => isExternalRule(entry.rule))
    .map(({ entry, backend }) => {
      if (service.ingress === "internal")
        return closed(`${chainOf(entry, backend)} leads to it`, `but ${ingressOf(service)}`);
      return through(
        open(chainOf(entry, backend)),
        service.ingress === undefined ? unknown(ingressOf(service)) : open(),
        guards(graph.stack, backend),
        () => anyoneMayCall(graph, service),
      );
    });
  return ways.length > 0 ? anyOf(...ways) : closed("no forwarding rule leads to it");
}

/** A backend that leads to a service, and where one comes in to it. */
interface Lead {
  entry: Entry;
  backend: Resource;
}

/** What leads to a service, from the internet or from inside a network. */
function leadsTo(graph: Graph, { resource }: Workload): Lead[] {
  const known = LEADS.get(graph) ?? findLeads(graph);
  LEADS.set(graph, known);
  return known.get(resource) ?? [];
}

const LEADS = new WeakMap<Graph, Map<Resource, Lead[]>>();

function findLeads({ stack, services }: Graph): Map<Resource, Lead[]> {
  const leads = new Map<Resource, Lead[]>();
  for (const entry of chainsOf(stack)) {
    for (const backend of entry.backends.filter(({ type }) => BACKEND_SERVICES.includes(type))) {
      const masked = groupsOf(stack, backend).filter(({ inputs }) => isSet(inputs, "cloudRun.urlMask"));
      const picked = services.filter((service) => masked.some((group) => picksByUrl(group, service)));
      for (const service of new Set([...servicesOf(stack, backend), ...picked.map((each) => each.resource)]))
        push(leads, service, { entry, backend });
    }
  }
  return leads;
}

/** Whether a group whose URL picks the service can pick this one: they share a region. */
function picksByUrl({ inputs }: Resource, { location }: Workload): boolean {
  const region = textAt(inputs, "region");
  return region === undefined || location === undefined || region === location;
}

/** The resources a request passes, from the forwarding rule on. */
export function chainOf({ rule, proxies, urlMaps }: Entry, ...last: Resource[]): string {
  const chain = [rule, ...proxies, ...urlMaps, ...last].map(({ name }) => name).join(" -> ");
  const plain = proxies.length > 0 && proxies.every(({ type }) => HTTP_PROXIES.includes(type));
  return plain ? `${chain}, without TLS` : chain;
}

/** What looks at requests at a backend before the service does. */
function guards(stack: Stack, backend: Resource): Way {
  if (flagAt(backend.inputs, "iap.enabled")) return closed("but Identity-Aware Proxy asks for a login first");
  const { set, found } = stack.resolve(backend, "securityPolicy", SECURITY_POLICIES);
  if (!set) return open("no Cloud Armor policy looks at the requests");
  const denying = found.find((policy) => deniesAll(stack, policy));
  return denying ? closed(`but ${denying.name} denies every request`) : open("Cloud Armor looks at the requests");
}

/** Whether a Cloud Armor policy refuses everyone: a rule for all denies before any rule lets someone in. */
function deniesAll(stack: Stack, policy: Resource): boolean {
  const own = SECURITY_POLICY_RULES.flatMap((type) => stack.referrers(policy, type, "securityPolicy"));
  const priority = (rule: unknown) => numberAt(rule, "priority") ?? Number.MAX_SAFE_INTEGER;
  const rules = [...listAt(policy.inputs, "rules"), ...own.map(({ inputs }) => inputs)]
    .filter((rule) => flagAt(rule, "preview") !== true)
    .sort((a, b) => priority(a) - priority(b));
  const isDenial = (rule: unknown) => /^deny/.test(textAt(rule, "action") ?? "");
  const decisive = rules.find((rule) => !isDenial(rule) || isForAll(rule));
  return decisive !== undefined && isDenial(decisive);
}

function isForAll(rule: unknown): boolean {
  return textsAt(rule, "match.config.srcIpRanges").some((range) => range === "*" || parseRange(range)?.prefix === 0);
}

/** From the internet to a service, by whichever way. */
export function fromInternet(graph: Graph, service: Workload): Way {
  return anyOf(throughBalancer(graph, service), directly(graph, service));
}

/** What leads to a service inside a network. */
export function internalLeads(graph: Graph, service: Workload, network?: NetworkRef): Lead[] {
  const { stack } = graph;
  return leadsTo(graph, service).filter(({ entry: { rule } }) => {
    if (isExternalRule(rule)) return false;
    const subnets = stack.resolve(rule, "subnetwork", [SUBNETWORK]).found;
    return !network || sameNetwork(networkOf(stack, rule, "network", subnets), network) !== false;
  });
}

/** From any workload of the network to a service. */
export function fromNetwork(graph: Graph, service: Workload): Way {
  const [balanced] = internalLeads(graph, service);
  const address = balanced
    ? open(`${chainOf(balanced.entry, balanced.backend)} leads to it inside the network`)
    : through(
        open(`${ingressOf(service)}, which takes requests from any workload of the network`),
        service.defaultUrlOff === false ? open() : ownAddress(service),
      );
  return through(address, () => anyoneMayCall(graph, service));
}

/** From the internet past the firewall, to whatever has an address in the network. */
export function intoNetwork(stack: Stack): Way {
  const rules = stack
    .ofType(...INGRESS_RULES)
    .flatMap((rule) => allowances(rule).map((allowance) => ({ name: rule.name, who: letIn(allowance) })));
  const anyone = rules.find(({ who }) => who);
  if (anyone) return open(`${anyone.name} lets in ${anyone.who}`);
  const hidden = rules.find(({ who }) => who === null);
  if (hidden) return unknown(`${hidden.name}: whom it lets in is not known yet`);
  return closed(rules.length > 0 ? "no firewall rule lets in the internet" : "no firewall rule lets anything in");
}
