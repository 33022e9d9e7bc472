import type { Graph } from "../graph/graph";
import { databaseRole, isReplica } from "../graph/roles";
import { SQL } from "../graph/tokens";
import type { Resource } from "../resources/resource";
import { type ConfigurationProblem, type Exemption, PACK_POLICY } from "./configuration";
import type { Outcome } from "./judge";
import type { Description, Violation } from "./policy";

/** A policy that judges the pack and its configuration rather than the resources. */
export interface SelfPolicy extends Description {
  kind: "self";
}

export const POLICY_CONFIG: SelfPolicy = {
  id: PACK_POLICY,
  kind: "self",
  title: "The pack's configuration is sound",
  demands:
    "Settings exist and have the right kind; each exemption names a policy, a resource and a reason, and has not expired.",
  why: "A mistyped setting is ignored without a word, and an exemption nobody has to renew is a policy nobody has.",
  weight: "always",
  severity: "high",
  covers: [],
  remediation: "Correct the entry in the policy configuration file, or remove it.",
  settings: { roleLabel: { default: "component", about: "label that tells a service's role (`api`, `bff`, `db`)" } },
};

export const SELF_CHECK: SelfPolicy = {
  id: "pack-self-check",
  kind: "self",
  title: "The policies had something to judge",
  demands:
    "There is one service with the role `api`, one with `bff` and, if there is a database, one with `db`; what is exempt or could not be judged is said here, once.",
  why: "A rule about the API passes on nothing when no service is marked as the API.",
  weight: "advice",
  severity: "medium",
  covers: ["B20"],
  remediation: "Set the label `component` on the service (`labels`) or database (`settings.userLabels`).",
  settings: {},
};

export const SELF_POLICIES: readonly SelfPolicy[] = [POLICY_CONFIG, SELF_CHECK];

export function configurationViolations(problems: readonly ConfigurationProblem[]): Violation[] {
  return problems.map(({ where, message }) => ({ urn: "", property: where, message }));
}

/** What `pack-self-check` says about a run: roles, exemptions in force, and what could not be judged. */
export function selfCheck(
  graph: Graph,
  outcomes: ReadonlyMap<string, Outcome[]>,
  exemptions: readonly Exemption[],
): Violation[] {
  return [...roleViolations(graph), ...exemptionNotes(outcomes, exemptions), ...unjudgedNote(outcomes)];
}

function roleViolations(graph: Graph): Violation[] {
  const found: Violation[] = [];
  const label = `labels.${graph.roleLabel}`;
  const services = ["api", "bff"].map((role) => ({ role, marked: graph.role(role).map(({ resource }) => resource) }));
  // A stack without any service or database is not this architecture, e.g. one of shared parts.
  if (graph.services.length > 0 || graph.stack.ofType(SQL).length > 0) {
    for (const { role, marked } of services) found.push(...oneOf(role, label, marked));
  }
  const databases = graph.stack.ofType(SQL).filter((database) => !isReplica(database));
  const marked = databases.filter((database) => databaseRole(database, graph.roleLabel) === "db");
  if (databases.length > 0) found.push(...oneOf("db", `settings.userLabels.${graph.roleLabel}`, marked));
  return found;
}

function oneOf(role: string, property: string, marked: readonly Resource[]): Violation[] {
  if (marked.length === 1) return [];
  if (marked.length === 0)
    return [{ urn: "", property, message: `nothing has the role ${role}, so its rules judged nothing` }];
  const names = marked.slice(0, 5).map(({ name }) => name);
  return [
    {
      urn: marked[1]?.urn ?? "",
      property,
      message: `${marked.length} resources have the role ${role}: ${names.join(", ")}`,
    },
  ];
}

function exemptionNotes(outcomes: ReadonlyMap<string, Outcome[]>, exemptions: readonly Exemption[]): Violation[] {
  const used = new Set<Exemption>();
  const notes: Violation[] = [];
  for (const [policy, found] of outcomes) {
    for (const { violation, exemption } of found.flatMap(({ exempted }) => exempted)) {
      used.add(exemption);
      notes.push({
        urn: violation.urn,
        property: violation.property,
        message: `exempt from ${policy} until ${exemption.expires}: ${exemption.reason}`,
        remediation: "Put right what it excuses, or leave it until it expires.",
        exemption: true,
      });
    }
  }
  const said = new Map(notes.map((note) => [JSON.stringify(note), note]));
  const idle = exemptions.filter((exemption) => !used.has(exemption));
  return [
    ...said.values(),
    ...idle.map(({ policy, resource }) => ({
      urn: "",
      property: `${PACK_POLICY}.exemptions`,
      message: `the exemption of ${resource} from ${policy} is not needed (any more)`,
      remediation: "Remove the exemption.",
    })),
  ];
}

const SHOWN = 10;

function unjudgedNote(outcomes: ReadonlyMap<string, Outcome[]>): Violation[] {
  const all = [...outcomes].flatMap(([policy, found]) =>
    found.flatMap(({ unjudged }) => unjudged.map(({ name, property }) => `${policy}: ${name}.${property}`)),
  );
  const places = [...new Set(all)];
  if (places.length === 0) return [];
  const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : "";
  return [
    {
      urn: "",
      property: "",
      message: `not known before \`up\`, so judged then: ${places.slice(0, SHOWN).join("; ")}${more}`,
      remediation: "Nothing to do before `pulumi up`.",
    },
  ];
}
