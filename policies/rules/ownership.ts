import { at, flagAt, isHidden, isSet, listAt, read, text, textAt } from "../../graph/reading";
import { isReplica } from "../../graph/roles";
import { SERVICE_V2, SQL } from "../../graph/tokens";
import type { Resource } from "../../resources/resource";
import labelable from "../labelable.json";
import { anyGoogleType, resourcePolicy, types } from "../policy";

const BUCKET = "gcp:storage/bucket:Bucket";

export const prodProtection = resourcePolicy({
  id: "prod-protection",
  title: "What holds data cannot be deleted by mistake",
  demands:
    "Databases: `protect`, both deletion protections, point-in-time recovery; services: deletion protection; buckets: no `forceDestroy`.",
  why: "One wrong `destroy` or rename is all it takes; the first protection guards against Pulumi, the second against everyone else.",
  weight: "production",
  severity: "high",
  covers: ["B15", "CIS 6.9", "cloudsqlRequirePointInTimeRecovery"],
  remediation: "Set the property named in the message; `protect` is a resource option.",
  applies: types(SQL, SERVICE_V2, BUCKET),
  check(resource, { violation }) {
    const off = (path: string) => flagAt(resource.inputs, path) === false;
    const notOn = (path: string) => flagAt(resource.inputs, path) !== true && !isHidden(read(resource, path));
    if (resource.type === BUCKET) {
      if (flagAt(resource.inputs, "forceDestroy") === true)
        violation(resource, "forceDestroy", "the bucket is deleted together with its objects");
      return;
    }
    if (off("deletionProtection")) violation(resource, "deletionProtection", "deletion protection is off");
    if (resource.type !== SQL) return;
    if (notOn("settings.deletionProtectionEnabled"))
      violation(resource, "settings.deletionProtectionEnabled", "the console and gcloud may delete the instance");
    if (resource.options.protect !== true) violation(resource, "protect", "Pulumi may delete the instance");
    const recovery = "settings.backupConfiguration.pointInTimeRecoveryEnabled";
    if (!isReplica(resource) && notOn(recovery))
      violation(resource, recovery, "the database cannot be taken back to a moment between backups");
  },
});

export const requiredLabels = resourcePolicy({
  id: "required-labels",
  title: "Everything that takes labels is labelled",
  demands: "The labels in `labels` are set on each resource whose type takes labels.",
  why: "Labels are how the bill is split and how these policies know a service's role.",
  weight: "production",
  severity: "low",
  covers: ["B19"],
  remediation: "Set the label on the resource, or as `defaultLabels` of the provider.",
  settings: { labels: { default: ["component"] as readonly string[], about: "labels that must be set" } },
  applies: types(SQL, ...labelable),
  check(resource, { violation, unjudged }, { labels }, { provider }) {
    const path = resource.type === SQL ? "settings.userLabels" : "labels";
    const defaults = defaultLabels(provider);
    if (isHidden(read(resource, path))) return unjudged(resource, path);
    // The provider's default labels do not reach a database's user labels.
    const places =
      resource.type === SQL
        ? []
        : [defaults, at(resource.inputs, "effectiveLabels"), at(resource.inputs, "pulumiLabels")];
    const missing = labels.filter(
      (label) => ![at(resource.inputs, path), ...places].some((place) => isSet(place, [label])),
    );
    if (missing.length > 0) violation(resource, path, `not labelled with ${missing.join(", ")}`);
  },
});

/** The engine hands on what a provider is configured with as JSON texts. */
function defaultLabels(provider: Resource | undefined): unknown {
  const labels = at(provider?.inputs, "defaultLabels");
  if (typeof labels !== "string" || isHidden(labels)) return labels;
  try {
    return JSON.parse(labels);
  } catch {
    return undefined;
  }
}

export const rightProject = resourcePolicy({
  id: "right-project",
  title: "Everything is created in this stack's project",
  demands: "The resource's project, or its provider's, is in `projects`; an empty list allows any.",
  why: "A copied provider or project setting puts prod's resources into another project, or the other way round.",
  weight: "always",
  severity: "high",
  covers: ["B16"],
  remediation:
    "Remove the `project` property, or correct the provider's (`gcp:project`); a project that is meant belongs in `projects`, in the policy configuration of the stack.",
  settings: { projects: { default: [] as readonly string[], about: "ids of the projects this stack may use" } },
  applies: (type) => anyGoogleType(type) || type === "pulumi:providers:gcp",
  check(resource, { violation, unjudged }, { projects }, { provider }) {
    if (projects.length === 0) return;
    const own = projectOf(resource);
    if (isHidden(read(resource, "project"))) unjudged(resource, "project");
    else if (own !== undefined && !projects.includes(own))
      violation(resource, "project", `${own} is not a project of this stack`);
    const inherits = read(resource, "project") === undefined ? provider : undefined;
    const inherited = inherits && projectOf(inherits);
    if (inherits && isHidden(read(inherits, "project"))) unjudged(resource, "provider.project");
    if (inherited !== undefined && !projects.includes(inherited)) {
      violation(resource, "provider.project", `the provider's project ${inherited} is not a project of this stack`);
    }
  },
});

function projectOf(resource: Resource): string | undefined {
  const project = textAt(resource.inputs, "project");
  return project?.replace(/^projects\//, "");
}

/** Where a secret is kept, if not everywhere. */
const REPLICAS = "replication.userManaged.replicas";

export const regionsAllowed = resourcePolicy({
  id: "regions-allowed",
  title: "Everything is created in an allowed region",
  demands:
    "A resource's region, location or zone, and each replica of a secret, is in `regions`; an empty list allows any. `global` always is.",
  why: "Where data lies is a promise to customers, and a mistyped region is paid for before it is noticed.",
  weight: "always",
  severity: "medium",
  covers: ["gcp.resourceLocations", "Hardhat allowed_location", "sql_location"],
  remediation: "Correct `region` or `location`, or add the region to the configuration.",
  settings: {
    regions: {
      default: [] as readonly string[],
      about: "regions (or multi-regions such as `us`) resources may be created in",
    },
  },
  applies: anyGoogleType,
  check(resource, { violation, unjudged }, { regions }) {
    if (regions.length === 0) return;
    const places = ["region", "location", "zone"].map((path) => ({ path, place: read(resource, path) }));
    listAt(resource.inputs, REPLICAS).forEach((replica, index) => {
      places.push({ path: `${REPLICAS}[${index}].location`, place: at(replica, "location") });
    });
    for (const { path, place } of places) {
      if (isHidden(place)) unjudged(resource, path);
      const known = text(place)?.toLowerCase();
      if (known === undefined || known === "global") continue;
      const name = known.slice(known.lastIndexOf("/") + 1);
      const region = name.replace(/-[a-z]$/, "");
      if (!regions.some((each) => each.toLowerCase() === region))
        violation(resource, path, `${region} is not an allowed region`);
    }
  },
});
