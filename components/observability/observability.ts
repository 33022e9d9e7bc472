import { Dashboard } from "@pulumi/gcp/monitoring/dashboard";
import { all, ComponentResource, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import type { MonitoringSettings } from "../../settings/monitoring";
import type { ConnectorSettings } from "../../settings/network";
import type { Environment } from "../environment";
import { type Alert, type AlertArgs, alertPolicy } from "./alert";
import { type BudgetAmount, budget } from "./budget";
import { channels } from "./channels";
import { dashboardJson } from "./dashboard";
import { connectorRow, databaseRow, edgeRow, serviceRow } from "./dashboard-rows";
import { databaseAlerts, type WatchedDatabase } from "./database-alerts";
import { serviceAlerts, type WatchedService } from "./service-alerts";
import { serviceObjectives } from "./slo";
import { certificateEnds, unreachable, uptimeCheck } from "./uptime";

export interface ObservabilityArgs {
  environment: Environment;
  settings: MonitoringSettings;
  bff: Omit<WatchedService, "title" | "region" | "thresholds">;
  api: Omit<WatchedService, "title" | "region" | "thresholds">;
  database: Omit<WatchedDatabase, "thresholds">;
  /** Host that users find the product on, and whether its certificate is one that the program asked for. */
  site: { host: string; ownCertificate: boolean };
  /** Forwarding rule of the load balancer, when there is one. */
  forwardingRule: Input<string> | undefined;
  /** What a month may cost, when that is said. */
  budget: BudgetAmount | undefined;
  /** The connector, when the services enter the VPC through one. */
  connector: ConnectorSettings | undefined;
}

/**
 * Who is told of what: alerts with a runbook in each, a check from outside, a dashboard with a row for each part, and,
 * when asked for, objectives with burn-rate alerts and a budget.
 *
 * Costs nothing until September 2027; then 0.35 USD a month for each metric that an alert reads.
 */
export class Observability extends ComponentResource {
  constructor(name: string, args: ObservabilityArgs, opts?: ComponentResourceOptions) {
    super("piloto:observability:Observability", name, {}, opts);
    const { environment, settings, site } = args;
    const { region } = environment;
    const alerting: AlertArgs = {
      environment,
      channels: channels(name, { environment, settings, parent: this }),
      parent: this,
    };
    const bff = { ...args.bff, title: "BFF", region, thresholds: settings.bff };
    const api = { ...args.api, title: "API", region, thresholds: settings.api };
    const database = { ...args.database, thresholds: settings.database };

    const tell = (prefix: string, alerts: Alert[]) => {
      for (const alert of alerts) alertPolicy(prefix, alert, alerting);
    };
    tell(`${name}-bff`, serviceAlerts(bff));
    tell(`${name}-api`, serviceAlerts(api));
    tell(`${name}-database`, databaseAlerts(database));
    if (settings.uptime.enabled) tell(`${name}-site`, this.siteAlerts(name, settings.uptime, environment, site));

    if (settings.slo.enabled) serviceObjectives(`${name}-slo`, { ...alerting, service: bff, settings: settings.slo });
    if (settings.dashboard) this.dashboard(name, { environment, bff, api, database }, args);
    const { billingAccount } = settings.budget;
    if (billingAccount && args.budget) budget(name, { ...alerting, billingAccount, amount: args.budget });
    this.registerOutputs();
  }

  private siteAlerts(
    name: string,
    settings: MonitoringSettings["uptime"],
    environment: Environment,
    { host, ownCertificate }: ObservabilityArgs["site"],
  ): Alert[] {
    const check = uptimeCheck(name, { environment, settings, host, parent: this });
    return [
      unreachable(check.uptimeCheckId, { host, path: settings.path }),
      ...(ownCertificate ? [certificateEnds(check.uptimeCheckId, { host, days: settings.certificateDays })] : []),
    ];
  }

  private dashboard(
    name: string,
    parts: { environment: Environment; bff: WatchedService; api: WatchedService; database: WatchedDatabase },
    { forwardingRule, connector }: ObservabilityArgs,
  ) {
    const { environment, bff, api, database } = parts;
    const rows = all([database.databaseId, forwardingRule]).apply(([databaseId, rule]) => [
      ...(rule ? [edgeRow(rule)] : []),
      serviceRow(bff),
      serviceRow(api),
      databaseRow(databaseId, { cpu: database.thresholds.cpu, connections: database.created?.maxConnections }),
      ...(connector ? [connectorRow(connector.name, connector.maxInstances)] : []),
    ]);
    new Dashboard(
      `${name}-dashboard`,
      { dashboardJson: rows.apply((known) => dashboardJson(`Piloto de Vendas (${environment.stack})`, known)) },
      { parent: this, dependsOn: environment.apis.of("monitoring") },
    );
  }
}
