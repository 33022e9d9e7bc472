import { type Resource, UNKNOWN } from "../resources/resource";
import { parseRange, type Range } from "./addresses";
import { databasePasswords, databaseSecrets, isOutsideSecret, outsideSecrets, secretOf } from "./database-secrets";
import { holdsPassword, isCloudSqlProxy, locatesDatabase, type Whereabouts } from "./database-variables";
import { targetsOf } from "./grants";
import type { Graph } from "./graph";
import { once } from "./once";
import { listAt, numberAt, textAt, textsAt } from "./reading";
import {
  ACCOUNT,
  GLOBAL_ADDRESS,
  RANDOM_PASSWORD,
  RECORD,
  SECRET_RESOURCE,
  SQL,
  SQL_DATABASE,
  SQL_USER,
} from "./tokens";
import { secretsOf, type Workload } from "./workloads";

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
      .filter((grant) => {
        const { found, literal } = targetsOf(graph.stack, grant, [SECRET_RESOURCE]);
        return found.length > 0 ? found.some((secret) => secrets.has(secret)) : isOutsideSecret(graph, literal);
      })
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
      if (name === undefined) return graph.stack.linked(user, "name", [ACCOUNT]).some((each) => each === account.found);
      return name.split("@")[0] === (id ?? account.literal?.split("@")[0]);
    })
    .map((user) => ({ resource: user, property: "name", kind: "user", how: "its account is a user of the database" }));
}

function fromTemplate(graph: Graph, workload: Workload, secrets: Set<Resource>): DatabaseAccess[] {
  const { resource, containers } = workload;
  const found: DatabaseAccess[] = [];
  if (workload.cloudSqlVolume)
    found.push({ resource, property: "template", kind: "volume", how: "it mounts a Cloud SQL volume" });
  for (const { path, image } of containers) {
    if (isCloudSqlProxy(image))
      found.push({ resource, property: `${path}.image`, kind: "name", how: "it runs the Cloud SQL proxy" });
  }
  for (const use of secretsOf(workload)) {
    if (use.secret !== undefined && secretOf(graph, workload, use).some((secret) => secrets.has(secret))) {
      found.push({ resource, property: use.path, kind: "secret", how: "it reads a secret of the database" });
    }
  }
  for (const use of outsideSecrets(graph, workload)) {
    found.push({ resource, property: use.path, kind: "login", how: "it reads a secret of the database" });
  }
  if (takesFromDatabase(graph, resource)) {
    found.push({ resource, property: "template", kind: "value", how: "its template takes a value from the database" });
  }
  const where = whereabouts(graph);
  for (const { path, name, value } of containers.flatMap(({ env }) => env)) {
    if (locatesDatabase(name, value, where)) {
      const kind = holdsPassword(value) ? "login" : "name";
      found.push({ resource, property: `${path}.value`, kind, how: "a variable names the database" });
    }
  }
  return found;
}

/** Whether a value in the template comes from the database or is a password of its; waiting for it takes nothing. */
function takesFromDatabase({ stack }: Graph, { inputs, ...resource }: Resource): boolean {
  const isRecorded = Object.keys(resource.propertyDependencies).length > 0;
  if (!isRecorded && !JSON.stringify(inputs.template ?? "").includes(UNKNOWN)) return false;
  const passwords = databasePasswords(stack);
  return stack
    .linked({ inputs, ...resource }, "template", [SQL, SQL_USER, SQL_DATABASE, RANDOM_PASSWORD])
    .some((each) => each.type !== RANDOM_PASSWORD || passwords.has(each));
}

/** What a state export tells of the databases, what DNS calls them, and the ranges reserved for Google's services. */
const whereabouts = once(({ stack }: Graph): Whereabouts => {
  const instances = stack.ofType(SQL);
  const own = instances.flatMap(({ inputs }) => [
    ...["privateIpAddress", "connectionName", "dnsName"].flatMap((each) => textsAt(inputs, each)),
    ...listAt(inputs, "ipAddresses").flatMap((each) => textsAt(each, "ipAddress")),
  ]);
  const records = stack
    .ofType(RECORD)
    .filter(
      (record) =>
        stack.linked(record, "rrdatas", [SQL]).length > 0 ||
        textsAt(record.inputs, "rrdatas").some((each) => own.includes(each)),
    );
  const ranges = stack.ofType(GLOBAL_ADDRESS).flatMap(({ inputs }) => reservedRange(inputs) ?? []);
  const named = records.flatMap(({ inputs }) => textsAt(inputs, "name"));
  return {
    names: [...own, ...named].map((name) => name.replace(/\.$/, "")),
    ranges: instances.length > 0 ? ranges : [],
  };
});

/** The range an address reserves for Google's services, where it says which. */
export function reservedRange(inputs: unknown): Range | undefined {
  if (textAt(inputs, "purpose") !== "VPC_PEERING") return undefined;
  return parseRange(`${textAt(inputs, "address")}/${numberAt(inputs, "prefixLength")}`);
}
