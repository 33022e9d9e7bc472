import type { ServiceThresholds } from "../../settings/monitoring";
import { type Alert, type Condition, runbook } from "./alert";
import { filter, serviceMetric } from "./filter";
import { percent } from "./percent";

/** A Cloud Run service to watch. */
export interface WatchedService {
  /** What the product calls it: "BFF", "API". */
  title: string;
  name: string;
  region: string;
  /** `instances.max` of its settings. */
  maxInstances: number;
  thresholds: ServiceThresholds;
}

const WINDOW = "300s";
const LONG_WINDOW = "600s";

/** Alerts on one service. */
export function serviceAlerts(service: WatchedService): Alert[] {
  return [
    errors(service),
    latency(service),
    memory(service),
    ...ceiling(service),
    startup(service),
    outOfMemory(service),
  ];
}

function errors(service: WatchedService): Alert {
  const { title, thresholds } = service;
  const failed = serviceMetric(service, "request_count", { "metric.labels.response_code_class": "5xx" });
  const count = [{ alignmentPeriod: WINDOW, perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: "REDUCE_SUM" }];
  return {
    name: "errors",
    title: `${title} fails more than ${percent(thresholds.errorRatio)} of its requests`,
    severity: "CRITICAL",
    runbook: runbook(
      `More than ${percent(thresholds.errorRatio)} of the answers of \`${service.name}\` in five minutes had a 5xx status, and at least ${thresholds.leastErrors} did.`,
      [
        `Logs of the service with \`severity>=ERROR\`; the request log with \`httpRequest.status>=500\`.`,
        "Its revisions: did it start with a deploy?",
        "The alerts beside this one: memory, instances at their ceiling, the database.",
      ],
      [
        "After a deploy: send all traffic back to the revision before (docs/delivery.md, Roll back).",
        "503 without a log line of the application: no instance was free or one died. Raise `instances.max` or `memory`.",
        "500 with a stack trace: it is the application's.",
      ],
    ),
    conditions: [
      {
        displayName: `5xx ratio above ${percent(thresholds.errorRatio)}`,
        conditionThreshold: {
          filter: failed,
          aggregations: count,
          denominatorFilter: serviceMetric(service, "request_count"),
          denominatorAggregations: count,
          comparison: "COMPARISON_GT",
          thresholdValue: thresholds.errorRatio,
          duration: "0s",
        },
      },
      {
        displayName: `at least ${thresholds.leastErrors} of them`,
        conditionThreshold: {
          filter: failed,
          aggregations: count,
          comparison: "COMPARISON_GT",
          thresholdValue: thresholds.leastErrors - 1,
          duration: "0s",
        },
      },
    ],
  };
}

/** One percentile over the distributions of all revisions, held for five minutes. */
function percentile(
  service: WatchedService,
  { metric, reducer, above, displayName }: { metric: string; reducer: string; above: number; displayName: string },
): Condition {
  return {
    displayName,
    conditionThreshold: {
      filter: serviceMetric(service, metric),
      aggregations: [{ alignmentPeriod: WINDOW, perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: reducer }],
      comparison: "COMPARISON_GT",
      thresholdValue: above,
      duration: WINDOW,
    },
  };
}

function latency(service: WatchedService): Alert {
  const { title, thresholds } = service;
  return {
    name: "latency",
    title: `${title} is slow: p95 above ${thresholds.latencyMs} ms`,
    severity: "ERROR",
    runbook: runbook(
      `One request of \`${service.name}\` in twenty took longer than ${thresholds.latencyMs} ms.`,
      [
        "Cloud Trace, the slowest requests: which call takes the time?",
        "Query Insights, when it is the database; the start-up latency, when new instances serve.",
      ],
      [
        "A slow query: an index, or a larger `database.tier`.",
        "Cold starts: `instances.min: 1`.",
        "Too much at once in one instance: a lower `concurrency`.",
        "It is meant to be so slow: raise `latencyMs` in `monitoring`.",
      ],
    ),
    conditions: [
      percentile(service, {
        metric: "request_latencies",
        reducer: "REDUCE_PERCENTILE_95",
        above: thresholds.latencyMs,
        displayName: `p95 above ${thresholds.latencyMs} ms`,
      }),
    ],
  };
}

function memory(service: WatchedService): Alert {
  const { title, thresholds } = service;
  return {
    name: "memory",
    title: `${title} uses more than ${percent(thresholds.memory)} of its memory`,
    severity: "ERROR",
    runbook: runbook(
      `An instance of \`${service.name}\` that needs more memory than it has is killed with the requests it serves.`,
      ["The memory chart: a slow climb is a leak, a step came with a deploy or with traffic."],
      ["Raise `memory`, or lower `concurrency`.", "A leak: roll back, then mend it."],
    ),
    conditions: [
      percentile(service, {
        metric: "container/memory/utilizations",
        reducer: "REDUCE_PERCENTILE_99",
        above: thresholds.memory,
        displayName: `p99 of memory above ${percent(thresholds.memory)}`,
      }),
    ],
  };
}

/** A service of one instance is at its ceiling whenever it runs: that is nothing to tell. */
function ceiling(service: WatchedService): Alert[] {
  const { title, maxInstances, thresholds } = service;
  const instances = Math.ceil(maxInstances * thresholds.instances);
  if (instances < 2) return [];
  return [
    {
      name: "ceiling",
      title: `${title} runs ${instances} of at most ${maxInstances} instances`,
      severity: "ERROR",
      runbook: runbook(
        `A revision of \`${service.name}\` has had ${instances} busy instances for ten minutes. At ${maxInstances} further requests wait, then fail with 429 or 503.`,
        [
          "Requests and latency: more visitors, or slower answers?",
          "The load balancer's log, for one client that asks too much.",
        ],
        [
          "More visitors: raise `instances.max`; for the API mind the database's connections, which the preview checks.",
          "Slower answers: see the latency alert.",
          "One client: block it in `edge.armor.block`, or lower `edge.armor.rateLimit.requests`.",
        ],
      ),
      conditions: [
        {
          displayName: `${instances} busy instances or more`,
          conditionThreshold: {
            filter: serviceMetric(service, "container/instance_count", { "metric.labels.state": "active" }),
            aggregations: [
              {
                alignmentPeriod: "60s",
                perSeriesAligner: "ALIGN_MAX",
                crossSeriesReducer: "REDUCE_SUM",
                // The ceiling is each revision's own.
                groupByFields: ["resource.labels.revision_name"],
              },
            ],
            comparison: "COMPARISON_GT",
            thresholdValue: instances - 1,
            duration: LONG_WINDOW,
          },
        },
      ],
    },
  ];
}

function startup(service: WatchedService): Alert {
  const { title, thresholds } = service;
  return {
    name: "startup",
    title: `${title} starts slowly: p95 above ${thresholds.startupMs} ms`,
    severity: "WARNING",
    runbook: runbook(
      `New instances of \`${service.name}\` take longer than ${thresholds.startupMs} ms, and requests wait for them.`,
      ["The log of a start: imports, migrations, calls to other services before the port opens?", "The image's size."],
      ["Load less before listening; keep an instance warm with `instances.min: 1`."],
    ),
    conditions: [
      percentile(service, {
        metric: "container/startup_latencies",
        reducer: "REDUCE_PERCENTILE_95",
        above: thresholds.startupMs,
        displayName: `p95 of starts above ${thresholds.startupMs} ms`,
      }),
    ],
  };
}

/** Cloud Run says so in the service's system log. https://docs.cloud.google.com/run/docs/troubleshooting#container-memory-exceeded */
function outOfMemory(service: WatchedService): Alert {
  const lines = filter({
    "resource.type": "cloud_run_revision",
    "resource.labels.service_name": service.name,
    "resource.labels.location": service.region,
  });
  return {
    name: "out-of-memory",
    title: `${service.title} ran out of memory`,
    severity: "CRITICAL",
    runbook: runbook(
      `Cloud Run killed an instance of \`${service.name}\` that used more memory than it has; the requests it served failed.`,
      ["The request log around that time: a large upload, a long list?"],
      ["Raise `memory`, or lower `concurrency`.", "It comes back every few hours: a leak. Roll back, then mend it."],
    ),
    conditions: [
      {
        displayName: "memory limit exceeded",
        conditionMatchedLog: {
          filter: `${lines} AND log_id("run.googleapis.com/varlog/system") AND severity >= ERROR AND textPayload =~ "Memory limit of .* exceeded"`,
        },
      },
    ],
  };
}
