import { CloudError } from "./cloud-error";

export type FaultKind = "permission" | "quota" | "timeout" | "api-off" | "iam-delay";

/** A refusal that the stand-in cloud gives a number of times, and then no more. */
export interface Fault {
  operation: "create" | "update" | "delete";
  kind: FaultKind;
  times: number;
  /** Only this resource. */
  urn?: string;
  type?: string;
  /** The cloud did it all the same and only the answer was lost. */
  afterwards?: boolean;
}

export const faultKinds: FaultKind[] = ["permission", "quota", "timeout", "api-off", "iam-delay"];

/** What Google says in each case. */
export function faultError({ kind, operation }: Fault, type: string, project: string): CloudError {
  const [module = "", resource = ""] = (type.split(":")[1] ?? "").split("/");
  const api = `${module.replace(/v2$/, "")}.googleapis.com`;
  switch (kind) {
    case "permission":
      return new CloudError(
        403,
        `Required '${module}.${resource}s.${operation}' permission for 'projects/${project}', forbidden`,
      );
    case "quota":
      return new CloudError(429, `Quota '${resource.toUpperCase()}S' exceeded. Limit: 5.0 globally., quotaExceeded`);
    case "timeout":
      return new CloudError(
        504,
        `Error waiting for ${operation} of ${resource}: timeout while waiting for state to become 'done: true' (last state: 'done: false', timeout: 20m0s)`,
      );
    case "api-off":
      return new CloudError(
        403,
        `${api} has not been used in project ${project} before or it is disabled. Enable it by visiting https://console.cloud.google.com/apis/library/${api}?project=${project} then retry.`,
      );
    case "iam-delay":
      return new CloudError(
        403,
        `Permission denied for the service account: the grant has not yet reached this service.`,
      );
  }
}
