import type { Resource } from "../resources/resource";

/**
 * The alternative that the brief weighs: one Cloud Run service that serves the API and the page's first document, files
 * straight from a bucket, the same database, no connector and no balancer.
 */
export function monolith(region: string): Resource[] {
  const resource = (type: string, name: string, inputs: Resource["inputs"]): Resource => ({
    urn: `urn:pulumi:monolith::brief::${type}::${name}`,
    type,
    name,
    parent: "",
    inputs,
    dependencies: [],
    propertyDependencies: {},
    options: {},
  });
  return [
    resource("gcp:cloudrunv2/service:Service", "app", {
      location: region,
      labels: { component: "app" },
      template: {
        containers: [{ resources: { limits: { cpu: "2", memory: "2Gi" }, cpuIdle: true } }],
        scaling: { minInstanceCount: 0, maxInstanceCount: 5 },
        vpcAccess: { networkInterfaces: [{}], egress: "PRIVATE_RANGES_ONLY" },
      },
    }),
    resource("gcp:storage/bucket:Bucket", "assets", { location: region, labels: { component: "assets" } }),
    resource("gcp:sql/databaseInstance:DatabaseInstance", "db", {
      region,
      databaseVersion: "POSTGRES_17",
      settings: {
        tier: "db-g1-small",
        edition: "ENTERPRISE",
        diskSize: 10,
        userLabels: { component: "db" },
        ipConfiguration: { ipv4Enabled: false },
        backupConfiguration: { enabled: true },
      },
    }),
    resource("gcp:artifactregistry/repository:Repository", "images", {
      location: region,
      format: "DOCKER",
      labels: { component: "images" },
    }),
  ];
}
