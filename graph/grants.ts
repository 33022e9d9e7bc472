import type { Resource } from "../resources/resource";
import { at, isHidden, isRecord, isSet, listAt, read, text, textAt } from "./reading";
import type { Stack } from "./stack";
import { ACCOUNT, iamForm, moduleOf } from "./tokens";

/** One role given to some members by an IAM resource, whatever its form. */
export interface Grant {
  resource: Resource;
  /** The property that holds it, for messages: `member`, `members` or `policyData`. */
  property: string;
  form: "member" | "binding" | "policy";
  /** `undefined` if not known yet. */
  role: string | undefined;
  /** Members known by name. */
  members: string[];
  /** Whether there may be members that are not known yet. */
  hidden: boolean;
  conditional: boolean;
}

/** The grants of one IAM resource; of a policy document, one per binding. */
export function grantsOf(resource: Resource): Grant[] {
  const form = iamForm(resource.type);
  if (form === undefined) return [];
  if (form === "policy") return policyGrants(resource);
  const property = form === "member" ? "member" : "members";
  return [
    {
      resource,
      property,
      form,
      role: textAt(resource.inputs, "role"),
      ...membersAt(resource.inputs, property),
      conditional: isSet(resource.inputs, "condition"),
    },
  ];
}

function membersAt(value: unknown, path: string): Pick<Grant, "members" | "hidden"> {
  const items = [at(value, path)].flat();
  // Whose they are is told by how they end, also while the project's number in them is not known yet.
  const told = (item: unknown) => typeof item === "string" && (isDefaultAccount(item) || isServiceAgent(item));
  return {
    members: items.flatMap((item) => text(item) ?? (told(item) ? String(item) : [])),
    hidden: items.some((item) => isHidden(item) && !told(item)),
  };
}

function policyGrants(resource: Resource): Grant[] {
  const base = { resource, property: "policyData", form: "policy" as const };
  const document = read(resource, "policyData");
  if (document === undefined) return [];
  const parsed = typeof document === "string" ? parse(document) : document;
  if (!isRecord(parsed) || isHidden(parsed.bindings))
    return [{ ...base, role: undefined, members: [], hidden: true, conditional: false }];
  return listAt(parsed, "bindings").map((binding) => ({
    ...base,
    role: textAt(binding, "role"),
    ...membersAt(binding, "members"),
    conditional: isSet(binding, "condition"),
  }));
}

function parse(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return undefined;
  }
}

const EVERYONE = /^(allusers|allauthenticatedusers)$|\/\/goog\/public:all$/i;

/** Whether a member is anyone on the internet, or anyone with a Google account. */
export function isEveryone(member: string): boolean {
  return EVERYONE.test(member.trim());
}

/** Default service accounts, which every workload without an account of its own shares. */
export function isDefaultAccount(member: string): boolean {
  return /(-compute@developer|@appspot)\.gserviceaccount\.com$/i.test(member.trim());
}

/** Accounts Google itself runs a service with; their roles belong to that service. */
export function isServiceAgent(member: string): boolean {
  return /(^|:)service-\d+@|@(cloudservices|system|gcp-sa-[^.]+\.iam)\.gserviceaccount\.com$/i.test(member.trim());
}

/** The accounts of the stack behind a grant's members. */
export function accountsOf(stack: Stack, grant: Grant): Resource[] {
  const named = grant.members.flatMap(
    (member) => stack.resolveValue(grant.resource, member, grant.property, [ACCOUNT]).found,
  );
  const linked = grant.hidden ? stack.linked(grant.resource, grant.property, [ACCOUNT]) : [];
  return [...new Set([...named, ...linked])];
}

/** Where a grant applies: the module of the thing it is set on, e.g. `projects`, `cloudrunv2`, `storage`. */
export function scopeOf(grant: Grant): string {
  return moduleOf(grant.resource.type);
}

/** Grants that reach everything in a project. */
export function isProjectWide(grant: Grant): boolean {
  return ["projects", "folder", "organizations"].includes(scopeOf(grant));
}

/** Properties by which IAM resources name what they are set on. */
const TARGETS = [
  "service",
  "name",
  "bucket",
  "secretId",
  "serviceAccountId",
  "repository",
  "cryptoKeyId",
  "keyRingId",
  "topic",
] as const;

/** Whether an IAM resource of one type is set on resources of another: both generations' on services of either. */
function isSetOn(iamType: string, type: string): boolean {
  const module = (each: string) => moduleOf(each).replace(/v2$/, "");
  const kind = /:(\w*?)I[aA][mM][MBP]\w+$/.exec(iamType)?.[1];
  return module(iamType) === module(type) && (!kind || type.endsWith(`:${kind}`));
}

/** The resources of these types that a grant is set on. */
export function targetsOf(
  stack: Stack,
  grant: Grant,
  among: readonly string[],
): { found: Resource[]; literal?: string } {
  const types = among.filter((type) => isSetOn(grant.resource.type, type));
  for (const property of TARGETS) {
    if (at(grant.resource.inputs, property) === undefined) continue;
    const { found, literal } = stack.resolve(grant.resource, property, types);
    return { found, literal };
  }
  return { found: [] };
}
