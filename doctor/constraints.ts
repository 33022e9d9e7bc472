import type { Settings } from "../settings/schema";
import { allows, enforced, type PolicyRules, restricted } from "./org-policy";

/** A constraint that an organisation may have set, and when it stands in this stack's way. */
export interface Constraint {
  name: string;
  /** What it must let through for this stack; undefined when the stack asks for nothing that it could refuse. */
  needs(settings: Settings): string | undefined;
  refuses(rules: PolicyRules, settings: Settings): boolean;
  remedy: string;
}

const balanced = ({ edge }: Settings) => edge.mode === "load-balancer";
const publicAssets = ({ edge }: Settings) =>
  edge.mode === "load-balancer" && edge.assets.enabled && edge.assets.access === "public";
const peers = ({ database, network }: Settings) =>
  database.instance.kind === "created" && network.privateServices === "create";

const ingresses = (settings: Settings) => [
  "internal",
  balanced(settings) ? "internal-and-cloud-load-balancing" : "all",
];
const egress = ({ network }: Settings) => (network.nat ? "all-traffic" : "private-ranges-only");

/** A region's groups, as `gcp.resourceLocations` names them: by the region and by its continent. */
const locationGroups = (region: string) => {
  const continent = region.split("-")[0] ?? "";
  return [`in:${region}-locations`, `in:${continent}-locations`];
};

const EXCEPTION = "Ask the organisation for an exception for this project";

/**
 * Constraints that are known to bite a stack like this.
 * https://docs.cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints
 */
export const CONSTRAINTS: readonly Constraint[] = [
  {
    name: "gcp.resourceLocations",
    needs: ({ region }) => `${region}, and global for secrets`,
    // A secret that Google replicates as it likes counts as global. https://docs.cloud.google.com/secret-manager/docs/choosing-replication
    refuses: (rules, { region }) =>
      !allows(rules, region, locationGroups(region)) || !allows(rules, "global", ["in:global-locations"]),
    remedy: `Set \`region\` to one that is allowed, or: ${EXCEPTION}.`,
  },
  {
    name: "run.allowedIngress",
    needs: (settings) => ingresses(settings).join(" and "),
    refuses: (rules, settings) => ingresses(settings).some((ingress) => !allows(rules, ingress)),
    remedy: `Where "all" is refused, set edge.mode to load-balancer. Else: ${EXCEPTION}.`,
  },
  {
    name: "run.allowedVPCEgress",
    needs: egress,
    refuses: (rules, settings) => !allows(rules, egress(settings)),
    remedy: "Where only all-traffic is allowed, set network.nat to true.",
  },
  {
    name: "run.managed.requireInvokerIam",
    needs: () => "a BFF that asks its users for no Google token",
    refuses: enforced,
    remedy: `${EXCEPTION}: a public site cannot ask browsers for Google's tokens.`,
  },
  {
    name: "iam.allowedPolicyMemberDomains",
    needs: (settings) => (publicAssets(settings) ? "allUsers on the assets bucket" : undefined),
    refuses: restricted,
    remedy: "Set edge.assets.access to private.",
  },
  {
    name: "storage.publicAccessPrevention",
    needs: (settings) => (publicAssets(settings) ? "a public assets bucket" : undefined),
    refuses: enforced,
    remedy: "Set edge.assets.access to private.",
  },
  {
    name: "sql.restrictPublicIp",
    // The instance has a private address only: here the constraint and the program agree.
    needs: () => undefined,
    refuses: () => false,
    remedy: "",
  },
  {
    name: "compute.restrictVpcPeering",
    needs: (settings) => (peers(settings) ? "peering with Google's services, for the database" : undefined),
    refuses: restricted,
    remedy: `${EXCEPTION}, or use a VPC that has the connection: network.existingVpc and network.privateServices: existing.`,
  },
  {
    name: "iam.disableServiceAccountCreation",
    needs: () => "an account for each service to run as",
    refuses: enforced,
    remedy: `${EXCEPTION}.`,
  },
  {
    name: "compute.disableGlobalLoadBalancing",
    needs: (settings) => (balanced(settings) ? "a global load balancer" : undefined),
    refuses: enforced,
    remedy: `${EXCEPTION}, or set edge.mode to run-url or domain-mapping.`,
  },
  {
    name: "compute.restrictLoadBalancerCreationForTypes",
    needs: (settings) => (balanced(settings) ? "GLOBAL_EXTERNAL_MANAGED_HTTP_HTTPS" : undefined),
    refuses: (rules) => !allows(rules, "GLOBAL_EXTERNAL_MANAGED_HTTP_HTTPS", ["in:EXTERNAL"]),
    remedy: `${EXCEPTION}, or set edge.mode to run-url or domain-mapping.`,
  },
];
