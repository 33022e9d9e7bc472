import { METERS, meterOf } from "../../cost/meters/by-type";
import { freeReason } from "../../cost/meters/free";
import { readUsage } from "../../cost/usage/usage";
import { priced, resource, SERVICE, service } from "./bill";

const fields = meterOf(SERVICE)?.usage ?? [];
const read = (raw: Record<string, unknown>) => {
  const { usage, problems } = readUsage(raw, fields);
  return { ...Object.fromEntries([...usage.amounts].map(([name, amount]) => [name, amount.toString()])), problems };
};

test.each([
  [{ requests: 5 }, { requests: "5" }],
  [{ monthly_requests: 5 }, { requests: "5" }],
  [{ requestsPerMonth: 5 }, { requests: "5" }],
  [{ "instance-hours": 5 }, { instanceHours: "5" }],
  [{ billable_seconds: 5 }, { billedSeconds: "5" }],
  [{ average_request_duration_ms: 5 }, { requestMs: "5" }],
  [{ logsGib: 2 }, { logs: "2" }],
  [{ logs_gb: 1 }, { logs: "0.931322574615478515625" }],
  [{ logsMib: 512 }, { logs: "0.5" }],
])("%j is understood", (raw, expected) => expect(read(raw)).toEqual({ ...expected, problems: [] }));

test.each([
  [{ requests: -1 }, "requests: must not be negative, found -1"],
  [{ requests: Number.NaN }, "requests: a number is needed, found NaN"],
  [{ requests: Number.POSITIVE_INFINITY }, "requests: a number is needed, found Infinity"],
  [{ requests: 1e300 }, "requests: is more than 1e15, found 1e+300"],
  [{ requests: "many" }, 'requests: a number is needed, found "many"'],
  [{ requests: [1] }, "requests: a number is needed, found [1]"],
  [{ requests: 1, monthlyRequests: 2 }, "monthlyRequests: requests is given twice"],
  [{ logs: 5 }, "logs: a unit is missing: logsGib or logsGb"],
  [{ egress: 5 }, "egress: a unit is missing: egressGib or egressGb"],
  [
    { egressGib: { moon: 5 } },
    "egressGib.moon: no such destination. Known: northAmerica, southAmerica, europe, asia, oceania, china, middleEast, africa, worldwide, sameContinent",
  ],
  [{ egressGib: { europe: -5 } }, "egressGib.europe: must not be negative, found -5"],
])("%j is refused", (raw, problem) => expect(read(raw).problems).toEqual([problem]));

test("an unknown name is refused with the known ones, and all problems come together", () => {
  expect(() =>
    priced([
      [resource(SERVICE, "web", service(undefined)), { visits: 5, requests: -1 }],
      [resource(SERVICE, "other", service(undefined)), { logsGib: -1 }],
    ]),
  ).toThrow(
    /usage of web \(gcp:cloudrunv2\/service:Service\): visits: no such usage. Known: requests, instanceHours,.*requests: must not be negative.*usage of other/s,
  );
  expect(() => priced([[resource("gcp:compute/network:Network", "net"), { visits: 5 }]])).toThrow(
    "visits: no such usage. Known: none",
  );
});

test("destinations go by several names, also within the name of the field", () => {
  const destinations = (raw: Record<string, unknown>) =>
    [...(readUsage(raw, fields).usage.byDestination.get("egress") ?? [])].map(([to, gib]) => `${to} ${gib}`);
  expect(destinations({ egressGib: { south_america: 1, Australia: 2, internet: 3 } })).toEqual([
    "southAmerica 1",
    "oceania 2",
    "worldwide 3",
  ]);
  expect(destinations({ egressGibToEurope: 4, monthly_egress_gib_to_asia: 5 })).toEqual(["europe 4", "asia 5"]);
  expect(destinations({ egressGib: 6 })).toEqual(["sameContinent 6"]);
});

test("no two fields of a type share a name, and no type is both charged and free", () => {
  for (const { types, usage } of METERS) {
    const names = usage.flatMap(({ name, aliases = [] }) => [name, ...aliases]).map((name) => name.toLowerCase());
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(types.filter((type) => freeReason(type) !== undefined)).toEqual([]);
  }
});
