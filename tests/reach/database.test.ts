import { UNKNOWN } from "../../resources/resource";
import { add, BFF, drop, onPassword, onProject, set } from "./changes";
import { flips } from "./rows";

flips([
  ["the database has a public address", set("database-instance", { "settings.ipConfiguration.ipv4Enabled": true }), {}],
  [
    "the database has a public address that is not said",
    set("database-instance", {
      "settings.ipConfiguration.ipv4Enabled": undefined,
      "settings.ipConfiguration.authorizedNetworks": [{ name: "all", value: "0.0.0.0/0" }],
    }),
    { "internet -> database": ["yes", "database-instance has a public address; and 0.0.0.0/0 may connect"] },
  ],
  [
    "an office may connect",
    set("database-instance", {
      "settings.ipConfiguration.ipv4Enabled": true,
      "settings.ipConfiguration.authorizedNetworks": [{ name: "office", value: "203.0.113.7" }],
    }),
    { "internet -> database": ["yes", "and 203.0.113.7 may connect"] },
  ],
  [
    "who may connect is not known yet",
    set("database-instance", {
      "settings.ipConfiguration.ipv4Enabled": true,
      "settings.ipConfiguration.authorizedNetworks": [{ name: "nat", value: UNKNOWN }],
    }),
    { "internet -> database": ["not known yet", "who may connect is not known yet"] },
  ],
  [
    "the database's public address not known yet",
    set("database-instance", {
      "settings.ipConfiguration.ipv4Enabled": UNKNOWN,
      "settings.ipConfiguration.authorizedNetworks": [{ name: "all", value: "0.0.0.0/0" }],
    }),
    { "internet -> database": ["not known yet", "ipv4Enabled is not known yet"] },
  ],
  [
    "the BFF may read the password",
    add(onPassword(BFF)),
    {
      "BFF -> database": ["yes", "login: its account reads a secret of the database (extra)"],
    },
  ],
  [
    "the BFF names the password but may not read it",
    set("bff-service", {
      "template.containers.0.envs": [
        { name: "PW", valueSource: { secretKeyRef: { secret: "prod-database-api-password", version: "1" } } },
      ],
    }),
    {},
  ],
  [
    "the BFF has the address and the password in one",
    set("bff-service", {
      "template.containers.0.envs": [{ name: "URL", value: "postgresql://api:hunter2@10.64.0.3/piloto" }],
    }),
    { "BFF -> database": ["yes", "login: a variable names the database (bff-service)"] },
  ],
  [
    "the BFF has the address alone",
    set("bff-service", { "template.containers.0.envs": [{ name: "URL", value: "postgresql://10.64.0.3/piloto" }] }),
    {},
  ],
  [
    "the BFF mounts the database",
    set("bff-service", {
      "template.volumes": [{ name: "sql", cloudSqlInstance: { instances: ["p:r:database"] } }],
    }),
    { "BFF -> database": ["yes", "login: it mounts a Cloud SQL volume (bff-service)"] },
  ],
  [
    "the BFF has a role in Cloud SQL",
    add(onProject(BFF, "roles/cloudsql.client")),
    { "BFF -> database": ["yes", "login: its account holds roles/cloudsql.client (extra)"] },
  ],
  [
    "the BFF reads every secret",
    add(onProject(BFF, "roles/secretmanager.secretAccessor")),
    { "BFF -> database": ["yes", "login: extra lets its account read every secret"] },
  ],
  ["the BFF reads every secret of another project", add(onProject(BFF, "roles/secretmanager.viewer")), {}],
  [
    "the API may not read the password",
    drop("api-db-password-access"),
    {
      "API -> database": ["no", "login: it names a secret of the database that its account may not read"],
    },
  ],
  [
    "the API detached",
    set("api-service", { "template.vpcAccess": undefined }),
    { "API -> database": ["no", "network: it is not attached to any"] },
  ],
  [
    "the database on another network",
    set("database-instance", { "settings.ipConfiguration.privateNetwork": "projects/p/global/networks/other" }),
    {
      "API -> database": ["no", "network: the database is on another one"],
    },
  ],
  [
    "the database on no network",
    set("database-instance", { "settings.ipConfiguration.privateNetwork": undefined }),
    { "API -> database": ["no", "network: the database has no address in it"] },
  ],
  [
    "the peering forgotten",
    drop("network-services-connection"),
    { "API -> database": ["no", "network: network-vpc has no connection to Google's services"] },
  ],
]);
