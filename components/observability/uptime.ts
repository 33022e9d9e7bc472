import { UptimeCheckConfig } from "@pulumi/gcp/monitoring/uptimeCheckConfig";
import type { Input, Resource } from "@pulumi/pulumi";
import type { MonitoringSettings } from "../../settings/monitoring";
import { type Environment, labels } from "../environment";
import { type Alert, runbook } from "./alert";
import { uptimeMetric } from "./filter";

/** Google asks for three places at least. São Paulo is where the users are. */
const PLACES = ["EUROPE", "SOUTH_AMERICA", "USA_VIRGINIA"];

/** Asks for a page of the product, as a visitor would: by name, over TLS, with a certificate that holds. */
export function uptimeCheck(
  name: string,
  {
    environment,
    settings,
    host,
    parent,
  }: { environment: Environment; settings: MonitoringSettings["uptime"]; host: string; parent: Resource },
): UptimeCheckConfig {
  return new UptimeCheckConfig(
    `${name}-uptime`,
    {
      displayName: `${environment.stack}: https://${host}${settings.path}`,
      monitoredResource: { type: "uptime_url", labels: { project_id: environment.project, host } },
      httpCheck: { path: settings.path, port: 443, useSsl: true, validateSsl: true },
      period: `${settings.periodSeconds}s`,
      timeout: "10s",
      selectedRegions: PLACES,
      userLabels: labels(environment, "monitoring"),
    },
    { parent, dependsOn: environment.apis.of("monitoring") },
  );
}

/** Long enough that every place has answered, however rarely they ask. */
const LOOK_BACK = "1200s";

export function unreachable(checkId: Input<string>, { host, path }: { host: string; path: string }): Alert {
  return {
    name: "unreachable",
    title: `${host} does not answer`,
    severity: "CRITICAL",
    runbook: runbook(
      `https://${host}${path} gave no 2xx answer over a valid certificate in at least two of three parts of the world.`,
      [
        "The check's own page: no name, no connection, a bad certificate, or a status?",
        "A bad certificate on a new domain: `gcloud compute ssl-certificates list`. PROVISIONING means that the domain does not point at the load balancer yet (output `dnsRecords`), or did so for less than an hour.",
        "403: Armor's log. 404 of Google's: the balancer's host rules, or the domain mapping. 5xx: the BFF's alerts.",
      ],
      [
        "Enter the DNS records; a CAA record must allow pki.goog.",
        "After a deploy: send all traffic back to the revision before (docs/delivery.md, Roll back).",
        "After `pulumi up`: `pulumi preview` with the settings of before says what changed.",
      ],
    ),
    conditions: [
      {
        displayName: "two places of three get no answer",
        conditionThreshold: {
          filter: uptimeMetric(checkId, "check_passed"),
          aggregations: [
            {
              alignmentPeriod: LOOK_BACK,
              perSeriesAligner: "ALIGN_NEXT_OLDER",
              crossSeriesReducer: "REDUCE_COUNT_FALSE",
              groupByFields: ["resource.labels.project_id", "resource.labels.host"],
            },
          ],
          comparison: "COMPARISON_GT",
          thresholdValue: 1,
          duration: "60s",
        },
      },
    ],
  };
}

export function certificateEnds(checkId: Input<string>, { host, days }: { host: string; days: number }): Alert {
  return {
    name: "certificate",
    title: `Certificate of ${host} ends within ${days} days`,
    severity: "ERROR",
    runbook: runbook(
      "Google renews its certificates about thirty days before they end. This one it has not: something keeps it from proving the domain.",
      [
        "`gcloud compute ssl-certificates list`: FAILED_NOT_VISIBLE means that the domain points elsewhere.",
        "CAA records of the domain: they must allow pki.goog.",
      ],
      ["Put the DNS records right (output `dnsRecords`), then wait: Google tries again by itself."],
    ),
    conditions: [
      {
        displayName: `fewer than ${days} days left`,
        conditionThreshold: {
          filter: uptimeMetric(checkId, "time_until_ssl_cert_expires"),
          aggregations: [
            {
              alignmentPeriod: LOOK_BACK,
              perSeriesAligner: "ALIGN_NEXT_OLDER",
              crossSeriesReducer: "REDUCE_MIN",
              groupByFields: ["resource.labels.project_id", "resource.labels.host"],
            },
          ],
          comparison: "COMPARISON_LT",
          thresholdValue: days,
          duration: "600s",
        },
      },
    ],
  };
}
