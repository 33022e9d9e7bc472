import { componentLabel } from "../cost/component";
import { blockOf, listOf, textOf } from "../cost/inputs";
import { type CostReport, SCENARIOS, type Scenario } from "../cost/line";
import { type Decimal, sum } from "../cost/money";
import type { Resource } from "../resources/resource";

/** One box of the picture: something a request passes, who can reach it, and what it costs. */
export interface Box {
  id: "edge" | "bff" | "way" | "api" | "database";
  title: string;
  detail: string;
  reach: string;
  /** Whether anyone on the internet gets there. */
  open: boolean;
  cost: Record<Scenario, Decimal>;
}

/** What is off the way of a request, and still costs. */
export interface Rest {
  component: string;
  cost: Record<Scenario, Decimal>;
}

export interface Architecture {
  boxes: Box[];
  rest: Rest[];
}

const INGRESS: Record<string, string> = {
  INGRESS_TRAFFIC_ALL: "anyone on the internet",
  INGRESS_TRAFFIC_INTERNAL_ONLY: "only the VPC",
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: "only through the load balancer",
};

/** The way of a request through a stack, from its resources and their lines. Every line is in one box or in the rest. */
export function architectureOf(resources: readonly Resource[], report: CostReport): Architecture {
  const typed = (type: string) => resources.find((resource) => resource.type === type);
  const service = (component: string) =>
    resources.find(
      (resource) => resource.type === "gcp:cloudrunv2/service:Service" && componentLabel(resource) === component,
    );
  const counted = new Set<string>();
  const costOf = (component: string): Record<Scenario, Decimal> => {
    counted.add(component);
    return total(report, (line) => line.component === component);
  };
  const boxes: Box[] = [];

  const rule = typed("gcp:compute/globalForwardingRule:GlobalForwardingRule");
  if (rule) {
    const parts = [
      typed("gcp:compute/securityPolicy:SecurityPolicy") && "Cloud Armor",
      typed("gcp:compute/backendBucket:BackendBucket") && "CDN and assets bucket",
    ].filter((part) => typeof part === "string");
    boxes.push({
      id: "edge",
      title: "Load balancer",
      detail: parts.join(", ") || "HTTPS",
      reach: "anyone on the internet",
      open: true,
      cost: costOf("edge"),
    });
  }
  const bff = service("bff");
  if (bff) boxes.push(runBox("bff", "BFF", bff, costOf("bff")));
  const connector = typed("gcp:vpcaccess/connector:Connector");
  const network = typed("gcp:compute/network:Network");
  if (connector || network) {
    const size = connector
      ? `${connector.inputs.minInstances ?? 2}-${connector.inputs.maxInstances ?? 10} ${textOf(connector.inputs.machineType) ?? "e2-micro"}`
      : "no machines";
    boxes.push({
      id: "way",
      title: connector ? "VPC connector" : "Direct VPC egress",
      detail: size,
      reach: "only these services",
      open: false,
      cost: costOf("network"),
    });
  }
  const api = service("api");
  if (api) boxes.push(runBox("api", "API", api, costOf("api")));
  const database = typed("gcp:sql/databaseInstance:DatabaseInstance");
  if (database) {
    const settings = blockOf(database.inputs.settings);
    const open = blockOf(settings?.ipConfiguration)?.ipv4Enabled !== false;
    boxes.push({
      id: "database",
      title: "Cloud SQL",
      detail: `${textOf(settings?.tier) ?? "tier not known"}${settings?.availabilityType === "REGIONAL" ? ", high availability" : ""}`,
      reach: open ? "a public address" : "only the API, on a private address",
      open,
      cost: costOf(componentLabel(database) ?? "db"),
    });
  }
  const others = [...new Set(report.lines.map(({ component }) => component))].filter(
    (component) => !counted.has(component),
  );
  return {
    boxes,
    rest: others.map((component) => ({ component, cost: total(report, (line) => line.component === component) })),
  };
}

function runBox(id: "bff" | "api", title: string, { inputs }: Resource, cost: Record<Scenario, Decimal>): Box {
  const ingress = textOf(inputs.ingress) ?? "INGRESS_TRAFFIC_ALL";
  const template = blockOf(inputs.template);
  const limits = blockOf(blockOf(blockOf(listOf(template?.containers)[0])?.resources)?.limits);
  const scaling = blockOf(template?.scaling);
  return {
    id,
    title,
    detail: `Cloud Run, ${textOf(limits?.cpu) ?? "1"} vCPU, ${textOf(limits?.memory) ?? "512Mi"}, ${scaling?.minInstanceCount ?? 0}-${scaling?.maxInstanceCount ?? 100} instances`,
    reach: `${INGRESS[ingress] ?? ingress}${id === "api" && inputs.invokerIamDisabled !== true ? ", with a token" : ""}`,
    open: ingress === "INGRESS_TRAFFIC_ALL",
    cost,
  };
}

function total(report: CostReport, matches: (line: CostReport["lines"][number]) => boolean): Record<Scenario, Decimal> {
  const of = (scenario: Scenario) =>
    sum(report.lines.filter((line) => line.scenario === scenario && matches(line)).map(({ monthly }) => monthly));
  return Object.fromEntries(SCENARIOS.map((scenario) => [scenario, of(scenario)])) as Record<Scenario, Decimal>;
}
