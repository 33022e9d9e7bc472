import { overlaps, parseRange } from "../../graph/addresses";
import { databaseAccess, reservedRange } from "../../graph/database";
import { egressDenial } from "../../graph/firewall";
import { attachmentOf, type NetworkRef, networkOf, sameNetwork } from "../../graph/network";
import { at, flagAt, isHidden, listAt, read, textAt } from "../../graph/reading";
import type { Stack } from "../../graph/stack";
import { CONNECTOR, GLOBAL_ADDRESS, PEERING, SUBNETWORK } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { type Findings, stackPolicy } from "../policy";

export const bffHasNoDbPath = stackPolicy({
  id: "bff-has-no-db-path",
  title: "The BFF cannot log in to the database",
  demands:
    "The BFF's account has no Cloud SQL role, no database user and no secret of the database; its template takes nothing from the database, runs no Cloud SQL proxy, and no variable says where the database is. A variable does so by its value (a private address where the database may be, a name of Cloud SQL's, a PostgreSQL URL), or by a name that means the application's one database (`DB_HOST`, `PGHOST`, `DATABASE_URL`), whatever its value. One about another database (`ANALYTICS_DB_HOST`) may name a host of the internet: this database is not there.",
  why: "The BFF faces the internet; whoever takes it over must not find the database behind it. An address written out by hand leaves no trace of where it came from, so the name of the variable has to tell.",
  weight: "always",
  severity: "critical",
  covers: ["B6"],
  remediation: "Remove the grant, user, volume or variable; let the BFF ask the API.",
  check(graph, { violation }) {
    const apiAccounts = graph.role("api").map((api) => graph.account(api));
    for (const bff of graph.role("bff")) {
      const account = graph.account(bff);
      // An account shared with the API holds the API's grants; that is reported as the sharing it is.
      const shared = apiAccounts.some((each) => each.found === account.found && each.literal === account.literal);
      for (const { resource, property, how } of databaseAccess(graph, bff)) {
        if (!shared || resource === bff.resource) violation(resource, property, `the BFF reaches the database: ${how}`);
      }
    }
  },
});

export const dbEgressDenied = stackPolicy({
  id: "db-egress-denied",
  title: "The network keeps the BFF from the database too",
  demands: "With Direct VPC egress, a firewall rule denies PostgreSQL to the BFF's network tag.",
  why: "It holds even if a database password leaks. Behind a shared connector both services look the same to the firewall, so there it cannot be done.",
  weight: "advice",
  severity: "medium",
  covers: ["B6 (network)"],
  remediation: "Tag the BFF's network interface and deny egress to tcp:5432 for that tag.",
  check(graph, { violation }) {
    if (graph.databases.length === 0) return;
    for (const bff of graph.role("bff")) {
      const attachment = attachmentOf(graph.stack, bff);
      if (attachment?.via !== "direct") continue;
      const { network, tags } = attachment;
      const to = inNetwork(graph.stack, network, GLOBAL_ADDRESS).flatMap(({ inputs }) => reservedRange(inputs) ?? []);
      if (!egressDenial(graph.stack, { network, tags, to, port: 5432 })) {
        violation(
          bff.resource,
          "template.vpcAccess.networkInterfaces",
          "nothing in the network keeps the BFF from tcp:5432",
        );
      }
    }
  },
});

const PRIVATE_NETWORK = "settings.ipConfiguration.privateNetwork";
const PSC = "settings.ipConfiguration.pscConfigs";

export const dbPrivatePath = stackPolicy({
  id: "db-private-path",
  title: "The database sits on the network of the services",
  demands:
    "The database's private network is the API's, it waits for the peering, and no range of the network overlaps the peering's.",
  why: "Peering does not reach further than one network; without it the first create fails; overlapping ranges cannot be routed.",
  weight: "always",
  severity: "high",
  covers: ["B10"],
  remediation:
    "Set `settings.ipConfiguration.privateNetwork` to the connector's network and `dependsOn` the `gcp.servicenetworking.Connection`.",
  check(graph, { violation, unjudged }) {
    const { stack } = graph;
    for (const instance of graph.databases) {
      const psc = listAt(instance.inputs, PSC).map((each) => at(each, "pscEnabled"));
      if (psc.some((enabled) => flagAt({ enabled }, "enabled"))) continue;
      if (read(instance, PRIVATE_NETWORK) === undefined) {
        if (isHidden(read(instance, PSC)) || psc.some(isHidden)) unjudged(instance, PSC);
        else violation(instance, PRIVATE_NETWORK, "the database has no private network, so the API cannot reach it");
        continue;
      }
      const network = networkOf(stack, instance, PRIVATE_NETWORK);
      for (const api of graph.role("api")) {
        const attachment = attachmentOf(stack, api);
        if (attachment && sameNetwork(network, attachment.network) === false) {
          violation(instance, PRIVATE_NETWORK, "the database is on another network than the API");
        }
      }
      const peerings = inNetwork(stack, network, PEERING);
      // Of a network that is not of this stack, the peering may be somebody else's.
      if ((network.resource || peerings.length > 0) && !stack.waitsFor(instance, peerings)) {
        violation(instance, PRIVATE_NETWORK, "the database does not wait for the peering, so its first create fails");
      }
      checkOverlaps(stack, network, violation);
    }
  },
});

/** Resources of a type that name this very network. */
function inNetwork(stack: Stack, network: NetworkRef, type: string): Resource[] {
  if (network.resource) return stack.referrers(network.resource, type, "network");
  return stack.ofType(type).filter((each) => sameNetwork(networkOf(stack, each, "network"), network) === true);
}

/** Ranges of subnets and connectors against those reserved for the peering, within one network. */
function checkOverlaps(stack: Stack, network: NetworkRef, violation: Findings["violation"]): void {
  const peering = inNetwork(stack, network, GLOBAL_ADDRESS).flatMap(({ name, inputs }) => {
    const range = reservedRange(inputs);
    return range ? [{ name, range }] : [];
  });
  if (peering.length === 0) return;
  for (const resource of [SUBNETWORK, CONNECTOR].flatMap((type) => inNetwork(stack, network, type))) {
    const secondary = listAt(resource.inputs, "secondaryIpRanges").map((each, index) => [
      `secondaryIpRanges[${index}].ipCidrRange`,
      textAt(each, "ipCidrRange"),
    ]);
    for (const [path = "", cidr] of [["ipCidrRange", textAt(resource.inputs, "ipCidrRange")], ...secondary]) {
      const range = parseRange(cidr ?? "");
      const other = range && peering.find((each) => overlaps(each.range, range));
      if (other) violation(resource, path, `overlaps the range reserved for the database, ${other.name}`);
    }
  }
}
