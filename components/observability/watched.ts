import { maxConnections } from "../../settings/rules/connections";
import type { Settings } from "../../settings/schema";
import type { Database } from "../database/database";
import { publicUrl } from "../edge/exposure";
import type { LoadBalancer } from "../edge/load-balancer";
import { budgetAmount } from "./budget";
import type { ObservabilityArgs } from "./observability";

/** What of a stack is watched, from its settings and the parts that only Google names. */
export function watched(
  settings: Settings,
  { database, balancer }: { database: Database; balancer: LoadBalancer | undefined },
): Omit<ObservabilityArgs, "environment" | "settings"> {
  const { bff, api, edge, network, cost, monitoring } = settings;
  const { instance } = settings.database;
  const connections = maxConnections(settings.database);
  return {
    bff: { name: bff.name, maxInstances: bff.instances.max },
    api: { name: api.name, maxInstances: api.instances.max },
    database: {
      databaseId: database.instanceId,
      created:
        instance.kind === "created" && connections !== undefined
          ? { diskLimitGb: instance.diskLimitGb, maxConnections: connections }
          : undefined,
    },
    site: { host: new URL(publicUrl(settings)).host, ownCertificate: edge.mode !== "run-url" },
    budget:
      cost.budgetUsd === undefined
        ? undefined
        : budgetAmount(cost.budgetUsd, monitoring.budget.currency, cost.exchange.brlPerUsd),
    forwardingRule: balancer?.forwardingRule,
    connector: network.egress.kind === "connector" ? network.egress : undefined,
  };
}
