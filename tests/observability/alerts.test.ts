import type { Alert } from "../../components/observability/alert";
import { databaseAlerts } from "../../components/observability/database-alerts";
import { serviceAlerts } from "../../components/observability/service-alerts";
import { burnAlerts } from "../../components/observability/slo";
import { certificateEnds, unreachable } from "../../components/observability/uptime";
import { settings } from "../settings/config";
import { known } from "./known";

const { monitoring } = settings();
const bff = {
  title: "BFF",
  name: "bff-nextjs",
  region: "us-central1",
  maxInstances: 10,
  thresholds: monitoring.bff,
};
const RUN = 'resource.type = "cloud_run_revision"';
const of = (metric: string) =>
  `metric.type = "run.googleapis.com/${metric}" AND ${RUN} AND resource.labels.service_name = "bff-nextjs" AND resource.labels.location = "us-central1"`;

const conditions = async (alerts: Alert[], name: string) => {
  const found = alerts.filter((alert) => alert.name === name);
  expect(found).toHaveLength(1);
  return known(found[0]?.conditions);
};

describe("a service", () => {
  const alerts = serviceAlerts(bff);

  test("fails: the ratio of 5xx answers, and enough of them to matter", async () => {
    const count = [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: "REDUCE_SUM" }];
    const failed = `${of("request_count")} AND metric.labels.response_code_class = "5xx"`;
    expect(await conditions(alerts, "errors")).toEqual([
      {
        displayName: "5xx ratio above 5 %",
        conditionThreshold: {
          filter: failed,
          aggregations: count,
          denominatorFilter: of("request_count"),
          denominatorAggregations: count,
          comparison: "COMPARISON_GT",
          thresholdValue: 0.05,
          duration: "0s",
        },
      },
      {
        displayName: "at least 5 of them",
        conditionThreshold: {
          filter: failed,
          aggregations: count,
          comparison: "COMPARISON_GT",
          thresholdValue: 4,
          duration: "0s",
        },
      },
    ]);
  });

  test.each([
    ["latency", "request_latencies", "REDUCE_PERCENTILE_95", 2000],
    ["memory", "container/memory/utilizations", "REDUCE_PERCENTILE_99", 0.9],
    ["startup", "container/startup_latencies", "REDUCE_PERCENTILE_95", 10_000],
  ])("%s: %s, %s above %d for five minutes", async (name, metric, crossSeriesReducer, thresholdValue) => {
    expect(await conditions(alerts, name)).toEqual([
      {
        displayName: expect.any(String),
        conditionThreshold: {
          filter: of(metric),
          aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer }],
          comparison: "COMPARISON_GT",
          thresholdValue,
          duration: "300s",
        },
      },
    ]);
  });

  test("is at its ceiling: busy instances of one revision, ten minutes long", async () => {
    expect(await conditions(alerts, "ceiling")).toEqual([
      {
        displayName: "10 busy instances or more",
        conditionThreshold: {
          filter: `${of("container/instance_count")} AND metric.labels.state = "active"`,
          aggregations: [
            {
              alignmentPeriod: "60s",
              perSeriesAligner: "ALIGN_MAX",
              crossSeriesReducer: "REDUCE_SUM",
              groupByFields: ["resource.labels.revision_name"],
            },
          ],
          comparison: "COMPARISON_GT",
          thresholdValue: 9,
          duration: "600s",
        },
      },
    ]);
  });

  test.each([
    [10, 1, 9],
    [10, 0.8, 7],
    [5, 0.5, 2],
    [2, 1, 1],
  ])("of at most %d instances, at a share of %d, tells above %d", async (maxInstances, instances, above) => {
    const alerts = serviceAlerts({ ...bff, maxInstances, thresholds: { ...bff.thresholds, instances } });
    expect(await conditions(alerts, "ceiling")).toEqual([
      expect.objectContaining({ conditionThreshold: expect.objectContaining({ thresholdValue: above }) }),
    ]);
  });

  test("of one instance is not told to be at its ceiling", () => {
    const names = serviceAlerts({ ...bff, maxInstances: 1 }).map(({ name }) => name);
    expect(names).toEqual(["errors", "latency", "memory", "startup", "out-of-memory"]);
  });

  test("ran out of memory: Cloud Run's own line in the service's system log", async () => {
    const [condition] = (await conditions(alerts, "out-of-memory")) as [{ conditionMatchedLog: { filter: string } }];
    expect(condition.conditionMatchedLog.filter).toBe(
      'resource.type = "cloud_run_revision" AND resource.labels.service_name = "bff-nextjs" AND resource.labels.location = "us-central1" AND log_id("run.googleapis.com/varlog/system") AND severity >= ERROR AND textPayload =~ "Memory limit of .* exceeded"',
    );
    const [, pattern = ""] = /textPayload =~ "(.*)"$/.exec(condition.conditionMatchedLog.filter) ?? [];
    expect("Memory limit of 512 MiB exceeded with 531 MiB used. Consider increasing the memory limit").toMatch(
      new RegExp(pattern),
    );
  });
});

describe("the database", () => {
  const database = {
    databaseId: "piloto-test:db-1",
    created: { diskLimitGb: 100, maxConnections: 50 },
    thresholds: monitoring.database,
  };
  const filter = (metric: string) =>
    `metric.type = "cloudsql.googleapis.com/database/${metric}" AND resource.type = "cloudsql_database" AND resource.labels.database_id = "piloto-test:db-1"`;
  const row = (metric: string, perSeriesAligner: string, thresholdValue: number) => [
    {
      displayName: expect.any(String),
      conditionThreshold: {
        filter: filter(metric),
        aggregations: [{ alignmentPeriod: "300s", perSeriesAligner, crossSeriesReducer: "REDUCE_SUM" }],
        comparison: "COMPARISON_GT",
        thresholdValue,
        duration: "600s",
      },
    },
  ];

  test.each([
    ["cpu", "cpu/utilization", "ALIGN_MEAN", 0.85],
    ["disk", "disk/bytes_used", "ALIGN_MAX", 91_268_055_040],
    ["connections", "postgresql/num_backends", "ALIGN_MAX", 42],
  ])("%s: %s, %s above %d for ten minutes", async (name, metric, aligner, threshold) => {
    expect(await conditions(databaseAlerts(database), name)).toEqual(row(metric, aligner, threshold));
  });

  test("with a disk that may grow for ever is held to the largest there is", async () => {
    const boundless = { ...database, created: { ...database.created, diskLimitGb: 0 } };
    expect(await conditions(databaseAlerts(boundless), "disk")).toEqual(
      row("disk/bytes_used", "ALIGN_MAX", Math.round(0.85 * 65_536 * 1024 ** 3)),
    );
  });

  test("that exists already: its disk as it is, and no connections, whose limit is not known", async () => {
    const alerts = databaseAlerts({ ...database, created: undefined });
    expect(alerts.map(({ name }) => name)).toEqual(["cpu", "disk"]);
    expect(await conditions(alerts, "disk")).toEqual(row("disk/utilization", "ALIGN_MAX", 0.85));
  });
});

describe("the site", () => {
  const byHost = { groupByFields: ["resource.labels.project_id", "resource.labels.host"] };
  const filter = (metric: string) =>
    `metric.type = "monitoring.googleapis.com/uptime_check/${metric}" AND resource.type = "uptime_url" AND metric.labels.check_id = "check-1"`;

  test("does not answer: two places of three", async () => {
    const alert = unreachable("check-1", { host: "app.piloto.com.br", path: "/" });
    expect(await conditions([alert], "unreachable")).toEqual([
      {
        displayName: "two places of three get no answer",
        conditionThreshold: {
          filter: filter("check_passed"),
          aggregations: [
            {
              alignmentPeriod: "1200s",
              perSeriesAligner: "ALIGN_NEXT_OLDER",
              crossSeriesReducer: "REDUCE_COUNT_FALSE",
              ...byHost,
            },
          ],
          comparison: "COMPARISON_GT",
          thresholdValue: 1,
          duration: "60s",
        },
      },
    ]);
  });

  test("has a certificate that nobody renewed", async () => {
    const alert = certificateEnds("check-1", { host: "app.piloto.com.br", days: 14 });
    expect(await conditions([alert], "certificate")).toEqual([
      {
        displayName: "fewer than 14 days left",
        conditionThreshold: {
          filter: filter("time_until_ssl_cert_expires"),
          aggregations: [
            {
              alignmentPeriod: "1200s",
              perSeriesAligner: "ALIGN_NEXT_OLDER",
              crossSeriesReducer: "REDUCE_MIN",
              ...byHost,
            },
          ],
          comparison: "COMPARISON_LT",
          thresholdValue: 14,
          duration: "600s",
        },
      },
    ]);
  });
});

test("an error budget burns: over a long window and a short one, at two speeds", async () => {
  const slo = "projects/1/services/s/serviceLevelObjectives/o";
  const alerts = burnAlerts({ name: "availability", title: "99.5 % of requests …" }, slo);
  const burns = (rate: number, window: string) => ({
    displayName: `burns more than ${rate} times over ${window}`,
    conditionThreshold: {
      filter: `select_slo_burn_rate("${slo}", "${window}")`,
      comparison: "COMPARISON_GT",
      thresholdValue: rate,
      duration: "0s",
    },
  });
  expect(await conditions(alerts, "availability-burns-fast")).toEqual([burns(14.4, "60m"), burns(14.4, "5m")]);
  expect(await conditions(alerts, "availability-burns-slow")).toEqual([burns(6, "360m"), burns(6, "30m")]);
});
