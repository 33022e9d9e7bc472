import { wiringComplete } from "../../policies/rules/wiring";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, type Links, make } from "./make";

const email = (id: string) => `${id}@project.iam.gserviceaccount.com`;
const account = (id: string) =>
  make("gcp:serviceaccount/account:Account", `${id}-account`, { accountId: id, project: "project" });
type Service = Inputs<"gcp:cloudrunv2/service:Service">;
type Template = NonNullable<Service["template"]>;
const service = (role: string, template: Template = {}, inputs: Service = {}, from: string[] = []) =>
  make(
    "gcp:cloudrunv2/service:Service",
    `${role}-service`,
    {
      name: `${role}-service`,
      labels: { component: role },
      template: { serviceAccount: email(`${role}-run`), ...template },
      ...inputs,
    },
    { from: { template: [`${role}-run-account`, ...from] } },
  );
const BFF = [account("bff-run"), service("bff")];
const API = [account("api-run"), service("api")];
type Member = Inputs<"gcp:cloudrunv2/serviceIamMember:ServiceIamMember">;
const invoker = (inputs: Member = {}, links: Links["from"] = {}) =>
  make(
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
    "invoker-grant",
    { name: "api-service", role: "roles/run.invoker", member: `serviceAccount:${email("bff-run")}`, ...inputs },
    { from: { name: ["api-service"], member: ["bff-run-account"], ...links } },
  );
const STACK = [...BFF, ...API, invoker()];
const CALL = ["api-service name"];
const inProject = (role: string, member = `serviceAccount:${email("bff-run")}`) =>
  make(
    "gcp:projects/iAMMember:IAMMember",
    "project-grant",
    { role, member },
    { from: { member: ["bff-run-account"] } },
  );

describe("the call", () => {
  judges(wiringComplete, [
    ["granted", STACK, []],
    ["not granted", [...BFF, ...API], CALL],
    ["granted on another service", [...BFF, ...API, invoker({ name: "bff-service" }, { name: ["bff-service"] })], CALL],
    [
      "granted to somebody else",
      [...BFF, ...API, invoker({ member: "serviceAccount:x@y.iam.gserviceaccount.com" }, { member: [] })],
      CALL,
    ],
    ["granted to everyone", [...BFF, ...API, invoker({ member: "allUsers" })], []],
    ["granted to one not known yet", [...BFF, ...API, invoker({ member: UNKNOWN }, { member: [] })], []],
    ["another role", [...BFF, ...API, invoker({ role: "roles/run.viewer" })], CALL],
    ["a wider role", [...BFF, ...API, invoker({ role: "roles/run.admin" })], []],
    ["the other invoker role", [...BFF, ...API, invoker({ role: "roles/run.servicesInvoker" })], []],
    ["a role not known yet", [...BFF, ...API, invoker({ role: UNKNOWN })], []],
    ["a role of one's own", [...BFF, ...API, invoker({ role: "projects/p/roles/caller" })], []],
    ["a role of the organization's", [...BFF, ...API, invoker({ role: "organizations/1/roles/caller" })], []],
    ["granted project-wide, which is judged elsewhere", [...BFF, ...API, inProject("roles/run.invoker")], []],
    [
      "granted on a job of the API's name",
      [
        ...BFF,
        ...API,
        make("gcp:cloudrunv2/jobIamMember:JobIamMember", "j", {
          name: "api-service",
          role: "roles/run.invoker",
          member: `serviceAccount:${email("bff-run")}`,
        }),
      ],
      CALL,
    ],
    [
      "no need, as the check is off",
      [...BFF, account("api-run"), service("api", {}, { invokerIamDisabled: true })],
      [],
    ],
    ["no BFF to call", API, []],
    ["no API to call", BFF, []],
    [
      "a BFF whose account is elsewhere",
      [
        service("bff", { serviceAccount: "front@elsewhere.iam.gserviceaccount.com" }),
        ...API,
        invoker({ member: "serviceAccount:front@elsewhere.iam.gserviceaccount.com" }, { member: [] }),
      ],
      [],
    ],
    [
      "a BFF whose account is not known, and not recorded",
      [
        make("gcp:cloudrunv2/service:Service", "b", {
          labels: { component: "bff" },
          template: { serviceAccount: UNKNOWN },
        }),
        ...API,
        invoker({ member: "serviceAccount:front@elsewhere.iam.gserviceaccount.com" }, { member: [] }),
      ],
      [],
    ],
    ["a BFF without an account", [service("bff", { serviceAccount: undefined }), ...API, invoker()], CALL],
    [
      "one of two BFFs",
      [
        ...STACK,
        account("second-run"),
        make("gcp:cloudrunv2/service:Service", "second", {
          labels: { component: "bff" },
          template: { serviceAccount: email("second-run") },
        }),
      ],
      [],
    ],
  ]);
});

const secret = (id: string) => make("gcp:secretmanager/secret:Secret", `${id}-secret`, { secretId: id });
const variable = (name: string, version?: string): Template => ({
  containers: [
    {
      image: "i",
      envs: [{ name: "KEY", valueSource: { secretKeyRef: { secret: name, ...(version ? { version } : {}) } } }],
    },
  ],
});
const reading = (template: Template) => [account("worker-run"), service("worker", template, {}, ["pay-key-secret"])];
const accessor = (
  inputs: Inputs<"gcp:secretmanager/secretIamMember:SecretIamMember"> = {},
  links: Links["from"] = {},
) =>
  make(
    "gcp:secretmanager/secretIamMember:SecretIamMember",
    "secret-grant",
    {
      secretId: "pay-key",
      role: "roles/secretmanager.secretAccessor",
      member: `serviceAccount:${email("worker-run")}`,
      ...inputs,
    },
    { from: { secretId: ["pay-key-secret"], member: ["worker-run-account"], ...links } },
  );
const REF = "worker-service template.containers[0].envs[0].valueSource.secretKeyRef";
const KEY = secret("pay-key");
const READS = [...reading(variable("pay-key", "3")), KEY];
const FREE = { pinSecretVersions: false };

describe("secrets", () => {
  const volume: Template = { volumes: [{ name: "v", secret: { secret: "pay-key" } }] };
  judges(wiringComplete, [
    ["granted", [...READS, accessor()], []],
    ["not granted", READS, [REF]],
    [
      "granted to somebody else",
      [...READS, accessor({ member: "serviceAccount:x@y.iam.gserviceaccount.com" }, { member: [] })],
      [REF],
    ],
    ["granted to one not known yet", [...READS, accessor({ member: UNKNOWN }, { member: [] })], []],
    [
      "another secret granted",
      [...READS, secret("other-key"), accessor({ secretId: "other-key" }, { secretId: ["other-key-secret"] })],
      [REF],
    ],
    ["a role that does not read", [...READS, accessor({ role: "roles/secretmanager.viewer" })], [REF]],
    ["a role that reads more", [...READS, accessor({ role: "roles/secretmanager.admin" })], []],
    ["a role of one's own", [...READS, accessor({ role: "projects/p/roles/secretReader" })], []],
    [
      "granted project-wide, which is judged elsewhere",
      [
        ...READS,
        make(
          "gcp:projects/iAMMember:IAMMember",
          "g",
          { role: "roles/secretmanager.secretAccessor", member: `serviceAccount:${email("worker-run")}` },
          { from: { member: ["worker-run-account"] } },
        ),
      ],
      [],
    ],
    [
      "granted by a binding",
      [
        ...READS,
        make(
          "gcp:secretmanager/secretIamBinding:SecretIamBinding",
          "g",
          {
            secretId: "pay-key",
            role: "roles/secretmanager.secretAccessor",
            members: [`serviceAccount:${email("worker-run")}`],
          },
          { from: { secretId: ["pay-key-secret"], members: ["worker-run-account"] } },
        ),
      ],
      [],
    ],
    [
      "granted by a document",
      [
        ...READS,
        make(
          "gcp:secretmanager/secretIamPolicy:SecretIamPolicy",
          "g",
          {
            secretId: "pay-key",
            policyData: JSON.stringify({
              bindings: [
                { role: "roles/secretmanager.secretAccessor", members: [`serviceAccount:${email("worker-run")}`] },
              ],
            }),
          },
          { from: { secretId: ["pay-key-secret"], policyData: ["worker-run-account"] } },
        ),
      ],
      [],
    ],
    ["a secret that is not here", reading(variable("projects/p/secrets/elsewhere", "3")), []],
    [
      "read without an account, which is judged elsewhere",
      [service("worker", { ...variable("pay-key", "3"), serviceAccount: undefined }), KEY],
      [],
    ],
    [
      "read by the default account, which is judged elsewhere",
      [
        service("worker", { ...variable("pay-key", "3"), serviceAccount: "1-compute@developer.gserviceaccount.com" }),
        KEY,
      ],
      [],
    ],
    [
      "read by an account elsewhere",
      [service("worker", { ...variable("pay-key", "3"), serviceAccount: "w@elsewhere.iam.gserviceaccount.com" }), KEY],
      [REF],
    ],
    ["as a file", [...reading(volume), KEY, accessor()], []],
    ["as a file, not granted", [...reading(volume), KEY], ["worker-service template.volumes[0].secret"]],
    [
      "twice, said once",
      [
        ...reading({
          containers: [
            {
              image: "i",
              envs: [1, 2].map((n) => ({
                name: `KEY${n}`,
                valueSource: { secretKeyRef: { secret: "pay-key", version: "1" } },
              })),
            },
          ],
        }),
        KEY,
      ],
      [REF],
    ],
    ["the latest version", [...reading(variable("pay-key", "latest")), KEY, accessor()], [REF]],
    ["no version, which is the latest", [...reading(variable("pay-key")), KEY, accessor()], [REF]],
    ["the latest version, as may be", [...reading(variable("pay-key", "latest")), KEY, accessor()], [], FREE],
    ["a version not known yet", [...reading(variable("pay-key", UNKNOWN)), KEY, accessor()], []],
    [
      "the latest version as a file",
      [
        ...reading({
          volumes: [{ name: "v", secret: { secret: "pay-key", items: [{ path: "p", version: "latest" }] } }],
        }),
        KEY,
        accessor(),
      ],
      [],
    ],
    ["the latest version of a secret that is not here", reading(variable("elsewhere", "latest")), [REF]],
  ]);

  test("the message names the secret, or what follows the latest version", () => {
    const said = (resources: Resource[]) => outcome(wiringComplete, resources).violations.map(({ message }) => message);
    expect(said(READS)).toEqual(["the service's account may not read the secret pay-key-secret"]);
    expect(said([...reading(variable("pay-key")), KEY, accessor()])).toEqual([
      "the variable follows the latest version, so a new one takes effect unseen",
    ]);
  });
});

describe("all traffic", () => {
  const network = make("gcp:compute/network:Network", "main-network", { name: "main-network" });
  const nat = (routerNetwork = "main-network") => [
    make(
      "gcp:compute/router:Router",
      "main-router",
      { name: "main-router", region: "us-central1", network: routerNetwork },
      { from: { network: [routerNetwork] } },
    ),
    make(
      "gcp:compute/routerNat:RouterNat",
      "main-nat",
      { router: "main-router", region: "us-central1", natIpAllocateOption: "AUTO_ONLY" },
      { from: { router: ["main-router"] } },
    ),
  ];
  const attached = (egress: string) => [
    account("worker-run"),
    service("worker", { vpcAccess: { egress, networkInterfaces: [{ network: "main-network" }] } }, {}, [
      "main-network",
    ]),
    network,
  ];
  judges(wiringComplete, [
    ["with a way out", [...attached("ALL_TRAFFIC"), ...nat()], []],
    ["without", attached("ALL_TRAFFIC"), ["worker-service template.vpcAccess.egress"]],
    ["private ranges only", attached("PRIVATE_RANGES_ONLY"), []],
    [
      "with the way out of another network",
      [
        ...attached("ALL_TRAFFIC"),
        make("gcp:compute/network:Network", "other-net", { name: "other-net" }),
        ...nat("other-net"),
      ],
      ["worker-service template.vpcAccess.egress"],
    ],
  ]);
});
