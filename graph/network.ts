import type { Resource } from "../resources/resource";
import { isPrivateGoogleAccess } from "./addresses";
import { flagAt, hiddenAt, isSet, listAt, type Path, read, text, textAt, textsAt } from "./reading";
import type { Reference, Stack } from "./stack";
import {
  CONNECTOR,
  NETWORK,
  RECORD,
  RESPONSE_POLICY,
  RESPONSE_POLICY_RULE,
  ROUTE,
  ROUTER,
  ROUTER_NAT,
  SUBNETWORK,
  ZONE,
} from "./tokens";
import type { Workload } from "./workloads";

/** A network, by the resource of the stack or, if it lies outside, by its name. */
export interface NetworkRef {
  resource: Resource | undefined;
  name: string | undefined;
}

/** How one workload is attached to a network. */
export interface Attachment {
  via: "connector" | "direct";
  connector: Reference | undefined;
  subnets: Resource[];
  network: NetworkRef;
  tags: string[];
}

export function attachmentOf(stack: Stack, workload: Workload): Attachment | undefined {
  const { resource } = workload;
  if (workload.hasConnector) {
    const connector = stack.resolve(resource, workload.connectorPath, [CONNECTOR]);
    const found = connector.found[0];
    const subnets = found ? connectorSubnets(stack, found) : [];
    return {
      via: "connector",
      connector,
      subnets,
      network: found ? networkOf(stack, found, "network", subnets) : { resource: undefined, name: undefined },
      tags: [],
    };
  }
  const first = workload.interfaces[0];
  if (first === undefined) return undefined;
  const path = workload.connectorPath.slice(0, -1);
  const subnets = workload.interfaces.flatMap(
    ({ subnetwork }) => stack.resolveValue(resource, subnetwork, path, [SUBNETWORK]).found,
  );
  const direct = stack.resolveValue(resource, first.network, path, [NETWORK]);
  return {
    via: "direct",
    connector: undefined,
    subnets: [...new Set(subnets)],
    network: direct.set ? toRef(direct) : networkOf(stack, resource, "", subnets),
    tags: workload.interfaces.flatMap(({ tags }) => tags),
  };
}

export function connectorSubnets(stack: Stack, connector: Resource): Resource[] {
  return stack.resolve(connector, "subnet.name", [SUBNETWORK]).found;
}

/** The network a resource names at `path`, or else that of its subnets. */
export function networkOf(stack: Stack, resource: Resource, path: Path, subnets: Resource[] = []): NetworkRef {
  const named = path === "" ? undefined : stack.resolve(resource, path, [NETWORK]);
  if (named?.set) return toRef(named);
  const [subnet] = subnets;
  return subnet ? networkOf(stack, subnet, "network") : { resource: undefined, name: undefined };
}

function toRef({ found, literal }: Reference): NetworkRef {
  return { resource: found[0], name: literal?.slice(literal.lastIndexOf("/") + 1) };
}

/** Whether two references mean the same network; `undefined` if that is not known. */
export function sameNetwork(a: NetworkRef, b: NetworkRef): boolean | undefined {
  if (a.resource && b.resource) return a.resource === b.resource;
  const [one, other] = [a, b].map(({ resource, name }) => name ?? (resource && textAt(resource.inputs, "name")));
  if (one !== undefined && other !== undefined) return one === other;
  // One of this stack that has no name yet is not the one that a name already stands for.
  const named = [a, b].some(({ resource, name }) => !resource && name !== undefined);
  return named && (a.resource || b.resource) ? false : undefined;
}

/** Subnets that workloads live in; proxies and service attachments have their own kinds, without host settings. */
export function isHostSubnet(subnet: Resource): boolean {
  return ["PRIVATE", "PRIVATE_RFC_1918"].includes(textAt(subnet.inputs, "purpose") ?? "PRIVATE");
}

/** How names under run.app resolve in a network. */
export interface PrivateResolution {
  zone: Resource;
  /** Whether every address is one of private.googleapis.com; `undefined` if not known yet. */
  good: boolean | undefined;
  /** What is missing, as a sentence part. */
  problem?: string;
}

/** The private zones (or response policies) for run.app that are bound to a network. */
export function privateRunApp(stack: Stack, network: NetworkRef): PrivateResolution[] {
  const zones = stack
    .ofType(ZONE)
    .filter((zone) => isRunAppZone(zone) && boundTo(stack, zone, "privateVisibilityConfig.networks", network))
    .map((zone) => judgeZone(stack, zone));
  const policies = stack
    .ofType(RESPONSE_POLICY)
    .filter((policy) => boundTo(stack, policy, "networks", network))
    .flatMap((policy) => judgeResponsePolicy(stack, policy));
  return [...zones, ...policies];
}

const RUN_APP = /^(a\.)?run\.app\.?$/;

export function isRunAppZone(zone: Resource): boolean {
  return textAt(zone.inputs, "visibility") === "private" && RUN_APP.test(textAt(zone.inputs, "dnsName") ?? "");
}

function boundTo(stack: Stack, resource: Resource, path: string, network: NetworkRef): boolean {
  return listAt(resource.inputs, path).some((entry) => {
    const bound = stack.resolveValue(resource, text(entry) ?? (entry as { networkUrl?: unknown }).networkUrl, path, [
      NETWORK,
    ]);
    return sameNetwork(toRef(bound), network) !== false;
  });
}

export function recordsOf(stack: Stack, zone: Resource): Resource[] {
  return stack.referrers(zone, RECORD, "managedZone");
}

function judgeZone(stack: Stack, zone: Resource): PrivateResolution {
  const records = recordsOf(stack, zone);
  const apex = dotted(textAt(zone.inputs, "dnsName") ?? "");
  const named = (name: string, type: string) =>
    records.filter(
      (each) => dotted(textAt(each.inputs, "name") ?? "") === name && textAt(each.inputs, "type") === type,
    );
  const addresses = records.filter((record) => textAt(record.inputs, "type") === "A");
  const wrong = addresses.filter((record) =>
    textsAt(record.inputs, "rrdatas").some((address) => !isPrivateGoogleAccess(address)),
  );
  if (wrong.length > 0) return { zone, good: false, problem: "has an A record outside 199.36.153.8/30" };
  const alias = named(`*.${apex}`, "CNAME").flatMap((record) => textsAt(record.inputs, "rrdatas").map(dotted));
  const hidden = records.some((record) => hiddenAt(record.inputs, "rrdatas") || read(record, "name") === undefined);
  const filled = (list: Resource[]) => list.some((record) => isSet(record.inputs, "rrdatas"));
  const wildcard =
    filled(named(`*.${apex}`, "A")) ||
    alias.includes("private.googleapis.com.") ||
    (alias.includes(apex) && filled(named(apex, "A")));
  if (wildcard) return { zone, good: hidden ? undefined : true };
  if (hidden) return { zone, good: undefined };
  const problem = records.length === 0 ? "is empty, so every run.app name fails" : "does not answer for *.run.app";
  return { zone, good: false, problem };
}

function judgeResponsePolicy(stack: Stack, policy: Resource): PrivateResolution[] {
  const rules = stack
    .referrers(policy, RESPONSE_POLICY_RULE, "responsePolicy")
    .filter((rule) => /^\*\.(a\.)?run\.app\.?$/.test(textAt(rule.inputs, "dnsName") ?? ""));
  return rules.map((rule) => {
    const data = listAt(rule.inputs, "localData.localDatas").flatMap((each) => textsAt(each, "rrdatas"));
    const good =
      data.length > 0 &&
      data.every((each) => isPrivateGoogleAccess(each) || dotted(each) === "private.googleapis.com.");
    return { zone: rule, good, ...(good ? {} : { problem: "answers *.run.app outside 199.36.153.8/30" }) };
  });
}

function dotted(name: string): string {
  return name.endsWith(".") ? name : `${name}.`;
}

/** Whether a network still has a way to Google's private addresses. */
export function reachesGoogle(stack: Stack, network: Resource): boolean {
  if (flagAt(network.inputs, "deleteDefaultRoutesOnCreate") !== true) return true;
  return stack.ofType(ROUTE).some((route) => {
    const range = textAt(route.inputs, "destRange");
    const gateway = textAt(route.inputs, "nextHopGateway") ?? "";
    return (
      stack.resolve(route, "network", [NETWORK]).found.includes(network) &&
      (range === "0.0.0.0/0" || range === "199.36.153.8/30") &&
      gateway.endsWith("default-internet-gateway")
    );
  });
}

/** The NAT gateways of a network. */
export function natsOf(stack: Stack, network: NetworkRef): Resource[] {
  return stack
    .ofType(ROUTER_NAT)
    .filter((nat) =>
      stack
        .resolve(nat, "router", [ROUTER])
        .found.some((router) => sameNetwork(networkOf(stack, router, "network"), network) !== false),
    );
}
