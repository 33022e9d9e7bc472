import type { Resource } from "../resources/resource";
import { targetsOf } from "./grants";
import type { Graph } from "./graph";
import { isSet, text, textAt, textsAt } from "./reading";
import { RANDOM_PASSWORD, SECRET_RESOURCE, SECRET_VERSION, SQL, SQL_DATABASE, SQL_USER } from "./tokens";
import { type SecretUse, secretsOf, type Workload } from "./workloads";

/** Replicas and read pools take backups, availability, flags and network from their primary. */
export function isReplica({ inputs }: Resource): boolean {
  return (
    isSet(inputs, "masterInstanceName") || /^READ_(REPLICA|POOL)_INSTANCE$/.test(textAt(inputs, "instanceType") ?? "")
  );
}

/** Ways by which a workload could log in to the database. */
export interface DatabaseAccess {
  resource: Resource;
  property: string;
  /** `name` and `value` only tell where the database is; a `login` needs nothing else of this stack. */
  kind: "role" | "secret" | "user" | "volume" | "login" | "name" | "value";
  how: string;
}

/** Everything that would let a workload log in to the database, apart from the network path. */
export function databaseAccess(graph: Graph, workload: Workload): DatabaseAccess[] {
  const account = graph.account(workload);
  const grants = graph.grantsOf(workload);
  const secrets = databaseSecrets(graph);
  return [
    ...grants
      .filter((grant) => grant.role?.startsWith("roles/cloudsql."))
      .map((grant) => ({
        resource: grant.resource,
        property: grant.property,
        kind: "role" as const,
        how: `its account holds ${grant.role}`,
      })),
    ...grants
      .filter((grant) => /secretAccessor$|secretmanager\.admin$/.test(grant.role ?? ""))
      .filter((grant) => targetsOf(graph.stack, grant, [SECRET_RESOURCE]).found.some((secret) => secrets.has(secret)))
      .map((grant) => ({
        resource: grant.resource,
        property: grant.property,
        kind: "secret" as const,
        how: "its account reads a secret of the database",
      })),
    ...sqlUsers(graph, account),
    ...fromTemplate(graph, workload, secrets),
  ];
}

function sqlUsers(graph: Graph, account: ReturnType<Graph["account"]>): DatabaseAccess[] {
  const id = account.found && textAt(account.found.inputs, "accountId");
  return graph.stack
    .ofType(SQL_USER)
    .filter((user) => {
      if (!/^CLOUD_IAM/.test(textAt(user.inputs, "type") ?? "")) return false;
      const name = textAt(user.inputs, "name");
      if (name === undefined)
        return graph.stack
          .linked(user, "name", ["gcp:serviceaccount/account:Account"])
          .some((each) => each === account.found);
      return name.split("@")[0] === (id ?? account.literal?.split("@")[0]);
    })
    .map((user) => ({ resource: user, property: "name", kind: "user", how: "its account is a user of the database" }));
}

function fromTemplate(graph: Graph, workload: Workload, secrets: Set<Resource>): DatabaseAccess[] {
  const { resource } = workload;
  const found: DatabaseAccess[] = [];
  if (workload.cloudSqlVolume)
    found.push({ resource, property: "template", kind: "volume", how: "it mounts a Cloud SQL volume" });
  for (const use of secretsOf(workload)) {
    if (use.secret !== undefined && secretOf(graph, workload, use).some((secret) => secrets.has(secret))) {
      found.push({ resource, property: use.path, kind: "secret", how: "it reads a secret of the database" });
    }
  }
  for (const use of outsideSecrets(graph, workload)) {
    found.push({ resource, property: use.path, kind: "login", how: "it reads a secret of the database" });
  }
  if (graph.stack.linked(resource, "template", [SQL, SQL_USER, SQL_DATABASE]).length > 0) {
    found.push({ resource, property: "template", kind: "value", how: "its template takes a value from the database" });
  }
  const names = graph.stack
    .ofType(SQL)
    .flatMap(({ inputs }) => [...textsAt(inputs, "privateIpAddress"), ...textsAt(inputs, "connectionName")]);
  for (const { path, value } of workload.containers.flatMap(({ env }) => env)) {
    const known = text(value) ?? "";
    if (DSN.test(known) || names.some((name) => name.length > 6 && known.includes(name))) {
      const kind = DSN_WITH_PASSWORD.test(known) ? "login" : "name";
      found.push({ resource, property: `${path}.value`, kind, how: "a variable names the database" });
    }
  }
  return found;
}

const DSN = /^postgres(ql)?(\+\w+)?:\/\//i;
const DSN_WITH_PASSWORD = /^postgres(ql)?(\+\w+)?:\/\/[^/@]*:[^/@]+@/i;

/** The secrets one use can mean. */
export function secretOf(graph: Graph, workload: Workload, use: SecretUse): Resource[] {
  return graph.stack.resolveValue(workload.resource, use.secret, "template", [SECRET_RESOURCE]).found;
}

const DATABASE_NAME = /(^|[_-])(db|database|sql|postgres(ql)?|pg|pgpassword)([_-]|$)|^database/i;

/** Secrets of the database that are no part of the stack: by the variable or name they go under, here or at the API. */
function outsideSecrets(graph: Graph, workload: Workload): SecretUse[] {
  const known = new Set(graph.role("api").flatMap((api) => namedOutside(graph, api).map(nameOf)));
  const own = namedOutside(graph, workload);
  const shared = secretsOf(workload).filter((use) => {
    const name = nameOf(use);
    return name !== undefined && known.has(name) && secretOf(graph, workload, use).length === 0;
  });
  return [...new Set([...own, ...shared])];
}

function namedOutside(graph: Graph, workload: Workload): SecretUse[] {
  const named = [
    ...workload.containers.flatMap(({ env }) =>
      env.flatMap(({ name, secret }) => (secret && (DATABASE_NAME.test(name) || isNamed(secret)) ? [secret] : [])),
    ),
    ...workload.secretVolumes.filter(isNamed),
  ];
  return named.filter((use) => nameOf(use) !== undefined && secretOf(graph, workload, use).length === 0);
}

const nameOf = ({ secret }: SecretUse) =>
  text(secret)
    ?.replace(/\/versions\/.*$/, "")
    .replace(/^.*\//, "");
const isNamed = (use: SecretUse) => DATABASE_NAME.test(nameOf(use) ?? "");

/** Secrets that open the database: by the password they hold, or by the variable or name they go under at the API. */
export function databaseSecrets(graph: Graph): Set<Resource> {
  const known = SECRETS.get(graph) ?? findDatabaseSecrets(graph);
  SECRETS.set(graph, known);
  return known;
}

const SECRETS = new WeakMap<Graph, Set<Resource>>();

function findDatabaseSecrets(graph: Graph): Set<Resource> {
  const { stack } = graph;
  const passwords = new Set(
    stack.ofType(SQL_USER).flatMap((user) => stack.linked(user, "password", [RANDOM_PASSWORD])),
  );
  const found = new Set<Resource>();
  for (const version of stack.ofType(SECRET_VERSION)) {
    const sources = stack.linked(version, "secretData", [RANDOM_PASSWORD, SQL, SQL_USER]);
    if (!sources.some((source) => source.type !== RANDOM_PASSWORD || passwords.has(source))) continue;
    for (const secret of stack.resolve(version, "secret", [SECRET_RESOURCE]).found) found.add(secret);
  }
  for (const api of graph.role("api")) {
    for (const variable of api.containers.flatMap(({ env }) => env)) {
      if (!variable.secret || !isSet(variable, "secret.secret")) continue;
      const secrets = secretOf(graph, api, variable.secret);
      const [only] = secrets;
      if (only && secrets.length === 1 && (DATABASE_NAME.test(variable.name) || isNamedForDatabase(only)))
        found.add(only);
    }
  }
  return found;
}

function isNamedForDatabase(secret: Resource): boolean {
  return DATABASE_NAME.test(textAt(secret.inputs, "secretId") ?? secret.name);
}
