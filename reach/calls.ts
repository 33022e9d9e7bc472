import { parseRange } from "../graph/addresses";
import { egressDenial } from "../graph/firewall";
import type { Graph } from "../graph/graph";
import { type Attachment, attachmentOf, natsOf, reachesGoogle } from "../graph/network";
import { at, flagAt, isHidden, isSet, listAt, read, textAt } from "../graph/reading";
import { privateRunApp } from "../graph/run-app";
import type { Stack } from "../graph/stack";
import { ROUTER, SUBNETWORK } from "../graph/tokens";
import type { Workload } from "../graph/workloads";
import type { Resource } from "../resources/resource";
import { mayCall } from "./callers";
import { chainOf, ingressOf, internalLeads, ownAddress } from "./entrances";
import { anyOf, closed, open, through, unknown, type Way } from "./way";

/** private.googleapis.com, where run.app answers inside a network. */
const GOOGLE = [parseRange("199.36.153.8/30")].filter((range) => range !== undefined);

/** From one workload to a service: the way there, and whether its account may call it. */
export function callTo(graph: Graph, caller: Workload, callerName: string, service: Workload): Way {
  const attachment = attachmentOf(graph.stack, caller);
  return through(wayTo(graph, caller, callerName, service, attachment), () =>
    mayCall(graph, caller, callerName, service),
  );
}

function wayTo(
  graph: Graph,
  caller: Workload,
  name: string,
  service: Workload,
  attachment: Attachment | undefined,
): Way {
  const [balanced] = attachment ? internalLeads(graph, service, attachment.network) : [];
  if (attachment && balanced)
    return open(
      attached(name, attachment),
      `${chainOf(balanced.entry, balanced.backend)} leads to it inside the network`,
    );
  if (service.defaultUrlOff !== false) return ownAddress(service);
  if (!attachment) return through(open(`${name} is not attached to a network`), letsInInternet(service));
  return through(open(attached(name, attachment)), runAppWay(graph, caller, service, attachment));
}

function letsInInternet(service: Workload): Way {
  const { ingress } = service;
  if (ingress === undefined) return unknown(ingressOf(service));
  return ingress === "all" ? open(ingressOf(service)) : closed(`and ${ingressOf(service)}`);
}

function attached(name: string, { via, network, connector }: Attachment): string {
  const by = via === "direct" ? "Direct VPC egress" : (connector?.found[0]?.name ?? "a connector");
  return `${name} enters ${network.resource?.name ?? network.name ?? "the network"} by ${by}`;
}

/** By the service's run.app address, from inside a network. */
function runAppWay({ stack }: Graph, caller: Workload, service: Workload, attachment: Attachment): Way {
  const privately = () => googlePrivately(stack, attachment);
  const answers = privateRunApp(stack, attachment.network);
  const [broken] = answers;
  // Wherever the traffic goes, a wrong answer leads it astray.
  if (broken && answers.every((each) => each.good === false))
    return closed(`but ${broken.zone.name} ${broken.problem}`);
  if (caller.allTraffic) {
    const inside = through(open("all its traffic goes through the network"), privately);
    return inside.open === false && service.ingress === "all"
      ? anyOf(inside, natWay(stack, caller, attachment))
      : inside;
  }
  const good = answers.find((each) => each.good);
  if (good) return through(open(`${good.zone.name} answers run.app names with private.googleapis.com`), privately);
  const pending = answers.find((each) => each.good === undefined);
  if (pending) return through(unknown(`what ${pending.zone.name} answers is not known yet`), privately);
  if (caller.allTraffic === undefined)
    return unknown("whether all its traffic goes through the network is not known yet");
  return through(open("run.app names resolve to public addresses"), letsInInternet(service));
}

/** From a network to Google's private addresses. */
function googlePrivately(stack: Stack, attachment: Attachment): Way {
  const { network, subnets } = attachment;
  if (network.resource && !reachesGoogle(stack, network.resource))
    return closed(`but no route of ${network.resource.name} leads to Google's private addresses`);
  const denial = egressDenial(stack, { network, tags: tagsOf(attachment), to: GOOGLE, port: 443 });
  if (denial) return closed(`but ${denial.name} denies tcp:443 to 199.36.153.8/30`);
  for (const subnet of subnets) {
    const access = read(subnet, "privateIpGoogleAccess");
    if (isHidden(access)) return unknown(`privateIpGoogleAccess of ${subnet.name} is not known yet`);
    if (flagAt(subnet.inputs, "privateIpGoogleAccess") !== true)
      return closed(`but ${subnet.name} has no Private Google Access`);
  }
  if (subnets.length > 0) return open(`${subnets.map((subnet) => subnet.name).join(", ")} has Private Google Access`);
  const own = attachment.connector?.found.some(({ inputs }) => isSet(inputs, "ipCidrRange"));
  return open(
    own
      ? "the connector's own range has Private Google Access"
      : "its subnet is not part of this stack, Private Google Access is taken to be on",
  );
}

/** The network tags firewall rules know a workload by: a connector's machines bear Google's own. */
export function tagsOf({ via, connector, tags }: Attachment): string[] {
  if (via === "direct") return tags;
  const own = (connector?.found ?? []).map(
    ({ inputs }) => `vpc-connector-${textAt(inputs, "region")}-${textAt(inputs, "name")}`,
  );
  return ["vpc-connector", ...own];
}

/** From a workload to the internet. */
export function toInternet({ stack }: Graph, workload: Workload): Way {
  const attachment = attachmentOf(stack, workload);
  const own = "public addresses are reached by Cloud Run's own way out";
  if (workload.allTraffic === false || !attachment) return open(own);
  const nat = natWay(stack, workload, attachment);
  if (workload.allTraffic) return through(open("all its traffic goes through the network"), nat);
  return nat.open ? nat : unknown("whether all its traffic goes through the network is not known yet");
}

function natWay(stack: Stack, workload: Workload, { network, subnets }: Attachment): Way {
  const nats = natsOf(stack, network);
  const nat = nats.find((each) => serves(stack, each, workload, subnets));
  if (nat) return open(`${nat.name} takes it to the internet`);
  const [other] = nats;
  return closed(other ? `but ${other.name} is for another region or subnet` : "which has no Cloud NAT");
}

/** Whether a NAT gateway is in a workload's region and for its subnets. */
function serves(stack: Stack, nat: Resource, { location }: Workload, subnets: readonly Resource[]): boolean {
  const [router] = stack.resolve(nat, "router", [ROUTER]).found;
  const region = textAt(nat.inputs, "region") ?? (router && textAt(router.inputs, "region"));
  if (region !== undefined && location !== undefined && region !== location) return false;
  if (textAt(nat.inputs, "sourceSubnetworkIpRangesToNat") !== "LIST_OF_SUBNETWORKS" || subnets.length === 0)
    return true;
  const listed = listAt(nat.inputs, "subnetworks").flatMap(
    (each) => stack.resolveValue(nat, at(each, "name"), "subnetworks", [SUBNETWORK]).found,
  );
  return listed.length === 0 || listed.some((subnet) => subnets.includes(subnet));
}
