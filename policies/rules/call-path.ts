import { servicesOfGroup } from "../../graph/edge";
import type { Graph } from "../../graph/graph";
import { type Attachment, attachmentOf, connectorSubnets, networkName, reachesGoogle } from "../../graph/network";
import { text, textAt } from "../../graph/reading";
import { answersRunApp, privateRunApp } from "../../graph/run-app";
import { NEGS } from "../../graph/tokens";
import type { Workload } from "../../graph/workloads";
import { type Findings, stackPolicy } from "../policy";

export const bffIngressMatchesLb = stackPolicy({
  id: "bff-ingress-matches-lb",
  title: "The BFF is reached one way only",
  demands: "With a load balancer the BFF lets in internal traffic and load balancers; without one it lets in all.",
  why: "With ingress open, its run.app address goes round Cloud Armor; with ingress closed and no load balancer, nobody reaches it.",
  weight: "always",
  severity: "high",
  covers: ["B2", "run.allowedIngress"],
  remediation:
    'Set `ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"` behind a load balancer, `"INGRESS_TRAFFIC_ALL"` without one.',
  check(graph, { violation, unjudged }) {
    const wanted = graph.hasLoadBalancer ? "internal-and-cloud-load-balancing" : "all";
    for (const { resource, ingress, ingressPath } of graph.role("bff")) {
      if (ingress === undefined) unjudged(resource, ingressPath);
      else if (ingress !== wanted) violation(resource, ingressPath, ingressProblem(graph.hasLoadBalancer, ingress));
    }
  },
});

function ingressProblem(balanced: boolean, ingress: Workload["ingress"]): string {
  if (!balanced) return "there is no load balancer, so nobody on the internet reaches the BFF";
  return ingress === "all"
    ? "the run.app address goes round the load balancer and Cloud Armor"
    : "the load balancer cannot reach the BFF";
}

export const internalCallPath = stackPolicy({
  id: "internal-call-path",
  title: "The BFF's call to the API stays inside the network",
  demands:
    "The BFF sends all traffic through the network, or the network answers run.app names with 199.36.153.8/30; no zone for run.app answers otherwise, and the network has a way there.",
  why: "Without it the call leaves for a public address and the API's internal ingress refuses it, with a 404 that names no reason.",
  weight: "always",
  severity: "high",
  covers: ["B5"],
  remediation:
    'Add a private zone `run.app.` bound to the network, with the A records of private.googleapis.com and a `*.run.app.` CNAME; or set `template.vpcAccess.egress: "ALL_TRAFFIC"`.',
  check(graph, { violation, unjudged }) {
    if (graph.role("api").length === 0) return;
    for (const bff of graph.role("bff")) {
      const attachment = attachmentOf(graph.stack, bff);
      if (!attachment) continue;
      const { network } = attachment;
      const egress = [...bff.connectorPath.slice(0, -1)].join(".");
      if (network.resource && !reachesGoogle(graph.stack, network.resource)) {
        violation(network.resource, "deleteDefaultRoutesOnCreate", "no route leads to Google's private addresses");
      }
      const answers = privateRunApp(graph.stack, network);
      if (answers.some(({ good }) => good)) continue;
      const broken = answers.find(({ good }) => good === false);
      const open = answers.find(({ good }) => good === undefined);
      // A network of somebody else's may answer by a zone that is theirs too. The default network never does.
      const isElsewhere = !network.resource && networkName(network.name ?? "") !== "default";
      if (open) unjudged(open.zone, "rrdatas");
      // Wherever the traffic goes, a wrong answer leads it astray.
      else if (broken) violation(broken.zone, "dnsName", `it ${broken.problem}`);
      else if (bff.allTraffic) continue;
      else if (bff.allTraffic === undefined) unjudged(bff.resource, egress);
      else if (isElsewhere && !answersRunApp(graph.stack)) unjudged(bff.resource, egress);
      else violation(bff.resource, egress, "run.app names resolve to public addresses, which the API refuses");
    }
  },
});

export const oneRegion = stackPolicy({
  id: "one-region",
  title: "The services, their connector, its subnet and their endpoint groups share a region",
  demands:
    "A service's location is that of its connector, of the subnets it uses, of its endpoint group and of its peer.",
  why: "Connectors, subnets and serverless endpoint groups are regional: from another region they cannot be used at all.",
  weight: "always",
  severity: "high",
  covers: ["B4"],
  remediation: "Use one region for the service, the connector, the subnet and the endpoint group.",
  check(graph, { violation }) {
    const { stack } = graph;
    const [first] = [...graph.role("api"), ...graph.role("bff")].flatMap(({ location }) => location ?? []);
    for (const workload of graph.workloads) {
      const { location, resource, kind, role } = workload;
      if (location === undefined) continue;
      if (first && location !== first && kind === "service" && (role === "bff" || role === "api"))
        violation(resource, "location", `${location} is not ${first}, where its peer is`);
      const attachment = attachmentOf(stack, workload);
      if (attachment) checkAttachment(graph, workload, location, attachment, violation);
    }
    for (const group of stack.ofType(...NEGS)) {
      const region = textAt(group.inputs, "region");
      const other = servicesOfGroup(stack, group).find((service) =>
        differs(region, textAt(service.inputs, "location")),
      );
      if (other) violation(group, "region", `${region} is not the region of the service it leads to`);
    }
  },
});

function checkAttachment(
  graph: Graph,
  workload: Workload,
  location: string,
  attachment: Attachment,
  violation: Findings["violation"],
): void {
  const { connector } = attachment;
  const path = [...workload.connectorPath];
  const inName = /\/locations\/([^/]+)\//.exec(connector?.literal ?? "")?.[1];
  if (differs(inName, location))
    violation(workload.resource, path.join("."), `the connector is in ${inName}, the service in ${location}`);
  for (const each of connector?.found ?? []) {
    const region = textAt(each.inputs, "region");
    if (differs(region, location) && connector?.sure)
      violation(each, "region", `the connector is in ${region}, its service in ${location}`);
    for (const subnet of connectorSubnets(graph.stack, each)) {
      const own = textAt(subnet.inputs, "region");
      if (differs(own, region)) violation(subnet, "region", `the subnet is in ${own}, its connector in ${region}`);
    }
  }
  if (attachment.via !== "direct") return;
  for (const { subnetwork } of workload.interfaces) {
    const region = /\/regions\/([^/]+)\//.exec(text(subnetwork) ?? "")?.[1];
    if (differs(region, location))
      violation(
        workload.resource,
        path.slice(0, -1).join("."),
        `the subnet is in ${region}, the service in ${location}`,
      );
  }
  for (const subnet of attachment.subnets) {
    const own = textAt(subnet.inputs, "region");
    if (differs(own, location)) violation(subnet, "region", `the subnet is in ${own}, its service in ${location}`);
  }
}

function differs(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}
