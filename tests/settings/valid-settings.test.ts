import fc from "fast-check";
import { readSettings } from "../../settings/read";
import type { Settings } from "../../settings/schema";
import { validSettings } from "./arbitrary-settings";
import { config } from "./config";

const read = (values: Record<string, string>) => readSettings({ ...config({}), values });

test("right settings are taken, whatever they combine", () => {
  fc.assert(
    fc.property(validSettings, (values) => {
      const { database, api } = read(values);
      expect(database.poolSize).toBeGreaterThanOrEqual(1);
      if (database.instance.kind === "created") expect(database.poolSize).toBeLessThanOrEqual(api.concurrency);
    }),
    { numRuns: 300 },
  );
});

test("reading is the same twice, and keeps nothing from one stack to the next", () => {
  fc.assert(
    fc.property(validSettings, validSettings, (one, other) => {
      const before = read(one);
      read(other);
      expect(read(one)).toEqual(before);
    }),
    { numRuns: 50 },
  );
});

test("every toggle comes up both ways", () => {
  const seen = fc.sample(validSettings, { numRuns: 300, seed: 1 }).map(read);
  const values = (pick: (settings: Settings) => unknown) => new Set(seen.map(pick));
  const balanced = seen.flatMap(({ edge }) => (edge.mode === "load-balancer" ? [edge] : []));

  expect(values(({ edge }) => edge.mode)).toEqual(new Set(["run-url", "domain-mapping", "load-balancer"]));
  expect(new Set(balanced.map(({ armor }) => armor.kind))).toEqual(new Set(["off", "existing", "managed"]));
  expect(new Set(balanced.flatMap(({ armor }) => (armor.kind === "managed" ? [armor.rateLimit.kind] : [])))).toEqual(
    new Set(["off", "throttle", "ban"]),
  );
  expect(new Set(balanced.map(({ assets }) => `${assets.enabled} ${assets.access}`)).size).toBe(4);
  expect(new Set(balanced.map(({ tls }) => tls.certificateMap === undefined)).size).toBe(2);
  expect(values(({ network }) => `${network.egress.kind} ${network.nat}`).size).toBe(4);
  expect(values(({ network, database }) => `${network.existingVpc !== undefined} ${database.instance.kind}`)).toEqual(
    new Set(["false created", "true created", "true existing"]),
  );
  expect(values(({ api }) => api.invoker)).toEqual(new Set(["bff", "network"]));
  expect(values(({ bff }) => `${bff.deployedBy} ${bff.billing}`).size).toBe(4);
  expect(values(({ protect }) => protect).size).toBe(2);
  expect(new Set(seen.flatMap(({ api }) => Object.values(api.secrets).map(({ kind }) => kind)))).toEqual(
    new Set(["generated", "existing"]),
  );
});
