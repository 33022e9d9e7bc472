import type { Resource } from "../../resources/resource";
import { isUnknown, textOf } from "../inputs";
import { HOURS_PER_MONTH } from "../money";
import { amount, INTERNET_EGRESS, LOGS, REGION, size, type UsageField } from "../usage/field";
import { CDN_USAGE, cdn } from "./cdn";
import { egress, fromBalancer } from "./egress";
import { charge, type Finding, free, type Meter, optionally, type Reading, unpriced } from "./meter";

const GLOBAL_RULE = "gcp:compute/globalForwardingRule:GlobalForwardingRule";
const REGIONAL_RULE = "gcp:compute/forwardingRule:ForwardingRule";

const DATA: UsageField[] = [
  size(
    "dataIn",
    "data from clients through the balancer",
    "inbound",
    "inboundData",
    "dataInbound",
    "ingress",
    "ingressData",
    "requestData",
  ),
  size("dataOut", "data to clients through the balancer", "outbound", "outboundData", "dataOutbound", "responseData"),
  size(
    "data",
    "both together, where they are not told apart",
    "processed",
    "dataProcessed",
    "processedData",
    "throughput",
  ),
  amount(
    "requests",
    "requests a month",
    "requests served, for which a balancer charges nothing; Cloud Armor does",
    "requestCount",
  ),
  REGION,
];

/** The price of a balancer without a region of its own is that of its backends; the common price where none is known. */
const regionOf = ({ usage, stack }: Reading): string => usage.region ?? stack.region ?? "us-central1";

function dataProcessed(reading: Reading, region: string): Finding[] {
  const { usage } = reading;
  return [
    ...optionally(usage, "dataIn", "Data processed, inbound", "lb.data.inbound", region),
    ...optionally(usage, "dataOut", "Data processed, outbound", "lb.data.outbound", region),
    ...optionally(usage, "data", "Data processed", "lb.data.outbound", region),
  ];
}

export const globalForwardingRule: Meter = {
  types: [GLOBAL_RULE],
  usage: [...DATA, { ...INTERNET_EGRESS, aliases: INTERNET_EGRESS.aliases?.filter((alias) => alias !== "dataOut") }],
  read: (reading) => read(reading, "global", regionOf(reading)),
};

export const forwardingRule: Meter = {
  types: [REGIONAL_RULE],
  usage: globalForwardingRule.usage,
  read(reading) {
    const region = textOf(reading.resource.inputs.region) ?? reading.stack.fallbackRegion;
    return region === undefined
      ? [unpriced("Forwarding rule", "region is not given or not known yet")]
      : read(reading, "regional", region);
  },
};

const MANAGED_INSIDE = ["INTERNAL_MANAGED", "INTERNAL_SELF_MANAGED"];

/** The pool whose first five rules share one flat charge: a project's global rules, or its rules of one region. */
function pool({ type, inputs }: Resource): string | undefined {
  if (type !== GLOBAL_RULE && type !== REGIONAL_RULE) return undefined;
  if (notABalancer(inputs) !== undefined) return undefined;
  return `${textOf(inputs.project) ?? ""}/${type === GLOBAL_RULE ? "global" : textOf(inputs.region)}`;
}

function notABalancer({ target, loadBalancingScheme }: Record<string, unknown>): string | undefined {
  if (isUnknown(loadBalancingScheme)) return "loadBalancingScheme is not known yet";
  if (MANAGED_INSIDE.includes(String(loadBalancingScheme)))
    return `no price is known for ${String(loadBalancingScheme)}, which is charged by its proxies`;
  if (/serviceAttachments|^all-apis$|^vpc-sc$/.test(String(target)))
    return "no price is known for Private Service Connect endpoints";
  return undefined;
}

function read(reading: Reading, scope: "global" | "regional", region: string): Finding[] {
  const { resource, usage, stack } = reading;
  const reason = notABalancer(resource.inputs);
  if (reason !== undefined) return [unpriced("Forwarding rule", reason)];
  const rank = stack.rank(resource, pool);
  const rule =
    rank === 0
      ? charge(
          "fixed",
          "Forwarding rules, the first five",
          `lb.${scope}.forwarding_rule.first_five`,
          region,
          HOURS_PER_MONTH,
        )
      : rank < 5
        ? free("Forwarding rule", "within the flat charge of the first five")
        : charge(
            "fixed",
            "Forwarding rule after the fifth",
            `lb.${scope}.forwarding_rule.additional`,
            region,
            HOURS_PER_MONTH,
          );
  const sent = usage.byDestination.has("egress")
    ? egress(usage, "egress", "Internet egress", region, fromBalancer)
    : [];
  const given = ["dataIn", "dataOut", "data"].some((field) => usage.amounts.has(field));
  const missing: Finding[] = given || rank > 0 ? [] : [{ is: "missing", item: "Data processed", field: "data" }];
  return [rule, ...dataProcessed(reading, region), ...sent, ...missing];
}

export const backendService: Meter = {
  types: ["gcp:compute/backendService:BackendService"],
  usage: [...globalForwardingRule.usage, ...CDN_USAGE, LOGS],
  read(reading) {
    const { resource, usage } = reading;
    const region = regionOf(reading);
    const findings = [
      ...dataProcessed(reading, region),
      ...(usage.byDestination.has("egress") ? egress(usage, "egress", "Internet egress", region, fromBalancer) : []),
      ...(resource.inputs.enableCdn === true || usage.byDestination.has("cacheEgress") ? cdn(usage, region) : []),
      ...optionally(usage, "logs", "Logs ingested", "logging.storage", region),
    ];
    return findings.length > 0
      ? findings
      : [free("Backend service", "charged by its forwarding rule, Cloud Armor policy and cache")];
  },
};

export const backendBucket: Meter = {
  types: ["gcp:compute/backendBucket:BackendBucket"],
  usage: [...CDN_USAGE, ...globalForwardingRule.usage],
  read(reading) {
    const { resource, usage } = reading;
    const region = regionOf(reading);
    const findings = [
      ...(resource.inputs.enableCdn === true || usage.byDestination.has("cacheEgress") ? cdn(usage, region) : []),
      ...dataProcessed(reading, region),
      ...(usage.byDestination.has("egress") ? egress(usage, "egress", "Internet egress", region, fromBalancer) : []),
    ];
    return findings.length > 0 ? findings : [free("Backend bucket", "charged by its forwarding rule and bucket")];
  },
};
