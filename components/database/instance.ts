import { DatabaseInstance } from "@pulumi/gcp/sql/databaseInstance";
import type { sql } from "@pulumi/gcp/types/input";
import type { Resource } from "@pulumi/pulumi";
import type { CreatedInstanceSettings } from "../../settings/database";
import { type Environment, labels } from "../environment";
import type { Network } from "../network/network";

/** For whoever sets a password by hand; generated ones are longer. */
const LEAST_PASSWORD = 16;

/**
 * A Cloud SQL instance with a private address only. A public one cannot be asked for.
 * Named by Pulumi: a replacement never waits for a name that Google still keeps.
 */
export function createdInstance(
  name: string,
  {
    environment,
    settings,
    network,
    parent,
  }: { environment: Environment; settings: CreatedInstanceSettings; network: Network; parent: Resource },
): DatabaseInstance {
  return new DatabaseInstance(
    `${name}-instance`,
    {
      region: environment.region,
      databaseVersion: settings.version,
      deletionProtection: environment.protect,
      settings: {
        tier: settings.tier,
        edition: settings.edition,
        availabilityType: settings.highAvailability ? "REGIONAL" : "ZONAL",
        diskSize: settings.diskGb,
        diskType: settings.diskType,
        diskAutoresize: true,
        diskAutoresizeLimit: settings.diskLimitGb,
        deletionProtectionEnabled: environment.protect,
        userLabels: labels(environment, "db"),
        ipConfiguration: { ipv4Enabled: false, privateNetwork: network.id, sslMode: "ENCRYPTED_ONLY" },
        backupConfiguration: backups(settings.backups),
        maintenanceWindow: {
          day: settings.maintenance.day,
          hour: settings.maintenance.hour,
          updateTrack: settings.maintenance.track,
        },
        insightsConfig: {
          queryInsightsEnabled: settings.insights,
          recordApplicationTags: settings.insights,
          // Every client address is an instance of Cloud Run's: it would say nothing.
          recordClientAddress: false,
        },
        passwordValidationPolicy: { enablePasswordPolicy: true, minLength: LEAST_PASSWORD },
        databaseFlags: Object.entries(settings.flags)
          .map(([flag, value]) => ({ name: flag, value }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      },
    },
    {
      parent,
      // Nothing in the inputs refers to the peering, but without it Google cannot give an address.
      dependsOn: [...environment.apis.of("sql"), ...network.privateServicesReady],
      protect: environment.protect,
      // The disk grows by itself; its first size would shrink it, which means a new database.
      ignoreChanges: ["settings.diskSize"],
    },
  );
}

function backups({
  retained,
  startTime,
  pointInTimeRecovery,
  logDays,
}: CreatedInstanceSettings["backups"]): sql.DatabaseInstanceSettingsBackupConfiguration {
  return {
    enabled: true,
    startTime,
    backupRetentionSettings: { retainedBackups: retained, retentionUnit: "COUNT" },
    pointInTimeRecoveryEnabled: pointInTimeRecovery,
    ...(pointInTimeRecovery && { transactionLogRetentionDays: logDays }),
  };
}
