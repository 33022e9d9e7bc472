import { config, type Given, NEEDED, PROJECT, refusal, settings } from "./config";

/** Settings, the one place that must be named, and parts of what must be said about it. */
type Row = [given: Given, where: string, ...says: string[]];

const balancer = (more: object = {}) => ({ edge: { mode: "load-balancer", ...more } });
const armor = (more: object) => balancer({ armor: more });
const created = (more: object) => ({ database: more });
const connector = (more: object) => ({ network: { connector: more } });
const direct = (directRange: string) => ({ network: { egress: "direct", directRange } });
const secrets = (API_KEY: unknown) => ({ bff: { secrets: { API_KEY } } });
const long = (length: number) => "x".repeat(length);

const tables: Record<string, Row[]> = {
  "project, region, labels": [
    [{ "gcp:project": "123456789012" }, "gcp:project", "is not well formed", "6-30 lower-case letters"],
    [{ "gcp:project": "Piloto-Vendas" }, "gcp:project", "is not well formed", '"Piloto-Vendas"'],
    [{ "gcp:project": "piloto_vendas" }, "gcp:project", "is not well formed"],
    [{ "gcp:project": long(31) }, "gcp:project", "is not well formed"],
    [{ projectNumber: "piloto-test" }, "projectNumber", "is not well formed", "6-20 digits"],
    [{ project: "piloto-test" }, "project", "is not a setting", "Use the provider's own key, gcp:project."],
    [{ region: "us-central" }, "region", "is not an allowed value", "us-central1"],
    [{ region: "brazil" }, "region", "is not an allowed value", "southamerica-east1"],
    [{ region: "us-central1-a" }, "region", "is not an allowed value"],
    [{ Region: "us-central1" }, "Region", "is not a setting", "Write it as region."],
    [{ labels: { team: "Sales" } }, "labels.team", "is not well formed", '"Sales"', "lower-case letters"],
    [{ labels: { Team: "sales" } }, "labels.Team", "is not a name that can be used here", "Rename it"],
    [{ labels: { "cost.center": "x" } }, "labels.cost.center", "is not a name that can be used here"],
    [{ labels: { team: long(64) } }, "labels.team", "is not well formed", "up to 63 characters"],
    [{ labels: { "cost-center": 1234 } }, "labels.cost-center", "is not text", 'Write it as "1234".'],
    [{ labels: { component: "web" } }, "labels.component", "is a label that the program sets itself"],
    [{ labels: { stack: "prod" } }, "labels.stack", "is a label that the program sets itself"],
    [{ labels: { "managed-by": "me" } }, "labels.managed-by", "is a label that the program sets itself"],
    [{ labels: { "goog-team": "x" } }, "labels.goog-team", "Google keeps for itself"],
    [
      { labels: Object.fromEntries(Array.from({ length: 62 }, (_, index) => [`label-${index}`, ""])) },
      "labels",
      "are 62: more than a resource takes",
      "up to 61",
    ],
    [{ labels: "team=sales" }, "labels", "is not names with values", "Put settings under it"],
    [{ protect: "yes" }, "protect", "is not true or false", "Write it as true."],
    [{ protect: "off" }, "protect", "is not true or false", "Write it as false."],
    [{ protect: 1 }, "protect", "is not true or false"],
    [{ unknown: { a: 1 } }, "unknown", "is not a setting", "region, labels, protect, network"],
    [{ Bff: {} }, "Bff", "is not a setting", "Write it as bff."],
  ],

  "the services: size": [
    [{ bff: { cpu: "3" } }, "bff.cpu", "is not an allowed value", "1, 2, 4, 6, 8"],
    [{ bff: { cpu: 0.5 } }, "bff.cpu", "is not an allowed value", "0.5"],
    [{ api: { cpu: "1000m" } }, "api.cpu", "is not an allowed value", '"1000m"'],
    [{ bff: { memory: "512MB" } }, "bff.memory", "is not well formed", "a number with Mi or Gi"],
    [{ bff: { memory: "2GB" } }, "bff.memory", "is not well formed", '"2GB"'],
    [{ bff: { memory: "512M" } }, "bff.memory", "is not well formed"],
    [{ bff: { memory: "0.5Gi" } }, "bff.memory", "is not well formed"],
    [{ bff: { memory: "512 Mi" } }, "bff.memory", "is not well formed"],
    [{ bff: { memory: 512 } }, "bff.memory", "is not text", "a number with Mi or Gi"],
    [{ api: { memory: "128Mi" } }, "api.memory", "does not go with 2 CPU", "512Mi to 8Gi", "more memory or fewer CPUs"],
    [{ bff: { memory: "256Mi" } }, "bff.memory", "does not go with 1 CPU, gen2", "512Mi to 4Gi"],
    [{ bff: { memory: "8Gi" } }, "bff.memory", "does not go with 1 CPU", "512Mi to 4Gi", "more CPUs or less memory"],
    [{ api: { cpu: 4, memory: "1Gi" } }, "api.memory", "does not go with 4 CPU", "2048Mi to 16Gi"],
    [{ api: { cpu: 6, memory: "2Gi" } }, "api.memory", "does not go with 6 CPU", "4096Mi to 24Gi"],
    [{ api: { cpu: 8, memory: "33Gi" } }, "api.memory", "does not go with 8 CPU", "4096Mi to 32Gi"],
    [
      { bff: { memory: "256Mi", executionEnvironment: "gen1", billing: "instance" } },
      "bff.memory",
      "billed by instance",
      "512Mi to 4Gi",
    ],
    [
      { bff: { memory: "64Mi", executionEnvironment: "gen1" } },
      "bff.memory",
      "does not go with 1 CPU, gen1",
      "128Mi to 4Gi",
    ],
    [{ bff: { instances: { max: "10" } } }, "bff.instances.max", "is not a number", "Write it as 10."],
    [{ bff: { instances: { max: 0 } } }, "bff.instances.max", "is too small", "1 to 1000"],
    [{ bff: { instances: { max: 1001 } } }, "bff.instances.max", "is too large", "1 to 1000"],
    [{ bff: { instances: { min: -1 } } }, "bff.instances.min", "is too small", "0 to 1000"],
    [{ bff: { instances: { min: 11 } } }, "bff.instances.min", "is above max (10)", "0 to 10"],
    [{ bff: { instances: 3 } }, "bff.instances", "is not a group of settings", "Put settings under it"],
    [{ bff: { instances: null } }, "bff.instances", "is empty", "Put settings under it, or remove it."],
    [{ bff: { instances: { maximum: 3 } } }, "bff.instances.maximum", "is not a setting", "min, max"],
    [{ bff: { maxInstances: 3 } }, "bff.maxInstances", "is not a setting", "instances"],
    [{ api: { concurrency: 0 } }, "api.concurrency", "is too small", "1 to 1000"],
    [{ api: { concurrency: 1001 } }, "api.concurrency", "is too large", "1 to 1000"],
    [{ api: { timeoutSeconds: 3601 } }, "api.timeoutSeconds", "is too large", "1 to 3600"],
    [{ api: { timeoutSeconds: "300s" } }, "api.timeoutSeconds", "is not a number", "1 to 3600"],
    [{ api: { timeoutSeconds: 1.5 } }, "api.timeoutSeconds", "is not a whole number"],
    [{ api: { timeout_seconds: 60 } }, "api.timeout_seconds", "is not a setting", "Write it as timeoutSeconds."],
    [{ bff: { port: 0 } }, "bff.port", "is too small", "1 to 65535"],
    [{ bff: { port: "3000" } }, "bff.port", "is not a number", "Write it as 3000."],
    [{ bff: { billing: "always" } }, "bff.billing", "is not an allowed value", "request, instance"],
    [{ bff: { executionEnvironment: "GEN2" } }, "bff.executionEnvironment", "is not an allowed value", "gen1, gen2"],
    [{ bff: "{ cpu: 2 }" }, "bff", "is not a group of settings", "a value (not shown)"],
    [{ bff: null }, "bff", "is empty", "Put settings under it, or remove it."],
  ],

  "the services: name, image, probes, who may call": [
    [{ bff: { name: "BFF" } }, "bff.name", "is not well formed", "3-26 lower-case letters"],
    [{ bff: { name: "bff_nextjs" } }, "bff.name", "is not well formed"],
    [{ bff: { name: "bff-" } }, "bff.name", "is not well formed"],
    [{ bff: { name: long(27) } }, "bff.name", "is not well formed"],
    [{ bff: { name: "api-python" } }, "api.name", "is the BFF's name too", "two different names"],
    [{ bff: { image: "https://docker.io/org/app" } }, "bff.image", "is not well formed", "REGISTRY/REPOSITORY/NAME"],
    [{ bff: { image: "docker.io/Org/App:1" } }, "bff.image", "is not well formed"],
    [{ bff: { image: "" } }, "bff.image", "is not well formed"],
    [{ bff: { image: "ghcr.io/org/app:1.0" } }, "bff.image", "is in a registry that Cloud Run does not pull from"],
    [{ bff: { image: "localhost:5000/app" } }, "bff.image", "is in a registry that Cloud Run does not pull from"],
    [
      { api: { deployedBy: "pulumi", image: "us-docker.pkg.dev/p/r/app:latest" } },
      "api.image",
      "says no version",
      "a digest (@sha256:…) or a tag that is not latest",
    ],
    [{ api: { deployedBy: "pulumi", image: "us-docker.pkg.dev/p/r/app" } }, "api.image", "says no version"],
    [{ api: { deployedBy: "github" } }, "api.deployedBy", "is not an allowed value", "pipeline, pulumi"],
    [{ api: { invoker: "allUsers" } }, "api.invoker", "is not an allowed value", "bff, network"],
    [{ api: { ingress: "all" } }, "api.ingress", "is not a setting"],
    [{ bff: { invoker: "network" } }, "bff.invoker", "is not a setting"],
    [
      { bff: { probes: { startup: { periodSeconds: 300 } } } },
      "bff.probes.startup.periodSeconds",
      "is too large",
      "1 to 240",
    ],
    [
      { bff: { probes: { startup: { periodSeconds: 60, failureThreshold: 5 } } } },
      "bff.probes.startup.failureThreshold",
      "times periodSeconds is 300 s: longer than Cloud Run waits",
      "at most 240 s in all",
    ],
    [
      { bff: { probes: { startup: { timeoutSeconds: 20 } } } },
      "bff.probes.startup.timeoutSeconds",
      "is longer than the period",
      "1 to 10 (periodSeconds)",
    ],
    [
      { api: { probes: { liveness: { path: "/live", periodSeconds: 5, timeoutSeconds: 6 } } } },
      "api.probes.liveness.timeoutSeconds",
      "is longer than the period",
      "1 to 5 (periodSeconds)",
    ],
    [{ api: { probes: { liveness: {} } } }, "api.probes.liveness.path", "is missing", "a path that starts with /"],
    [{ api: { probes: { startup: { path: "ready" } } } }, "api.probes.startup.path", "is not well formed"],
    [
      { api: { probes: { readiness: { path: "/" } } } },
      "api.probes.readiness",
      "is not a setting",
      "startup, liveness",
    ],
  ],

  "the services: environment and secrets": [
    [{ bff: { env: { "MY-VAR": "x" } } }, "bff.env.MY-VAR", "is not a name that can be used here", "letters, digits"],
    [{ bff: { env: { "1ST": "x" } } }, "bff.env.1ST", "is not a name that can be used here", "Rename it"],
    [{ bff: { env: { PORT: "8080" } } }, "bff.env.PORT", "is a name that Cloud Run sets itself", "not PORT"],
    [{ bff: { env: { K_SERVICE: "x" } } }, "bff.env.K_SERVICE", "is a name that Cloud Run sets itself"],
    [{ bff: { env: { API_URL: "x" } } }, "bff.env.API_URL", "is a variable that the program sets itself"],
    [{ api: { env: { DB_HOST: "10.0.0.3" } } }, "api.env.DB_HOST", "is a variable that the program sets itself"],
    [{ bff: { env: { A: { b: 1 } } } }, "bff.env.A", "a secret goes under `secrets`", "not a group"],
    [{ bff: { env: { A: null } } }, "bff.env.A", "is empty"],
    [{ bff: { env: ["A=b"] } }, "bff.env", "is not names with values", "[a value (not shown)]"],
    [{ bff: { env: { A: { secure: "v1:abc" } } } }, "bff.env.A", "{secure}", "a secret goes under `secrets`"],
    [{ bff: { env: { A: long(32_768) } } }, "bff.env.A", "is longer than Cloud Run takes", "up to 32768 bytes"],
    [
      { api: { env: Object.fromEntries(Array.from({ length: 995 }, (_, index) => [`V${index}`, "x"])) } },
      "api.env",
      "gives 1001 variables with the secrets and the program's own",
      "up to 1000 in all",
    ],
    [{ api: { secrets: { DB_PASSWORD: { generate: {} } } } }, "api.secrets.DB_PASSWORD", "the program sets itself"],
    [
      { api: { secrets: { CLOUD_RUN_JOB: { generate: {} } } } },
      "api.secrets.CLOUD_RUN_JOB",
      "is a name that Cloud Run sets itself",
    ],
    [
      { bff: { env: { A: "x" }, secrets: { A: { generate: {} } } } },
      "bff.env.A",
      "is also a secret of the same name",
      "a value (not shown)",
    ],
    [
      secrets("sk-123"),
      "bff.secrets.API_KEY",
      "is not a group of settings",
      "`generate: {}`, or `secret` and `version`",
    ],
    [secrets({}), "bff.secrets.API_KEY", "is neither generated nor existing", "Keep one of the two"],
    [
      secrets({ generate: {}, secret: "key", version: 1 }),
      "bff.secrets.API_KEY",
      "is generated and existing at once",
      "Keep one of the two",
    ],
    [secrets({ secret: "key" }), "bff.secrets.API_KEY.version", "is missing", "a version number, 1 or higher"],
    [secrets({ secret: "key", version: "latest" }), "bff.secrets.API_KEY.version", "is not well formed", "not latest"],
    [secrets({ secret: "key", version: 0 }), "bff.secrets.API_KEY.version", "a version number, 1 or higher"],
    [
      secrets({ secret: "projects/p/secrets/key", version: 1 }),
      "bff.secrets.API_KEY.secret",
      "letters, digits, _ and -",
    ],
    [secrets({ generate: {}, version: 2 }), "bff.secrets.API_KEY.version", "does not go with a generated secret"],
    [secrets({ generate: true }), "bff.secrets.API_KEY.generate", "is not a group of settings"],
    [secrets({ generate: { length: 8 } }), "bff.secrets.API_KEY.generate.length", "is too small", "16 to 256"],
    [secrets({ secure: "v1:abc" }), "bff.secrets.API_KEY.secure", "is an encrypted value", "Secret Manager"],
    [{ bff: { secret: { A: "x" } } }, "bff.secret", "is not a setting", "a value (not shown)", "secrets"],
  ],

  network: [
    [connector({ range: "10.8.0.1/28" }), "network.connector.range", "does not start at the first address", "Clear"],
    [connector({ range: "10.8.0.0/29" }), "network.connector.range", "has the wrong size", "exactly /28"],
    [connector({ range: "10.8.0.0/24" }), "network.connector.range", "has the wrong size", "exactly /28"],
    [connector({ range: "10.8.0.0" }), "network.connector.range", "is not well formed", "exactly /28"],
    [connector({ range: "10.8.0.256/28" }), "network.connector.range", "is not an IPv4 range"],
    [connector({ range: "fd00::/28" }), "network.connector.range", "is not well formed"],
    [connector({ range: "8.8.8.0/28" }), "network.connector.range", "is not a private range", "10.0.0.0/8"],
    [connector({ range: "172.32.0.0/28" }), "network.connector.range", "is not a private range"],
    [connector({ range: "172.17.4.0/28" }), "network.connector.range", "overlaps 172.17.0.0/16"],
    [
      connector({ range: "10.64.0.16/28" }),
      "network.servicesRange",
      "overlaps network.connector.range (10.64.0.16/28)",
    ],
    [connector({ name: "vpc-connector-production" }), "network.connector.name", "counts 26 characters", "20 at most"],
    [connector({ name: "a-b-c-d-e-f-g-h" }), "network.connector.name", "counts 22 characters (a hyphen counts twice)"],
    [connector({ name: "VPC" }), "network.connector.name", "is not well formed"],
    [connector({ name: "vpc_connector" }), "network.connector.name", "is not well formed"],
    [
      connector({ minInstances: 5, maxInstances: 5 }),
      "network.connector.minInstances",
      "is not below maxInstances (5)",
    ],
    [
      connector({ minInstances: 9, maxInstances: 3 }),
      "network.connector.minInstances",
      "is not below maxInstances (3)",
    ],
    [connector({ minInstances: 1 }), "network.connector.minInstances", "is too small", "2 to 9"],
    [connector({ maxInstances: 11 }), "network.connector.maxInstances", "is too large", "3 to 10"],
    [connector({ maxInstances: 2 }), "network.connector.maxInstances", "is too small", "3 to 10"],
    [connector({ maxThroughput: 300 }), "network.connector.maxThroughput", "is not a setting", "maxInstances"],
    [connector({ machineType: "e2-small" }), "network.connector.machineType", "f1-micro, e2-micro, e2-standard-4"],
    [{ network: { egress: "nat" } }, "network.egress", "is not an allowed value", "connector, direct"],
    [direct("10.8.1.0/27"), "network.directRange", "has the wrong size", "/8 to /26"],
    [direct("10.64.8.0/24"), "network.servicesRange", "overlaps network.directRange (10.64.8.0/24)"],
    [
      { ...direct("10.8.1.0/26"), bff: { instances: { max: 11 } } },
      "network.directRange",
      "is too small: 16 instances take 64 addresses",
      "/25 or larger",
    ],
    [{ network: { servicesRange: "10.64.0.0/25" } }, "network.servicesRange", "has the wrong size", "/8 to /24"],
    [{ network: { servicesRange: "172.16.0.0/12" } }, "network.servicesRange", "overlaps 172.17.0.0/16"],
    [{ network: { servicesRange: "10.8.0.0/20" } }, "network.servicesRange", "overlaps network.connector.range"],
    [{ network: { servicesRange: "34.0.0.0/20" } }, "network.servicesRange", "is not a private range"],
    [{ network: { privateServices: "existing" } }, "network.privateServices", "needs an existing VPC"],
    [{ network: { runAppZone: "existing" } }, "network.runAppZone", "needs an existing VPC", "network.existingVpc"],
    [{ network: { existingVpc: "My_VPC" } }, "network.existingVpc", "is not well formed"],
    [{ network: { nat: "yes" } }, "network.nat", "is not true or false", "Write it as true."],
    [{ network: { natt: true } }, "network.natt", "is not a setting", "nat"],
  ],

  database: [
    [
      created({ tier: "db-perf-optimized-N-2" }),
      "database.tier",
      "does not exist in edition ENTERPRISE",
      "db-f1-micro",
    ],
    [created({ edition: "ENTERPRISE_PLUS" }), "database.tier", "does not exist in edition ENTERPRISE_PLUS"],
    [created({ edition: "enterprise" }), "database.edition", "is not an allowed value", "ENTERPRISE, ENTERPRISE_PLUS"],
    [
      created({ edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-3" }),
      "database.tier",
      "has no performance-optimized machine of 3 CPUs",
    ],
    [created({ tier: "db-n1-standard-1" }), "database.tier", "is not a tier of Cloud SQL for Postgres"],
    [created({ tier: "e2-micro" }), "database.tier", "is not a tier of Cloud SQL for Postgres", "db-g1-small"],
    [created({ tier: "db-custom-3-7680" }), "database.tier", "has CPUs other than 1 or an even number"],
    [created({ tier: "db-custom-98-204800" }), "database.tier", "has CPUs other than 1 or an even number up to 96"],
    [created({ tier: "db-custom-1-2048" }), "database.tier", "has less than 3840 MB"],
    [created({ tier: "db-custom-1-4000" }), "database.tier", "is not a multiple of 256 MB"],
    [created({ tier: "db-custom-1-7680" }), "database.tier", "more than 6.5 GB of memory per CPU"],
    [created({ tier: "db-custom-8-3840" }), "database.tier", "less than 0.9"],
    [created({ version: "POSTGRES_13" }), "database.version", "is not an allowed value", "POSTGRES_17"],
    [created({ version: 17 }), "database.version", "is not an allowed value", "POSTGRES_17"],
    [created({ version: "MYSQL_8_0" }), "database.version", "is not an allowed value"],
    [created({ diskGb: 9 }), "database.diskGb", "is too small", "10 to 65536"],
    [created({ diskGb: "20GB" }), "database.diskGb", "is not a number"],
    [created({ diskGb: 4000, diskLimitGb: 0 }), "database.diskGb", "is more than db-g1-small takes", "10 to 3062"],
    [created({ diskGb: 200 }), "database.diskLimitGb", "is below the disk's size (200)", "0, or 200 and more"],
    [created({ diskType: "SSD" }), "database.diskType", "is not an allowed value", "PD_SSD, PD_HDD"],
    [
      created({ edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2", diskType: "PD_HDD" }),
      "database.diskType",
      "does not exist in ENTERPRISE_PLUS",
    ],
    [created({ highAvailability: true }), "database.highAvailability", "needs point-in-time recovery"],
    [created({ publicIp: true }), "database.publicIp", "is not a setting"],
    [
      created({ backups: { logDays: 8, retained: 10 } }),
      "database.backups.logDays",
      "is more than ENTERPRISE keeps",
      "1 to 7",
    ],
    [created({ backups: { logDays: 36 } }), "database.backups.logDays", "is too large", "1 to 35"],
    [
      created({ backups: { pointInTimeRecovery: true, retained: 3 } }),
      "database.backups.retained",
      "is fewer than the days of log (7)",
    ],
    [created({ backups: { retained: 0 } }), "database.backups.retained", "is too small", "1 to 365"],
    [created({ backups: { startTime: "3:00" } }), "database.backups.startTime", "is not well formed", "HH:MM"],
    [created({ backups: { startTime: "24:00" } }), "database.backups.startTime", "is not well formed", "HH:MM"],
    [created({ backups: { enabled: false } }), "database.backups.enabled", "is not a setting", "retained"],
    [created({ maintenance: { day: 0 } }), "database.maintenance.day", "is too small", "1 to 7"],
    [created({ maintenance: { day: "sunday" } }), "database.maintenance.day", "is not a number", "1 to 7"],
    [created({ maintenance: { hour: 24 } }), "database.maintenance.hour", "is too large", "0 to 23"],
    [created({ flags: { "max-connections": 100 } }), "database.flags.max-connections", "a flag's name"],
    [created({ flags: { max_connections: "many" } }), "database.flags.max_connections", "14 to 262143"],
    [created({ flags: { max_connections: 10 } }), "database.flags.max_connections", "14 to 262143"],
    [created({ flags: { wal_level: "logical" } }), "database.flags.wal_level", "cloudsql.logical_decoding"],
    [created({ flags: { fsync: false } }), "database.flags.fsync", "is a flag that Cloud SQL manages itself"],
    [created({ databases: [] }), "database.databases", "has too few entries", "at least one name"],
    [created({ databases: "piloto" }), "database.databases", "is not a list"],
    [created({ databases: ["Piloto"] }), "database.databases.0", "is not well formed", '"Piloto"'],
    [created({ databases: ["piloto", "piloto"] }), "database.databases.1", "is there twice"],
    [created({ databases: ["postgres"] }), "database.databases.0", "exists on every instance"],
    [created({ users: ["postgres"] }), "database.users.0", "exists on every instance"],
    [created({ users: ["api", "pg_reader"] }), "database.users.1", "is a name that Postgres keeps for itself"],
    [created({ users: [long(64)] }), "database.users.0", "is not well formed"],
    [created({ users: ["api", "api"] }), "database.users.1", "is there twice"],
    [created({ password: "hunter2" }), "database.password", "is not a setting", "a value (not shown)"],
    [created({ existingInstance: "piloto-db" }), "database.existingInstance", "needs an existing VPC"],
    [created({ existingInstance: "proj:us-central1:db" }), "database.existingInstance", "is not well formed"],
    [created({ poolSize: 0 }), "database.poolSize", "is too small", "1 to 1000"],
    [created({ poolSize: 10 }), "database.poolSize", "is more than fits", "share 44 connections", "1 to 4"],
    [{ ...created({ tier: "db-f1-micro", poolSize: 2 }) }, "database.poolSize", "share 19 connections", "1 to 1"],
    [
      { ...created({ tier: "db-f1-micro" }), api: { instances: { max: 10 } } },
      "api.instances.max",
      "is more than the database has connections for",
      "1 to 9",
    ],
  ],

  edge: [
    [{ edge: { mode: "lb" } }, "edge.mode", "is not an allowed value", "run-url, domain-mapping, load-balancer"],
    [{ edge: { loadBalancer: true } }, "edge.loadBalancer", "is not a setting", "mode"],
    [{ edge: "load-balancer" }, "edge", "is not a group of settings", '"load-balancer"'],
    [
      { edge: { mode: "domain-mapping" }, region: "southamerica-east1" },
      "edge.mode",
      "does not exist in southamerica-east1",
      "us-central1",
    ],
    [balancer({ domain: "" }), "edge.domain", "is not well formed", "without https://"],
    [balancer({ domain: "https://app.piloto.com.br" }), "edge.domain", "is not well formed", "without https://"],
    [balancer({ domain: "app.piloto.com.br/" }), "edge.domain", "is not well formed"],
    [balancer({ domain: "*.piloto.com.br" }), "edge.domain", "is not well formed", "without a wildcard"],
    [balancer({ domain: "App.Piloto.com.br" }), "edge.domain", "is not well formed", "lower case"],
    [balancer({ domain: "localhost" }), "edge.domain", "is not well formed"],
    [balancer({ domain: "34.120.1.2" }), "edge.domain", "is not well formed"],
    [balancer({ domain: "app_1.piloto.com.br" }), "edge.domain", "is not well formed"],
    [balancer({ domain: "bff-nextjs-123.us-central1.run.app" }), "edge.domain", "belongs to Google"],
    [balancer({ domain: `${long(60)}.com.br` }), "edge.domain", "is longer than a certificate", "up to 63 characters"],
    [
      balancer({ additionalDomains: ["app.pilotodevendas.com.br"] }),
      "edge.additionalDomains.0",
      "is there twice",
      "Remove it.",
    ],
    [balancer({ additionalDomains: ["*.x.com"] }), "edge.additionalDomains.0", "is not well formed"],
    [balancer({ additionalDomains: "www.x.com" }), "edge.additionalDomains", "is not a list"],
    [
      balancer({ additionalDomains: Array.from({ length: 15 }, (_, index) => `d${index}.piloto.com.br`) }),
      "edge.additionalDomains",
      "has too many entries",
      "up to 14",
    ],
    [balancer({ dnsZone: "piloto.com.br." }), "edge.dnsZone", "is not well formed", "name of a managed zone"],
    [
      balancer({ tls: { certificateMap: "my-map" } }),
      "edge.tls.certificateMap",
      "is not well formed",
      "projects/PROJECT",
    ],
    [balancer({ tls: { profile: "COMPATIBLE" } }), "edge.tls.profile", "is not an allowed value", "MODERN, RESTRICTED"],
    [balancer({ tls: { minVersion: "1.0" } }), "edge.tls.minVersion", "is not a setting"],
    [balancer({ logging: { sampleRate: 50 } }), "edge.logging.sampleRate", "is too large", "0 to 1"],
    [balancer({ logging: { sampleRate: "1" } }), "edge.logging.sampleRate", "is not a number", "Write it as 1."],
    [balancer({ assets: { access: "allUsers" } }), "edge.assets.access", "is not an allowed value", "private, public"],
    [balancer({ assets: { location: "brazil" } }), "edge.assets.location", "is not an allowed value", "US, EU or ASIA"],
    [balancer({ assets: { maxAgeSeconds: 0 } }), "edge.assets.maxAgeSeconds", "is too small", "60 to 31622400"],
    [balancer({ assets: { enable: true } }), "edge.assets.enable", "is not a setting", "enabled"],
    [balancer({ timeoutSec: 30 }), "edge.timeoutSec", "is not a setting"],
    [balancer({ securityHeaders: "true " }), "edge.securityHeaders", "is not true or false"],
  ],

  armor: [
    [armor({ rateLimit: { banSeconds: 600 } }), "edge.armor.rateLimit.banSeconds", "does not go with throttle"],
    [armor({ rateLimit: { action: "ban" } }), "edge.armor.rateLimit.banSeconds", "is missing", "60-86400 seconds"],
    [armor({ rateLimit: { action: "deny" } }), "edge.armor.rateLimit.action", "throttle, ban"],
    [armor({ rateLimit: { requests: 0 } }), "edge.armor.rateLimit.requests", "is too small", "1 to 1000000"],
    [armor({ rateLimit: { intervalSeconds: 45 } }), "edge.armor.rateLimit.intervalSeconds", "10, 30, 60"],
    [armor({ rateLimit: { key: "COOKIE" } }), "edge.armor.rateLimit.key", "IP, XFF_IP"],
    [armor({ waf: { sensitivity: 5 } }), "edge.armor.waf.sensitivity", "is too large", "1 to 4"],
    [armor({ waf: { coreRuleSet: 4.22 } }), "edge.armor.waf.coreRuleSet", "4.22, 3.3", 'Write it as "4.22".'],
    [armor({ waf: { ruleSets: ["nodejs"] } }), "edge.armor.waf.ruleSets.0", "does not exist in Core Rule Set 4.22"],
    [
      armor({ waf: { coreRuleSet: "3.3", ruleSets: ["xss", "generic"] } }),
      "edge.armor.waf.ruleSets.1",
      "does not exist in Core Rule Set 3.3",
    ],
    [armor({ waf: { ruleSets: ["sqli-v33-stable"] } }), "edge.armor.waf.ruleSets.0", "is not an allowed value", "sqli"],
    [armor({ waf: { ruleSets: ["sqli", "sqli"] } }), "edge.armor.waf.ruleSets.1", "is there twice"],
    [
      armor({ waf: { optOut: { java: ["owasp-crs-v042200-id944100-java"] } } }),
      "edge.armor.waf.optOut.java",
      "is for a rule set that is not in force",
    ],
    [
      armor({ waf: { optOut: { sqli: ["942350"] } } }),
      "edge.armor.waf.optOut.sqli.0",
      "is not well formed",
      "ids such as",
    ],
    [
      armor({ waf: { optOut: { sqli: ["owasp-crs-v030301-id942350-sqli"] } } }),
      "edge.armor.waf.optOut.sqli.0",
      "is not a signature of sqli in Core Rule Set 4.22",
      "owasp-crs-v042200-id942",
    ],
    [
      armor({ waf: { optOut: { xss: ["owasp-crs-v042200-id942350-sqli"] } } }),
      "edge.armor.waf.optOut.xss.0",
      "is not a signature of xss",
      "owasp-crs-v042200-id941",
    ],
    [
      armor({ waf: { optOut: { sqli: Array(2).fill("owasp-crs-v042200-id942350-sqli") } } }),
      "edge.armor.waf.optOut.sqli.1",
      "is there twice",
    ],
    [armor({ waf: { optOut: { sql: [] } } }), "edge.armor.waf.optOut.sql", "is not a setting", "sqli, xss"],
    [armor({ block: ["10.0.0.0/33"] }), "edge.armor.block.0", "IPv4 or IPv6 addresses and CIDR ranges"],
    [armor({ block: ["example.com"] }), "edge.armor.block.0", "IPv4 or IPv6 addresses and CIDR ranges"],
    [armor({ block: "203.0.113.7" }), "edge.armor.block", "is not a list"],
    [armor({ block: ["203.0.113.7/24"] }), "edge.armor.block.0", "does not start at the first address"],
    [armor({ block: ["0.0.0.0/0"] }), "edge.armor.block.0", "closes the site to everybody"],
    [armor({ allow: ["::/0"] }), "edge.armor.allow.0", "spares everybody"],
    [armor({ allow: ["203.0.113.7", "203.0.113.7"] }), "edge.armor.allow.1", "is there twice"],
    [
      armor({ allow: ["203.0.113.7"], block: ["203.0.113.7"] }),
      "edge.armor.allow.0",
      "is on the block list too",
      '"203.0.113.7"',
    ],
    [
      armor({ block: Array.from({ length: 101 }, (_, index) => `198.51.100.${index}`) }),
      "edge.armor.block",
      "is too long for one policy",
      "101 entries",
    ],
    [armor({ defaultAction: "deny" }), "edge.armor.defaultAction", "closes the site to everybody", "edge.armor.allow"],
    [armor({ existingPolicy: "My Policy" }), "edge.armor.existingPolicy", "is not well formed"],
    [armor({ rules: [] }), "edge.armor.rules", "is not a setting", "waf"],
  ],

  images: [
    [{ images: { repository: "Piloto" } }, "images.repository", "is not well formed", "1-63 lower-case letters"],
    [{ images: { repository: "us-docker.pkg.dev/p/r" } }, "images.repository", "is not well formed"],
    [{ images: { keepVersions: 1 } }, "images.keepVersions", "is too small", "2 to 500"],
    [{ images: { deleteAfterDays: "30d" } }, "images.deleteAfterDays", "is not a number", "1 to 3650"],
    [{ images: { "keep-versions": 5 } }, "images.keep-versions", "is not a setting", "Write it as keepVersions."],
  ],
};

describe.each(Object.entries(tables))("%s", (_, rows) => {
  const titled = rows.map(([given, where, ...says]) => ({ title: title(given), given, where, says }));

  test.each(titled)("$title", ({ given, where, says }) => {
    const { problems, message } = refusal(config(given));
    expect(problems.map((problem) => problem.where)).toEqual([where]);
    const [only] = problems;
    const said = Object.values(only ?? {}).join("\n");
    for (const part of says) expect(said).toContain(part);
    for (const part of Object.values(only ?? {})) expect(message).toContain(part);
    expect(Object.values(only ?? {})).not.toContain("");
  });
});

function title(given: Given): string {
  const text = JSON.stringify(given);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

test("no two rows try the same settings", () => {
  const all = Object.values(tables).flatMap((rows) => rows.map(([given]) => JSON.stringify(given)));
  expect(new Set(all).size).toBe(all.length);
});

describe("what every stack must say", () => {
  test.each(Object.keys(NEEDED))("%s is missing", (key) => {
    const { [key]: _, ...values }: Record<string, string> = NEEDED;
    const { problems } = refusal({ ...config({}), values });
    expect(problems).toEqual([
      expect.objectContaining({ where: key.replace(`${PROJECT}:`, ""), what: "is missing", found: "nothing" }),
    ]);
  });
});

describe("encrypted values", () => {
  test.each(["bff", "labels", "region"])("%s holds one", (section) => {
    const { problems } = refusal(config({ [section]: "ignored" }, [section]));
    expect(problems).toEqual([
      {
        where: section,
        what: "holds an encrypted value, which no setting takes",
        found: "a value (not shown)",
        allowed: "plain settings",
        remedy: expect.stringContaining("Secret Manager"),
      },
    ]);
  });
});

test("all problems are told at once, in the order of the sections, and nothing else", () => {
  const { problems, message } = refusal(
    config({
      colour: "blue",
      region: "mars",
      network: { connector: { name: "vpc-connector-production", minInstances: 9, maxInstances: 3 } },
      bff: { cpu: 3, memory: "1GB", instances: { max: "ten" } },
      api: { memory: "128Mi", env: { DB_NAME: "x" } },
      database: { tier: "db-n1-standard-1", highAvailability: true },
      edge: { mode: "load-balancer", domain: "https://x" },
    }),
  );
  expect(problems.map(({ where }) => where)).toEqual([
    "colour",
    "region",
    "bff.cpu",
    "bff.memory",
    "bff.instances.max",
    "edge.domain",
    "network.connector.name",
    "network.connector.minInstances",
    "api.memory",
    "api.env.DB_NAME",
    "database.tier",
    "database.highAvailability",
  ]);
  expect(message).toMatch(/^12 problems in the settings of stack test. Nothing was changed.\n/);
});

test("one problem, as it is printed", () => {
  expect(refusal(config({ bff: { cpu: 3 } })).message).toBe(
    [
      "1 problem in the settings of stack test. Nothing was changed.",
      "",
      "  bff.cpu is not an allowed value",
      "    found    3",
      "    allowed  1, 2, 4, 6, 8",
      "    remedy   pulumi config set --path 'bff.cpu' VALUE, or edit Pulumi.<stack>.yaml",
    ].join("\n"),
  );
});

/** Settings close to a limit, or unusual, that are nevertheless right. */
const good: Given[] = [
  {},
  { "gcp:region": "us-east1", "pulumi:disable-default-providers": ["aws"] },
  { bff: { cpu: 1, memory: "4Gi" }, api: { cpu: 8, memory: "32Gi", instances: { max: 1 } } },
  { bff: { memory: "128Mi", executionEnvironment: "gen1" } },
  { bff: { probes: { startup: { path: "/", periodSeconds: 240, timeoutSeconds: 240, failureThreshold: 1 } } } },
  { bff: { env: { EMPTY: "", constructor: "x", N: 1, YES: true }, secrets: { toString: { generate: {} } } } },
  { bff: { image: "nginx/nginx" }, api: { deployedBy: "pulumi", image: "southamerica-east1-docker.pkg.dev/p/r/a:v1" } },
  { labels: { team: "", "a-b_c": "1" } },
  connector({ name: "abcdefghijklmnopqrst", minInstances: 9, maxInstances: 10 }),
  connector({ range: "192.168.255.240/28" }),
  { ...direct("10.8.1.0/26"), bff: { instances: { max: 10 } } },
  { network: { existingVpc: "default" }, database: { existingInstance: "piloto-db", tier: "anything", poolSize: 50 } },
  { network: { existingVpc: "default", privateServices: "existing", runAppZone: "existing" } },
  { database: { highAvailability: true, backups: { pointInTimeRecovery: true } } },
  { database: { backups: { retained: 1 } } },
  { database: { tier: "db-f1-micro", poolSize: 1 }, api: { instances: { max: 9 } } },
  { database: { flags: { max_connections: 200, log_connections: true, "cloudsql.iam_authentication": "on" } } },
  { database: { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2", backups: { logDays: 35, retained: 35 } } },
  { edge: { mode: "domain-mapping" }, region: "europe-west1" },
  { ...balancer(), region: "southamerica-east1" },
  balancer({ domain: "vendas.xn--p1ai", additionalDomains: Array.from({ length: 14 }, (_, i) => `d${i}.x.com`) }),
  balancer({
    domain: `${long(60)}.com.br`,
    tls: { certificateMap: "projects/piloto-test/locations/global/certificateMaps/map" },
  }),
  armor({ waf: { optOut: { sqli: ["owasp-crs-v042200-id942350-sqli"] } } }),
  armor({ waf: { ruleSets: [] }, block: ["2001:db8::/32", "198.51.100.0/24"], allow: ["198.51.100.7"] }),
  armor({ defaultAction: "deny", allow: ["203.0.113.0/24"], rateLimit: { action: "ban", banSeconds: 60 } }),
  // What the mode does not use may stand there: one `--set edge.mode` must be enough.
  { edge: { mode: "run-url", armor: { defaultAction: "deny" }, additionalDomains: ["app.pilotodevendas.com.br"] } },
];

test.each(good.map((given) => ({ title: title(given), given })))("good: $title", ({ given }) => {
  expect(() => settings(given)).not.toThrow();
});
