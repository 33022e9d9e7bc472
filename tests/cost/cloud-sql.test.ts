import { bill, DATABASE, priced, reasons, resource } from "./bill";

const database = (settings: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  region: "us-central1",
  databaseVersion: "POSTGRES_17",
  settings: { edition: "ENTERPRISE", ipConfiguration: { ipv4Enabled: false }, ...settings },
  ...more,
});
const saoPaulo = { region: "southamerica-east1" };

test.each([
  // 730 h x 0.0105; 10 GiB x 0.17
  [{ tier: "db-f1-micro" }, {}, { "db-f1-micro, zonal": "7.67", "Storage SSD, zonal": "1.70" }],
  // 730 x 0.035; 20 x 0.09
  [
    { tier: "db-g1-small", diskSize: 20, diskType: "PD_HDD" },
    {},
    { "db-g1-small, zonal": "25.55", "Storage HDD, zonal": "1.80" },
  ],
  // 730 x 0.0158; 10 x 0.255
  [{ tier: "db-f1-micro" }, saoPaulo, { "db-f1-micro, zonal": "11.53", "Storage SSD, zonal": "2.55" }],
  // shared core doubles as well: 730 x 0.07; 10 x 0.34
  [
    { tier: "db-g1-small", availabilityType: "REGIONAL" },
    {},
    { "db-g1-small, regional": "51.10", "Storage SSD, regional": "3.40" },
  ],
  // 730 x 0.0413; 730 x 3.75 x 0.007
  [
    { tier: "db-custom-1-3840" },
    {},
    { "vCPU, zonal": "30.15", "memory, zonal": "19.16", "Storage SSD, zonal": "1.70" },
  ],
  // 1,460 x 0.0826; 730 x 7.5 x 0.014; 100 x 0.34
  [
    { tier: "db-custom-2-7680", availabilityType: "REGIONAL", diskSize: 100 },
    {},
    { "vCPU, regional": "120.60", "memory, regional": "76.65", "Storage SSD, regional": "34.00" },
  ],
  // 1,460 x 0.124; 5,475 x 0.021; 100 x 0.51
  [
    { tier: "db-custom-2-7680", availabilityType: "REGIONAL", diskSize: 100 },
    saoPaulo,
    { "vCPU, regional": "181.04", "memory, regional": "114.98", "Storage SSD, regional": "51.00" },
  ],
  // 2,920 x 0.0537; 730 x 32 x 0.0091
  [
    { tier: "db-perf-optimized-N-4", edition: "ENTERPRISE_PLUS" },
    {},
    { "vCPU, zonal": "156.80", "memory, zonal": "212.58", "Storage SSD, zonal": "1.70" },
  ],
  // 730 x 8 x 0.0413; 730 x 30 x 0.007: 0.5404 an hour together, as the catalog has it
  [
    { tier: "db-n1-standard-8" },
    { databaseVersion: "MYSQL_8_0" },
    { "vCPU, zonal": "241.19", "memory, zonal": "153.30", "Storage SSD, zonal": "1.70" },
  ],
])("%j %j", (settings, more, expected) => {
  expect(bill(DATABASE, database(settings, more))).toEqual(expected);
});

test("a replica is charged as an instance of its own", () => {
  expect(bill(DATABASE, database({ tier: "db-custom-1-3840" }, { masterInstanceName: "main" }))).toMatchObject({
    "replica vCPU, zonal": "30.15",
    "replica memory, zonal": "19.16",
  });
});

test("backups are charged by what they hold; logs for recovery are free", () => {
  const inputs = database({
    tier: "db-f1-micro",
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
  });
  expect(bill(DATABASE, inputs, { backupGib: 50 })).toMatchObject({ Backups: "4.00" });
  const report = priced([[resource(DATABASE, "it", inputs)]]);
  expect(reasons(report)).toEqual(["Usage: no usage given for: Backups (backupGib or backupGb)"]);
  expect(report.free.map(({ item }) => item)).toEqual(["Point-in-time recovery logs"]);
});

test("a disk that grew is charged as grown, and its ceiling is the limit of growth", () => {
  const inputs = database({ tier: "db-f1-micro", diskSize: 20, diskAutoresize: true, diskAutoresizeLimit: 100 });
  expect(bill(DATABASE, inputs, { storageGib: 30 })).toMatchObject({
    "Storage SSD, zonal": "3.40",
    "Storage SSD grown, zonal": "1.70",
  });
  expect(bill(DATABASE, inputs, {}, "ceiling")).toMatchObject({ "Storage SSD grown, zonal": "13.60" });
  expect(
    bill(DATABASE, database({ tier: "db-f1-micro", diskAutoresize: false, diskAutoresizeLimit: 100 }), {}, "ceiling")[
      "Storage SSD grown, zonal"
    ],
  ).toBeUndefined();
});

test("a stopped instance pays for its disk and its idle address", () => {
  expect(
    bill(
      DATABASE,
      database({ tier: "db-g1-small", activationPolicy: "NEVER", ipConfiguration: { ipv4Enabled: true } }),
    ),
  ).toEqual({
    "Storage SSD, zonal": "1.70",
    "Public IPv4 address, idle": "7.30",
  });
});

test.each([
  [{ tier: "db-huge" }, {}, "Machine: no price is known for tier db-huge"],
  [{ tier: "db-perf-optimized-N-4" }, {}, "Machine: tier db-perf-optimized-N-4 does not exist in edition ENTERPRISE"],
  [
    { tier: "db-custom-1-3840", edition: "ENTERPRISE_PLUS" },
    {},
    "Machine: tier db-custom-1-3840 does not exist in edition ENTERPRISE_PLUS",
  ],
  [{ tier: "[unknown]" }, {}, "Machine: settings.tier is not given or not known yet"],
  [
    { tier: "db-f1-micro", diskType: "HYPERDISK_BALANCED" },
    {},
    "Storage: no price is known for diskType HYPERDISK_BALANCED",
  ],
  [
    { tier: "db-f1-micro", availabilityType: "[unknown]" },
    {},
    "Cloud SQL instance: settings.availabilityType is not known yet",
  ],
  [
    { tier: "db-custom-1-3840" },
    { databaseVersion: "SQLSERVER_2022_STANDARD" },
    "Cloud SQL instance: no price is known for SQL Server, which adds licences",
  ],
])("%j %j is listed: %s", (settings, more, reason) => {
  expect(reasons(priced([[resource(DATABASE, "it", database(settings, more))]]))).toContain(reason);
});
