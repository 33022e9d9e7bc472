/** A Cloud SQL machine, as far as the rules need to know it. */
export interface Tier {
  edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  memoryMb: number;
}

/** Machines that share a core, by memory. */
const SHARED_CORE = new Map([
  ["db-f1-micro", 614],
  ["db-g1-small", 1740],
]);
export const isSharedCore = (name: string) => SHARED_CORE.has(name);

/** https://docs.cloud.google.com/sql/docs/postgres/machine-series-overview */
const PERFORMANCE_OPTIMIZED = [2, 4, 8, 16, 32, 48, 64, 80, 96, 128];

/**
 * The machine behind a tier's name, or what is wrong with the name.
 * https://docs.cloud.google.com/sql/docs/postgres/create-instance#machine-types
 */
export function parseTier(name: string): Tier | { wrong: string } {
  const shared = SHARED_CORE.get(name);
  if (shared) return { edition: "ENTERPRISE", memoryMb: shared };

  const optimized = /^db-perf-optimized-N-(\d+)$/.exec(name);
  if (optimized) {
    const cpus = Number(optimized[1]);
    return PERFORMANCE_OPTIMIZED.includes(cpus)
      ? { edition: "ENTERPRISE_PLUS", memoryMb: cpus * 8192 }
      : { wrong: `has no performance-optimized machine of ${cpus} CPUs (${PERFORMANCE_OPTIMIZED.join(", ")})` };
  }

  const custom = /^db-custom-(\d+)-(\d+)$/.exec(name);
  if (!custom) return { wrong: "is not a tier of Cloud SQL for Postgres" };
  const [cpus, memoryMb] = [Number(custom[1]), Number(custom[2])];
  if (cpus !== 1 && (cpus < 2 || cpus > 96 || cpus % 2 !== 0))
    return { wrong: "has CPUs other than 1 or an even number up to 96" };
  if (memoryMb % 256 !== 0) return { wrong: "has memory that is not a multiple of 256 MB" };
  if (memoryMb < 3840) return { wrong: "has less than 3840 MB of memory" };
  if (memoryMb < cpus * 922 || memoryMb > cpus * 6656)
    return { wrong: "has less than 0.9 or more than 6.5 GB of memory per CPU" };
  return { edition: "ENTERPRISE", memoryMb };
}

/** Whether Cloud SQL takes the text as the flag `max_connections`. https://docs.cloud.google.com/sql/docs/postgres/flags */
export const isConnections = (flag: string) => /^\d+$/.test(flag) && Number(flag) >= 14 && Number(flag) <= 262_143;

/** Postgres' default max_connections by memory. https://docs.cloud.google.com/sql/docs/postgres/flags */
const CONNECTIONS: [memoryMb: number, connections: number][] = [
  [122_880, 1000],
  [61_440, 800],
  [30_720, 600],
  [15_360, 500],
  [7_680, 400],
  [6_144, 200],
  [3_840, 100],
  [1_740, 50],
];

export const defaultConnections = ({ memoryMb }: Tier): number =>
  CONNECTIONS.find(([least]) => memoryMb >= least)?.[1] ?? 25;
