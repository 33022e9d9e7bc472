import { bffHasNoDbPath } from "../../policies/rules/database-path";
import { API, account, accounts, BFF, EMAIL, env, instance, project, service, VALUE } from "./bff";
import { type Case, judges } from "./judging";
import { make } from "./make";

describe("roles and users", () => {
  judges(bffHasNoDbPath, [
    ["none", [...accounts, instance, service("bff")], []],
    ...["client", "instanceUser", "editor", "admin", "viewer"].map(
      (role): Case => [
        `roles/cloudsql.${role}`,
        [...accounts, service("bff"), project(`roles/cloudsql.${role}`, BFF)],
        ["grant member"],
      ],
    ),
    ["the API's role", [...accounts, service("bff"), service("api"), project("roles/cloudsql.client", API)], []],
    ["another role", [...accounts, service("bff"), project("roles/run.viewer", BFF)], []],
    ["a role of a like name", [...accounts, service("bff"), project("roles/cloudsqlish.client", BFF)], []],
    [
      "an account outside the stack",
      [
        service("bff"),
        make("gcp:projects/iAMMember:IAMMember", "grant", { role: "roles/cloudsql.client", member: BFF }),
      ],
      ["grant member"],
    ],
    [
      "in a binding",
      [
        ...accounts,
        service("bff"),
        make(
          "gcp:projects/iAMBinding:IAMBinding",
          "grant",
          { role: "roles/cloudsql.client", members: [API, BFF] },
          { from: { members: ["api-run", "bff-run"] } },
        ),
      ],
      ["grant members"],
    ],
    [
      "in a document",
      [
        service("bff"),
        make("gcp:projects/iAMPolicy:IAMPolicy", "grant", {
          policyData: JSON.stringify({ bindings: [{ role: "roles/cloudsql.client", members: [BFF] }] }),
        }),
      ],
      ["grant policyData"],
    ],
    [
      "a user of the database",
      [
        ...accounts,
        service("bff"),
        make(
          "gcp:sql/user:User",
          "u",
          { type: "CLOUD_IAM_SERVICE_ACCOUNT", name: "bff-run@p.iam" },
          { from: { name: ["bff-run"] } },
        ),
      ],
      ["u name"],
    ],
    [
      "a user of an account outside the stack",
      [service("bff"), make("gcp:sql/user:User", "u", { type: "CLOUD_IAM_SERVICE_ACCOUNT", name: "bff-run@p.iam" })],
      ["u name"],
    ],
    [
      "the API's user",
      [
        ...accounts,
        service("bff"),
        make(
          "gcp:sql/user:User",
          "u",
          { type: "CLOUD_IAM_SERVICE_ACCOUNT", name: "api-run@p.iam" },
          { from: { name: ["api-run"] } },
        ),
      ],
      [],
    ],
    [
      "a user with a password, of that name",
      [...accounts, service("bff"), make("gcp:sql/user:User", "u", { name: "bff-run" })],
      [],
    ],
    [
      "an account that the API shares, reported as such",
      [
        account("bff-run"),
        service("bff"),
        service("api", { serviceAccount: EMAIL("bff-run") }, { from: { template: ["bff-run"] } }),
        project("roles/cloudsql.client", BFF),
      ],
      [],
    ],
    [
      "a shared account does not excuse the template",
      [
        account("bff-run"),
        service("bff", env({ name: "DB_HOST", value: "10.64.0.3" })),
        service("api", { serviceAccount: EMAIL("bff-run") }, { from: { template: ["bff-run"] } }),
      ],
      [VALUE],
    ],
    ["no BFF", [...accounts, service("api"), project("roles/cloudsql.client", BFF)], []],
  ]);
});
