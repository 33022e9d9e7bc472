import { defaultConnections, isConnections, isSharedCore, parseTier } from "../../settings/tier";
import { settings } from "./config";

/** Tier, edition, memory, default max_connections, and the pool of one of five API instances. */
test.each([
  ["db-f1-micro", "ENTERPRISE", 614, 25, 1],
  ["db-g1-small", "ENTERPRISE", 1740, 50, 4],
  ["db-custom-1-3840", "ENTERPRISE", 3840, 100, 9],
  ["db-custom-1-6144", "ENTERPRISE", 6144, 200, 10],
  ["db-custom-1-6656", "ENTERPRISE", 6656, 200, 10],
  ["db-custom-2-7680", "ENTERPRISE", 7680, 400, 10],
  ["db-custom-4-15360", "ENTERPRISE", 15360, 500, 10],
  ["db-custom-8-30720", "ENTERPRISE", 30720, 600, 10],
  ["db-custom-16-61440", "ENTERPRISE", 61440, 800, 10],
  ["db-custom-32-122880", "ENTERPRISE", 122880, 1000, 10],
  ["db-custom-96-638976", "ENTERPRISE", 638976, 1000, 10],
  ["db-perf-optimized-N-2", "ENTERPRISE_PLUS", 16384, 500, 10],
  ["db-perf-optimized-N-8", "ENTERPRISE_PLUS", 65536, 800, 10],
  ["db-perf-optimized-N-128", "ENTERPRISE_PLUS", 1048576, 1000, 10],
])("%s: %s, %i MB, %i connections, a pool of %i", (tier, edition, memoryMb, connections, poolSize) => {
  expect(parseTier(tier)).toEqual({ edition, memoryMb });
  expect(defaultConnections({ edition: "ENTERPRISE", memoryMb })).toBe(connections);
  expect(settings({ database: { tier, edition } }).database.poolSize).toBe(poolSize);
});

test.each([
  ["", "is not a tier"],
  ["db-custom-1", "is not a tier"],
  ["db-custom-1-3840 ", "is not a tier"],
  ["db-custom-0-3840", "CPUs other than 1 or an even number"],
  ["db-custom-5-7680", "CPUs other than 1 or an even number"],
  ["db-custom-1-3841", "multiple of 256"],
  ["db-custom-1-3584", "less than 3840"],
  ["db-custom-1-6912", "more than 6.5 GB"],
  ["db-custom-10-8960", "less than 0.9"],
  ["db-perf-optimized-N-1", "no performance-optimized machine of 1 CPUs"],
  ["db-perf-optimized-n-2", "is not a tier"],
])("%j %s", (tier, wrong) => {
  expect(parseTier(tier)).toEqual({ wrong: expect.stringContaining(wrong) });
});

test("only the two small machines share a core", () => {
  expect(["db-f1-micro", "db-g1-small", "db-custom-1-3840", "constructor"].filter(isSharedCore)).toEqual([
    "db-f1-micro",
    "db-g1-small",
  ]);
});

test.each([
  ["14", true],
  ["13", false],
  ["262143", true],
  ["262144", false],
  ["", false],
  ["1e3", false],
  ["-50", false],
])("max_connections %j is taken: %s", (flag, expected) => {
  expect(isConnections(flag)).toBe(expected);
});

/** The pool is what two revisions at full scale leave: (connections - 6) / (2 x instances), and never more than the concurrency. */
test.each([
  [{ api: { instances: { max: 1 } } }, 10],
  [{ api: { instances: { max: 22 } } }, 1],
  [{ api: { instances: { max: 2 } } }, 10],
  [{ api: { instances: { max: 3 }, concurrency: 80 } }, 7],
  [{ api: { concurrency: 1 } }, 1],
  [{ database: { flags: { max_connections: 86 } } }, 8],
  [{ database: { poolSize: 2 } }, 2],
  [{ database: { existingInstance: "db" }, network: { existingVpc: "default" } }, 1],
  [{ database: { existingInstance: "db", poolSize: 30 }, network: { existingVpc: "default" } }, 30],
])("%j: a pool of %i", (given, poolSize) => {
  expect(settings(given).database.poolSize).toBe(poolSize);
});
