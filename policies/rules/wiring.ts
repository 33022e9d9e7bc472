import { secretOf } from "../../graph/database-secrets";
import { isDefaultAccount, isEveryone } from "../../graph/grants";
import type { Graph } from "../../graph/graph";
import { attachmentOf, natsOf } from "../../graph/network";
import { isHidden, text } from "../../graph/reading";
import { secretsOf, type Workload } from "../../graph/workloads";
import type { Resource } from "../../resources/resource";
import { type Findings, stackPolicy } from "../policy";

export const wiringComplete = stackPolicy({
  id: "wiring-complete",
  title: "Every call and every secret has what it needs",
  demands:
    "The BFF may invoke the API; each secret a service reads is granted to its account, at a pinned version; all-traffic egress has a NAT.",
  why: "Each of these shows only after the deployment, as a 403, a revision that does not start or a call that hangs.",
  weight: "advice",
  severity: "medium",
  covers: ["B5 (NAT)", "B7 (missing grant)", "B13"],
  remediation:
    "Add the grant (`ServiceIamMember`, `SecretIamMember`), the version number or the `RouterNat` named in the message.",
  settings: {
    pinSecretVersions: { default: true, about: "ask for a version number where a secret is read as a variable" },
  },
  check(graph, { violation }, { pinSecretVersions }) {
    checkCallers(graph, violation);
    for (const service of graph.services) {
      const attachment = service.allTraffic ? attachmentOf(graph.stack, service) : undefined;
      if (attachment && natsOf(graph.stack, attachment.network).length === 0) {
        violation(
          service.resource,
          [...service.connectorPath.slice(0, -1), "egress"].join("."),
          "all traffic goes through the network, which has no Cloud NAT to the internet",
        );
      }
      checkSecrets(graph, service, pinSecretVersions, violation);
    }
  },
});

// A role of one's own, or one not known yet, may hold any permission: it is taken to suffice.
const INVOKES = /^roles\/run\.(invoker|servicesInvoker|admin)$|^(projects|organizations)\//;
const READS_SECRETS = /^roles\/secretmanager\.(secretAccessor|admin)$|^(projects|organizations)\//;

function may(roles: RegExp, role: string | undefined): boolean {
  return role === undefined || roles.test(role);
}

function checkCallers(graph: Graph, violation: Findings["violation"]): void {
  const bffs = graph.role("bff");
  for (const api of graph.role("api")) {
    if (api.invokerCheckOff || bffs.length === 0) continue;
    const grants = [...graph.projectWide, ...graph.grantsOn(api.resource)].filter(({ role }) => may(INVOKES, role));
    const called = grants.some(
      (grant) => grant.members.some(isEveryone) || bffs.some((bff) => graph.holds(bff, grant) !== false),
    );
    if (!called) {
      violation(
        api.resource,
        "name",
        "the BFF's account is not granted roles/run.invoker, so every call to the API is a 403",
      );
    }
  }
}

function checkSecrets(graph: Graph, service: Workload, pinned: boolean, violation: Findings["violation"]): void {
  // Without an account of its own, what it may read is not the first thing to put right.
  const { found, literal } = graph.account(service);
  const nobody = found === undefined && (literal === undefined || isDefaultAccount(literal));
  const missing = new Set<Resource>();
  for (const use of secretsOf(service)) {
    for (const secret of secretOf(graph, service, use)) {
      if (nobody || missing.has(secret) || mayRead(graph, service, secret)) continue;
      missing.add(secret);
      violation(service.resource, use.path, `the service's account may not read the secret ${secret.name}`);
    }
    const isVariable = use.path.includes("secretKeyRef");
    if (pinned && isVariable && !isHidden(use.version) && /^(latest)?$/.test(text(use.version) ?? "")) {
      violation(
        service.resource,
        use.path,
        "the variable follows the latest version, so a new one takes effect unseen",
      );
    }
  }
}

function mayRead(graph: Graph, service: Workload, secret: Resource): boolean {
  const grants = [...graph.projectWide, ...graph.grantsOn(secret)];
  return grants.some((grant) => may(READS_SECRETS, grant.role) && graph.holds(service, grant) !== false);
}
