import { overlaps, parseRange } from "../../graph/addresses";
import { databaseAccess } from "../../graph/database";
import { egressDenial } from "../../graph/firewall";
import type { Graph } from "../../graph/graph";
import { attachmentOf, networkOf, sameNetwork } from "../../graph/network";
import { flagAt, listAt, numberAt, read, textAt } from "../../graph/reading";
import { CONNECTOR, GLOBAL_ADDRESS, PEERING, SUBNETWORK } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { type Findings, stackPolicy } from "../policy";

export const bffHasNoDbPath = stackPolicy({
  id: "bff-has-no-db-path",
  title: "The BFF cannot log in to the database",
  demands:
    "The BFF's account has no Cloud SQL role, no database user and no secret of the database; its template takes nothing from the database.",
  why: "The BFF faces the internet; whoever takes it over must not find the database behind it.",
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
      if (!egressDenial(graph.stack, { network, tags, to: [], port: 5432 })) {
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
  check(graph, { violation }) {
    const { stack } = graph;
    for (const instance of graph.databases) {
      const psc = listAt(instance.inputs, "settings.ipConfiguration.pscConfigs").some((each) =>
        flagAt(each, "pscEnabled"),
      );
      if (psc) continue;
      if (read(instance, PRIVATE_NETWORK) === undefined) {
        violation(instance, PRIVATE_NETWORK, "the database has no private network, so the API cannot reach it");
        continue;
      }
      const network = networkOf(stack, instance, PRIVATE_NETWORK);
      for (const api of graph.role("api")) {
        const attachment = attachmentOf(stack, api);
        if (attachment && sameNetwork(network, attachment.network) === false) {
          violation(instance, PRIVATE_NETWORK, "the database is on another network than the API");
        }
      }
      if (network.resource && !stack.waitsFor(instance, PEERING)) {
        violation(instance, PRIVATE_NETWORK, "the database does not wait for the peering, so its first create fails");
      }
      if (network.resource) checkOverlaps(graph, network.resource, violation);
    }
  },
});

/** Ranges of subnets and connectors against those reserved for the peering, within one network. */
function checkOverlaps({ stack }: Graph, network: Resource, violation: Findings["violation"]): void {
  const peering = stack.referrers(network, GLOBAL_ADDRESS, "network").flatMap((address) => {
    const range = parseRange(`${textAt(address.inputs, "address")}/${numberAt(address.inputs, "prefixLength")}`);
    return textAt(address.inputs, "purpose") === "VPC_PEERING" && range ? [{ address, range }] : [];
  });
  if (peering.length === 0) return;
  const users = [SUBNETWORK, CONNECTOR].flatMap((type) => stack.referrers(network, type, "network"));
  for (const resource of users) {
    const range = parseRange(textAt(resource.inputs, "ipCidrRange") ?? "");
    const other = range && peering.find((each) => overlaps(each.range, range));
    if (other)
      violation(resource, "ipCidrRange", `overlaps the range reserved for the database, ${other.address.name}`);
  }
}
