import type { Resource } from "../resources/resource";
import { blockOf, countOf, listOf, textOf } from "./inputs";
import type { CostReport, Scenario } from "./line";
import { type Decimal, ZERO } from "./money";

/** A change that saves money, and what one loses by it. */
export interface Advice {
  title: string;
  loses: string;
  /** The settings that make it, as `--set` takes them. */
  set: string[];
  /** USD a month by scenario. */
  saves: Record<Scenario, Decimal>;
}

interface Change {
  title: string;
  loses: string;
  set: string[];
  /** The stack with the change made; undefined where there is nothing to change. */
  make(resources: readonly Resource[]): readonly Resource[] | undefined;
  freeTier?: boolean;
}

const SERVICE = "gcp:cloudrunv2/service:Service";
const CONNECTOR = "gcp:vpcaccess/connector:Connector";
const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

/** The resources with some inputs changed; undefined where that changes none. */
function edit(
  resources: readonly Resource[],
  type: string,
  change: (inputs: Resource["inputs"]) => Resource["inputs"] | undefined,
): Resource[] | undefined {
  let changed = false;
  const edited = resources.map((resource) => {
    const inputs = resource.type === type ? change(resource.inputs) : undefined;
    if (inputs === undefined) return resource;
    changed = true;
    return { ...resource, inputs };
  });
  return changed ? edited : undefined;
}

/** The resources without some; undefined where none goes. */
function without(resources: readonly Resource[], goes: (resource: Resource) => boolean): Resource[] | undefined {
  const rest = resources.filter((resource) => !goes(resource));
  return rest.length < resources.length ? rest : undefined;
}

const withTemplate = (inputs: Resource["inputs"], change: Record<string, unknown>) => ({
  ...inputs,
  template: { ...blockOf(inputs.template), ...change },
});
const withSettings = (inputs: Resource["inputs"], change: Record<string, unknown>) => ({
  ...inputs,
  settings: { ...blockOf(inputs.settings), ...change },
});

const EDGE =
  /^gcp:compute\/(globalForwardingRule|targetHttps?Proxy|uRLMap|backendService|backendBucket|securityPolicy|securityPolicyRule|regionNetworkEndpointGroup|managedSslCertificate|sSLPolicy):/;

const CHANGES: Change[] = [
  {
    title: "Direct VPC egress instead of the connector",
    loses: "each instance takes an address of its own from the subnet, and a first start can take a little longer",
    set: ["network.egress=direct"],
    make: (resources) => without(resources, ({ type }) => type === CONNECTOR),
  },
  {
    title: "A connector that grows to 3 instances at most",
    loses: "throughput past about 300 Mbps",
    set: ["network.connector.maxInstances=3"],
    make: (resources) =>
      edit(resources, CONNECTOR, (inputs) =>
        (countOf(inputs.maxInstances) ?? 0) > 3
          ? { ...inputs, maxInstances: Math.max(3, (countOf(inputs.minInstances) ?? 2) + 1) }
          : undefined,
      ),
  },
  {
    title: "No instances kept warm",
    loses: "the first request after a quiet time waits for a start",
    set: ["bff.instances.min=0", "api.instances.min=0"],
    make: (resources) =>
      edit(resources, SERVICE, (inputs) => {
        const scaling = blockOf(blockOf(inputs.template)?.scaling);
        return (countOf(scaling?.minInstanceCount) ?? 0) > 0
          ? withTemplate(inputs, { scaling: { ...scaling, minInstanceCount: 0 } })
          : undefined;
      }),
  },
  {
    title: "Billing by request instead of by instance",
    loses: "CPU between requests: work after an answer stalls",
    set: ["bff.billing=request", "api.billing=request"],
    make: (resources) =>
      edit(resources, SERVICE, (inputs) => {
        const containers = listOf(blockOf(inputs.template)?.containers).map(blockOf);
        const instanceBased = containers.some(
          (container) => container?.resources !== undefined && blockOf(container.resources)?.cpuIdle !== true,
        );
        return instanceBased
          ? withTemplate(inputs, {
              containers: containers.map((container) => ({
                ...container,
                resources: { ...blockOf(container?.resources), cpuIdle: true },
              })),
            })
          : undefined;
      }),
  },
  {
    title: "A database in one zone",
    loses: "the standby: a failed zone or machine stops the database for minutes to hours",
    set: ["database.highAvailability=false"],
    make: (resources) =>
      edit(resources, DATABASE, (inputs) =>
        blockOf(inputs.settings)?.availabilityType === "REGIONAL"
          ? withSettings(inputs, { availabilityType: "ZONAL" })
          : undefined,
      ),
  },
  {
    title: "A shared-core database (db-g1-small)",
    loses: "the SLA, steady speed, and all but 50 connections",
    set: ["database.tier=db-g1-small"],
    make: (resources) =>
      edit(resources, DATABASE, (inputs) =>
        /^db-(custom|perf)/.test(textOf(blockOf(inputs.settings)?.tier) ?? "")
          ? withSettings(inputs, { tier: "db-g1-small", edition: "ENTERPRISE" })
          : undefined,
      ),
  },
  {
    title: "No load balancer",
    loses: "Cloud Armor, the CDN and the address of one's own: users reach the BFF at its run.app address",
    set: ["edge.mode=run-url"],
    make: (resources) => {
      const edge = resources.some(({ type }) => type.startsWith("gcp:compute/globalForwardingRule:"));
      return edge
        ? without(
            resources,
            ({ type, inputs }) =>
              EDGE.test(type) ||
              type.startsWith("gcp:storage/bucket:") ||
              (type.startsWith("gcp:compute/globalAddress:") && inputs.purpose === undefined),
          )
        : undefined;
    },
  },
  {
    title: "The region us-central1",
    loses: "nearness: about 120 ms more to Brazil, and data kept in the country",
    set: ["region=us-central1"],
    make: (resources) => {
      let changed = false;
      const moved = (value: unknown): unknown => {
        if (typeof value === "string" && /^southamerica-east1$/i.test(value)) {
          changed = true;
          return "us-central1";
        }
        if (Array.isArray(value)) return value.map(moved);
        return typeof value === "object" && value !== null
          ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, moved(part)]))
          : value;
      };
      const result = resources.map((resource) => ({
        ...resource,
        inputs: moved(resource.inputs) as Resource["inputs"],
      }));
      return changed ? result : undefined;
    },
  },
  {
    title: "The free tier of the billing account",
    loses: "nothing, where no other project of the account uses it up",
    set: ["cost.freeTier=true"],
    make: (resources) => resources,
    freeTier: true,
  },
];

/**
 * What would save money here, most first: each change priced by the same engine. Only what applies and saves.
 * @param priceAgain prices changed resources under the same assumptions
 */
export function adviceFor(
  resources: readonly Resource[],
  report: CostReport,
  priceAgain: (resources: readonly Resource[], assume?: { freeTier: true }) => CostReport,
): Advice[] {
  const advice = CHANGES.flatMap(({ make, freeTier, title, loses, set }): Advice[] => {
    const changed = make(resources);
    if (changed === undefined) return [];
    const after = priceAgain(changed, freeTier ? { freeTier } : undefined).scenarios;
    const saves = {} as Record<Scenario, Decimal>;
    for (const scenario of ["low", "expected", "high", "ceiling"] as const)
      saves[scenario] = report.scenarios[scenario].total.minus(after[scenario].total);
    return saves.expected.gt(ZERO) || saves.ceiling.gt(ZERO) ? [{ title, loses, set, saves }] : [];
  });
  return advice.sort((a, b) => b.saves.expected.cmp(a.saves.expected) || b.saves.ceiling.cmp(a.saves.ceiling));
}
