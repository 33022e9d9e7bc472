import type { DatabaseSettings } from "../database";
import { type Problem, problem } from "../problem";
import type { Sections } from "../schema";
import { defaultConnections, isConnections, parseTier } from "../tier";
import { rule, when } from "./rule";

/** Connections that Postgres and Google keep for themselves. */
const RESERVED = 6;
/** While a revision rolls out, the old and the new one both hold their pools. */
const REVISIONS = 2;

type Needed = Pick<Sections, "database" | "api">;

/** max_connections of the instance, or undefined when it is not ours to know. */
export function maxConnections({ instance }: Pick<Sections["database"], "instance">): number | undefined {
  if (instance.kind === "existing") return undefined;
  const tier = parseTier(instance.tier);
  const flag = instance.flags.max_connections;
  if (flag !== undefined) return isConnections(flag) ? Number(flag) : undefined;
  return "wrong" in tier ? undefined : defaultConnections(tier);
}

/** Most connections one API instance may open so that two revisions at full scale fit. */
const fitting = (connections: number, { api }: Needed) =>
  Math.floor((connections - RESERVED) / (api.instances.max * REVISIONS));

/** The database's settings with the pool size settled: asked for, or as large as fits and is of use. */
export function settlePoolSize(settings: Needed): DatabaseSettings {
  const { database, api } = settings;
  const connections = maxConnections(settings.database);
  const poolSize =
    database.poolSize ?? (connections === undefined ? 1 : Math.min(fitting(connections, settings), api.concurrency));
  return { ...database, poolSize };
}

export const connectionRules = [
  rule(["database", "api"], (settings): Problem[] => {
    const connections = maxConnections(settings.database);
    if (connections === undefined) return [];
    const most = fitting(connections, settings);
    const { poolSize } = settings.database;
    const sum = `${settings.api.instances.max} instances of each of two revisions share ${connections - RESERVED} connections`;
    if (most < 1)
      return [
        problem(
          "api.instances.max",
          settings.api.instances.max,
          `is more than the database has connections for: ${sum}`,
          `1 to ${Math.floor((connections - RESERVED) / REVISIONS)}`,
          "Lower it, take a larger database.tier, or raise database.flags.max_connections.",
        ),
      ];
    return when(poolSize !== undefined && poolSize > most, () =>
      problem(
        "database.poolSize",
        poolSize,
        `is more than fits: ${sum}`,
        `1 to ${most}`,
        "Lower it or api.instances.max, or take a larger database.tier.",
      ),
    );
  }),
];
