import { oneIdentityPerService } from "../../policies/rules/identity";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { make } from "./make";

const email = (id: string) => `${id}@project.iam.gserviceaccount.com`;
const member = (id: string) => `serviceAccount:${email(id)}`;
const account = (id: string) =>
  make("gcp:serviceaccount/account:Account", `${id}-account`, { accountId: id, project: "project" });
const service = (role: string, serviceAccount: string | undefined, from: string[] = [], name = `${role}-service`) =>
  make(
    "gcp:cloudrunv2/service:Service",
    name,
    { name, labels: { component: role }, template: { serviceAccount } },
    { from: from.length > 0 ? { template: from } : {} },
  );
const serviceV1 = (role: string, serviceAccountName: string) =>
  make("gcp:cloudrun/service:Service", `${role}-service`, {
    name: `${role}-service`,
    metadata: { labels: { component: role } },
    template: { spec: { serviceAccountName } },
  });
const BFF = [account("bff-run"), service("bff", email("bff-run"), ["bff-run-account"])];
const API = [account("api-run"), service("api", email("api-run"), ["api-run-account"])];
const STACK = [...BFF, ...API];
const INVOKER = "roles/run.invoker";
const invokes = (who: string, from: string[] = [], on = "api-service", role = INVOKER) =>
  make(
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
    "grant",
    { name: on, role, member: who },
    { from: { name: [on], ...(from.length > 0 ? { member: from } : {}) } },
  );
const binding = (members: string[], from: string[] = []) =>
  make(
    "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
    "grant",
    { name: "api-service", role: INVOKER, members },
    { from: { name: ["api-service"], members: from } },
  );
const SHARED = ["api-service template.serviceAccount"];

describe("whose account", () => {
  judges(oneIdentityPerService, [
    ["each its own", STACK, []],
    [
      "one for both",
      [account("run"), service("bff", email("run"), ["run-account"]), service("api", email("run"), ["run-account"])],
      SHARED,
    ],
    ["one for both, by its email alone", [service("bff", email("run")), service("api", email("run"))], SHARED],
    [
      "once by its email, once by the account",
      [account("run"), service("bff", email("run")), service("api", email("run"), ["run-account"])],
      SHARED,
    ],
    [
      "one for both generations",
      [serviceV1("bff", email("run")), service("api", email("run"))],
      ["bff-service template.spec.serviceAccountName"],
    ],
    [
      "one for both, of the first generation",
      [service("bff", email("run")), serviceV1("api", email("run"))],
      ["api-service template.spec.serviceAccountName"],
    ],
    [
      "one for three",
      [service("bff", email("run")), service("api", email("run")), service("worker", email("run"))],
      [...SHARED, "worker-service template.serviceAccount"],
    ],
    [
      "the default one, which is judged elsewhere",
      [
        service("bff", "1-compute@developer.gserviceaccount.com"),
        service("api", "1-compute@developer.gserviceaccount.com"),
      ],
      [],
    ],
    ["none, which is judged elsewhere", [service("bff", undefined), service("api", undefined)], []],
    ["not known, and nothing recorded", [service("bff", UNKNOWN), service("api", UNKNOWN)], []],
    [
      "not known, one of several",
      [
        account("one"),
        account("two"),
        service("bff", UNKNOWN, ["one-account", "two-account"]),
        service("api", UNKNOWN, ["one-account", "two-account"]),
      ],
      [],
    ],
    [
      "a job that runs as the API, to migrate its database",
      [
        ...STACK,
        make("gcp:cloudrunv2/job:Job", "job", {
          name: "job",
          template: { template: { serviceAccount: email("api-run") } },
        }),
      ],
      [],
    ],
  ]);
});

const ELSEWHERE = "serviceAccount:other@elsewhere.iam.gserviceaccount.com";
const CALLERS = { callers: [ELSEWHERE, "group:testers@example.com"] };
describe("who calls the API", () => {
  judges(oneIdentityPerService, [
    ["the BFF", [...STACK, invokes(member("bff-run"), ["bff-run-account"])], []],
    ["the BFF by its email alone", [...STACK, invokes(member("bff-run"))], []],
    ["the BFF in capitals", [...STACK, invokes(member("bff-run").replace("serviceAccount", "SERVICEACCOUNT"))], []],
    [
      "a BFF whose account is elsewhere",
      [...API, service("bff", "Other@elsewhere.iam.gserviceaccount.com"), invokes(ELSEWHERE)],
      [],
    ],
    [
      "one beside a BFF whose account is elsewhere",
      [...API, service("bff", "front@elsewhere.iam.gserviceaccount.com"), invokes(ELSEWHERE)],
      ["grant member"],
    ],
    ["one beside a BFF without an account", [...API, service("bff", undefined), invokes(ELSEWHERE)], ["grant member"]],
    ["somebody else", [...STACK, invokes(ELSEWHERE)], ["grant member"]],
    [
      "somebody else's account of this stack",
      [...STACK, account("worker"), invokes(member("worker"), ["worker-account"])],
      ["grant member"],
    ],
    [
      "an account of the BFF's name in another project",
      [...STACK, invokes("serviceAccount:bff-run@elsewhere.iam.gserviceaccount.com")],
      ["grant member"],
    ],
    ["the API itself", [...STACK, invokes(member("api-run"), ["api-run-account"])], ["grant member"]],
    ["a person", [...STACK, invokes("user:a@example.com")], ["grant member"]],
    ["a group", [...STACK, invokes("group:testers@example.com")], ["grant member"]],
    [
      "by the other role",
      [...STACK, invokes(ELSEWHERE, [], "api-service", "roles/run.servicesInvoker")],
      ["grant member"],
    ],
    ["somebody who only looks", [...STACK, invokes(ELSEWHERE, [], "api-service", "roles/run.viewer")], []],
    ["everyone, which is judged elsewhere", [...STACK, invokes("allUsers")], []],
    ["the BFF called by somebody", [...STACK, invokes(ELSEWHERE, [], "bff-service")], []],
    ["one that may", [...STACK, invokes(ELSEWHERE)], [], CALLERS],
    ["a group that may", [...STACK, invokes("group:testers@example.com")], [], CALLERS],
    ["one beside those that may", [...STACK, binding([ELSEWHERE, member("worker")])], ["grant members"], CALLERS],
    ["the BFF and one that may", [...STACK, binding([ELSEWHERE, member("bff-run")], ["bff-run-account"])], [], CALLERS],
    ["a list with the BFF", [...STACK, binding([member("bff-run")], ["bff-run-account"])], []],
    [
      "a list with one too many",
      [...STACK, binding([member("bff-run"), ELSEWHERE], ["bff-run-account"])],
      ["grant members"],
    ],
    [
      "one too many, next to one not known yet",
      [...STACK, binding([UNKNOWN, ELSEWHERE], ["bff-run-account"])],
      ["grant members"],
    ],
    [
      "a list with two accounts of this stack",
      [
        ...STACK,
        account("worker"),
        binding([member("bff-run"), member("worker")], ["bff-run-account", "worker-account"]),
      ],
      ["grant members"],
    ],
    [
      "a document",
      [
        ...STACK,
        make("gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy", "grant", {
          name: "api-service",
          policyData: JSON.stringify({ bindings: [{ role: INVOKER, members: [member("bff-run"), ELSEWHERE] }] }),
        }),
      ],
      ["grant policyData"],
    ],
    [
      "a document with the BFF",
      [
        ...STACK,
        make("gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy", "grant", {
          name: "api-service",
          policyData: JSON.stringify({ bindings: [{ role: INVOKER, members: [member("bff-run")] }] }),
        }),
      ],
      [],
    ],
    [
      "two BFFs",
      [
        ...STACK,
        account("front"),
        service("bff", email("front"), ["front-account"], "front-service"),
        binding([member("bff-run"), member("front")], ["bff-run-account", "front-account"]),
      ],
      [],
    ],
    [
      "a first-generation API",
      [
        ...BFF,
        serviceV1("api", email("api-run")),
        make(
          "gcp:cloudrun/iamMember:IamMember",
          "grant",
          { service: "api-service", role: INVOKER, member: ELSEWHERE },
          { from: { service: ["api-service"] } },
        ),
      ],
      ["grant member"],
    ],
    [
      "a job of the API's name",
      [
        ...STACK,
        make("gcp:cloudrunv2/jobIamMember:JobIamMember", "grant", {
          name: "api-service",
          role: INVOKER,
          member: ELSEWHERE,
        }),
      ],
      [],
    ],
    [
      "project-wide, even the BFF",
      [
        ...STACK,
        make(
          "gcp:projects/iAMMember:IAMMember",
          "grant",
          { role: INVOKER, member: member("bff-run") },
          { from: { member: ["bff-run-account"] } },
        ),
      ],
      ["grant member"],
    ],
    [
      "in the folder",
      [...STACK, make("gcp:folder/iAMMember:IAMMember", "grant", { role: INVOKER, member: ELSEWHERE })],
      ["grant member"],
    ],
    [
      "project-wide, one that may",
      [...STACK, make("gcp:projects/iAMMember:IAMMember", "grant", { role: INVOKER, member: ELSEWHERE })],
      [],
      CALLERS,
    ],
    [
      "project-wide, one that may and one that may not",
      [
        ...STACK,
        make("gcp:projects/iAMBinding:IAMBinding", "grant", {
          role: INVOKER,
          members: [ELSEWHERE, "group:a@example.com"],
        }),
      ],
      ["grant members"],
      CALLERS,
    ],
    [
      "project-wide, not known yet",
      [...STACK, make("gcp:projects/iAMMember:IAMMember", "grant", { role: INVOKER, member: UNKNOWN })],
      ["grant member"],
    ],
    [
      "project-wide, one that may and one not known yet",
      [...STACK, make("gcp:projects/iAMBinding:IAMBinding", "grant", { role: INVOKER, members: [ELSEWHERE, UNKNOWN] })],
      ["grant members"],
      CALLERS,
    ],
    [
      "without an API, project-wide",
      [...BFF, make("gcp:projects/iAMMember:IAMMember", "grant", { role: INVOKER, member: ELSEWHERE })],
      [],
    ],
  ]);

  test("a caller not known yet, of whom nothing is recorded, is named", () => {
    expect(outcome(oneIdentityPerService, [...STACK, invokes(UNKNOWN)])).toMatchObject({
      violations: [],
      unjudged: [{ name: "grant", property: "member" }],
    });
  });
});

test("the message names the other service", () => {
  const resources: Resource[] = [service("bff", email("run")), service("api", email("run"))];
  expect(outcome(oneIdentityPerService, resources).violations.map(({ message }) => message)).toEqual([
    "shares its service account with bff-service",
  ]);
});
