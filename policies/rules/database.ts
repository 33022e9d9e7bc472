import { isPublicRange } from "../../graph/addresses";
import { at, flagAt, isHidden, listAt, read, text, textAt } from "../../graph/reading";
import { isReplica } from "../../graph/roles";
import { SQL, SQL_USER } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { type Findings, resourcePolicy, stackPolicy, types } from "../policy";
import { flagsOf, isOn, isPostgres } from "./database-flags";
import { mustBeTrue } from "./must-be-true";

const IP = "settings.ipConfiguration";
const BACKUP = "settings.backupConfiguration";

export const sqlPrivate = resourcePolicy({
  id: "sql-private",
  title: "Databases have no address on the internet",
  demands: "`ipv4Enabled` is literally false and no authorized network is public.",
  why: "Cloud SQL gives an instance a public address unless told not to.",
  weight: "always",
  severity: "critical",
  covers: [
    "CIS 6.5",
    "CIS 6.7",
    "CKV_GCP_60",
    "CKV_GCP_11",
    "GCP-0017",
    "sql.restrictPublicIp",
    "cloudsqlDisablePublicAuthorizedNetworks",
  ],
  remediation: "Set `settings.ipConfiguration.ipv4Enabled: false` and remove public `authorizedNetworks`.",
  applies: types(SQL),
  check(instance, { violation, unjudged }) {
    const path = `${IP}.ipv4Enabled`;
    if (isHidden(read(instance, path))) unjudged(instance, path);
    else if (flagAt(instance.inputs, path) !== false) violation(instance, path, "the instance has a public address");
    listAt(instance.inputs, `${IP}.authorizedNetworks`).forEach((network, index) => {
      const range = at(network, "value");
      const where = `${IP}.authorizedNetworks[${index}].value`;
      if (isHidden(range)) unjudged(instance, where);
      else if (isPublicRange(text(range) ?? "")) {
        violation(instance, where, `${text(range)} is a range of the internet`);
      }
    });
  },
});

export const sqlTls = resourcePolicy({
  id: "sql-tls",
  title: "Databases refuse connections in clear text",
  demands: "`sslMode` is `ENCRYPTED_ONLY` or `TRUSTED_CLIENT_CERTIFICATE_REQUIRED`.",
  why: "The default also accepts unencrypted connections, passwords included.",
  weight: "always",
  severity: "high",
  covers: ["CIS 6.4", "CKV_GCP_6", "GCP-0015", "cloudsqlRequireSSLConnection"],
  remediation: 'Set `settings.ipConfiguration.sslMode: "ENCRYPTED_ONLY"`.',
  applies: types(SQL),
  check(instance, { violation, unjudged }) {
    const path = `${IP}.sslMode`;
    const mode = read(instance, path);
    if (isHidden(mode)) unjudged(instance, path);
    else if (!["ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"].includes(text(mode) ?? "")) {
      violation(instance, path, "connections in clear text are accepted");
    }
  },
});

export const sqlBackups = resourcePolicy({
  id: "sql-backups",
  title: "Databases are backed up",
  demands: "Automatic backups are on.",
  why: "Backups are cheap and off by default.",
  weight: "always",
  severity: "medium",
  covers: ["CIS 6.8", "CKV_GCP_14", "GCP-0024", "cloudsqlRequireAutomatedBackup"],
  remediation: "Set `settings.backupConfiguration.enabled: true`.",
  applies: types(SQL),
  check(instance, findings) {
    if (!isReplica(instance)) mustBeTrue(instance, `${BACKUP}.enabled`, "automatic backups are off", findings);
  },
});

export const sqlUpkeep = stackPolicy({
  id: "sql-upkeep",
  title: "Databases are kept current and close",
  demands:
    "A supported major version, a maintenance window, a password policy, the region of the services; IAM users rather than passwords where IAM login is on.",
  why: "An old major version loses its fixes, an unset window restarts the database at noon, and each query across regions costs time and money.",
  weight: "advice",
  severity: "low",
  covers: [
    "B4 (SQL)",
    "CIS 6.6",
    "CKV_GCP_79",
    "mondoo cloud-sql-password-policy",
    "cloudsqlEnforcePasswordComplexity",
    "sql_location",
    "sql_maintenance_window",
    "mondoo cloud-sql-users-use-iam-auth",
  ],
  remediation:
    "Set `databaseVersion`, `settings.maintenanceWindow`, `settings.passwordValidationPolicy.enablePasswordPolicy` and `region`.",
  settings: {
    versions: {
      default: ["POSTGRES_15", "POSTGRES_16", "POSTGRES_17", "POSTGRES_18"] as readonly string[],
      about: "major versions still supported",
    },
  },
  check({ stack, services }, { violation, unjudged }, { versions }) {
    const locations = new Set(services.flatMap(({ location }) => location ?? []));
    for (const instance of stack.ofType(SQL)) {
      const version = textAt(instance.inputs, "databaseVersion");
      if (isHidden(read(instance, "databaseVersion"))) unjudged(instance, "databaseVersion");
      else if (isPostgres(instance) && version !== undefined && !versions.includes(version)) {
        violation(instance, "databaseVersion", `${version} is not among ${versions.join(", ")}`);
      }
      // A replica in another region is there for the day its primary's region is lost.
      if (isReplica(instance)) continue;
      upkeepOfPrimary(instance, violation);
      const region = textAt(instance.inputs, "region");
      if (region && locations.size > 0 && !locations.has(region)) {
        violation(instance, "region", `the database is in ${region}, the services are in ${[...locations].join(", ")}`);
      }
      if (!isOn(flagsOf(instance).get("cloudsql.iam_authentication") ?? "")) continue;
      for (const user of stack.referrers(instance, SQL_USER, "instance")) {
        const type = read(user, "type");
        if (isHidden(type)) unjudged(user, "type");
        else if (isPostgres(instance) && (text(type) ?? "BUILT_IN") === "BUILT_IN") {
          violation(user, "type", "the user logs in with a password although IAM login is on");
        }
      }
    }
  },
});

function upkeepOfPrimary(instance: Resource, violation: Findings["violation"]): void {
  if (read(instance, "settings.maintenanceWindow.day") === undefined) {
    violation(instance, "settings.maintenanceWindow", "no maintenance window is set, so restarts can come at any hour");
  }
  const policy = "settings.passwordValidationPolicy";
  const enabled = `${policy}.enablePasswordPolicy`;
  if (isPostgres(instance) && !isHidden(read(instance, enabled)) && flagAt(instance.inputs, enabled) !== true) {
    violation(instance, policy, "any password is accepted for a database user");
  }
}

export const sqlHighAvailability = resourcePolicy({
  id: "sql-high-availability",
  title: "The database survives the loss of a zone",
  demands: "`availabilityType` is `REGIONAL`.",
  why: "A zonal instance is gone for as long as its zone is. It doubles the largest item of the bill, so it is advice, and only in production.",
  weight: "production-advice",
  severity: "medium",
  covers: ["cloudsqlRequireHighAvailability", "prowler cloudsql_instance_high_availability_enabled"],
  remediation: 'Set `settings.availabilityType: "REGIONAL"`.',
  applies: types(SQL),
  check(instance, { violation, unjudged }) {
    const path = "settings.availabilityType";
    if (isReplica(instance)) return;
    if (isHidden(read(instance, path))) unjudged(instance, path);
    else if (textAt(instance.inputs, path) !== "REGIONAL") violation(instance, path, "the instance lives in one zone");
  },
});
