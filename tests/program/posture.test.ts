import type { Preview } from "../../resources/offline-preview";
import { SECRET, UNKNOWN } from "../../resources/resource";
import { OWN_VARIABLES } from "../../settings/rules/services";
import { built, find, inputs, look, waitsFor } from "./look";

let dev: Preview;
let prod: Preview;
beforeAll(async () => {
  dev = await look("dev");
  prod = await look("prod");
});

const template = (preview: Preview, service: string) => inputs(preview, service).template as Record<string, unknown>;
const container = (preview: Preview, service: string): Record<string, unknown> =>
  (template(preview, service).containers as Record<string, unknown>[])[0] ?? {};
const environment = (preview: Preview, service: string) =>
  Object.fromEntries(
    (container(preview, service).envs as { name: string; value?: string; valueSource?: object }[]).map((variable) => [
      variable.name,
      variable.value ?? variable.valueSource,
    ]),
  );

describe("the API", () => {
  test("is internal-only, asks for a token, and keeps the address that the BFF calls", () => {
    for (const preview of [dev, prod])
      expect(inputs(preview, "api-service Service")).toMatchObject({
        name: "api-python",
        location: "us-central1",
        ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
        invokerIamDisabled: false,
        defaultUriDisabled: false,
      });
  });

  test("may be invoked by the BFF's account and by nobody else", () => {
    const grants = prod.resources.filter(({ type }) => /cloudrun.*[iI][aA][mM]/.test(type));
    expect(grants.map(({ inputs: { name, role, location } }) => ({ name, role, location }))).toEqual([
      { name: "api-python", role: "roles/run.invoker", location: "us-central1" },
    ]);
    expect(find(prod, "api-invoker-bff ServiceIamMember").propertyDependencies.member).toEqual([
      find(prod, "bff-account Account").urn,
    ]);
  });

  test("has the brief's size, request-based CPU and a bounded number of instances", () => {
    expect(template(prod, "api-service Service")).toEqual({
      containers: [
        {
          envs: expect.any(Array),
          image: "us-docker.pkg.dev/cloudrun/container/hello",
          ports: { containerPort: 8080 },
          resources: { cpuIdle: true, limits: { cpu: "2", memory: "2Gi" }, startupCpuBoost: true },
          startupProbe: { failureThreshold: 12, periodSeconds: 10, tcpSocket: { port: 8080 }, timeoutSeconds: 3 },
        },
      ],
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
      maxInstanceRequestConcurrency: 10,
      scaling: { minInstanceCount: 0, maxInstanceCount: 5 },
      serviceAccount: UNKNOWN,
      timeout: "300s",
      vpcAccess: { connector: UNKNOWN, egress: "PRIVATE_RANGES_ONLY" },
    });
  });

  test("finds its database in the environment, the password by a pinned version", () => {
    expect(environment(prod, "api-service Service")).toEqual({
      DB_HOST: UNKNOWN,
      DB_NAME: "piloto",
      DB_PASSWORD: { secretKeyRef: { secret: "prod-database-api-password", version: UNKNOWN } },
      DB_POOL_SIZE: "4",
      DB_SSLMODE: "require",
      DB_USER: "api",
      OPENAI_API_KEY: { secretKeyRef: { secret: "openai-api-key", version: "1" } },
      WHATSAPP_TOKEN: { secretKeyRef: { secret: "whatsapp-token", version: "1" } },
    });
  });

  test("starts only when its secrets, its database and its way into the VPC are there", () => {
    expect(waitsFor(prod, "api-service Service")).toEqual(
      expect.arrayContaining([
        "api-db-password-access SecretIamMember",
        "api-openai-api-key-access SecretIamMember",
        "api-whatsapp-token-access SecretIamMember",
        "database-api User",
        "database-piloto Database",
        "network-connector Connector",
        "network-run-app-wildcard RecordSet",
      ]),
    );
  });
});

describe("the BFF", () => {
  test("without a balancer is open on its own address", () => {
    expect(inputs(dev, "bff-service Service")).toMatchObject({
      ingress: "INGRESS_TRAFFIC_ALL",
      invokerIamDisabled: true,
      defaultUriDisabled: false,
    });
    expect(environment(dev, "bff-service Service").PUBLIC_URL).toBe(
      "https://bff-nextjs-100000000001.us-central1.run.app",
    );
    expect(dev.outputs.url).toBe("https://bff-nextjs-100000000001.us-central1.run.app");
  });

  test("with a balancer is closed but to it, and closes only after the balancer listens", () => {
    expect(inputs(prod, "bff-service Service")).toMatchObject({
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      invokerIamDisabled: true,
      defaultUriDisabled: true,
    });
    expect(waitsFor(prod, "bff-service Service")).toEqual(
      expect.arrayContaining(["edge-https GlobalForwardingRule", "edge-http GlobalForwardingRule"]),
    );
    expect(environment(prod, "bff-service Service").PUBLIC_URL).toBe("https://app.pilotodevendas.com.br");
    expect(prod.outputs.url).toBe("https://app.pilotodevendas.com.br");
  });

  test("learns the API's address only after it may call it", () => {
    expect(environment(prod, "bff-service Service").API_URL).toBe(UNKNOWN);
    expect(waitsFor(prod, "bff-service Service")).toContain("api-invoker-bff ServiceIamMember");
  });

  test("has no way to the database: no variable, no secret, no grant", () => {
    for (const preview of [dev, prod]) {
      expect(Object.keys(environment(preview, "bff-service Service"))).toEqual([
        "API_URL",
        "OAUTH2_CLIENT_SECRET",
        "PUBLIC_URL",
        "SESSION_SECRET",
      ]);
      const account = find(preview, "bff-account Account").urn;
      const granted = preview.resources.filter(({ propertyDependencies }) =>
        propertyDependencies.member?.includes(account),
      );
      expect(granted.map(({ name }) => name)).toEqual([
        "api-invoker-bff",
        "bff-oauth2-client-secret-access",
        "bff-session-secret-access",
      ]);
      expect(waitsFor(preview, "bff-service Service").filter((name) => name.startsWith("database-"))).toEqual([]);
    }
  });
});

describe("the database", () => {
  test("has a private address only, takes TLS only, and waits for the private connection", () => {
    expect(inputs(prod, "database-instance DatabaseInstance")).toEqual({
      databaseVersion: "POSTGRES_17",
      deletionProtection: true,
      region: "us-central1",
      settings: {
        availabilityType: "ZONAL",
        backupConfiguration: {
          backupRetentionSettings: { retainedBackups: 7, retentionUnit: "COUNT" },
          enabled: true,
          pointInTimeRecoveryEnabled: true,
          startTime: "06:00",
          transactionLogRetentionDays: 7,
        },
        databaseFlags: [
          { name: "log_checkpoints", value: "on" },
          { name: "log_connections", value: "on" },
          { name: "log_disconnections", value: "on" },
          { name: "log_lock_waits", value: "on" },
          { name: "log_statement", value: "ddl" },
          { name: "log_temp_files", value: "0" },
        ],
        deletionProtectionEnabled: true,
        diskAutoresize: true,
        diskAutoresizeLimit: 100,
        diskSize: 10,
        diskType: "PD_SSD",
        edition: "ENTERPRISE",
        insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: true, recordClientAddress: false },
        ipConfiguration: { ipv4Enabled: false, privateNetwork: UNKNOWN, sslMode: "ENCRYPTED_ONLY" },
        maintenanceWindow: { day: 7, hour: 7, updateTrack: "stable" },
        passwordValidationPolicy: { enablePasswordPolicy: true, minLength: 16 },
        tier: "db-g1-small",
        userLabels: { component: "db", "managed-by": "pulumi", stack: "prod" },
      },
    });
    expect(waitsFor(prod, "database-instance DatabaseInstance")).toContain("network-services-connection Connection");
  });

  test("never blocks a destroy by its users and databases", () => {
    const instance = find(prod, "database-instance DatabaseInstance").urn;
    for (const name of ["database-api User", "database-piloto Database"]) {
      expect(inputs(prod, name).deletionPolicy).toBe("ABANDON");
      expect(find(prod, name).options.deletedWith).toBe(instance);
    }
  });

  test("is as large at first as the settings say and never shrinks after", () => {
    expect(find(prod, "database-instance DatabaseInstance").options.ignoreChanges).toEqual(["settings.diskSize"]);
  });

  test("shows its password to nobody", () => {
    expect(inputs(prod, "database-api User").password).toBe(SECRET);
    expect(inputs(prod, "database-api-password SecretVersion").secretData).toBe(SECRET);
  });
});

describe("the network", () => {
  test("enters through the brief's connector, on a /28 of its own with Private Google Access", () => {
    expect(inputs(prod, "network-vpc Network")).toMatchObject({ autoCreateSubnetworks: false });
    expect(inputs(prod, "network-connector-subnet Subnetwork")).toMatchObject({
      ipCidrRange: "10.8.0.0/28",
      logConfig: { aggregationInterval: "INTERVAL_10_MIN", flowSampling: 0.1, metadata: "INCLUDE_ALL_METADATA" },
      privateIpGoogleAccess: true,
      region: "us-central1",
    });
    expect(inputs(dev, "network-connector-subnet Subnetwork")).not.toHaveProperty("logConfig");
    expect(inputs(prod, "network-connector Connector")).toEqual({
      name: "vpc-connector-1",
      region: "us-central1",
      subnet: { name: UNKNOWN },
      machineType: "e2-micro",
      minInstances: 2,
      maxInstances: 10,
    });
    expect(find(prod, "network-connector Connector").options.deleteBeforeReplace).toBe(true);
  });

  test("answers every run.app name from inside", () => {
    expect(inputs(prod, "network-run-app ManagedZone")).toMatchObject({ dnsName: "run.app.", visibility: "private" });
    expect(inputs(prod, "network-run-app-apex RecordSet")).toMatchObject({
      name: "run.app.",
      type: "A",
      rrdatas: ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"],
    });
    expect(inputs(prod, "network-run-app-wildcard RecordSet")).toMatchObject({
      name: "*.run.app.",
      type: "CNAME",
      rrdatas: ["run.app."],
    });
  });

  test("leaves the private connection to the VPC when it goes", () => {
    expect(inputs(prod, "network-services-connection Connection").deletionPolicy).toBe("ABANDON");
    expect(inputs(prod, "network-services-range GlobalAddress")).toMatchObject({
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address: "10.64.0.0",
      prefixLength: 20,
    });
  });

  test("with direct egress attaches each service by its own tag, and keeps the BFF off Postgres", async () => {
    const direct = await look("dev", "network.egress=direct");
    for (const name of ["api", "bff"])
      expect(template(direct, `${name}-service Service`).vpcAccess).toEqual({
        networkInterfaces: [{ network: UNKNOWN, subnetwork: UNKNOWN, tags: [name] }],
        egress: "PRIVATE_RANGES_ONLY",
      });
    expect(inputs(direct, "network-direct-subnet Subnetwork")).toMatchObject({
      ipCidrRange: "10.8.1.0/24",
      privateIpGoogleAccess: true,
    });
    expect(inputs(direct, "database-closed-to-bff Firewall")).toMatchObject({
      direction: "EGRESS",
      targetTags: ["bff"],
      denies: [{ protocol: "tcp", ports: ["5432"] }],
    });
  });

  test("with NAT sends everything through one address, and only the services' subnet", async () => {
    const nat = await look("dev", "network.nat=true");
    for (const name of ["api", "bff"])
      expect(template(nat, `${name}-service Service`).vpcAccess).toEqual({ connector: UNKNOWN, egress: "ALL_TRAFFIC" });
    expect(inputs(nat, "network-nat RouterNat")).toMatchObject({
      natIpAllocateOption: "MANUAL_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [{ name: UNKNOWN, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
    });
  });
});

describe("the whole", () => {
  test("the variables that settings may not name are those that the program sets", () => {
    for (const component of ["api", "bff"] as const) {
      const own = Object.keys(environment(dev, `${component}-service Service`));
      const { secrets } = dev.settings[component];
      expect(own.filter((name) => !(name in secrets)).sort()).toEqual([...OWN_VARIABLES[component]].sort());
    }
  });

  test("every deletion protection follows the one switch", () => {
    for (const [preview, protect] of [
      [dev, false],
      [prod, true],
    ] as const) {
      for (const name of ["api-service Service", "bff-service Service", "database-instance DatabaseInstance"])
        expect(inputs(preview, name).deletionProtection).toBe(protect);
      for (const name of ["bff-session-secret Secret", "database-api-password Secret"])
        expect(inputs(preview, name).deletionProtection).toBe(protect);
      for (const name of ["network-vpc Network", "database-instance DatabaseInstance"])
        expect(find(preview, name).options.protect).toBe(protect);
    }
  });

  test("every service account starts without a right on the project", () => {
    expect(prod.resources.filter(({ type }) => /projects\/iAM/.test(type))).toEqual([]);
    expect(built(prod).filter((name) => name.endsWith(" Account"))).toEqual([
      "api-account Account",
      "bff-account Account",
    ]);
  });

  test("APIs are switched on and never off", () => {
    const apis = prod.resources.filter(({ type }) => type === "gcp:projects/service:Service");
    expect(apis).not.toHaveLength(0);
    for (const { inputs: api } of apis) expect(api.disableOnDestroy).toBe(false);
  });

  test("a pipeline owns exactly what a deploy writes, and nothing when Pulumi deploys", async () => {
    expect(find(dev, "bff-service Service").options.ignoreChanges).toEqual([
      "template.containers[0].image",
      "template.containers[0].name",
      "template.labels",
      "traffics",
      "buildConfig",
      "client",
      "clientVersion",
    ]);
    const pulumi = await look("dev", "bff.deployedBy=pulumi", "bff.image=us-docker.pkg.dev/p/r/bff:1");
    expect(find(pulumi, "bff-service Service").options.ignoreChanges).toBeUndefined();
    expect(container(pulumi, "bff-service Service").image).toBe("us-docker.pkg.dev/p/r/bff:1");
  });

  test("probes as asked for", async () => {
    const probed = await look(
      "dev",
      "api.probes.startup.path=/ready",
      "api.probes.liveness={path: /live, periodSeconds: 30}",
    );
    expect(container(probed, "api-service Service")).toMatchObject({
      startupProbe: {
        httpGet: { path: "/ready", port: 8080 },
        periodSeconds: 10,
        timeoutSeconds: 3,
        failureThreshold: 12,
      },
      livenessProbe: {
        httpGet: { path: "/live", port: 8080 },
        periodSeconds: 30,
        timeoutSeconds: 3,
        failureThreshold: 3,
      },
    });
    expect(container(dev, "api-service Service")).not.toHaveProperty("livenessProbe");
  });

  test("images are kept by number and deleted by age", () => {
    expect(inputs(dev, "images-repository Repository")).toMatchObject({
      repositoryId: "piloto",
      format: "DOCKER",
      location: "us-central1",
      cleanupPolicies: [
        { id: "delete-old", action: "DELETE", condition: { tagState: "ANY", olderThan: "2592000s" } },
        { id: "keep-newest", action: "KEEP", mostRecentVersions: { keepCount: 10 } },
      ],
    });
  });
});
