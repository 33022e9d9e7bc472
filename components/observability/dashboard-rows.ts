import type { Chart, Row } from "./dashboard";
import { filter, serviceMetric } from "./filter";
import type { WatchedService } from "./service-alerts";

const RATE = { aligner: "ALIGN_RATE", reducer: "REDUCE_SUM" };
const P95 = { aligner: "ALIGN_DELTA", reducer: "REDUCE_PERCENTILE_95" };
const P99 = { aligner: "ALIGN_DELTA", reducer: "REDUCE_PERCENTILE_99" };

/** A Cloud Run service: traffic, speed, size. */
export function serviceRow(service: WatchedService): Row {
  const { title, name, maxInstances, thresholds } = service;
  const metric = (id: string) => serviceMetric(service, id);
  return {
    title: `${title}: Cloud Run ${name}`,
    charts: [
      {
        title: "Requests a second, by status",
        filter: metric("request_count"),
        ...RATE,
        groupBy: ["metric.labels.response_code_class"],
      },
      {
        title: "Response time, p95 (ms)",
        filter: metric("request_latencies"),
        ...P95,
        threshold: thresholds.latencyMs,
      },
      {
        title: "Memory, p99",
        filter: metric("container/memory/utilizations"),
        ...P99,
        threshold: thresholds.memory,
      },
      {
        title: "Instances, by state",
        filter: metric("container/instance_count"),
        aligner: "ALIGN_MAX",
        reducer: "REDUCE_SUM",
        groupBy: ["metric.labels.state"],
        threshold: maxInstances,
      },
    ],
  };
}

export function databaseRow(
  databaseId: string,
  { cpu, connections }: { cpu: number; connections: number | undefined },
): Row {
  const chart = (title: string, metric: string, threshold?: number): Chart => ({
    title,
    filter: filter({
      "metric.type": `cloudsql.googleapis.com/database/${metric}`,
      "resource.type": "cloudsql_database",
      "resource.labels.database_id": databaseId,
    }),
    aligner: "ALIGN_MEAN",
    reducer: "REDUCE_SUM",
    ...(threshold !== undefined && { threshold }),
  });
  return {
    title: `Database: Cloud SQL ${databaseId.split(":")[1] ?? databaseId}`,
    charts: [
      chart("CPU", "cpu/utilization", cpu),
      chart("Memory", "memory/utilization"),
      chart("Disk used (bytes)", "disk/bytes_used"),
      chart("Connections", "postgresql/num_backends", connections),
    ],
  };
}

/** The load balancer before the BFF and the assets, by the name of its forwarding rule. */
export function edgeRow(forwardingRule: string): Row {
  const metric = (id: string) =>
    filter({
      "metric.type": `loadbalancing.googleapis.com/https/${id}`,
      "resource.type": "https_lb_rule",
      "resource.labels.forwarding_rule_name": forwardingRule,
    });
  return {
    title: "Edge: load balancer, Armor and CDN",
    charts: [
      {
        title: "Requests a second, by status",
        filter: metric("request_count"),
        ...RATE,
        groupBy: ["metric.labels.response_code_class"],
      },
      {
        title: "Requests a second, by what the CDN made of them",
        filter: metric("request_count"),
        ...RATE,
        groupBy: ["metric.labels.cache_result"],
      },
      { title: "Response time, p95 (ms)", filter: metric("total_latencies"), ...P95 },
    ],
  };
}

/** The connector between the services and the VPC. */
export function connectorRow(connector: string, maxInstances: number): Row {
  const metric = (id: string) =>
    filter({
      "metric.type": `vpcaccess.googleapis.com/connector/${id}`,
      "resource.type": "vpc_access_connector",
      "resource.labels.connector_name": connector,
    });
  return {
    title: `Network: connector ${connector}`,
    charts: [
      {
        title: "Instances",
        filter: metric("instances"),
        aligner: "ALIGN_MAX",
        reducer: "REDUCE_SUM",
        threshold: maxInstances,
      },
      { title: "CPU, p95", filter: metric("cpu/utilizations"), ...P95 },
      { title: "Sent bytes a second", filter: metric("sent_bytes_count"), ...RATE },
    ],
  };
}
