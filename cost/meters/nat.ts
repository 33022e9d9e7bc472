import { textOf } from "../inputs";
import { Decimal, HOURS_PER_MONTH } from "../money";
import { amount, size } from "../usage/field";
import { charge, type Finding, type Meter, metered, optionally, unpriced } from "./meter";

/** A gateway is charged for this many machines at most. */
const MAX_MACHINES = 32;

export const nat: Meter = {
  types: ["gcp:compute/routerNat:RouterNat"],
  usage: [
    amount(
      "instances",
      "machines",
      "virtual machines, connector machines and Direct VPC instances behind the gateway, on average",
      "vms",
      "vmInstances",
      "assignedVms",
      "assignedInstances",
      "machines",
    ),
    size("data", "data through the gateway, both ways", "dataProcessed", "processed", "processedData"),
    amount(
      "addresses",
      "addresses",
      "addresses that the gateway took itself; 1 unless given",
      "ipAddresses",
      "ips",
      "natIps",
      "autoAllocatedIps",
    ),
    size("logs", "gateway log entries written", "natLogs"),
  ],
  read({ resource: { inputs }, usage, stack }) {
    const region = textOf(inputs.region) ?? stack.fallbackRegion;
    if (region === undefined) return [unpriced("NAT gateway", "region is not given or not known yet")];
    const machines = usage.amounts.get("instances");
    const findings: Finding[] = [
      machines === undefined
        ? { is: "missing", item: "Gateway hours", field: "instances" }
        : charge(
            "usage",
            "Gateway, machine hours",
            "nat.gateway.per_vm",
            region,
            Decimal.min(machines, MAX_MACHINES).times(HOURS_PER_MONTH),
          ),
      metered(usage, "data", "Data processed", "nat.data", region),
      ...optionally(usage, "logs", "Gateway logs", "logging.vended_network", region),
    ];
    if (inputs.natIpAllocateOption !== "MANUAL_ONLY") {
      findings.push(
        charge(
          "fixed",
          "Addresses of the gateway",
          "ip.in_use",
          region,
          (usage.amounts.get("addresses") ?? new Decimal(1)).times(HOURS_PER_MONTH),
        ),
      );
    }
    return findings;
  },
};
