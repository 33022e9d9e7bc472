import { armor, balancer, connector, direct, long } from "./bad/row";
import { type Given, settings, title } from "./config";

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
