import { type Grant, isEveryone } from "../graph/grants";
import type { Graph } from "../graph/graph";
import { textAt } from "../graph/reading";
import type { Workload } from "../graph/workloads";
import type { Resource } from "../resources/resource";
import { closed, open, unknown, type Way } from "./way";

/** Roles that hold `run.routes.invoke`. https://docs.cloud.google.com/run/docs/securing/managing-access */
const INVOKES = /^roles\/(run\.(invoker|servicesInvoker|admin)|owner|editor)$/;

/** The grants that reach a resource: those on it and those on its project, folder or organisation. */
export function grantsReaching(graph: Graph, target: Resource): Grant[] {
  const project = textAt(target.inputs, "project");
  const wide = graph.projectWide.filter(({ resource }) => {
    const other = textAt(resource.inputs, "project");
    // A project given by its number can be the same one.
    return (
      project === undefined ||
      other === undefined ||
      other === project ||
      [project, other].some((each) => /^\d+$/.test(each))
    );
  });
  return [...graph.grantsOn(target), ...wide];
}

/** Whether a grant lets its members read the value of secrets. */
export function readsSecrets({ role }: Grant): boolean {
  return /^roles\/(secretmanager\.(secretAccessor|admin)|owner)$/.test(role ?? "");
}

const invokers = (graph: Graph, service: Workload) =>
  grantsReaching(graph, service.resource).filter(({ role }) => role === undefined || INVOKES.test(role));

const condition = (grant: Grant) => (grant.conditional ? ", under a condition" : "");

const withoutToken = ({ resource, invokerCheckPath }: Workload) =>
  `${resource.name}: ${invokerCheckPath} is true, so no token is needed`;

/** Whether a service answers whoever comes, without a token. */
export function anyoneMayCall(graph: Graph, service: Workload): Way {
  if (service.loginAsked) return closed("but Identity-Aware Proxy asks for a login first");
  if (service.invokerCheckOff) return open(withoutToken(service));
  const grants = invokers(graph, service);
  const everyone = grants.find(({ role, members }) => role !== undefined && members.some(isEveryone));
  if (everyone) return open(`${everyone.resource.name} lets everyone call it${condition(everyone)}`);
  if (service.invokerCheckOff === undefined)
    return unknown(`${service.resource.name}: ${service.invokerCheckPath} is not known yet`);
  // A single member not known yet is an account of this stack; a list or a document could hold anyone.
  const hidden = grants.find(
    (grant) =>
      grant.hidden && grant.form !== "member" && (grant.form === "policy" || graph.holders(grant).length === 0),
  );
  return hidden
    ? unknown(`${hidden.resource.name}: whom it lets call it is not known yet`)
    : closed("but a token of an account with roles/run.invoker is needed");
}

/** Whether a service answers a workload that calls it with its own account's token. */
export function mayCall(graph: Graph, caller: Workload, callerName: string, service: Workload): Way {
  if (service.invokerCheckOff) return open(withoutToken(service));
  const grants = invokers(graph, service);
  const grant = grants.find(
    (each) => each.role !== undefined && (graph.holds(caller, each) || each.members.some(isEveryone)),
  );
  if (grant) {
    const holder = grant.members.some(isEveryone) ? "everyone" : `the account of ${callerName}`;
    return open(`${grant.resource.name} grants ${grant.role} to ${holder}${condition(grant)}`);
  }
  if (service.invokerCheckOff === undefined)
    return unknown(`${service.resource.name}: ${service.invokerCheckPath} is not known yet`);
  const hidden = grants.find((each) => each.role === undefined || graph.holds(caller, each) === undefined);
  return hidden
    ? unknown(`${hidden.resource.name}: whom it lets call it is not known yet`)
    : closed(`but the account of ${callerName} holds no roles/run.invoker on it`);
}
