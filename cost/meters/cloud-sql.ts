import type { Resource } from "../../resources/resource";
import { blockOf, countOf, isUnknown, textOf } from "../inputs";
import { Decimal, HOURS_PER_MONTH } from "../money";
import { amount, INTERNET_EGRESS, size } from "../usage/field";
import { KNOWN_TIERS, machineOf } from "./cloud-sql-tier";
import { charge, type Finding, free, type Meter, metered, type Reading, unpriced } from "./meter";

/** Cloud SQL's own size of a new disk. */
const DEFAULT_DISK_GIB = 10;

export const cloudSql: Meter = {
  types: ["gcp:sql/databaseInstance:DatabaseInstance"],
  usage: [
    size("storage", "disk in use, where automatic growth took it past diskSize", "stored", "disk", "diskSize"),
    size("backup", "backups kept; they are incremental", "backups", "backupStorage", "backupStored"),
    amount("runningHours", "hours a month", "time the instance runs; 730 unless given", "hours", "instanceHours"),
    INTERNET_EGRESS,
  ],
  read(reading) {
    const { resource, usage, stack } = reading;
    const settings = blockOf(resource.inputs.settings) ?? {};
    const region = textOf(resource.inputs.region) ?? stack.fallbackRegion;
    if (region === undefined) return [unpriced("Cloud SQL instance", "region is not given or not known yet")];
    if (isUnknown(settings.availabilityType))
      return [unpriced("Cloud SQL instance", "settings.availabilityType is not known yet")];
    if (String(resource.inputs.databaseVersion).startsWith("SQLSERVER"))
      return [unpriced("Cloud SQL instance", "no price is known for SQL Server, which adds licences")];
    // A regional instance keeps a standby with its own disk: its skus cost twice the zonal ones.
    const where = settings.availabilityType === "REGIONAL" ? "regional" : "zonal";
    const sent = usage.byDestination.get("egress");
    return [
      ...compute(reading, settings, region, where),
      ...storage(reading, settings, region, where),
      ...backups(reading, settings, region),
      ...publicAddress(resource, settings, region),
      ...(sent && [...sent.values()].some((quantity) => !quantity.isZero())
        ? [unpriced("Internet egress", "no price is known for data that Cloud SQL sends to the internet")]
        : []),
    ];
  },
};

type Block = Record<string, unknown>;
type Where = "regional" | "zonal";

const isStopped = (settings: Block): boolean => settings.activationPolicy === "NEVER";

function compute({ resource, usage }: Reading, settings: Block, region: string, where: Where): Finding[] {
  if (isStopped(settings)) return [free("Machine", "activationPolicy NEVER: a stopped instance has no machine")];
  const role = textOf(resource.inputs.masterInstanceName) === undefined ? "" : "replica ";
  const tier = textOf(settings.tier);
  if (tier === undefined) return [unpriced("Machine", "settings.tier is not given or not known yet", KNOWN_TIERS)];
  const machine = machineOf(tier);
  if (machine === undefined) return [unpriced("Machine", `no price is known for tier ${tier}`, KNOWN_TIERS)];
  const hours = usage.amounts.get("runningHours") ?? HOURS_PER_MONTH;
  if ("shared" in machine)
    return [charge("fixed", `${role}${tier}, ${where}`, `sql.${machine.shared}.${where}`, region, hours)];
  const { edition } = settings;
  if (typeof edition === "string" && edition.toLowerCase() !== machine.edition && !isUnknown(edition)) {
    return [unpriced("Machine", `tier ${tier} does not exist in edition ${edition}`)];
  }
  const sku = machine.edition === "enterprise" ? "sql" : "sql.enterprise_plus";
  const findings = [
    charge("fixed", `${role}vCPU, ${where}`, `${sku}.vcpu.${where}`, region, machine.vcpu.times(hours)),
    charge("fixed", `${role}memory, ${where}`, `${sku}.ram.${where}`, region, machine.memoryGib.times(hours)),
  ];
  if (blockOf(settings.dataCacheConfig)?.dataCacheEnabled === true)
    findings.push(unpriced("Data cache", "no price is known for the data cache"));
  return findings;
}

function storage({ usage, atLimit }: Reading, settings: Block, region: string, where: Where): Finding[] {
  const type = isUnknown(settings.diskType) ? undefined : (settings.diskType ?? "PD_SSD");
  const disk = type === "PD_SSD" ? "ssd" : type === "PD_HDD" ? "hdd" : undefined;
  if (disk === undefined)
    return [unpriced("Storage", `no price is known for diskType ${String(settings.diskType)}`, ["PD_SSD", "PD_HDD"])];
  if (isUnknown(settings.diskSize)) return [unpriced("Storage", "settings.diskSize is not known yet")];
  const provisioned = new Decimal(countOf(settings.diskSize) ?? DEFAULT_DISK_GIB);
  const used = Decimal.max(usage.amounts.get("storage") ?? provisioned, provisioned);
  const limit = settings.diskAutoresize === false ? 0 : (countOf(settings.diskAutoresizeLimit) ?? 0);
  const sku = `sql.storage.${disk}.${where}`;
  const grown = (atLimit ? Decimal.max(used, limit) : used).minus(provisioned);
  const findings = [charge("fixed", `Storage ${disk.toUpperCase()}, ${where}`, sku, region, provisioned)];
  if (!grown.isZero())
    findings.push(charge("usage", `Storage ${disk.toUpperCase()} grown, ${where}`, sku, region, grown));
  return findings;
}

function backups({ usage }: Reading, settings: Block, region: string): Finding[] {
  const configuration = blockOf(settings.backupConfiguration);
  const findings: Finding[] = [];
  if (configuration?.enabled === true || usage.amounts.has("backup"))
    findings.push(metered(usage, "backup", "Backups", "sql.backup", region));
  if (configuration?.pointInTimeRecoveryEnabled === true)
    findings.push(
      free("Point-in-time recovery logs", "kept in Cloud Storage at no charge for as long as the edition retains them"),
    );
  return findings;
}

function publicAddress({ inputs }: Resource, settings: Block, region: string): Finding[] {
  if (blockOf(settings.ipConfiguration)?.ipv4Enabled === false) return [];
  const instance =
    textOf(inputs.masterInstanceName) === undefined ? "Public IPv4 address" : "Public IPv4 address of the replica";
  if (isStopped(settings)) return [charge("fixed", `${instance}, idle`, "sql.ipv4.idle", region, HOURS_PER_MONTH)];
  return [free(instance, "charged only while the instance is stopped")];
}
