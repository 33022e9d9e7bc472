import { AlertPolicy } from "@pulumi/gcp/monitoring/alertPolicy";
import type { monitoring } from "@pulumi/gcp/types/input";
import type { Input, Resource } from "@pulumi/pulumi";
import { type Environment, labels } from "../environment";

/** Something that somebody is told of, and what that person then does. */
export interface Alert {
  /** Part of the resource's name. */
  name: string;
  /** First line of the message. */
  title: string;
  /** CRITICAL: users are hurt now. ERROR: they soon will be. WARNING: look at it this week. */
  severity: "CRITICAL" | "ERROR" | "WARNING";
  /** Sent with the alert, in Markdown: what it means, where to look, what to do. */
  runbook: string;
  /** All of them have to hold. */
  conditions: Condition[];
}

export type Condition = monitoring.AlertPolicyCondition;

/** What all alerts of a stack share. */
export interface AlertArgs {
  environment: Environment;
  channels: Input<string>[];
  parent: Resource;
}

/** A stopped service sends no more data, so nothing would ever say that it is well again: close by itself. */
const AUTO_CLOSE = "3600s";
/** An alert on log lines has to say how often it may tell. */
const LOG_ALERT_EVERY = "3600s";

export function alertPolicy(name: string, alert: Alert, { environment, channels, parent }: AlertArgs): AlertPolicy {
  const readsLogs = alert.conditions.some((condition) => "conditionMatchedLog" in condition);
  return new AlertPolicy(
    `${name}-${alert.name}`,
    {
      displayName: `${environment.stack}: ${alert.title}`,
      severity: alert.severity,
      combiner: alert.conditions.length > 1 ? "AND" : "OR",
      conditions: alert.conditions,
      documentation: { content: alert.runbook, mimeType: "text/markdown" },
      notificationChannels: channels,
      alertStrategy: {
        autoClose: AUTO_CLOSE,
        ...(readsLogs && { notificationRateLimit: { period: LOG_ALERT_EVERY } }),
      },
      userLabels: labels(environment, "monitoring"),
    },
    { parent, dependsOn: environment.apis.of("monitoring") },
  );
}

/** A runbook in the form that all of them have. */
export const runbook = (means: string, look: string[], act: string[]): string =>
  [means, "", "**Look**", ...look.map((line) => `- ${line}`), "", "**Do**", ...act.map((line) => `- ${line}`)].join(
    "\n",
  );
