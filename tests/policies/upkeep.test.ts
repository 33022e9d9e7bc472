import { bucketVersioning, platformUpkeep, trafficLogs } from "../../policies/rules/upkeep";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { type Case, judges, outcome } from "./judging";
import { type Inputs, type Links, make, raw } from "./make";

const secret = (inputs: Inputs<"gcp:secretmanager/secret:Secret"> = {}): Resource =>
  make("gcp:secretmanager/secret:Secret", "s", { secretId: "s", ...inputs });
const rotated = (rotationPeriod: string, topics: { name: string }[] = [{ name: "t" }]): Resource =>
  secret({ rotation: { rotationPeriod }, topics });
const key = (inputs: Inputs<"gcp:kms/cryptoKey:CryptoKey"> = {}, protect: boolean | undefined = true): Resource =>
  make("gcp:kms/cryptoKey:CryptoKey", "k", inputs, { options: { protect } });
const scanning = (enablementConfig?: string): Resource =>
  make("gcp:artifactregistry/repository:Repository", "r", { vulnerabilityScanningConfig: { enablementConfig } });
const zone = (nonExistence: string, visibility?: string): Resource =>
  make("gcp:dns/managedZone:ManagedZone", "z", { visibility, dnssecConfig: { state: "on", nonExistence } });
type Logs = NonNullable<Inputs<"gcp:projects/iAMAuditConfig:IAMAuditConfig">["auditLogConfigs"]>;
const audit = (...auditLogConfigs: Logs): Resource =>
  make("gcp:projects/iAMAuditConfig:IAMAuditConfig", "a", { service: "allServices", auditLogConfigs });
const ALL: Logs = [{ logType: "ADMIN_READ" }, { logType: "DATA_READ" }, { logType: "DATA_WRITE" }];
type Bucket = Inputs<"gcp:storage/bucket:Bucket">;
const bucket = (inputs: Bucket = {}, name = "b", links: Links = {}): Resource =>
  make("gcp:storage/bucket:Bucket", name, { name, ...inputs }, links);
const cleaned: Bucket = { lifecycleRules: [{ action: { type: "Delete" }, condition: { age: 30 } }] };
const AUDIT = "a auditLogConfigs";
const reader = (member: string, role = "roles/storage.objectViewer"): Resource =>
  make("gcp:storage/bucketIAMMember:BucketIAMMember", "m", { bucket: "b", role, member });

judges(platformUpkeep, [
  ["a secret that is rotated", [rotated("7776000s")], []],
  ["a secret that is never rotated", [secret()], ["s rotation"]],
  ["a secret with an empty rotation", [secret({ rotation: {}, topics: [{ name: "t" }] })], ["s rotation"]],
  ["a secret that tells nobody", [rotated("7776000s", [])], ["s topics"]],
  ["a secret rotated once a year", [rotated("31536000s")], []],
  ["a secret rotated less than once a year", [rotated("31536001s")], ["s rotation.rotationPeriod"]],
  [
    "a secret rotated less than often enough",
    [rotated("172801s")],
    ["s rotation.rotationPeriod"],
    { maxSecretRotationDays: 2 },
  ],
  ["a key that is rotated and kept", [key({ rotationPeriod: "7776000s" })], []],
  ["a key that is rotated too late", [key({ rotationPeriod: "7776001s" })], ["k rotationPeriod"]],
  [
    "a key that is rotated later than one's own limit",
    [key({ rotationPeriod: "86401s" })],
    ["k rotationPeriod"],
    { maxRotationDays: 1 },
  ],
  ["a key that is never rotated", [key()], ["k rotationPeriod"]],
  ["a key whose period is no period", [key({ rotationPeriod: "soon" })], ["k rotationPeriod"]],
  ["a key that says what it is for", [key({ purpose: "ENCRYPT_DECRYPT" })], ["k rotationPeriod"]],
  ["a key that signs, which cannot be rotated", [key({ purpose: "ASYMMETRIC_SIGN" })], []],
  ["a key that can be lost", [key({ rotationPeriod: "7776000s" }, false)], ["k protect"]],
  [
    "a key that nothing keeps",
    [make("gcp:kms/cryptoKey:CryptoKey", "k", { rotationPeriod: "7776000s" })],
    ["k protect"],
  ],
  ["images that are not scanned", [scanning("DISABLED")], ["r vulnerabilityScanningConfig.enablementConfig"]],
  ["images scanned as the project says", [scanning("INHERITED")], []],
  ["images of which nothing is said", [scanning()], []],
  ["a zone that can be listed", [zone("nsec")], ["z dnssecConfig.nonExistence"]],
  ["a zone that can be listed, in capitals", [zone("NSEC", "public")], ["z dnssecConfig.nonExistence"]],
  ["a zone that cannot be listed", [zone("nsec3")], []],
  ["a private zone", [zone("nsec", "private")], []],
  ["a zone of which nothing is said", [make("gcp:dns/managedZone:ManagedZone", "z", {})], []],
  ["a full audit log", [audit(...ALL)], []],
  ["an audit log without reads", [audit({ logType: "ADMIN_READ" }, { logType: "DATA_WRITE" })], [AUDIT]],
  ["an empty audit log", [audit()], [AUDIT]],
  [
    "an audit log that leaves somebody out",
    [audit(...ALL.slice(1), { logType: "ADMIN_READ", exemptedMembers: ["user:a@example.com"] })],
    [AUDIT],
  ],
  ["a bucket that is cleaned", [bucket(cleaned)], []],
  ["a bucket that only grows", [bucket()], ["b lifecycleRules"]],
  ["a bucket that logs into itself", [bucket({ ...cleaned, logging: { logBucket: "b" } })], ["b logging.logBucket"]],
  ["a bucket that logs into another", [bucket({ ...cleaned, logging: { logBucket: "c" } })], []],
  ["a bucket without a name or a log", [make("gcp:storage/bucket:Bucket", "b", cleaned)], []],
  ["everyone lists the objects", [reader("allUsers")], ["m role"]],
  ["everyone with an account lists the objects", [reader("allAuthenticatedUsers")], ["m role"]],
  ["everyone reads objects whose names they know", [reader("allUsers", "roles/storage.legacyObjectReader")], []],
  ["somebody lists the objects", [reader("group:team@example.com")], []],
  [
    "everyone among others",
    [
      make("gcp:storage/bucketIAMBinding:BucketIAMBinding", "m", {
        bucket: "b",
        role: "roles/storage.objectViewer",
        members: ["group:g", "allUsers"],
      }),
    ],
    ["m role"],
  ],
  [
    "everyone in a document",
    [
      make("gcp:storage/bucketIAMPolicy:BucketIAMPolicy", "m", {
        bucket: "b",
        policyData: JSON.stringify({ bindings: [{ role: "roles/storage.objectViewer", members: ["allUsers"] }] }),
      }),
    ],
    ["m policyData"],
  ],
  [
    "everyone on something else",
    [
      make("gcp:secretmanager/secretIamMember:SecretIamMember", "m", {
        role: "roles/storage.objectViewer",
        member: "allUsers",
      }),
    ],
    [],
  ],
]);

test("platform-upkeep says what it found and what it cannot judge", () => {
  const { violations } = outcome(platformUpkeep, [
    secret(),
    rotated("99999999s", []),
    key({}, false),
    scanning("DISABLED"),
    zone("nsec"),
    audit({ logType: "DATA_READ", exemptedMembers: ["user:a@example.com"] }),
    bucket({ logging: { logBucket: "b" } }),
    reader("allUsers"),
  ]);
  expect(violations.map(({ message }) => message)).toEqual([
    "nothing reminds anyone to rotate this secret",
    "the secret is not rotated within 365 days",
    "a rotation period without a topic rotates nothing",
    "the key is not rotated within 90 days",
    "losing the key loses everything encrypted with it",
    "images are not scanned for known flaws",
    "NSEC lets anyone list the zone",
    "some members leave no trace",
    "not logged: ADMIN_READ, DATA_WRITE",
    "no lifecycle rule ever removes anything",
    "the bucket logs into itself",
    "everyone may also list the objects; roles/storage.legacyObjectReader only reads them",
  ]);
  const hidden = [
    rotated(UNKNOWN),
    key({ rotationPeriod: UNKNOWN }),
    audit({ logType: UNKNOWN }),
    raw("gcp:projects/iAMAuditConfig:IAMAuditConfig", "a", { auditLogConfigs: UNKNOWN }),
  ];
  expect(outcome(platformUpkeep, hidden)).toMatchObject({
    violations: [],
    unjudged: [
      { name: "s", property: "rotation.rotationPeriod" },
      { name: "k", property: "rotationPeriod" },
      { name: "a", property: "auditLogConfigs" },
      { name: "a", property: "auditLogConfigs" },
    ],
  });
  expect(outcome(platformUpkeep, [rotated("1s"), key({ rotationPeriod: "1s" }), audit(...ALL)]).unjudged).toEqual([]);
});

const subnet = (inputs: Inputs<"gcp:compute/subnetwork:Subnetwork">): Resource =>
  make("gcp:compute/subnetwork:Subnetwork", "n", inputs);
const dns = (inputs: Inputs<"gcp:dns/policy:Policy">): Resource => make("gcp:dns/policy:Policy", "p", inputs);
const backend = (logConfig?: Inputs<"gcp:compute/backendService:BackendService">["logConfig"]): Resource =>
  make("gcp:compute/backendService:BackendService", "e", { logConfig });
const assets = make(
  "gcp:compute/backendBucket:BackendBucket",
  "cdn",
  { bucketName: "b" },
  { from: { bucketName: ["b"] } },
);
const logged = (logBucket: string, links: Links = {}): Resource => bucket({ logging: { logBucket } }, "b", links);
const ENABLE = "e logConfig.enable";
const BUCKET_LOG = "b logging.logBucket";

judges(trafficLogs, [
  ["flows", [subnet({ logConfig: { flowSampling: 0.5 } })], []],
  ["no flows", [subnet({})], ["n logConfig"]],
  ["none of the flows", [subnet({ logConfig: { flowSampling: 0 } })], ["n logConfig.flowSampling"]],
  ["no flows of a proxy's subnet", [subnet({ purpose: "REGIONAL_MANAGED_PROXY" })], []],
  ["queries", [dns({ enableLogging: true })], []],
  ["no queries", [dns({ enableLogging: false })], ["p enableLogging"]],
  ["queries, not said", [dns({})], ["p enableLogging"]],
  ["requests", [backend({ enable: true, sampleRate: 0.1 })], []],
  ["requests, all of them", [backend({ enable: true })], []],
  ["no requests", [backend({ enable: false })], [ENABLE]],
  ["requests, not said", [backend()], [ENABLE]],
  ["none of the requests", [backend({ enable: true, sampleRate: 0 })], ["e logConfig.sampleRate"]],
  ["a region's backend", [raw("gcp:compute/regionBackendService:RegionBackendService", "e", {})], [ENABLE]],
  ["access to a bucket", [logged("elsewhere")], []],
  ["no access to a bucket", [bucket()], [BUCKET_LOG]],
  ["access to the assets, which the balancer logs", [bucket(), assets], []],
  ["access to another bucket beside the assets", [bucket(), assets, bucket({}, "c")], ["c logging.logBucket"]],
  ["access to the log itself", [logged("log", { from: { logging: ["log"] } }), bucket({}, "log")], []],
]);

test("traffic-logs says what is not logged, and what it cannot judge", () => {
  const { violations } = outcome(trafficLogs, [
    subnet({}),
    subnet({ logConfig: { flowSampling: 0 } }),
    dns({}),
    backend({ enable: false, sampleRate: 0 }),
    bucket(),
  ]);
  expect(violations.map(({ message }) => message)).toEqual([
    "no flow logs",
    "none of the flows is logged",
    "DNS queries are not logged",
    "requests are not logged",
    "none of the requests is logged",
    "access to the bucket is not logged",
  ]);
  const hidden = [
    raw("gcp:dns/policy:Policy", "p", { enableLogging: UNKNOWN }),
    raw("gcp:compute/backendService:BackendService", "e", { logConfig: UNKNOWN }),
    raw("gcp:storage/bucket:Bucket", "b", { logging: UNKNOWN }),
    raw("gcp:compute/subnetwork:Subnetwork", "n", { logConfig: UNKNOWN }),
  ];
  expect(outcome(trafficLogs, hidden)).toMatchObject({
    violations: [],
    unjudged: [
      { name: "p", property: "enableLogging" },
      { name: "e", property: "logConfig.enable" },
    ],
  });
});

const versions = (enabled: boolean): Bucket => ({ versioning: { enabled } });
const VERSIONS = "b versioning.enabled";
const versioned: Case[] = [
  ["kept", [bucket(versions(true))], []],
  ["not kept", [bucket(versions(false))], [VERSIONS]],
  ["not said, which is not kept", [bucket()], [VERSIONS]],
  ["not kept of the assets", [bucket(), assets], []],
  ["not kept of another bucket beside the assets", [bucket(), assets, bucket({}, "c")], ["c versioning.enabled"]],
  ["a list of one", [raw("gcp:storage/bucket:Bucket", "b", { versioning: [{ enabled: true }] })], []],
];
judges(bucketVersioning, versioned);

test("versions not known yet are named, not guessed", () => {
  const hidden = raw("gcp:storage/bucket:Bucket", "b", { versioning: { enabled: UNKNOWN } });
  expect(outcome(bucketVersioning, [hidden])).toMatchObject({
    violations: [],
    unjudged: [{ property: "versioning.enabled" }],
  });
  expect(outcome(bucketVersioning, [bucket()]).violations).toMatchObject([{ message: "versions are not kept" }]);
});
