import fc from "fast-check";
import { some } from "./fields";

const share = fc.constantFrom(0.01, 0.5, 1);

const service = some({
  errorRatio: share,
  leastErrors: fc.integer({ min: 1, max: 1000 }),
  latencyMs: fc.integer({ min: 1, max: 600_000 }),
  instances: share,
});

/** Told to somebody, or switched off. */
export const monitoring = fc.record(
  {
    enabled: fc.boolean(),
    emails: fc.uniqueArray(fc.constantFrom("ops@piloto.com.br", "a.b+c@x.io", "UPPER@x.io"), { minLength: 1 }),
    channels: fc.uniqueArray(fc.constantFrom("projects/piloto-test/notificationChannels/123"), { maxLength: 1 }),
    bff: service,
    api: service,
    database: some({ cpu: share, disk: share, connections: share }),
    // Off, because a site that Armor closes to all but a list cannot be looked at.
    uptime: fc.record({ enabled: fc.constant(false) }),
    dashboard: fc.boolean(),
    slo: some({ enabled: fc.boolean(), days: fc.integer({ min: 1, max: 30 }) }),
    budget: fc.constantFrom({}, { currency: "USD" }),
  },
  { requiredKeys: ["emails", "uptime"] },
);
