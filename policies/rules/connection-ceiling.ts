import { numberAt, textAt } from "../../graph/reading";
import { stackPolicy } from "../policy";
import { flagsOf } from "./database-flags";

/**
 * Default `max_connections` by memory in GB.
 * @see https://docs.cloud.google.com/sql/docs/postgres/flags
 */
const CONNECTIONS: readonly (readonly [gigabytes: number, connections: number])[] = [
  [120, 1000],
  [60, 800],
  [30, 600],
  [15, 500],
  [7.5, 400],
  [6, 200],
  [3.75, 100],
  [1.7, 50],
  [0, 25],
];
/** Memory of a performance-optimized tier, in GB per CPU. */
const GB_PER_CPU = 8;

export function maxConnections(tier: string): number | undefined {
  const memory = memoryOf(tier);
  return memory === undefined ? undefined : CONNECTIONS.find(([gigabytes]) => memory >= gigabytes)?.[1];
}

function memoryOf(tier: string): number | undefined {
  if (tier === "db-f1-micro") return 0.6;
  if (tier === "db-g1-small") return 1.7;
  const custom = /^db-custom-\d+-(\d+)$/.exec(tier)?.[1];
  if (custom) return Number(custom) / 1024;
  const optimized = /^db-perf-optimized-N-(\d+)$/.exec(tier)?.[1];
  return optimized ? Number(optimized) * GB_PER_CPU : undefined;
}

export const connectionCeiling = stackPolicy({
  id: "connection-ceiling",
  title: "The API cannot open more connections than the database takes",
  demands: "Maximum instances of the API times its pool stay within the tier's `max_connections`.",
  why: "The instance that finds no free connection fails its requests, at the busiest moment.",
  weight: "advice",
  severity: "medium",
  covers: ["B18"],
  remediation: "Lower the pool or the API's `maxInstanceCount`, or take a larger tier.",
  settings: {
    poolSize: { default: 5, about: "connections per instance where no variable such as DB_POOL_SIZE says so" },
  },
  check(graph, { violation, unjudged }, { poolSize }) {
    for (const instance of graph.databases) {
      const tier = textAt(instance.inputs, "settings.tier");
      const flag = numberAt({ flag: flagsOf(instance).get("max_connections") }, "flag");
      const ceiling = flag ?? (tier ? maxConnections(tier) : undefined);
      if (ceiling === undefined) {
        unjudged(instance, "settings.tier");
        continue;
      }
      for (const api of graph.role("api")) {
        if (api.maxInstancesHidden) unjudged(api.resource, api.maxInstancesPath);
        const pool = poolOf(api.containers.flatMap(({ env }) => env)) ?? poolSize;
        const needed = (api.maxInstances ?? 0) * pool;
        if (needed > ceiling) {
          violation(
            api.resource,
            api.maxInstancesPath,
            `${api.maxInstances} instances with ${pool} connections each need ${needed}, the database takes ${ceiling}`,
          );
        }
      }
    }
  },
});

/** Pool size plus overflow, where variables say so. */
function poolOf(env: readonly { name: string; value: unknown }[]): number | undefined {
  const find = (pattern: RegExp) =>
    env
      .map(({ name, value }) => (pattern.test(name) ? numberAt({ value }, "value") : undefined))
      .find((each) => each !== undefined);
  const pool = find(/(^|_)POOL(_MAX)?(_SIZE)?$/i);
  return pool === undefined ? undefined : pool + (find(/(^|_)MAX_OVERFLOW$/i) ?? 0);
}
