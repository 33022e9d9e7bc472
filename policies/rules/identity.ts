import {
  accountsOf,
  type Grant,
  grantsOf,
  isDefaultAccount,
  isEveryone,
  isProjectWide,
  isServiceAgent,
  targetsOf,
} from "../../graph/grants";
import type { Graph } from "../../graph/graph";
import { isHidden, read, textAt } from "../../graph/reading";
import { ACCOUNT, iamForm, moduleOf, RUN_SERVICES } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import { resourcePolicy, stackPolicy, types } from "../policy";
import { INVOKER_ROLES } from "./public-access";

const BASIC = /^roles\/(owner|editor|viewer|admin|writer|reader)$/i;
const ADMIN = /admin(\.v\d+)?$/i;
const IMPERSONATION: readonly string[] = [
  "roles/iam.serviceAccountUser",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountOpenIdTokenCreator",
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.workloadIdentityUser",
];
const SECRET_READ: readonly string[] = ["roles/secretmanager.secretAccessor", "roles/secretmanager.admin"];

const isProjectIam = (type: string) =>
  iamForm(type) !== undefined && ["projects", "folder", "organizations"].includes(moduleOf(type));

export const projectRoles = resourcePolicy({
  id: "project-roles",
  title: "Project-wide roles stay small",
  demands:
    "No basic role, no admin role for a service account, nothing for default accounts, no impersonation and no secret access project-wide; no authoritative project policy.",
  why: "A project-wide role reaches every service, secret and account, also those added later; a project policy removes everyone it does not list.",
  weight: "always",
  severity: "high",
  covers: [
    "CIS 1.6",
    "CIS 1.7",
    "CKV_GCP_41",
    "CKV_GCP_42",
    "CKV_GCP_46",
    "CKV_GCP_49",
    "CKV_GCP_117",
    "GCP-0006",
    "GCP-0007",
    "GCP-0011",
    "iamDisableAdminServiceAccount",
    "iamDisableBasicRoles",
  ],
  remediation: "Grant the narrowest role on the single resource with an `…IamMember` resource.",
  settings: {
    deployers: {
      default: [] as readonly string[],
      about:
        "members that deploy the stack and may hold admin and impersonation roles, e.g. `serviceAccount:deploy@PROJECT.iam.gserviceaccount.com`",
    },
  },
  applies: isProjectIam,
  check(resource, { violation, unjudged }, { deployers }) {
    if (iamForm(resource.type) === "policy") {
      violation(resource, "policyData", "an authoritative policy removes the access of everyone it does not list");
    }
    for (const grant of grantsOf(resource)) {
      if (grant.form !== "policy" && isHidden(read(resource, "role"))) unjudged(resource, "role");
      const problem = projectProblem(grant, deployers);
      if (problem) violation(resource, grant.form === "policy" ? "policyData" : problem.property, problem.message);
    }
  },
});

function projectProblem(grant: Grant, deployers: readonly string[]): { property: string; message: string } | undefined {
  const role = grant.role ?? "";
  const own = `@${textAt(grant.resource.inputs, "project")}.iam.gserviceaccount.com`;
  // An account made in the project itself is none of Google's, whatever it is called.
  const people = grant.members.filter((member) => !isServiceAgent(member) || member.endsWith(own));
  if (people.length === 0 && !grant.hidden) return undefined;
  const standard = people.find(isDefaultAccount);
  if (standard)
    return { property: grant.property, message: `${role || "a role"} is granted to a default service account` };
  if (BASIC.test(role)) return { property: "role", message: `${role} reaches everything in the project` };
  const others = people.filter((member) => !deployers.includes(member));
  if (others.length === 0 && !grant.hidden) return undefined;
  if (IMPERSONATION.includes(role))
    return { property: "role", message: `${role} on the project allows acting as every service account` };
  if (SECRET_READ.includes(role))
    return { property: "role", message: `${role} on the project opens every secret; grant it per secret` };
  const accounts =
    others.some((member) => /^(deleted:)?(serviceAccount|principal(Set)?):/i.test(member)) || grant.hidden;
  if (ADMIN.test(role) && accounts)
    return { property: "role", message: `${role} on the project is an admin role for a service account` };
  return undefined;
}

export const noAccountKeys = resourcePolicy({
  id: "no-account-keys",
  title: "Service accounts have no keys",
  demands: "No key of a service account is created or uploaded.",
  why: "A key is a password without an expiry; Cloud Run and pipelines get tokens without one.",
  weight: "always",
  severity: "high",
  covers: ["CIS 1.5", "CKV2_GCP_3", "iam.disableServiceAccountKeyCreation"],
  remediation: "Remove the key; use the attached account, or Workload Identity Federation from outside.",
  applies: types("gcp:serviceaccount/key:Key"),
  check(key, { violation }) {
    violation(key, "serviceAccountId", "the service account gets a key");
  },
});

const TRUSTS_ALL = /^[\s(]*(true)?[\s)]*$/i;
const FEDERATION = types("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider");

export const workloadIdentityCondition = resourcePolicy({
  id: "workload-identity-condition",
  title: "Federated identities are narrowed",
  demands: "A Workload Identity provider has an attribute condition.",
  why: "Without one, every repository of the provider can ask for a token.",
  weight: "always",
  severity: "high",
  covers: ["CKV_GCP_118", "GCP-0068"],
  remediation: 'Set `attributeCondition`, e.g. `assertion.repository == "OWNER/REPOSITORY"`.',
  applies: FEDERATION,
  check(provider, { violation }) {
    const path = "attributeCondition";
    if (!isHidden(read(provider, path)) && TRUSTS_ALL.test(textAt(provider.inputs, path) ?? ""))
      violation(provider, path, "any identity of the issuer is trusted");
  },
});

export const identityUpkeep = resourcePolicy({
  id: "identity-upkeep",
  title: "Access goes to groups, and from GitHub to one repository",
  demands: "No grant names a single person; a GitHub provider pins the repository, its owner or the subject.",
  why: "People change teams; and a condition that does not look at the repository trusts all of GitHub.",
  weight: "advice",
  severity: "low",
  covers: ["CIS 1.2", "CKV_GCP_125", "GCP-0003", "GCP-0069", "iam.allowedPolicyMemberDomains"],
  remediation: "Grant to a `group:`; compare `assertion.repository` (or `repository_owner_id`) in the condition.",
  applies: (type) => iamForm(type) !== undefined || FEDERATION(type),
  check(resource, { violation }) {
    for (const grant of grantsOf(resource)) {
      const person = grant.members.some((member) => /^user:/i.test(member));
      if (person) violation(resource, grant.property, `${grant.role ?? "a role"} is granted to a single person`);
    }
    if (!FEDERATION(resource.type) || !/github/i.test(textAt(resource.inputs, "oidc.issuerUri") ?? "")) return;
    const condition = textAt(resource.inputs, "attributeCondition");
    if (condition === undefined || TRUSTS_ALL.test(condition)) return;
    // What is compared with is a text: only the names outside of texts tell what is looked at.
    const names = condition.replace(/"[^"]*"|'[^']*'/g, "");
    if (!/\b(repository(_owner)?(_id)?|sub|subject|job_workflow_ref)\b/.test(names)) {
      violation(resource, "attributeCondition", "the condition does not look at the repository");
    }
  },
});

export const oneIdentityPerService = stackPolicy({
  id: "one-identity-per-service",
  title: "Each service is somebody, and only the BFF may call the API",
  demands:
    "No two services share a service account; only the BFF's account may invoke the API, on the API and not project-wide.",
  why: "A shared account shares every grant; and each further caller of the API is a further way in.",
  weight: "always",
  severity: "high",
  covers: ["B7"],
  remediation: "Create one account per service; grant `roles/run.invoker` on the API to the BFF's account only.",
  settings: { callers: { default: [] as readonly string[], about: "further members that may invoke the API" } },
  check(graph, { violation, unjudged }, { callers }) {
    const users = new Map<Resource | string, Resource>();
    for (const service of graph.services) {
      const { found, literal, sure } = graph.account(service);
      const account = found && sure ? found : literal;
      if (account === undefined || (typeof account === "string" && isDefaultAccount(account))) continue;
      const other = users.get(account);
      if (other)
        violation(
          service.resource,
          [...service.accountPath].join("."),
          `shares its service account with ${other.name}`,
        );
      else users.set(account, service.resource);
    }
    for (const { grant, allowed } of invokersOfApi(graph, callers)) {
      if (allowed === undefined) unjudged(grant.resource, grant.property);
      else if (!allowed) violation(grant.resource, grant.property, "someone other than the BFF may invoke the API");
    }
  },
});

/** Invoker grants that reach the API, and whether all their members may have it; `undefined` if not known yet. */
function invokersOfApi(graph: Graph, callers: readonly string[]): { grant: Grant; allowed: boolean | undefined }[] {
  const apis = new Set(graph.role("api").map(({ resource }) => resource));
  if (apis.size === 0) return [];
  const invoking = graph.grants.filter(({ role }) => INVOKER_ROLES.includes(role ?? ""));
  const reaching = invoking.filter(
    (grant) => isProjectWide(grant) || targetsOf(graph.stack, grant, RUN_SERVICES).found.some((each) => apis.has(each)),
  );
  const bffs = graph.role("bff").map((bff) => graph.account(bff));
  return reaching.map((grant) => {
    if (isProjectWide(grant))
      return { grant, allowed: !grant.hidden && grant.members.every((each) => callers.includes(each)) };
    const known = grant.members.filter((member) => !isEveryone(member) && !callers.includes(member));
    const strangers = known.filter((member) => {
      const { found } = graph.stack.resolveValue(grant.resource, member, grant.property, [ACCOUNT]);
      const email = member.replace(/^serviceAccount:/i, "").toLowerCase();
      return !bffs.some((bff) => (bff.found ? found.includes(bff.found) : bff.literal?.toLowerCase() === email));
    });
    if (strangers.length > 0) return { grant, allowed: false };
    if (!grant.hidden) return { grant, allowed: true };
    const accounts = accountsOf(graph.stack, grant);
    if (accounts.length === 0) return { grant, allowed: undefined };
    return { grant, allowed: accounts.every((account) => bffs.some((bff) => bff.found === account)) };
  });
}
