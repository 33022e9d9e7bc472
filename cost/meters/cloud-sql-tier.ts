import { Decimal } from "../money";

/** The machine of a Cloud SQL tier. */
export type Machine =
  | { shared: "f1-micro" | "g1-small" }
  | { edition: "enterprise" | "enterprise_plus"; vcpu: Decimal; memoryGib: Decimal };

/** GiB of the performance-optimized N machines: 8 a vCPU, 9 on the largest. */
const PERF_OPTIMIZED: Record<number, number> = {
  2: 16,
  4: 32,
  8: 64,
  16: 128,
  32: 256,
  48: 384,
  64: 512,
  80: 640,
  96: 768,
  128: 864,
};
/** GiB a vCPU of MySQL's older machine types, which are billed by vCPU and memory as well. */
const N1 = { standard: 3.75, highmem: 6.5 } as const;

export const KNOWN_TIERS = [
  "db-f1-micro",
  "db-g1-small",
  "db-custom-CPUS-MIB",
  ...Object.keys(PERF_OPTIMIZED).map((vcpu) => `db-perf-optimized-N-${vcpu}`),
  "db-n1-standard-CPUS",
  "db-n1-highmem-CPUS",
];

export function machineOf(tier: string): Machine | undefined {
  const shared = /^db-(f1-micro|g1-small)$/.exec(tier)?.[1];
  if (shared !== undefined) return { shared: shared as "f1-micro" | "g1-small" };
  const custom = /^db-custom-(\d+)-(\d+)$/.exec(tier);
  if (custom)
    return {
      edition: "enterprise",
      vcpu: new Decimal(custom[1] ?? 0),
      memoryGib: new Decimal(custom[2] ?? 0).div(1024),
    };
  const optimized = /^db-perf-optimized-N-(\d+)$/.exec(tier)?.[1];
  const memory = optimized === undefined ? undefined : PERF_OPTIMIZED[Number(optimized)];
  if (optimized !== undefined && memory !== undefined)
    return { edition: "enterprise_plus", vcpu: new Decimal(optimized), memoryGib: new Decimal(memory) };
  const n1 = /^db-n1-(standard|highmem)-(\d+)$/.exec(tier);
  if (n1)
    return {
      edition: "enterprise",
      vcpu: new Decimal(n1[2] ?? 0),
      memoryGib: new Decimal(n1[2] ?? 0).times(N1[n1[1] as keyof typeof N1]),
    };
  return undefined;
}
