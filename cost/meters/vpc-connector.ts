import { countOf, isUnknown, textOf } from "../inputs";
import { Decimal, HOURS_PER_MONTH } from "../money";
import { amount } from "../usage/field";
import { charge, type Meter, unpriced } from "./meter";

/** Mbps of one instance, by machine type: a connector sized by throughput has as many instances as that takes. */
const MBPS: Record<string, number> = { "f1-micro": 50, "e2-micro": 100, "e2-standard-4": 1600 };
const MIN_INSTANCES = 2;
const MAX_INSTANCES = 10;

/** Serverless VPC Access, billed as the machines it runs. It grows with traffic and never shrinks again. */
export const vpcConnector: Meter = {
  types: ["gcp:vpcaccess/connector:Connector"],
  usage: [
    amount(
      "instances",
      "instances",
      "instances the connector has grown to; its minimum unless given",
      "connectorInstances",
      "averageInstances",
    ),
  ],
  read({ resource: { inputs }, usage, atLimit, stack }) {
    const region = textOf(inputs.region) ?? stack.fallbackRegion;
    if (region === undefined) return [unpriced("Connector", "region is not given or not known yet")];
    const machine = inputs.machineType === undefined ? "e2-micro" : textOf(inputs.machineType);
    const mbps = machine === undefined ? undefined : MBPS[machine];
    if (machine === undefined || mbps === undefined)
      return [
        unpriced("Connector", `no price is known for machineType ${String(inputs.machineType)}`, Object.keys(MBPS)),
      ];
    const unknown = ["minInstances", "maxInstances", "minThroughput", "maxThroughput"].find((name) =>
      isUnknown(inputs[name]),
    );
    if (unknown !== undefined) return [unpriced("Connector", `${unknown} is not known yet`)];
    const sized = (instances: unknown, throughput: unknown, otherwise: number) => {
      const byThroughput = countOf(throughput);
      return (
        countOf(instances) ??
        (byThroughput === undefined
          ? otherwise
          : Math.min(Math.max(Math.ceil(byThroughput / mbps), MIN_INSTANCES), MAX_INSTANCES))
      );
    };
    const min = sized(inputs.minInstances, inputs.minThroughput, MIN_INSTANCES);
    const max = Math.max(min, sized(inputs.maxInstances, inputs.maxThroughput, MAX_INSTANCES));
    const grown = atLimit
      ? new Decimal(max)
      : Decimal.min(Decimal.max(usage.amounts.get("instances") ?? min, min), max);
    const findings = [
      charge("fixed", `${machine} instances (min ${min})`, `compute.${machine}`, region, HOURS_PER_MONTH.times(min)),
    ];
    if (grown.gt(min))
      findings.push(
        charge(
          "usage",
          `${machine} instances grown to (max ${max})`,
          `compute.${machine}`,
          region,
          HOURS_PER_MONTH.times(grown.minus(min)),
        ),
      );
    return findings;
  },
};
