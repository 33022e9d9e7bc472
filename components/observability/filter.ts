import { type Input, type Output, output } from "@pulumi/pulumi";

/**
 * A filter of Cloud Monitoring: every comparison has to hold.
 * https://docs.cloud.google.com/monitoring/api/v3/filters
 */
export const filter = (comparisons: Record<string, string>): string =>
  Object.entries(comparisons)
    .map(([field, value]) => `${field} = ${JSON.stringify(value)}`)
    .join(" AND ");

/** A metric of a Cloud Run service, all its revisions. https://docs.cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-run */
export const serviceMetric = (
  { name, region }: { name: string; region: string },
  metric: string,
  labels: Record<string, string> = {},
): string =>
  filter({
    "metric.type": `run.googleapis.com/${metric}`,
    "resource.type": "cloud_run_revision",
    "resource.labels.service_name": name,
    "resource.labels.location": region,
    ...labels,
  });

/** A metric of a Cloud SQL instance, by `PROJECT:INSTANCE`. https://docs.cloud.google.com/sql/docs/postgres/admin-api/metrics */
export const databaseMetric = (databaseId: Input<string>, metric: string): Output<string> =>
  output(databaseId).apply((id) =>
    filter({
      "metric.type": `cloudsql.googleapis.com/database/${metric}`,
      "resource.type": "cloudsql_database",
      "resource.labels.database_id": id,
    }),
  );

/** A metric of an uptime check. https://docs.cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies */
export const uptimeMetric = (checkId: Input<string>, metric: string): Output<string> =>
  output(checkId).apply((id) =>
    filter({
      "metric.type": `monitoring.googleapis.com/uptime_check/${metric}`,
      "resource.type": "uptime_url",
      "metric.labels.check_id": id,
    }),
  );

/** How many times too fast an objective's error budget burned in a window. https://docs.cloud.google.com/stackdriver/docs/solutions/slo-monitoring/alerting-on-budget-burn-rate */
export const burnRate = (slo: Input<string>, window: string): Output<string> =>
  output(slo).apply((name) => `select_slo_burn_rate(${JSON.stringify(name)}, ${JSON.stringify(window)})`);
