import type { Resource } from "../resources/resource";
import { assetsBuckets, type Entry, entriesOf, hasLoadBalancer } from "./edge";
import { accountsOf, type Grant, grantsOf, isProjectWide, targetsOf } from "./grants";
import { DEFAULT_ROLE_LABEL, databaseRole, isReplica } from "./roles";
import { push, Stack } from "./stack";
import { ACCOUNT, BUCKET, RUN_SERVICES, RUN_WORKLOADS, SECRET_RESOURCE, SQL } from "./tokens";
import { type Workload, workloadOf } from "./workloads";

const TARGET_TYPES: readonly string[] = [...RUN_SERVICES, SECRET_RESOURCE, BUCKET];

interface Account {
  set: boolean;
  found: Resource | undefined;
  literal: string | undefined;
  sure: boolean;
}

/** Stands for Compute Engine's default account, whose address holds the project's number. */
const DEFAULT_ACCOUNT = "-compute@developer.gserviceaccount.com";

/** The one model of a stack that stack policies and the reach map read. Built once, in linear time. */
export class Graph {
  readonly stack: Stack;
  readonly workloads: Workload[];
  readonly services: Workload[];
  readonly grants: Grant[];
  /** Grants that reach everything in the project. */
  readonly projectWide: Grant[];
  readonly entries: Entry[];
  readonly hasLoadBalancer: boolean;
  readonly assetsBuckets: Set<Resource>;
  private readonly byResource: Map<Resource, Workload>;
  private readonly holdersOf = new Map<Grant, Resource[]>();
  private byHolder: Map<Resource | string, Grant[]> | undefined;
  private onTarget: Map<Resource, Grant[]> | undefined;

  constructor(
    resources: readonly Resource[],
    readonly roleLabel: string = DEFAULT_ROLE_LABEL,
  ) {
    this.stack = new Stack(resources);
    this.workloads = this.stack.ofType(...RUN_WORKLOADS).map((resource) => workloadOf(resource, roleLabel));
    this.byResource = new Map(this.workloads.map((workload) => [workload.resource, workload]));
    this.services = this.workloads.filter(({ kind }) => kind === "service");
    this.grants = resources.flatMap(grantsOf);
    this.projectWide = this.grants.filter(isProjectWide);
    this.entries = entriesOf(this.stack);
    this.hasLoadBalancer = hasLoadBalancer(this.stack);
    this.assetsBuckets = assetsBuckets(this.stack);
  }

  /** A Cloud Run resource, read. */
  workload(resource: Resource): Workload | undefined {
    return this.byResource.get(resource);
  }

  /** The services with this role. */
  role(role: string): Workload[] {
    return this.services.filter((service) => service.role === role);
  }

  /** The databases with the role `db`; where none says so, a lone database is it. Replicas go with their primary. */
  get databases(): Resource[] {
    const all = this.stack.ofType(SQL).filter((each) => !isReplica(each));
    const labelled = all.filter((each) => databaseRole(each, this.roleLabel) === "db");
    return labelled.length > 0 ? labelled : all.length === 1 ? all : [];
  }

  /** The service account a workload runs as; with none set, it is Compute Engine's default one. */
  account({ resource, accountPath }: Workload): Account {
    const { set, found, literal, sure } = this.stack.resolve(resource, accountPath, [ACCOUNT]);
    return { set, found: found[0], literal, sure };
  }

  /** The accounts of the stack that hold a grant. */
  holders(grant: Grant): Resource[] {
    const known = this.holdersOf.get(grant) ?? accountsOf(this.stack, grant);
    this.holdersOf.set(grant, known);
    return known;
  }

  /** The grants set on a service, secret or bucket itself. */
  grantsOn(target: Resource): Grant[] {
    if (!this.onTarget) {
      this.onTarget = new Map();
      for (const grant of this.grants) {
        for (const found of targetsOf(this.stack, grant, TARGET_TYPES).found) push(this.onTarget, found, grant);
      }
    }
    return this.onTarget.get(target) ?? [];
  }

  /** The grants a workload's account holds, as far as known. */
  grantsOf(workload: Workload): Grant[] {
    const account = this.account(workload);
    if (!this.byHolder) {
      this.byHolder = new Map();
      for (const grant of this.grants) {
        const emails = grant.members.map(emailOf);
        for (const holder of new Set([...this.holders(grant), ...emails])) push(this.byHolder, holder, grant);
      }
    }
    return this.byHolder.get(account.found ?? addressOf(account) ?? "") ?? [];
  }

  /** Whether an account holds a grant; `undefined` if the account or the grant's members are not known yet. */
  holds(workload: Workload, grant: Grant): boolean | undefined {
    const account = this.account(workload);
    const { found } = account;
    const holders = this.holders(grant);
    const address = addressOf(account);
    const held = found ? holders.includes(found) : grant.members.some((member) => emailOf(member) === address);
    const unsure = (grant.hidden && holders.length === 0) || (!found && address === undefined);
    return held || (unsure ? undefined : false);
  }
}

/** The address of an account that is no part of the stack; `undefined` if it is not known yet. */
function addressOf({ set, literal }: Account): string | undefined {
  if (!set) return DEFAULT_ACCOUNT;
  return literal === undefined ? undefined : emailOf(literal);
}

/** The address of an account or of a member such as `serviceAccount:NAME@PROJECT.iam.gserviceaccount.com`. */
function emailOf(member: string): string {
  const email = member.slice(member.indexOf(":") + 1);
  return email.endsWith(DEFAULT_ACCOUNT) ? DEFAULT_ACCOUNT : email;
}
