import type { Resource } from "../../resources/resource";
import { make } from "../policies/make";
import { change, remove } from "../policies/program";

/** Sets properties of a resource. */
export const set =
  (name: string, values: Record<string, unknown>) =>
  (resources: Resource[]): void =>
    change(resources, name, values);
export const drop =
  (name: string) =>
  (resources: Resource[]): void =>
    remove(resources, name);
export const add =
  (...made: Resource[]) =>
  (resources: Resource[]): void =>
    void resources.push(...made);

export const PROJECT = "piloto-de-vendas-prod";
export const BFF = `serviceAccount:bff-nextjs-run@${PROJECT}.iam.gserviceaccount.com`;
export const API = `serviceAccount:api-python-run@${PROJECT}.iam.gserviceaccount.com`;

export const onApi = (member: string, role = "roles/run.invoker") =>
  make("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", "extra", { name: "api-python", role, member });
export const onProject = (member: string, role: string, project = PROJECT) =>
  make("gcp:projects/iAMMember:IAMMember", "extra", { project, role, member });
export const onPassword = (member: string) =>
  make("gcp:secretmanager/secretIamMember:SecretIamMember", "extra", {
    secretId: "prod-database-api-password",
    role: "roles/secretmanager.secretAccessor",
    member,
  });
