import { countOf } from "../inputs";
import { Decimal, HOURS_PER_MONTH } from "../money";
import { amount, size } from "../usage/field";
import { charge, type Finding, free, type Meter, metered, optionally } from "./meter";

/** Retention that the price of ingestion includes. */
const INCLUDED_DAYS = 30;

export const logBucket: Meter = {
  types: ["project", "folder", "organization", "billingAccount"].map(
    (scope) => `gcp:logging/${scope}BucketConfig:${scope[0]?.toUpperCase()}${scope.slice(1)}BucketConfig`,
  ),
  usage: [
    size(
      "ingested",
      "log entries written to the bucket",
      "logs",
      "logging",
      "loggingData",
      "logsIngested",
      "ingestion",
      "data",
    ),
    size("vended", "VPC flow, firewall and NAT logs written to it", "vendedLogs", "networkLogs", "vendedNetworkLogs"),
    size(
      "retained",
      "entries kept past 30 days, in GiB-months, in place of what retentionDays implies",
      "retention",
      "storedBeyond30Days",
      "retainedBeyond30Days",
    ),
  ],
  read({ resource: { inputs }, usage }) {
    const findings: Finding[] = [
      metered(usage, "ingested", "Logs ingested", "logging.storage", "global"),
      ...optionally(usage, "vended", "Network logs ingested", "logging.vended_network", "global"),
    ];
    const beyond = (countOf(inputs.retentionDays) ?? INCLUDED_DAYS) - INCLUDED_DAYS;
    const written = [usage.amounts.get("ingested"), usage.amounts.get("vended")].filter((size) => size !== undefined);
    if (usage.amounts.has("retained"))
      findings.push(metered(usage, "retained", "Retention past 30 days", "logging.retention", "global"));
    else if (beyond > 0 && written.length > 0) {
      const months = new Decimal(beyond * 24).div(HOURS_PER_MONTH);
      findings.push(
        charge(
          "usage",
          `Retention past 30 days (${inputs.retentionDays} days)`,
          "logging.retention",
          "global",
          Decimal.sum(...written).times(months),
        ),
      );
    }
    return findings;
  },
};

/** Metrics made from logs, and other metrics of one's own, are charged by the data points they write. */
export const customMetric: Meter = {
  types: ["gcp:logging/metric:Metric", "gcp:monitoring/metricDescriptor:MetricDescriptor"],
  usage: [amount("metricsMib", "MiB a month", "data points written", "ingestedMib", "metricMib")],
  read: ({ usage }) => [metered(usage, "metricsMib", "Metric data", "monitoring.metrics", "global")],
};

/** Network logs of subnets. */
export const subnetwork: Meter = {
  types: ["gcp:compute/subnetwork:Subnetwork"],
  usage: [size("flowLogs", "VPC flow logs written", "logs", "vpcFlowLogs")],
  read: ({ resource: { inputs }, usage }) =>
    inputs.logConfig === undefined && !usage.amounts.has("flowLogs")
      ? [free("Subnet", "subnets are free")]
      : [metered(usage, "flowLogs", "VPC flow logs", "logging.vended_network", "global")],
};
