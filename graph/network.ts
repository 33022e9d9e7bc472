import type { Resource } from "../resources/resource";
import { contains, parseRange } from "./addresses";
import { flagAt, type Path, textAt } from "./reading";
import type { Reference, Stack } from "./stack";
import { CONNECTOR, NETWORK, ROUTE, ROUTER, ROUTER_NAT, SUBNETWORK } from "./tokens";
import type { Workload } from "./workloads";

/** A network, by the resource of the stack or, if it lies outside, by its name or path. Neither if it is not known. */
export interface NetworkRef {
  resource: Resource | undefined;
  name: string | undefined;
}

const UNKNOWN_NETWORK: NetworkRef = { resource: undefined, name: undefined };

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
      network: found ? networkOf(stack, found, "network", subnets) : UNKNOWN_NETWORK,
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
  return subnet ? networkOf(stack, subnet, "network") : UNKNOWN_NETWORK;
}

export function toRef({ found, literal, sure }: Reference): NetworkRef {
  return { resource: sure ? found[0] : undefined, name: literal };
}

/** Whether two references mean the same network; `undefined` if that is not known. */
export function sameNetwork(a: NetworkRef, b: NetworkRef): boolean | undefined {
  if (a.resource && b.resource) return a.resource === b.resource;
  const [one, other] = [a, b].map(({ resource, name }) => name ?? (resource && textAt(resource.inputs, "name")));
  if (one !== undefined && other !== undefined) return samePath(one, other);
  // One of this stack that has no name yet is not the one that a name already stands for.
  const named = [a, b].some(({ resource, name }) => !resource && name !== undefined);
  return named && (a.resource || b.resource) ? false : undefined;
}

/** Whether `N` and `projects/P/global/networks/N` can mean the same: a project's number says nothing about its id. */
function samePath(one: string, other: string): boolean {
  const [first, second] = [one, other].map((path) => /(?:^|\/)projects\/(?!\d+\/)([^/]+)\//.exec(path)?.[1]);
  return networkName(one) === networkName(other) && (first === undefined || second === undefined || first === second);
}

/** `projects/P/global/networks/N` -> `N`. */
export function networkName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Subnets that workloads live in; proxies and service attachments have their own kinds, without host settings. */
export function isHostSubnet(subnet: Resource): boolean {
  return ["PRIVATE", "PRIVATE_RFC_1918"].includes(textAt(subnet.inputs, "purpose") ?? "PRIVATE");
}

/** Whether a network still has a way to Google's private addresses. */
export function reachesGoogle(stack: Stack, network: Resource): boolean {
  if (flagAt(network.inputs, "deleteDefaultRoutesOnCreate") !== true) return true;
  return stack
    .referrers(network, ROUTE, "network")
    .some(
      ({ inputs }) =>
        leadsToGoogle(inputs) && /(^|\/)default-internet-gateway$/.test(textAt(inputs, "nextHopGateway") ?? ""),
    );
}

const PRIVATE_GOOGLE_RANGE = parseRange("199.36.153.8/30");

function leadsToGoogle(route: unknown): boolean {
  const range = parseRange(textAt(route, "destRange") ?? "");
  return range !== undefined && PRIVATE_GOOGLE_RANGE !== undefined && contains(range, PRIVATE_GOOGLE_RANGE);
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
