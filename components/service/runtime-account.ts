import { Account } from "@pulumi/gcp/serviceaccount/account";
import type { Resource } from "@pulumi/pulumi";
import type { Environment } from "../environment";

/** The identity a service runs as. It starts with no right at all; every grant names one resource. */
export const runtimeAccount = (
  name: string,
  { environment, serviceName, parent }: { environment: Environment; serviceName: string; parent: Resource },
): Account =>
  new Account(
    `${name}-account`,
    {
      accountId: `${serviceName}-run`,
      displayName: `${serviceName} on Cloud Run`,
      description: "Runtime identity; holds only the grants its service needs",
    },
    { parent, dependsOn: environment.apis.of("iam") },
  );
