import { Graph } from "../graph/graph";
import { BUCKET, NETWORK, SQL } from "../graph/tokens";
import type { Workload } from "../graph/workloads";
import type { Resource } from "../resources/resource";
import { internetToBucket, isOpenByChoice, openSecrets, throughCdn } from "./buckets";
import { callTo, toInternet } from "./calls";
import { internetToDatabase, workloadToDatabase } from "./database";
import { directly, fromInternet, fromNetwork, intoNetwork, throughBalancer } from "./entrances";
import { type Reach, row } from "./way";

/**
 * Who can reach what in a stack, from its resources alone. The pairs the architecture speaks of are always told, each
 * once per resource; of other services only whether the internet reaches them, and what else they reach if they do.
 */
export function reachMap(resources: readonly Resource[], roleLabel?: string): Reach[] {
  const graph = new Graph(resources, roleLabel);
  const parties = partiesOf(graph);
  return [
    ...parties.bffs.flatMap(({ name, workload }) => internetToBff(graph, name, workload)),
    ...parties.apis.map(({ name, workload }) => row("internet", name, false, fromInternet(graph, workload))),
    ...callsOf(graph, parties),
    ...outwards(graph, parties),
    ...databaseRows(graph, parties),
    ...bucketRows(graph),
    ...otherRows(graph, parties),
  ];
}

interface Party {
  name: string;
  workload: Workload;
}

interface Parties {
  bffs: Party[];
  apis: Party[];
  /** Services, jobs and worker pools without one of the two roles. */
  others: Party[];
}

function partiesOf(graph: Graph): Parties {
  const [bffs, apis] = [graph.role("bff"), graph.role("api")];
  const others = graph.workloads.filter((each) => !bffs.includes(each) && !apis.includes(each));
  const named = (title: string, workloads: Workload[]) =>
    workloads.map((workload) => ({ name: called(title, workload.resource, workloads), workload }));
  return {
    bffs: named("BFF", bffs),
    apis: named("API", apis),
    others: others.map((workload) => ({ name: `${workload.kind} ${workload.resource.name}`, workload })),
  };
}

/** What a thing is called in the map: what it is, and which, where there are several. */
function called(title: string, resource: Resource, all: readonly unknown[]): string {
  return all.length > 1 ? `${title} ${resource.name}` : title;
}

function internetToBff(graph: Graph, name: string, bff: Workload): Reach[] {
  if (!graph.hasLoadBalancer) return [row("internet", name, true, directly(graph, bff))];
  return [
    row("internet", name, true, throughBalancer(graph, bff)),
    row("internet", `${name} around the load balancer`, false, directly(graph, bff)),
  ];
}

function callsOf(graph: Graph, { bffs, apis, others }: Parties): Reach[] {
  const call = (from: Party, to: Party, expected: boolean) =>
    row(from.name, to.name, expected, callTo(graph, from.workload, `the ${from.name}`, to.workload));
  return [
    ...pairs(bffs, apis).map(([bff, api]) => call(bff, api, true)),
    ...pairs(others, apis)
      .map(([other, api]) => call(other, api, false))
      .filter(({ reachable }) => reachable),
    ...apis.map(({ name, workload }) => row("VPC", name, false, fromNetwork(graph, workload))),
  ];
}

function outwards(graph: Graph, { bffs, apis }: Parties): Reach[] {
  return [...bffs, ...apis].map(({ name, workload }) => row(name, "internet", true, toInternet(graph, workload)));
}

function databaseRows(graph: Graph, { bffs, apis, others }: Parties): Reach[] {
  const main = graph.databases;
  const rest = graph.stack.ofType(SQL).filter((database) => !main.includes(database));
  const databases = [
    ...main.map((database) => ({ database, name: called("database", database, main), promised: true })),
    ...rest.map((database) => ({ database, name: `database ${database.name}`, promised: false })),
  ];
  const use = ({ name, workload }: Party, { database, name: to }: (typeof databases)[number], expected: boolean) =>
    row(name, to, expected, workloadToDatabase(graph, workload, database));
  return [
    ...databases.map(({ database, name }) => row("internet", name, false, internetToDatabase(database))),
    // The API may use a database without the role, but nothing says that it must.
    ...pairs(apis, databases).flatMap(([api, database]) => {
      const found = use(api, database, true);
      return database.promised || found.reachable ? [found] : [];
    }),
    ...pairs(bffs, databases).map(([bff, database]) => use(bff, database, false)),
    // What runs unseen, such as a migration, may use the database; what faces the internet may not.
    ...pairs(others, databases)
      .map(([other, database]) => use(other, database, !facesInternet(graph, other.workload)))
      .filter(({ reachable }) => reachable),
  ];
}

function facesInternet(graph: Graph, workload: Workload): boolean {
  return workload.kind === "service" && fromInternet(graph, workload).open !== false;
}

/** Pairs beyond these are no map any more, and would take time by the square; a doubled role is reported anyway. */
const MOST_PAIRS = 400;

function pairs<A, B>(from: readonly A[], to: readonly B[]): [A, B][] {
  const found: [A, B][] = [];
  for (const a of from) {
    for (const b of to) {
      if (found.length === MOST_PAIRS) return found;
      found.push([a, b]);
    }
  }
  return found;
}

function bucketRows(graph: Graph): Reach[] {
  const assets = [...graph.assetsBuckets];
  return graph.stack.ofType(BUCKET).flatMap((bucket) => {
    const isAssets = graph.assetsBuckets.has(bucket);
    const name = isAssets ? called("assets bucket", bucket, assets) : `bucket ${bucket.name}`;
    // Reading an assets bucket straight is only ever a means to an end; where it is public, that was chosen.
    const direct = row("internet", name, isOpenByChoice(graph, bucket), internetToBucket(graph, bucket));
    if (!isAssets) return [direct];
    return [
      { ...direct, expected: direct.expected && direct.reachable === true },
      row("internet", `${called("assets", bucket, assets)} through the load balancer`, true, throughCdn(graph, bucket)),
    ];
  });
}

function otherRows(graph: Graph, { others }: Parties): Reach[] {
  const { stack } = graph;
  return [
    ...others
      .filter(({ workload }) => workload.kind === "service")
      .map(({ name, workload }) => row("internet", name, false, fromInternet(graph, workload))),
    ...openSecrets(graph).map(({ secret, way }) => row("internet", `secret ${secret.name}`, false, way)),
    ...(stack.ofType(NETWORK).length > 0 ? [row("internet", "VPC", false, intoNetwork(stack))] : []),
  ];
}
