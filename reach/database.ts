import { isPublicRange } from "../graph/addresses";
import { databaseAccess, reservedRange } from "../graph/database";
import { databaseSecrets } from "../graph/database-secrets";
import { egressDenial } from "../graph/firewall";
import type { Grant } from "../graph/grants";
import type { Graph } from "../graph/graph";
import { type Attachment, attachmentOf, type NetworkRef, networkOf, sameNetwork } from "../graph/network";
import { at, flagAt, hiddenAt, isHidden, isSet, listAt, textAt } from "../graph/reading";
import type { Stack } from "../graph/stack";
import { FORWARDING_RULES, GLOBAL_ADDRESS, NETWORK, PEERING, SQL } from "../graph/tokens";
import type { Workload } from "../graph/workloads";
import type { Resource } from "../resources/resource";
import { grantsReaching, readsSecrets } from "./callers";
import { tagsOf, toInternet } from "./calls";
import { allOf, anyOf, closed, open, through, unknown, type Way } from "./way";

const IP = "settings.ipConfiguration";

/** From the internet to a database's own address. */
export function internetToDatabase(database: Resource): Way {
  return through(publicAddress(database), () => authorized(database));
}

function publicAddress({ name, inputs }: Resource): Way {
  if (isHidden(at(inputs, `${IP}.ipv4Enabled`))) return unknown(`${name}: ${IP}.ipv4Enabled is not known yet`);
  return flagAt(inputs, `${IP}.ipv4Enabled`) === false
    ? closed(`${name}: ${IP}.ipv4Enabled is false, so it has no public address`)
    : open(`${name} has a public address`);
}

function authorized({ inputs }: Resource): Way {
  const path = `${IP}.authorizedNetworks`;
  if (textAt(inputs, `${IP}.connectorEnforcement`) === "REQUIRED")
    return closed("but it takes connections of the Cloud SQL proxy and connectors only");
  const ranges = listAt(inputs, path).map((each) => at(each, "value"));
  const anyone = ranges.find((range): range is string => typeof range === "string" && isPublicRange(range));
  if (anyone) return open(`and ${anyone} may connect`);
  return hiddenAt(inputs, path) || ranges.some(isHidden)
    ? unknown("who may connect is not known yet")
    : closed("but no range of the internet may connect without the Cloud SQL proxy");
}

/** From a workload to a database: through the network and past the login. Both are told, whatever either says. */
export function workloadToDatabase(graph: Graph, workload: Workload, database: Resource): Way {
  const { open: lets, steps } = pathTo(graph, workload, database);
  const path = { open: lets, steps: [`network: ${steps.join(", ")}`] };
  return allOf(path, loginOf(graph, workload));
}

function pathTo(graph: Graph, workload: Workload, database: Resource): Way {
  const attachment = attachmentOf(graph.stack, workload);
  const inside = insideNetwork(graph, attachment, database);
  const ways = [inside, byProxy(graph, workload, database), byPublicAddress(graph, workload, database)];
  return ways.some((way) => way.open !== false) ? anyOf(...ways) : inside;
}

function insideNetwork(graph: Graph, attachment: Attachment | undefined, database: Resource): Way {
  const { stack } = graph;
  if (!attachment) return closed("it is not attached to any");
  if (listAt(database.inputs, `${IP}.pscConfigs`).some((each) => flagAt(each, "pscEnabled")))
    return through(endpoint(stack, attachment.network, database), () => outgoing(graph, attachment, []));
  if (!isSet(database.inputs, `${IP}.privateNetwork`)) return closed("the database has no address in it");
  const network = networkOf(stack, database, `${IP}.privateNetwork`);
  if (sameNetwork(attachment.network, network) === false) return closed("the database is on another one");
  if (network.resource && stack.referrers(network.resource, PEERING, "network").length === 0)
    return closed(`${network.resource.name} has no connection to Google's services, where the database is`);
  return outgoing(graph, attachment, serviceRanges(stack, network));
}

/** The Private Service Connect endpoint of a database in a network. */
function endpoint(stack: Stack, network: NetworkRef, database: Resource): Way {
  const automatic = listAt(database.inputs, `${IP}.pscConfigs`)
    .flatMap((each) => listAt(each, "pscAutoConnections"))
    .some((each) => {
      const consumer = stack.resolveValue(database, at(each, "consumerNetwork"), "settings", [NETWORK]);
      const name = consumer.literal?.slice(consumer.literal.lastIndexOf("/") + 1);
      return consumer.set && sameNetwork({ resource: consumer.found[0], name }, network) !== false;
    });
  if (automatic) return open("by an automatic Private Service Connect endpoint");
  const rule = stack.ofType(...FORWARDING_RULES).find((each) => {
    const { found, literal } = stack.resolve(each, "target", [SQL]);
    const leads = found.includes(database) || /\/serviceAttachments\//.test(literal ?? "");
    return leads && sameNetwork(networkOf(stack, each, "network"), network) !== false;
  });
  return rule
    ? open(`by the Private Service Connect endpoint ${rule.name}`)
    : closed("no Private Service Connect endpoint of the database is in it");
}

/** Past the firewall, out of the network. */
function outgoing(graph: Graph, attachment: Attachment, to: ReturnType<typeof serviceRanges>): Way {
  const { network, via, connector } = attachment;
  const denial = egressDenial(graph.stack, { network, tags: tagsOf(attachment), to, port: 5432 });
  if (denial) return closed(`${denial.name} denies tcp:5432`);
  if (via === "direct") return open("open by Direct VPC egress, no firewall rule denies it");
  const [own] = connector?.found ?? [];
  if (!own) return open("open through a connector that is not part of this stack");
  const sharers = graph.services.filter((each) => attachmentOf(graph.stack, each)?.connector?.found[0] === own);
  return open(
    sharers.length > 1
      ? `open through ${own.name}, which the services share, so the firewall cannot tell them apart`
      : `open through ${own.name}`,
  );
}

/** Ranges of a network that Google's services get their addresses from. */
function serviceRanges(stack: Stack, { resource }: NetworkRef) {
  const reserved = resource ? stack.referrers(resource, GLOBAL_ADDRESS, "network") : [];
  return reserved.flatMap(({ inputs }) => reservedRange(inputs) ?? []);
}

/** By the Cloud SQL proxy or a connector of its language, which need a role and a public address. */
function byProxy(graph: Graph, workload: Workload, database: Resource): Way {
  const role = grantsReaching(graph, database).find(
    (grant) =>
      /^roles\/(cloudsql\.(client|editor|admin)|editor|owner)$/.test(grant.role ?? "") && graph.holds(workload, grant),
  );
  return through(
    publicAddress(database),
    role
      ? open(`${role.resource.name} lets it in by the Cloud SQL proxy`)
      : closed("without a role the Cloud SQL proxy lets nobody in"),
  );
}

function byPublicAddress(graph: Graph, workload: Workload, database: Resource): Way {
  return through(internetToDatabase(database), () => toInternet(graph, workload));
}

/** Whether a workload has what a login to the database takes. */
function loginOf(graph: Graph, workload: Workload): Way {
  const accesses = databaseAccess(graph, workload).filter(({ kind }) => kind !== "name" && kind !== "value");
  // A secret named in the template opens nothing until the account may read it, which is another access.
  const usable = accesses.find(({ kind, resource }) => kind !== "secret" || resource !== workload.resource);
  if (usable) return open(`login: ${usable.how} (${usable.resource.name})`);
  const readers = [...databaseSecrets(graph)].flatMap((secret) => grantsReaching(graph, secret)).filter(isReader);
  const everywhere = [...graph.projectWide, ...readers].find(
    (grant) => readsSecrets(grant) && graph.holds(workload, grant),
  );
  if (everywhere) return open(`login: ${everywhere.resource.name} lets its account read every secret`);
  const hidden = readers.find((grant) => graph.holds(workload, grant) === undefined);
  if (hidden) return unknown(`login: whom ${hidden.resource.name} lets read the secret is not known yet`);
  return closed(
    accesses.length > 0
      ? "login: it names a secret of the database that its account may not read"
      : "login: it has no secret, role, user or volume of the database",
  );
}

/** A document that is not known yet can let anyone read. */
const isReader = (grant: Grant) => readsSecrets(grant) || (grant.role === undefined && grant.form === "policy");
