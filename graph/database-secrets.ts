import type { Resource } from "../resources/resource";
import { isOwnDatabase } from "./database-variables";
import type { Graph } from "./graph";
import { once } from "./once";
import { text, textAt } from "./reading";
import type { Stack } from "./stack";
import { RANDOM_PASSWORD, SECRET_RESOURCE, SECRET_VERSION, SQL, SQL_USER } from "./tokens";
import type { SecretUse, Workload } from "./workloads";

/** The secrets one use can mean. */
export function secretOf(graph: Graph, workload: Workload, use: SecretUse): Resource[] {
  return graph.stack.resolveValue(workload.resource, use.secret, "template", [SECRET_RESOURCE]).found;
}

/** Whether a name at the API speaks of a database: the API has but one. */
function isDatabase(name: string): boolean {
  return isOwnDatabase(name) || /(^|[_-])(db|database|sql|postgres(ql)?|pg)([_-]|$)/i.test(name);
}

interface NamedUse {
  /** Of the variable that holds it; empty for a file. */
  variable: string;
  use: SecretUse;
}

function namedUses({ containers, secretVolumes }: Workload): NamedUse[] {
  return [
    ...containers.flatMap(({ env }) =>
      env.flatMap(({ name, secret }) => (secret ? [{ variable: name, use: secret }] : [])),
    ),
    ...secretVolumes.map((use) => ({ variable: "", use })),
  ];
}

/** Uses of the database's secrets that are no part of the stack: by what the API calls them, or by a name that says so. */
export function outsideSecrets(graph: Graph, workload: Workload): SecretUse[] {
  return namedUses(workload)
    .filter(({ variable, use }) => isOwnDatabase(variable) || isOutsideSecret(graph, use.secret))
    .filter(({ use }) => secretOf(graph, workload, use).length === 0)
    .map(({ use }) => use);
}

export function isOutsideSecret(graph: Graph, secret: unknown): boolean {
  const name = nameOf(secret);
  return name !== undefined && (isOwnDatabase(name) || usedByApi(graph).has(name));
}

/** The secrets outside the stack that the API uses for the database, by name. */
const usedByApi = once(
  (graph: Graph) =>
    new Set(
      graph.role("api").flatMap((api) =>
        namedUses(api).flatMap(({ variable, use }) => {
          const name = secretOf(graph, api, use).length === 0 ? nameOf(use.secret) : undefined;
          return name !== undefined && [variable, name].some(isDatabase) ? [name] : [];
        }),
      ),
    ),
);

/** `projects/P/secrets/N/versions/1` -> `N`. */
function nameOf(secret: unknown): string | undefined {
  return text(secret)
    ?.replace(/\/versions\/.*$/, "")
    .replace(/^.*\//, "");
}

/** Secrets that open the database: by the password they hold, or by the variable or name they go under. */
export const databaseSecrets = once((graph: Graph) => {
  const { stack } = graph;
  const passwords = databasePasswords(stack);
  const found = new Set(stack.ofType(SECRET_RESOURCE).filter((secret) => isOwnDatabase(idOf(secret))));
  for (const version of stack.ofType(SECRET_VERSION)) {
    const sources = ["secretData", "secretDataWo"].flatMap((each) =>
      stack.linked(version, each, [RANDOM_PASSWORD, SQL, SQL_USER]),
    );
    if (!sources.some((source) => source.type !== RANDOM_PASSWORD || passwords.has(source))) continue;
    for (const secret of stack.resolve(version, "secret", [SECRET_RESOURCE]).found) found.add(secret);
  }
  for (const workload of graph.workloads) {
    for (const { variable, use } of namedUses(workload)) {
      const [only, ...others] = secretOf(graph, workload, use);
      if (!only || others.length > 0) continue;
      const isApi = workload.role === "api" && [variable, idOf(only)].some(isDatabase);
      if (isApi || isOwnDatabase(variable)) found.add(only);
    }
  }
  return found;
});

function idOf(secret: Resource): string {
  return textAt(secret.inputs, "secretId") ?? secret.name;
}

/** The generated passwords of database users. */
export const databasePasswords = once((stack: Stack) => {
  const users = stack.ofType(SQL_USER);
  return new Set(
    ["password", "passwordWo"].flatMap((each) => users.flatMap((user) => stack.linked(user, each, [RANDOM_PASSWORD]))),
  );
});
