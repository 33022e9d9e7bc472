import {
  apiIngressInternal,
  dedicatedAccount,
  envSecrets,
  imagePin,
  invokerCheckOn,
  scalingBounded,
  vpcAttached,
} from "../../policies/rules/cloud-run";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const V2 = "gcp:cloudrunv2/service:Service";
type V2 = Inputs<"gcp:cloudrunv2/service:Service">;
const v2 = (role: string, inputs: V2 = {}, ignoreChanges?: string[]): Resource =>
  make(
    V2,
    "s",
    { location: "us-central1", labels: { component: role }, template: {}, ...inputs },
    { options: ignoreChanges ? { ignoreChanges } : {} },
  );
const v1 = (role: string, annotations: Record<string, string> = {}, template: object = {}): Resource =>
  raw("gcp:cloudrun/service:Service", "s", {
    location: "us-central1",
    metadata: { labels: { component: role }, annotations },
    template,
  });
const RUN = "run.googleapis.com/";

judges(apiIngressInternal, [
  ["internal", [v2("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" })], []],
  ["open", [v2("api", { ingress: "INGRESS_TRAFFIC_ALL" })], ["s ingress"]],
  ["not set, which is open", [v2("api")], ["s ingress"]],
  ["load balancers", [v2("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" })], ["s ingress"]],
  ["a word the provider does not know", [v2("api", { ingress: "INGRESS_TRAFFIC_NONE" })], ["s ingress"]],
  [
    "default URL off",
    [v2("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY", defaultUriDisabled: true })],
    ["s defaultUriDisabled"],
  ],
  ["the BFF may be open", [v2("bff", { ingress: "INGRESS_TRAFFIC_ALL", defaultUriDisabled: true })], []],
  ["without a role", [v2("worker")], []],
  ["first generation, internal", [v1("api", { [`${RUN}ingress`]: "internal" })], []],
  ["first generation, open", [v1("api")], [`s metadata.annotations["${RUN}ingress"]`]],
  [
    "first generation, load balancers",
    [v1("api", { [`${RUN}ingress`]: "internal-and-cloud-load-balancing" })],
    [`s metadata.annotations["${RUN}ingress"]`],
  ],
  [
    "role by the provider's default labels",
    [
      raw("gcp:cloudrunv2/service:Service", "s", {
        ingress: "INGRESS_TRAFFIC_ALL",
        effectiveLabels: { component: "api" },
      }),
    ],
    ["s ingress"],
  ],
]);

test("an ingress not known yet is named, not guessed", () => {
  expect(outcome(apiIngressInternal, [v2("api", { ingress: UNKNOWN })])).toMatchObject({
    violations: [],
    unjudged: [{ property: "ingress" }],
  });
});

test.each([
  ["INGRESS_TRAFFIC_ALL", "the internet"],
  ["INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", "load balancers"],
])("who %s lets in is said", (ingress, who) => {
  const { violations } = outcome(apiIngressInternal, [v2("api", { ingress })]);
  expect(violations.map(({ message }) => message)).toEqual([`the API lets in ${who}; it must be internal only`]);
});

judges(invokerCheckOn, [
  ["on", [v2("api", { invokerIamDisabled: false })], []],
  ["off on the API", [v2("api", { invokerIamDisabled: true })], ["s invokerIamDisabled"]],
  ["off on a service without a role", [v2("worker", { invokerIamDisabled: true })], ["s invokerIamDisabled"]],
  ["off on the BFF", [v2("bff", { invokerIamDisabled: true })], []],
  [
    "spelled as text",
    [raw("gcp:cloudrunv2/service:Service", "s", { labels: { component: "api" }, invokerIamDisabled: "true" })],
    ["s invokerIamDisabled"],
  ],
  [
    "first generation",
    [v1("api", { [`${RUN}invoker-iam-disabled`]: "true" })],
    [`s metadata.annotations["${RUN}invoker-iam-disabled"]`],
  ],
]);

const ACCOUNT = "api@project.iam.gserviceaccount.com";
judges(dedicatedAccount, [
  ["its own", [v2("api", { template: { serviceAccount: ACCOUNT } })], []],
  ["not known yet", [v2("api", { template: { serviceAccount: UNKNOWN } })], []],
  ["none", [v2("api")], ["s template.serviceAccount"]],
  ["an empty one", [v2("api", { template: { serviceAccount: "" } })], ["s template.serviceAccount"]],
  [
    "the compute default",
    [v2("api", { template: { serviceAccount: "123-compute@developer.gserviceaccount.com" } })],
    ["s template.serviceAccount"],
  ],
  [
    "the App Engine default",
    [v2("x", { template: { serviceAccount: "project@appspot.gserviceaccount.com" } })],
    ["s template.serviceAccount"],
  ],
  ["the word default", [v2("x", { template: { serviceAccount: "default" } })], ["s template.serviceAccount"]],
  ["a name with the word default", [v2("x", { template: { serviceAccount: `default-${ACCOUNT}` } })], []],
  ["a name that ends in default", [v2("x", { template: { serviceAccount: "my-default" } })], []],
  [
    "a job without",
    [make("gcp:cloudrunv2/job:Job", "j", { template: { template: {} } })],
    ["j template.template.serviceAccount"],
  ],
  ["a job with", [make("gcp:cloudrunv2/job:Job", "j", { template: { template: { serviceAccount: ACCOUNT } } })], []],
  [
    "a worker pool without",
    [make("gcp:cloudrunv2/workerPool:WorkerPool", "w", { template: {} })],
    ["w template.serviceAccount"],
  ],
  ["first generation without", [v1("api", {}, { spec: {} })], ["s template.spec.serviceAccountName"]],
  ["first generation with", [v1("api", {}, { spec: { serviceAccountName: ACCOUNT } })], []],
]);

judges(vpcAttached, [
  ["connector", [v2("api", { template: { vpcAccess: { connector: "c" } } })], []],
  ["connector not known yet", [v2("api", { template: { vpcAccess: { connector: UNKNOWN } } })], []],
  ["not known yet at all", [raw(V2, "s", { labels: { component: "api" }, template: { vpcAccess: UNKNOWN } })], []],
  ["interface", [v2("bff", { template: { vpcAccess: { networkInterfaces: [{ network: "n" }] } } })], []],
  ["nothing", [v2("api")], ["s template.vpcAccess.connector"]],
  [
    "only an egress",
    [v2("bff", { template: { vpcAccess: { egress: "ALL_TRAFFIC" } } })],
    ["s template.vpcAccess.connector"],
  ],
  [
    "no interfaces",
    [v2("bff", { template: { vpcAccess: { networkInterfaces: [] } } })],
    ["s template.vpcAccess.connector"],
  ],
  ["a service without a role", [v2("worker")], []],
  [
    "first generation, connector",
    [v1("api", {}, { metadata: { annotations: { [`${RUN}vpc-access-connector`]: "c" } } })],
    [],
  ],
  [
    "first generation, interface",
    [v1("api", {}, { metadata: { annotations: { [`${RUN}network-interfaces`]: '[{"network":"n"}]' } } })],
    [],
  ],
  ["first generation, nothing", [v1("api")], [`s template.metadata.annotations.${RUN}vpc-access-connector`]],
]);

const MAX = "s template.scaling.maxInstanceCount";
judges(scalingBounded, [
  ["per revision", [v2("api", { template: { scaling: { maxInstanceCount: 5 } } })], []],
  ["per service", [v2("api", { scaling: { maxInstanceCount: 5 } })], []],
  ["manual", [v2("api", { scaling: { scalingMode: "MANUAL", manualInstanceCount: 2 } })], []],
  ["none", [v2("api")], [MAX]],
  ["a minimum only", [v2("bff", { template: { scaling: { minInstanceCount: 1 } } })], [MAX]],
  ["zero, which is the default", [v2("api", { template: { scaling: { maxInstanceCount: 0 } } })], [MAX]],
  ["at the limit", [v2("api", { template: { scaling: { maxInstanceCount: 100 } } })], []],
  ["above the limit", [v2("api", { template: { scaling: { maxInstanceCount: 101 } } })], [MAX]],
  [
    "above a limit of one's own",
    [v2("api", { template: { scaling: { maxInstanceCount: 11 } } })],
    [MAX],
    { maxInstances: 10 },
  ],
  ["first generation", [v1("api", {}, { metadata: { annotations: { "autoscaling.knative.dev/maxScale": "5" } } })], []],
  ["first generation, none", [v1("api")], ['s template.metadata.annotations["autoscaling.knative.dev/maxScale"]']],
]);

test("a maximum not known yet is named, one that is missing is not taken for it", () => {
  const unjudged = (maxInstanceCount?: number) =>
    outcome(scalingBounded, [raw(V2, "s", { template: { scaling: { maxInstanceCount } } })]).unjudged;
  expect(
    outcome(scalingBounded, [raw(V2, "s", { template: { scaling: { maxInstanceCount: UNKNOWN } } })]),
  ).toMatchObject({ violations: [], unjudged: [{ property: "template.scaling.maxInstanceCount" }] });
  expect([unjudged(5), unjudged(500), unjudged()]).toEqual([[], [], []]);
});

const DIGEST = `@sha256:${"a".repeat(64)}`;
const image = (name: string) => ({ template: { containers: [{ image: name }] } });
const IMAGE = "s template.containers[0].image";
judges(imagePin, [
  ["digest", [v2("api", image(`us-central1-docker.pkg.dev/p/r/api${DIGEST}`))], []],
  ["tag and digest", [v2("api", image(`us-central1-docker.pkg.dev/p/r/api:1${DIGEST}`))], []],
  ["tag", [v2("api", image("us-central1-docker.pkg.dev/p/r/api:1"))], [IMAGE]],
  ["latest", [v2("api", image("gcr.io/p/api:latest"))], [IMAGE]],
  ["no tag", [v2("api", image("gcr.io/p/api"))], [IMAGE]],
  ["a short digest", [v2("api", image("gcr.io/p/api@sha256:abc"))], [IMAGE]],
  ["something after the digest", [v2("api", image(`gcr.io/p/api${DIGEST}x`))], [IMAGE]],
  ["a regional host of the old registry", [v2("api", image(`eu.gcr.io/p/api${DIGEST}`))], []],
  [
    "the same project of the registry",
    [v2("api", image(`us-docker.pkg.dev/p/r/api${DIGEST}`))],
    [],
    { registries: ["us-docker.pkg.dev/p"] },
  ],
  ["another registry", [v2("api", image(`docker.io/p/api${DIGEST}`))], [IMAGE]],
  ["a look-alike host", [v2("api", image(`evil-docker.pkg.dev.example.com/p/api${DIGEST}`))], [IMAGE]],
  [
    "a registry of one's own",
    [v2("api", image(`registry.example.com/p/api${DIGEST}`))],
    [],
    { registries: ["registry.example.com"] },
  ],
  [
    "another project of the registry",
    [v2("api", image(`us-docker.pkg.dev/q/r/api${DIGEST}`))],
    [IMAGE],
    { registries: ["us-docker.pkg.dev/p"] },
  ],
  ["owned by a pipeline", [v2("api", image("gcr.io/p/api:latest"), ["template.containers[0].image"])], []],
  ["every image owned by a pipeline", [v2("api", image("gcr.io/p/api:latest"), ["template.containers[*].image"])], []],
  [
    "another container owned by a pipeline",
    [v2("api", image("gcr.io/p/api:latest"), ["template.containers[1].image"])],
    [IMAGE],
  ],
  [
    "a part owned by a pipeline",
    [v2("api", image("gcr.io/p/api:latest"), ["template.containers[0].image.name"])],
    [IMAGE],
  ],
  [
    "a job",
    [make("gcp:cloudrunv2/job:Job", "j", { template: { template: { containers: [{ image: "gcr.io/p/j:1" }] } } })],
    ["j template.template.containers[0].image"],
  ],
  ["without containers", [v2("api")], []],
]);

test("an image not known yet is named, a container without one is not", () => {
  const unjudged = (containers: object[]) =>
    outcome(imagePin, [raw(V2, "s", { template: { containers } })]).unjudged.map(({ property }) => property);
  expect(unjudged([{ image: UNKNOWN }, {}])).toEqual(["template.containers[0].image"]);
});

test("where an image may come from is said", () => {
  const { violations } = outcome(imagePin, [v2("api", image(`docker.io/p/api${DIGEST}`))], { registries: ["a", "b"] });
  expect(violations.map(({ message }) => message)).toEqual(["the image does not come from a or b"]);
});

const env = (name: string, value: string) =>
  v2("api", { template: { containers: [{ image: "i", envs: [{ name, value }] }] } });
const ENV = "s template.containers[0].envs[0].value";
const secret = (name: string, value: string): [string, Resource[], string[]] => [
  `${name}=${value.slice(0, 12)}`,
  [env(name, value)],
  [ENV],
];
const plain = (name: string, value: string): [string, Resource[], string[]] => [
  `${name}=${value.slice(0, 12)} is no secret`,
  [env(name, value)],
  [],
];
judges(envSecrets, [
  secret("DB_PASSWORD", "hunter2"),
  secret("PGPASSWORD", "hunter2"),
  secret("dbPassword", "hunter2"),
  secret("PIN_PASSWORD", "1234"),
  secret("DB_PASS", "x"),
  secret("API_KEY", "abc"),
  secret("OPENAI_API_KEY", "abc"),
  secret("apiKey", "abc"),
  secret("GITHUB_TOKEN", "abc"),
  secret("JWT_SECRET", "abc"),
  secret("SECRET_KEY_BASE", "abc"),
  secret("AWS_SECRET_ACCESS_KEY", "abc"),
  secret("JWT_SIGNING_KEY", "abc"),
  secret("APP_CREDENTIALS", "abc"),
  secret("DATABASE_DSN", "abc"),
  secret("AWS_CREDENTIAL", "abc"),
  secret("PWD", "abc"),
  secret("OPENAI_APIKEY", "abc"),
  secret("STRIPE_KEY", "abc"),
  secret("PRIVATE_KEY", "abc"),
  secret("ENCRYPTION_KEY", "abc"),
  secret("api.secret.v12", "abc"),
  secret("api-token-old", "abc"),
  secret("API_TOKEN_2", "abc"),
  secret("DB_PASSWORD", "offline"),
  secret("DB_PASSWORD", "turn-off"),
  secret("DB_PASSWORD", "x$(OTHER)"),
  secret("DB_PASSWORD", "$(OTHER)x"),
  secret("DB_SECRET", "my/projects/p/secrets/db"),
  secret("API_TOKEN", "abc/def.json"),
  secret("API_TOKEN", "/etc/key.json!"),
  secret("API_TOKEN", "a123456"),
  secret("API_TOKEN", "1234567"),
  secret("API_TOKEN", "123456a"),
  secret("MY_PUBLIC_TOKEN", "abc"),
  secret("ENV_VITE_TOKEN", "abc"),
  secret("DB_PASSWORD", UNKNOWN),
  secret("ANYTHING", SECRET),
  secret("DATABASE_URL", "postgresql://api:hunter2@10.0.0.3/piloto"),
  secret("REDIS", "redis://:hunter2@10.0.0.3:6379"),
  secret("DB", "host=10.0.0.3 user=api password=hunter2"),
  secret("JDBC", "jdbc:postgresql://h/d?user=u&password=hunter2"),
  secret("CERT", "-----BEGIN RSA PRIVATE KEY-----\nabc"),
  secret("GOOGLE", '{"type":"service_account","private_key":"x"}'),
  secret("LLM", "sk-proj-abcdefghijklmnopqrstuvwx"),
  secret("PAY", "sk_live_abcdefghijklmnopqrst"),
  secret("GH", "ghp_abcdefghijklmnopqrstuvwxyz0123"),
  secret("AWS", "AKIAABCDEFGHIJKLMNOP"),
  secret("AWS", "ASIAABCDEFGHIJKLMNOP"),
  secret("DSN_LIKE", "password = hunter2"),
  secret("DSN_LIKE", "Server=x;Pwd=h"),
  secret("GOOGLE", '{ "private_key" : "x" }'),
  secret("SLACK", "xoxb-1234567890-abcdef"),
  secret("OAUTH", "GOCSPX-abcdefghijklmnop"),
  secret("MAIL", "SG.abcdefghijklmnop"),
  secret("MAPS", `AIza${"a".repeat(35)}`),
  secret("SESSION", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"),
  plain("JWKS_URL", "https://idp/jwks"),
  plain("TOKEN_TTL", "3600"),
  plain("MAX_TOKEN", "4096"),
  plain("MAX_TOKENS", "4096"),
  plain("REQUIRE_TOKEN", "true"),
  plain("SECRET_NAME", "db-password"),
  plain("PASSWORD_MIN_LENGTH", "12"),
  plain("DB_PASSWORD", "$(OTHER)"),
  plain("DB_SECRET", "projects/p/secrets/db"),
  plain("GOOGLE_APPLICATION_CREDENTIALS", "/secrets/key.json"),
  plain("NEXT_PUBLIC_API_KEY", "abc"),
  plain("NEXT_PUBLIC_MAPS", `AIza${"a".repeat(35)}`),
  plain("STRIPE_PUBLISHABLE_KEY", "pk_live_abcdefghijklmnopqrst"),
  plain("SORT_KEY", "name"),
  plain("CACHE_KEY", "v1"),
  plain("DB_PASSWORD", ""),
  plain("PUBLIC_TOKEN", "abc"),
  plain("VITE_API_KEY", "abc"),
  plain("JWT_PUBLIC_KEY", "abc"),
  plain("TEXT", "task-abcdefghijklmnopqrstuvwx"),
  plain("LOCALE", "sk-SK"),
  plain("TEXT", "a-ghp_abcdefghijklmnop"),
  plain("TEXT", "ghp_abc"),
  plain("TEXT", "xAKIAABCDEFGHIJKLMNOP"),
  plain("TEXT", "AKIAABCDEFGHIJKLMNOPQ"),
  plain("TEXT", "see GOCSPX-abcdefghijkl"),
  plain("TEXT", "SG.1"),
  plain("TEXT", "x eyJhbGciOiJI.eyJzdWIiOiIx.c2ln"),
  plain("TEXT", "eyJhbGciOiJI.eyJzdWIiOiIx.c2ln!"),
  plain("MAPS", `x AIza${"a".repeat(35)}`),
  plain("MAPS", `AIza${"a".repeat(36)}`),
  plain("TEXT", "my_password=$(OTHER)"),
  plain("TEXT", "password=$(OTHER)"),
  plain("TEXT", "--password-file=/run/key"),
  plain("NOTE", "1://a:b@c"),
  plain("DB_HOST", "10.64.0.3"),
  plain("DB_HOST", UNKNOWN),
  plain("DATABASE_URL", "postgresql://api@10.0.0.3/piloto"),
  plain("DATABASE_URL", "postgresql://api:$(DB_PASSWORD)@10.0.0.3/piloto"),
  plain("API_URL", "https://api-python-abc.a.run.app:443/v1"),
  [
    "by reference",
    [
      v2("api", {
        template: {
          containers: [
            {
              image: "i",
              envs: [{ name: "DB_PASSWORD", valueSource: { secretKeyRef: { secret: "s", version: "1" } } }],
            },
          ],
        },
      }),
    ],
    [],
  ],
  [
    "in a sidecar",
    [
      v2("api", {
        template: {
          containers: [
            { image: "i" },
            {
              image: "i",
              envs: [
                { name: "A", value: "b" },
                { name: "API_KEY", value: "c" },
              ],
            },
          ],
        },
      }),
    ],
    ["s template.containers[1].envs[1].value"],
  ],
  [
    "in a job",
    [
      make("gcp:cloudrunv2/job:Job", "j", {
        template: { template: { containers: [{ image: "i", envs: [{ name: "API_KEY", value: "c" }] }] } },
      }),
    ],
    ["j template.template.containers[0].envs[0].value"],
  ],
  [
    "first generation",
    [v1("api", {}, { spec: { containers: [{ image: "i", envs: [{ name: "API_KEY", value: "c" }] }] } })],
    ["s template.spec.containers[0].envs[0].value"],
  ],
]);

test("a switch is no secret, a variable without a name is still told", () => {
  const of = (variable: object) =>
    outcome(envSecrets, [raw(V2, "s", { template: { containers: [{ envs: [variable] }] } })]).violations;
  expect(of({ name: "API_TOKEN", value: true })).toEqual([]);
  expect(of({ name: "API_TOKEN", value: 1234567 })).toHaveLength(1);
  expect(of({ name: "NOTHING", value: UNKNOWN })).toEqual([]);
  expect(of({ value: "password=hunter2" }).map(({ message }) => message)).toEqual([
    "the variable without a name holds a value shaped like a secret",
  ]);
});

test.each(["hunter2", "postgresql://api:hunter2@h/d", "password=hunter2"])("no message repeats a value", (value) => {
  const all = JSON.stringify(outcome(envSecrets, [env("DB_PASSWORD", value)]));
  expect(all).toContain("DB_PASSWORD");
  expect(all).not.toContain("hunter2");
});
