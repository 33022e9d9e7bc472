import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import type { Account } from "@pulumi/gcp/serviceaccount/account";
import type { Resource } from "@pulumi/pulumi";
import type { SecretSetting } from "../../settings/secrets";
import type { Environment } from "../environment";
import { generatedSecret, type SecretReference } from "../secret";

/** Secrets of a service by environment variable, and the grants that let its account read exactly these. */
export interface SecretVariables {
  references: Record<string, SecretReference>;
  grants: Resource[];
}

interface Args {
  environment: Environment;
  component: "api" | "bff";
  account: Account;
  secrets: Record<string, SecretSetting>;
  /** Secrets that another component made for this service. */
  given: Record<string, SecretReference>;
  parent: Resource;
}

export function secretVariables(name: string, { account, secrets, given, ...made }: Args): SecretVariables {
  const own = Object.entries(secrets).map(([variable, setting]) => [
    variable,
    setting.kind === "existing"
      ? { secret: setting.secret, version: setting.version }
      : generatedSecret(`${name}-${slug(variable)}`, { ...made, ...setting }),
  ]);
  const references: Record<string, SecretReference> = { ...Object.fromEntries(own), ...given };
  const grants = Object.entries(references).map(
    ([variable, { secret }]) =>
      new SecretIamMember(
        `${name}-${slug(variable)}-access`,
        { secretId: secret, role: "roles/secretmanager.secretAccessor", member: account.member },
        { parent: made.parent, dependsOn: made.environment.apis.of("secrets") },
      ),
  );
  return { references, grants };
}

const slug = (variable: string) => variable.toLowerCase().replace(/_/g, "-");
