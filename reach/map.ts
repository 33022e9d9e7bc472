import { isPublicRange } from "../graph/addresses";
import { databaseAccess } from "../graph/database";
import { mappedServices, servicesOf } from "../graph/edge";
import { isEveryone } from "../graph/grants";
import { Graph } from "../graph/graph";
import {
  attachmentOf,
  databaseDenials,
  type NetworkRef,
  natsOf,
  networkOf,
  privateRunApp,
  sameNetwork,
} from "../graph/network";
import { at, flagAt, listAt, textAt } from "../graph/reading";
import { BACKEND_BUCKETS, BACKEND_SERVICES, BUCKET } from "../graph/tokens";
import type { Workload } from "../graph/workloads";
import type { Resource } from "../resources/resource";

/** Whether one party can reach another, why, and whether the architecture promises it so. */
export interface Reach {
  from: string;
  to: string;
  /** To the end: through the network and past the login. */
  reachable: boolean;
  expected: boolean;
  /** The resources and settings that open or close the way, in the order a request meets them. */
  because: string[];
}

/** A way that is open or closed, step by step. */
interface Way {
  open: boolean;
  steps: string[];
}

const open = (...steps: string[]): Way => ({ open: true, steps });
const closed = (...steps: string[]): Way => ({ open: false, steps });
const row = (from: string, to: string, expected: boolean, way: Way): Reach => ({
  from,
  to,
  reachable: way.open,
  expected,
  because: way.steps,
});

/** Who can reach what in a stack, from its resources alone. */
export function reachMap(resources: readonly Resource[], roleLabel?: string): Reach[] {
  const graph = new Graph(resources, roleLabel);
  const [bff] = graph.role("bff");
  const [api] = graph.role("api");
  const [database] = graph.databases;
  return [
    ...(bff ? internetToBff(graph, bff) : []),
    ...(api ? [row("internet", "API", false, internetToService(graph, api))] : []),
    ...(bff && api ? [row("BFF", "API", true, bffToApi(graph, bff, api))] : []),
    ...(api ? [row("network", "API", false, networkToApi(graph, api))] : []),
    ...(bff ? [row("BFF", "internet", true, toInternet(graph, bff))] : []),
    ...(api ? [row("API", "internet", true, toInternet(graph, api))] : []),
    ...(database ? [row("internet", "database", false, internetToDatabase(database))] : []),
    ...(database && api ? [row("API", "database", true, serviceToDatabase(graph, api, database))] : []),
    ...(database && bff ? [row("BFF", "database", false, serviceToDatabase(graph, bff, database))] : []),
    ...graph.stack.ofType(BUCKET).map((bucket) => bucketRow(graph, bucket)),
    ...(graph.assetsBuckets.size > 0
      ? [row("internet", "assets through the load balancer", true, internetToAssets(graph))]
      : []),
  ];
}

function internetToBff(graph: Graph, bff: Workload): Reach[] {
  const balanced = throughBalancer(graph, bff);
  const direct = directly(graph, bff);
  if (!graph.hasLoadBalancer) return [row("internet", "BFF", true, direct)];
  return [row("internet", "BFF", true, balanced), row("internet", "BFF around the load balancer", false, direct)];
}

/** By its run.app address or a mapped domain, not through a load balancer. */
function directly(graph: Graph, service: Workload): Way {
  const { ingress, ingressPath } = service;
  const mapped = mappedServices(graph.stack).some(({ services }) => services.includes(service.resource));
  if (ingress !== "all")
    return closed(`${ingressPath} is ${ingress ?? "not known yet"}, so requests from the internet are refused`);
  if (service.defaultUrlOff && !mapped)
    return closed(`${ingressPath} is all`, "but its run.app address is off and no domain is mapped to it");
  const address = mapped ? "a domain is mapped to it" : "its run.app address is on";
  return anyoneMayCall(graph, service, [`${ingressPath} is all`, address]);
}

function throughBalancer(graph: Graph, service: Workload): Way {
  for (const { rule, proxies, urlMaps, backends } of graph.entries) {
    const backend = backends.find(
      (each) => BACKEND_SERVICES.includes(each.type) && servicesOf(graph.stack, each).includes(service.resource),
    );
    if (!backend) continue;
    const chain = [rule, ...proxies, ...urlMaps, backend].map(({ name }) => name).join(" -> ");
    if (service.ingress === "internal") return closed(`${chain} leads to it`, "but its ingress is internal only");
    const armor =
      at(backend.inputs, "securityPolicy") === undefined
        ? "no Cloud Armor policy looks at the requests"
        : "Cloud Armor looks at the requests";
    return anyoneMayCall(graph, service, [chain, armor]);
  }
  return closed("no forwarding rule leads to it");
}

function anyoneMayCall(graph: Graph, service: Workload, steps: string[]): Way {
  if (service.invokerCheckOff) return open(...steps, "the invoker check is off, so no token is needed");
  const everyone = [...graph.projectWide, ...graph.grantsOn(service.resource)].find(
    ({ role, members }) => /run\.(invoker|servicesInvoker|admin)$/.test(role ?? "") && members.some(isEveryone),
  );
  return everyone
    ? open(...steps, `${everyone.resource.name} lets everyone call it`)
    : closed(...steps, "but a token of an account with roles/run.invoker is needed");
}

function internetToService(graph: Graph, service: Workload): Way {
  const ways = [throughBalancer(graph, service), directly(graph, service)];
  return ways.find((way) => way.open) ?? { open: false, steps: ways.flatMap(({ steps }) => steps) };
}

function bffToApi(graph: Graph, bff: Workload, api: Workload): Way {
  const attachment = attachmentOf(graph.stack, bff);
  const steps: string[] = [];
  if (api.defaultUrlOff) return closed("the API's run.app address is off");
  if (api.ingress === "all") steps.push("the API lets in the internet");
  else if (!attachment) return closed("the BFF is not attached to a network", "the API lets in internal traffic only");
  else {
    steps.push(
      `the BFF is attached to the network by ${attachment.via === "direct" ? "Direct VPC egress" : "the connector"}`,
    );
    const way = internalWay(graph, bff, attachment.network);
    steps.push(...way.steps);
    if (!way.open) return closed(...steps);
    const bare = attachment.subnets.find((subnet) => flagAt(subnet.inputs, "privateIpGoogleAccess") !== true);
    if (bare) return closed(...steps, `but ${bare.name} has no Private Google Access`);
    steps.push("Private Google Access is on");
  }
  if (api.invokerCheckOff) return open(...steps, "the API's invoker check is off");
  const grant = [...graph.grantsOn(api.resource), ...graph.projectWide].find(
    (each) =>
      /run\.(invoker|servicesInvoker|admin)$/.test(each.role ?? "") &&
      (graph.holds(bff, each) || each.members.some(isEveryone)),
  );
  return grant
    ? open(...steps, `${grant.resource.name} grants ${grant.role} to the BFF's account`)
    : closed(...steps, "but the BFF's account holds no roles/run.invoker on the API");
}

function internalWay(graph: Graph, bff: Workload, network: NetworkRef): Way {
  if (bff.allTraffic) return open("all its traffic goes through the network");
  const answers = privateRunApp(graph.stack, network);
  const good = answers.find((each) => each.good !== false);
  if (good) return open(`${good.zone.name} answers run.app names with private.googleapis.com`);
  const broken = answers[0];
  return closed(
    broken
      ? `but ${broken.zone.name} ${broken.problem}`
      : "but run.app names resolve to public addresses, which internal ingress refuses",
  );
}

function networkToApi(graph: Graph, api: Workload): Way {
  return anyoneMayCall(graph, api, ["internal ingress takes requests from any workload of the network"]);
}

function toInternet(graph: Graph, service: Workload): Way {
  if (!service.allTraffic) return open("public addresses are reached by Cloud Run's own way out");
  const attachment = attachmentOf(graph.stack, service);
  const [nat] = attachment ? natsOf(graph.stack, attachment.network) : [];
  return nat
    ? open("all its traffic goes through the network", `${nat.name} takes it to the internet`)
    : closed("all its traffic goes through the network", "which has no Cloud NAT");
}

const IP = "settings.ipConfiguration";

function internetToDatabase(database: Resource): Way {
  if (flagAt(database.inputs, `${IP}.ipv4Enabled`) === false)
    return closed(`${IP}.ipv4Enabled is false, so it has no public address`);
  const ranges = listAt(database.inputs, `${IP}.authorizedNetworks`).flatMap((each) => textAt(each, "value") ?? []);
  const anyone = ranges.find(isPublicRange);
  return anyone
    ? open("it has a public address", `and ${anyone} may connect`)
    : closed("it has a public address", "but no range of the internet may connect without the Cloud SQL proxy");
}

function serviceToDatabase(graph: Graph, service: Workload, database: Resource): Way {
  const attachment = attachmentOf(graph.stack, service);
  const network = networkOf(graph.stack, database, `${IP}.privateNetwork`);
  const path = networkPath(graph, attachment, network);
  const logins = databaseAccess(graph, service).filter(({ how }) => !/names the database|takes a value/.test(how));
  const login = logins[0]
    ? open(`login: ${logins[0].how} (${logins[0].resource.name})`)
    : closed("login: it has no secret, role, user or volume of the database");
  return { open: path.open && login.open, steps: [...path.steps, ...login.steps] };
}

function networkPath(graph: Graph, attachment: ReturnType<typeof attachmentOf>, network: NetworkRef): Way {
  if (!attachment) return closed("network: it is not attached to any");
  if (sameNetwork(attachment.network, network) === false) return closed("network: the database is on another one");
  if (attachment.via === "connector") {
    const name = attachment.connector?.found[0]?.name ?? "the connector";
    const sharers = graph.services.filter(
      (each) => attachmentOf(graph.stack, each)?.connector?.found[0] === attachment.connector?.found[0],
    );
    return open(
      sharers.length > 1
        ? `network: open through ${name}, which the services share, so the firewall cannot tell them apart`
        : `network: open through ${name}`,
    );
  }
  const [denial] = databaseDenials(graph.stack, attachment.network, attachment.tags);
  return denial
    ? closed(`network: ${denial.name} denies tcp:5432 to its tag`)
    : open("network: open by Direct VPC egress, no firewall rule denies it");
}

function bucketRow(graph: Graph, bucket: Resource): Reach {
  const isAssets = graph.assetsBuckets.has(bucket);
  const reader = graph.grantsOn(bucket).find(({ members }) => members.some(isEveryone));
  const prevented = textAt(bucket.inputs, "publicAccessPrevention") === "enforced";
  const way = prevented
    ? closed("publicAccessPrevention is enforced")
    : reader
      ? open(`${reader.resource.name} grants ${reader.role} to everyone`)
      : closed("nothing is granted to everyone", "although publicAccessPrevention is not enforced");
  // Reading an assets bucket straight is only ever a means to an end; where it is public, that was chosen.
  return row("internet", `bucket ${bucket.name}`, isAssets && way.open, way);
}

function internetToAssets(graph: Graph): Way {
  for (const { rule, urlMaps, backends } of graph.entries) {
    const backend = backends.find((each) => BACKEND_BUCKETS.includes(each.type));
    if (!backend) continue;
    const [bucket] = graph.stack.resolve(backend, "bucketName", [BUCKET]).found;
    if (!bucket) return closed(`${backend.name} serves a bucket that is not part of this stack`);
    const chain = [rule, ...urlMaps, backend, bucket].map(({ name }) => name).join(" -> ");
    const reader = graph
      .grantsOn(bucket)
      .find(
        ({ members, role }) =>
          /object/i.test(role ?? "") &&
          members.some((each) => isEveryone(each) || /@https-lb\.|@cloud-cdn-fill\./.test(each)),
      );
    return reader
      ? open(
          chain,
          `${reader.resource.name} lets ${reader.members.some(isEveryone) ? "everyone" : "the load balancer"} read it`,
        )
      : closed(chain, "but the load balancer may not read the bucket");
  }
  return closed("no forwarding rule leads to them");
}
