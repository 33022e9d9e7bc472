import { type Resource, SECRET } from "../../resources/resource";
import { type Inputs, type Links, make, raw } from "./make";

export type Template = NonNullable<Inputs<"gcp:cloudrunv2/service:Service">["template"]>;
export type Env = NonNullable<NonNullable<Template["containers"]>[number]["envs"]>[number];
export const EMAIL = (id: string) => `${id}@p.iam.gserviceaccount.com`;
export const account = (id: string): Resource => make("gcp:serviceaccount/account:Account", id, { accountId: id });
export const service = (role: string, template: Template = {}, links: Links = {}, name = role): Resource =>
  make(
    "gcp:cloudrunv2/service:Service",
    name,
    { name, labels: { component: role }, template: { serviceAccount: EMAIL(`${role}-run`), ...template } },
    { ...links, from: { template: [`${role}-run`], ...links.from } },
  );
export const env = (...envs: Env[]): Template => ({ containers: [{ image: "i", envs }] });
export const secretEnv = (name: string, secret: string): Env => ({
  name,
  valueSource: { secretKeyRef: { secret, version: "1" } },
});
export const secret = (secretId: string, name = secretId): Resource =>
  make("gcp:secretmanager/secret:Secret", name, { secretId });
export const accounts = [account("bff-run"), account("api-run")];
export const BFF = `serviceAccount:${EMAIL("bff-run")}`;
export const API = `serviceAccount:${EMAIL("api-run")}`;
export const VALUE = "bff template.containers[0].envs[0].value";
export const READS = "bff template.containers[0].envs[0].valueSource.secretKeyRef";

export const instance = make("gcp:sql/databaseInstance:DatabaseInstance", "d", { name: "d" });
export const project = (role: string, member: string): Resource =>
  make(
    "gcp:projects/iAMMember:IAMMember",
    "grant",
    { role, member },
    { from: { member: ["bff-run", "api-run"].filter((id) => member.includes(id)) } },
  );

export const accessor = (
  secretId: string,
  member: string,
  role = "roles/secretmanager.secretAccessor",
  from: Links["from"] = {},
): Resource =>
  make(
    "gcp:secretmanager/secretIamMember:SecretIamMember",
    "grant",
    { secretId, role, member },
    { from: { member: ["bff-run", "api-run"].filter((id) => member.includes(id)), ...from } },
  );
/** A secret `s` that holds the generated password of a database user. */
export const password = raw("random:index/randomPassword:RandomPassword", "pw", { length: 32 });
export const withPassword = [
  password,
  make("gcp:sql/user:User", "u", { name: "app", password: SECRET }, { from: { password: ["pw"] } }),
  secret("s"),
  make(
    "gcp:secretmanager/secretVersion:SecretVersion",
    "v",
    { secret: "projects/p/secrets/s", secretData: SECRET },
    { from: { secret: ["s"], secretData: ["pw"] } },
  ),
];
export const own = (id: string): Links["from"] => ({ secretId: [id] });

export const PROXY = "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2";
export const database = make("gcp:sql/databaseInstance:DatabaseInstance", "d", { name: "shop-db" });
