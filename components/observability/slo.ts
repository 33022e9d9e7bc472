import { CustomService } from "@pulumi/gcp/monitoring/customService";
import { Slo, type SloArgs } from "@pulumi/gcp/monitoring/slo";
import type { Input } from "@pulumi/pulumi";
import type { MonitoringSettings } from "../../settings/monitoring";
import { labels } from "../environment";
import { type Alert, type AlertArgs, alertPolicy, type Condition, runbook } from "./alert";
import { burnRate, serviceMetric } from "./filter";
import { percent } from "./percent";

export type SloSettings = MonitoringSettings["slo"];

interface Objective {
  name: "availability" | "latency";
  title: string;
  goal: number;
  requestBasedSli: SloArgs["requestBasedSli"];
}

/** What the BFF promises. */
export const objectives = (service: { name: string; region: string }, settings: SloSettings): Objective[] => [
  {
    name: "availability",
    title: `${percent(settings.availability)} of requests end without a 5xx status`,
    goal: settings.availability,
    requestBasedSli: {
      goodTotalRatio: {
        totalServiceFilter: serviceMetric(service, "request_count"),
        badServiceFilter: serviceMetric(service, "request_count", { "metric.labels.response_code_class": "5xx" }),
      },
    },
  },
  {
    name: "latency",
    title: `${percent(settings.fast)} of requests are answered within ${settings.fastMs} ms`,
    goal: settings.fast,
    requestBasedSli: {
      distributionCut: {
        distributionFilter: serviceMetric(service, "request_latencies"),
        range: { max: settings.fastMs },
      },
    },
  },
];

/**
 * How fast a budget may burn: 14.4 spends 2 % of thirty days' budget in an hour, 6 spends 5 % in six hours. The short
 * window ends the alert soon after the trouble. https://sre.google/workbook/alerting-on-slos/
 */
const BURNS = [
  { name: "fast", rate: 14.4, windows: ["60m", "5m"], severity: "CRITICAL" },
  { name: "slow", rate: 6, windows: ["360m", "30m"], severity: "ERROR" },
] as const;

/** Alerts on the burn rate of one objective, given the objective's full name. */
export const burnAlerts = ({ name, title }: Pick<Objective, "name" | "title">, slo: Input<string>): Alert[] =>
  BURNS.map((burn) => ({
    name: `${name}-burns-${burn.name}`,
    title: `Error budget burns ${burn.rate} times too fast: ${title}`,
    severity: burn.severity,
    runbook: runbook(
      `The objective is that ${title}. At this rate its error budget is used up long before the period ends.`,
      ["The objective's page: since when, and how much is left?", "The BFF's alerts and its last deploy."],
      [
        "After a deploy: send all traffic back to the revision before (docs/delivery.md, Roll back).",
        "With the budget used up: reliability first, features after.",
      ],
    ),
    conditions: burn.windows.map(
      (window): Condition => ({
        displayName: `burns more than ${burn.rate} times over ${window}`,
        conditionThreshold: {
          filter: burnRate(slo, window),
          comparison: "COMPARISON_GT",
          thresholdValue: burn.rate,
          duration: "0s",
        },
      }),
    ),
  }));

/** Objectives of one service, and the alerts on them. */
export function serviceObjectives(
  name: string,
  { service, settings, ...args }: AlertArgs & { service: { name: string; region: string }; settings: SloSettings },
): void {
  const { environment, parent } = args;
  const opts = { parent, dependsOn: environment.apis.of("monitoring") };
  const userLabels = labels(environment, "monitoring");
  const watched = new CustomService(
    `${name}-service`,
    { displayName: `${environment.stack}: ${service.name}`, userLabels },
    opts,
  );
  for (const objective of objectives(service, settings)) {
    const slo = new Slo(
      `${name}-${objective.name}`,
      {
        service: watched.serviceId,
        displayName: objective.title,
        goal: objective.goal,
        rollingPeriodDays: settings.days,
        requestBasedSli: objective.requestBasedSli,
        userLabels,
      },
      opts,
    );
    for (const alert of burnAlerts(objective, slo.name)) alertPolicy(name, alert, args);
  }
}
