import { databaseRole } from "../../graph/roles";
import { hasVpcAccess, interfacesV1, secretsOf, type Workload, workloadOf } from "../../graph/workloads";
import { SECRET, UNKNOWN } from "../../resources/resource";
import { raw } from "../policies/make";

const V1 = "gcp:cloudrun/service:Service";
const V2 = "gcp:cloudrunv2/service:Service";
const JOB = "gcp:cloudrunv2/job:Job";
const POOL = "gcp:cloudrunv2/workerPool:WorkerPool";

const read = (type: string, inputs: object, roleLabel?: string) => workloadOf(raw(type, "w", inputs), roleLabel);
const onService = (annotations: object) => ({ metadata: { annotations } });
const onRevision = (annotations: object) => ({ template: { metadata: { annotations } } });
const run = (name: string) => `run.googleapis.com/${name}`;

/** What a service is of which nothing is said, apart from paths. */
const NOTHING: Partial<Workload> = {
  kind: "service",
  role: undefined,
  location: undefined,
  ingress: "all",
  invokerCheckOff: false,
  defaultUrlOff: false,
  loginAsked: false,
  containers: [],
  secretVolumes: [],
  hasConnector: false,
  interfaces: [],
  allTraffic: false,
  cloudSqlVolume: false,
  maxInstances: undefined,
  maxInstancesHidden: false,
};

test("of a service nothing need be said", () => {
  expect(read(V2, {})).toMatchObject({
    ...NOTHING,
    ingressPath: "ingress",
    invokerCheckPath: "invokerIamDisabled",
    accountPath: ["template", "serviceAccount"],
    connectorPath: ["template", "vpcAccess", "connector"],
    maxInstancesPath: "template.scaling.maxInstanceCount",
  });
  expect(read(V1, {})).toMatchObject({
    ...NOTHING,
    ingressPath: 'metadata.annotations["run.googleapis.com/ingress"]',
    invokerCheckPath: 'metadata.annotations["run.googleapis.com/invoker-iam-disabled"]',
    accountPath: ["template", "spec", "serviceAccountName"],
    connectorPath: ["template", "metadata", "annotations", "run.googleapis.com/vpc-access-connector"],
    maxInstancesPath: 'template.metadata.annotations["autoscaling.knative.dev/maxScale"]',
  });
});

test("a job's template is one level deeper", () => {
  const template = {
    serviceAccount: "a@b",
    containers: [{ image: "i", envs: [{ name: "A", value: "1" }] }],
    vpcAccess: { connector: "c", egress: "ALL_TRAFFIC" },
    volumes: [{ name: "v", secret: { secret: "s" } }],
  };
  const job = read(JOB, { location: "r", template: { template } });
  expect(job).toMatchObject({
    kind: "job",
    location: "r",
    accountPath: ["template", "template", "serviceAccount"],
    connectorPath: ["template", "template", "vpcAccess", "connector"],
    hasConnector: true,
    allTraffic: true,
  });
  expect(job.containers).toEqual([
    {
      path: "template.template.containers[0]",
      image: "i",
      env: [{ path: "template.template.containers[0].envs[0]", name: "A", value: "1", secret: undefined }],
    },
  ]);
  expect(job.secretVolumes).toEqual([{ path: "template.template.volumes[0].secret", secret: "s", version: undefined }]);
  expect(read(POOL, { template })).toMatchObject({
    kind: "worker pool",
    hasConnector: true,
    accountPath: ["template", "serviceAccount"],
  });
});

test.each<[given: unknown, ingress: Workload["ingress"]]>([
  [undefined, "all"],
  ["INGRESS_TRAFFIC_ALL", "all"],
  ["INGRESS_TRAFFIC_INTERNAL_ONLY", "internal"],
  ["INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", "internal-and-cloud-load-balancing"],
  ["INTERNAL_ONLY", "internal"],
  ["INGRESS_TRAFFIC_UNSPECIFIED", "all"],
  ["toString", "all"],
  [7, "all"],
  [UNKNOWN, undefined],
  [SECRET, undefined],
])("second generation, ingress %j is %s", (ingress, expected) => {
  expect(read(V2, { ingress }).ingress).toBe(expected);
});

test.each<[given: unknown, ingress: Workload["ingress"]]>([
  [undefined, "all"],
  ["all", "all"],
  ["internal", "internal"],
  ["internal-and-cloud-load-balancing", "internal-and-cloud-load-balancing"],
  ["INGRESS_TRAFFIC_INTERNAL_ONLY", "all"],
  [UNKNOWN, undefined],
])("first generation, ingress %j is %s", (ingress, expected) => {
  expect(read(V1, onService({ [run("ingress")]: ingress })).ingress).toBe(expected);
});

test.each<[given: unknown, on: boolean | undefined]>([
  [true, true],
  ["true", true],
  [false, false],
  ["false", false],
  [undefined, false],
  [null, false],
  [UNKNOWN, undefined],
])("switches: %j is %s", (given, on) => {
  const second = read(V2, { invokerIamDisabled: given, defaultUriDisabled: given, iapEnabled: given });
  const first = read(
    V1,
    onService({
      [run("invoker-iam-disabled")]: given,
      [run("default-url-disabled")]: given,
      [run("iap-enabled")]: given,
    }),
  );
  for (const { invokerCheckOff, defaultUrlOff, loginAsked } of [first, second]) {
    expect([invokerCheckOff, defaultUrlOff, loginAsked]).toEqual([on, on, on === true]);
  }
});

describe("the role", () => {
  test.each<[about: string, type: string, inputs: object, role: string | undefined]>([
    ["its label", V2, { labels: { component: "api" } }, "api"],
    ["another label", V2, { labels: { role: "api" } }, undefined],
    ["a label not known yet", V2, { labels: { component: UNKNOWN } }, undefined],
    ["a provider's default", V2, { effectiveLabels: { component: "bff" } }, "bff"],
    ["a provider's default, the older way", V2, { pulumiLabels: { component: "bff" } }, "bff"],
    ["its own before a default", V2, { labels: { component: "api" }, effectiveLabels: { component: "bff" } }, "api"],
    ["a job's", JOB, { labels: { component: "api" } }, "api"],
    ["a first generation's", V1, { metadata: { labels: { component: "api" } } }, "api"],
    ["a label in the wrong place", V1, { labels: { component: "api" } }, undefined],
  ])("%s", (_about, type, inputs, role) => expect(read(type, inputs).role).toBe(role));

  test("by another label, where the pack is told so", () => {
    expect(read(V2, { labels: { component: "x", "app/role": "api" } }, "app/role").role).toBe("api");
    expect(read(V1, { metadata: { labels: { "app/role": "api" } } }, "app/role").role).toBe("api");
  });

  test("of a database", () => {
    const database = raw("gcp:sql/databaseInstance:DatabaseInstance", "d", {
      settings: { userLabels: { component: "db", kind: "x" } },
    });
    expect(databaseRole(database)).toBe("db");
    expect(databaseRole(database, "kind")).toBe("x");
    expect(databaseRole(raw(database.type, "d", {}))).toBeUndefined();
  });
});

describe("the way into a network", () => {
  test.each<[about: string, type: string, inputs: object, expected: Partial<Workload>]>([
    ["a connector", V2, { template: { vpcAccess: { connector: "c" } } }, { hasConnector: true, allTraffic: false }],
    ["a connector not known yet", V2, { template: { vpcAccess: { connector: UNKNOWN } } }, { hasConnector: true }],
    ["an empty one", V2, { template: { vpcAccess: { connector: "" } } }, { hasConnector: false }],
    ["all traffic", V2, { template: { vpcAccess: { egress: "ALL_TRAFFIC" } } }, { allTraffic: true }],
    ["private ranges", V2, { template: { vpcAccess: { egress: "PRIVATE_RANGES_ONLY" } } }, { allTraffic: false }],
    [
      "interfaces",
      V2,
      { template: { vpcAccess: { networkInterfaces: [{ network: "n", subnetwork: "s", tags: ["a", UNKNOWN] }, {}] } } },
      {
        interfaces: [
          { network: "n", subnetwork: "s", tags: ["a"] },
          { network: undefined, subnetwork: undefined, tags: [] },
        ],
      },
    ],
    ["a first generation's connector", V1, onRevision({ [run("vpc-access-connector")]: "c" }), { hasConnector: true }],
    ["on the service it is none", V1, onService({ [run("vpc-access-connector")]: "c" }), { hasConnector: false }],
    [
      "all traffic, first generation",
      V1,
      onRevision({ [run("vpc-access-egress")]: "all-traffic" }),
      { allTraffic: true },
    ],
    ["the older word for it", V1, onRevision({ [run("vpc-access-egress")]: "all" }), { allTraffic: true }],
    [
      "private ranges, first generation",
      V1,
      onRevision({ [run("vpc-access-egress")]: "private-ranges-only" }),
      { allTraffic: false },
    ],
    ["not quite the word", V1, onRevision({ [run("vpc-access-egress")]: "all-ranges" }), { allTraffic: false }],
    ["a word not known yet", V1, onRevision({ [run("vpc-access-egress")]: UNKNOWN }), { allTraffic: undefined }],
    ["not known yet", V2, { template: { vpcAccess: { egress: UNKNOWN } } }, { allTraffic: undefined }],
    ["where it is, first generation", V1, { location: "r" }, { location: "r" }],
    ["no word for it", V1, onRevision({ [run("vpc-access-egress")]: "overall" }), { allTraffic: false }],
    [
      "interfaces, first generation",
      V1,
      onRevision({ [run("network-interfaces")]: '[{"network":"n","subnetwork":"s","tags":["t"]}]' }),
      { interfaces: [{ network: "n", subnetwork: "s", tags: ["t"] }] },
    ],
  ])("%s", (_about, type, inputs, expected) => expect(read(type, inputs)).toMatchObject(expected));

  test.each<[annotation: unknown, interfaces: unknown[]]>([
    [undefined, []],
    ["not JSON", []],
    ['{"network":"n"}', []],
    ["[]", []],
    [UNKNOWN, [{ network: UNKNOWN, subnetwork: UNKNOWN, tags: [] }]],
  ])("interfaces in the annotation %j", (annotation, interfaces) =>
    expect(interfacesV1(annotation)).toEqual(interfaces),
  );

  test("either is one", () => {
    expect(hasVpcAccess(read(V2, {}))).toBe(false);
    expect(hasVpcAccess(read(V2, { template: { vpcAccess: { connector: "c" } } }))).toBe(true);
    expect(hasVpcAccess(read(V2, { template: { vpcAccess: { networkInterfaces: [{}] } } }))).toBe(true);
  });
});

describe("secrets", () => {
  test("in the environment, of either generation", () => {
    const second = read(V2, {
      template: {
        containers: [
          { image: "a" },
          {
            envs: [
              { name: "A", value: "1" },
              { name: "B", valueSource: { secretKeyRef: { secret: "s", version: "2" } } },
            ],
          },
        ],
      },
    });
    const path = "template.containers[1].envs[1]";
    expect(second.containers[1]?.env[1]).toEqual({
      path,
      name: "B",
      value: undefined,
      secret: { path: `${path}.valueSource.secretKeyRef`, secret: "s", version: "2" },
    });
    expect(secretsOf(second)).toEqual([{ path: `${path}.valueSource.secretKeyRef`, secret: "s", version: "2" }]);
    const first = read(V1, {
      template: {
        spec: { containers: [{ envs: [{ name: "B", valueFrom: { secretKeyRef: { name: "s", key: "2" } } }] }] },
      },
    });
    expect(secretsOf(first)).toEqual([
      { path: "template.spec.containers[0].envs[0].valueFrom.secretKeyRef", secret: "s", version: "2" },
    ]);
  });

  test("a variable without a name, and one that is none", () => {
    const { containers } = read(V2, {
      template: { containers: [{ envs: [{ value: "x" }, null, { name: UNKNOWN }] }] },
    });
    expect(containers[0]?.env.map(({ name, secret }) => [name, secret])).toEqual([
      ["", undefined],
      ["", undefined],
      ["", undefined],
    ]);
  });

  test("as files, one for each version listed, of either generation", () => {
    const second = read(V2, {
      template: {
        volumes: [
          { name: "x" },
          { secret: { secret: "s", items: [{ version: "1" }, { version: UNKNOWN }] } },
          { secret: { secret: "t" } },
        ],
      },
    });
    expect(second.secretVolumes).toEqual([
      { path: "template.volumes[1].secret", secret: "s", version: "1" },
      { path: "template.volumes[1].secret", secret: "s", version: UNKNOWN },
      { path: "template.volumes[2].secret", secret: "t", version: undefined },
    ]);
    const first = read(V1, {
      template: { spec: { volumes: [{}, { secret: { secretName: "s", items: [{ key: "latest", path: "p" }] } }] } },
    });
    expect(first.secretVolumes).toEqual([{ path: "template.spec.volumes[1].secret", secret: "s", version: "latest" }]);
    expect(secretsOf(first)).toEqual(first.secretVolumes);
  });
});

test.each<[about: string, type: string, inputs: object, mounts: boolean]>([
  ["a volume", V2, { template: { volumes: [{ cloudSqlInstance: { instances: ["p:r:d"] } }] } }, true],
  ["an empty one", V2, { template: { volumes: [{ cloudSqlInstance: {} }] } }, true],
  [
    "a volume whose instances are listed in a list",
    V2,
    { template: { volumes: [{ cloudSqlInstance: [{ instances: ["i"] }] }] } },
    true,
  ],
  ["another volume", V2, { template: { volumes: [{ emptyDir: {} }] } }, false],
  ["a job's", JOB, { template: { template: { volumes: [{ cloudSqlInstance: { instances: ["i"] } }] } } }, true],
  ["an annotation", V1, onRevision({ [run("cloudsql-instances")]: "p:r:d" }), true],
  ["an annotation of the service", V1, onService({ [run("cloudsql-instances")]: "p:r:d" }), false],
])("Cloud SQL by %s", (_about, type, inputs, mounts) => expect(read(type, inputs).cloudSqlVolume).toBe(mounts));

test.each<[about: string, type: string, inputs: object, most: number | undefined, hidden: boolean]>([
  ["of the revision", V2, { template: { scaling: { maxInstanceCount: 5 } } }, 5, false],
  ["of the service", V2, { scaling: { maxInstanceCount: 7 } }, 7, false],
  [
    "of the revision first",
    V2,
    { template: { scaling: { maxInstanceCount: 5 } }, scaling: { maxInstanceCount: 7 } },
    5,
    false,
  ],
  ["zero is none", V2, { template: { scaling: { maxInstanceCount: 0 } }, scaling: { maxInstanceCount: 7 } }, 7, false],
  ["zero everywhere", V2, { scaling: { maxInstanceCount: 0 } }, undefined, false],
  ["by hand", V2, { scaling: { scalingMode: "MANUAL", manualInstanceCount: 3 } }, 3, false],
  ["by hand, but automatic", V2, { scaling: { scalingMode: "AUTOMATIC", manualInstanceCount: 3 } }, undefined, false],
  ["not known yet", V2, { template: { scaling: { maxInstanceCount: UNKNOWN } } }, undefined, true],
  ["not known yet, of the service", V2, { scaling: { maxInstanceCount: UNKNOWN } }, undefined, true],
  ["first generation", V1, onRevision({ "autoscaling.knative.dev/maxScale": "4" }), 4, false],
  ["first generation, of the service", V1, onService({ [run("maxScale")]: 6 }), 6, false],
  ["first generation, zero", V1, onRevision({ "autoscaling.knative.dev/maxScale": "0" }), undefined, false],
  ["first generation, not known yet", V1, onRevision({ "autoscaling.knative.dev/maxScale": UNKNOWN }), undefined, true],
])("most instances %s", (_about, type, inputs, most, hidden) => {
  const { maxInstances, maxInstancesHidden } = read(type, inputs);
  expect([maxInstances, maxInstancesHidden]).toEqual([most, hidden]);
});
