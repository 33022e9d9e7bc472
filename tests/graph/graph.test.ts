import { Graph } from "../../graph/graph";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";

const account = (name: string) =>
  make("gcp:serviceaccount/account:Account", name, { accountId: `${name}-run`, project: "p" });
const member = (name: string) => `serviceAccount:${name}-run@p.iam.gserviceaccount.com`;
const service = (name: string, serviceAccount?: string, from: string[] = []) =>
  make(
    "gcp:cloudrunv2/service:Service",
    name,
    { name, labels: { component: name }, template: { ...(serviceAccount && { serviceAccount }) } },
    { from: { template: from } },
  );
const grant = (inputs: object, from: Record<string, string[]> = {}, name = "grant") =>
  raw("gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding", name, { role: "roles/run.invoker", ...inputs }, { from });

function graphOf(...resources: Resource[]) {
  const graph = new Graph(resources);
  const workload = graph.workloads[0];
  if (!workload) throw new Error("no workload");
  return { graph, workload };
}

describe("whether an account holds a grant", () => {
  const OTHER = "other@q.iam.gserviceaccount.com";
  test.each<[about: string, account: string | undefined, members: unknown, held: boolean | undefined, from?: string[]]>(
    [
      ["an account of the stack, by its address", member("a").slice(15), [member("a")], true],
      ["not, with another of the stack", member("a").slice(15), [member("b")], false],
      ["an account of another stack", OTHER, [`serviceAccount:${OTHER}`], true],
      ["not, with a part of its address", OTHER, [`serviceAccount:an${OTHER}`], false],
      ["an account not known yet, where the member comes from it", UNKNOWN, [UNKNOWN], true, ["a"]],
      ["an account not known yet, by the member's name", UNKNOWN, [member("a")], true],
      ["not, where the member comes from another", UNKNOWN, [UNKNOWN], false, ["b"]],
      ["who knows, where the member comes from nowhere", UNKNOWN, [UNKNOWN], undefined],
      ["a known member, beside one that is not", OTHER, [UNKNOWN, `serviceAccount:${OTHER}`], true],
      ["who knows, beside a stranger", OTHER, [UNKNOWN, "user:a@b.c"], undefined],
      ["the default account", undefined, ["serviceAccount:12-compute@developer.gserviceaccount.com"], true],
      [
        "the default account, by its address",
        "12-compute@developer.gserviceaccount.com",
        ["serviceAccount:12-compute@developer.gserviceaccount.com"],
        true,
      ],
      ["not, of App Engine", undefined, ["serviceAccount:p@appspot.gserviceaccount.com"], false],
      ["not, of nobody", OTHER, [], false],
    ],
  )("%s", (_about, own, members, held, from = []) => {
    const { graph, workload } = graphOf(
      service("s", own, own === UNKNOWN ? ["a"] : []),
      account("a"),
      account("b"),
      grant({ name: "x", members }, { members: from }),
    );
    const [only] = graph.grants;
    expect(only && graph.holds(workload, only)).toBe(held);
    expect(graph.grantsOf(workload).length).toBe(held ? 1 : 0);
    expect(graph.grantsOf(workload).length).toBe(held ? 1 : 0);
  });

  test("an account not known yet that comes from nowhere holds nothing", () => {
    const { graph, workload } = graphOf(service("s", UNKNOWN), grant({ name: "x", members: [member("a")] }));
    expect(graph.account(workload)).toEqual({ set: true, found: undefined, literal: undefined, sure: false });
    expect(graph.grantsOf(workload)).toEqual([]);
  });

  test("who holds a grant is found once, each account once", () => {
    const { graph } = graphOf(
      service("s"),
      account("a"),
      grant({ name: "x", members: [member("a"), UNKNOWN] }, { members: ["a"] }),
    );
    const [only] = graph.grants;
    expect(only && graph.holders(only).map(({ name }) => name)).toEqual(["a"]);
    expect(only && graph.holders(only)).toBe(only && graph.holders(only));
  });
});

test("the grants on a service, a secret and a bucket, each by its own property", () => {
  const { graph } = graphOf(
    service("s"),
    raw("gcp:secretmanager/secret:Secret", "secret", { secretId: "secret" }),
    raw("gcp:storage/bucket:Bucket", "bucket", { name: "bucket" }),
    grant({ name: "s" }, {}, "on-service"),
    raw("gcp:secretmanager/secretIamMember:SecretIamMember", "on-secret", {
      secretId: "secret",
      role: "r",
      member: "m",
    }),
    raw("gcp:storage/bucketIAMMember:BucketIAMMember", "on-bucket", { bucket: "bucket", role: "r", member: "m" }),
    raw("gcp:projects/iAMMember:IAMMember", "wide", { project: "p", role: "r", member: "m" }),
    raw("gcp:folder/iAMMember:IAMMember", "wider", { folder: "f", role: "r", member: "m" }),
  );
  const on = (name: string) => {
    const target = graph.stack.resources.find((each) => each.name === name);
    return target && graph.grantsOn(target).map(({ resource }) => resource.name);
  };
  expect([on("s"), on("secret"), on("bucket"), on("wide")]).toEqual([["on-service"], ["on-secret"], ["on-bucket"], []]);
  expect(graph.projectWide.map(({ resource }) => resource.name)).toEqual(["wide", "wider"]);
});

test("workloads by kind and role", () => {
  const label = { labels: { component: "api" } };
  const { graph } = graphOf(
    service("api"),
    raw("gcp:cloudrun/service:Service", "old", { metadata: label }),
    raw("gcp:cloudrunv2/job:Job", "job", label),
    raw("gcp:cloudrunv2/workerPool:WorkerPool", "pool", label),
  );
  expect(graph.workloads.map(({ resource }) => resource.name).sort()).toEqual(["api", "job", "old", "pool"]);
  expect(graph.services.map(({ resource }) => resource.name)).toEqual(["api", "old"]);
  expect(graph.role("api").map(({ resource }) => resource.name)).toEqual(["api", "old"]);
  expect(graph.role("bff")).toEqual([]);
  const [first] = graph.workloads;
  expect(first && graph.workload(first.resource)).toBe(first);
  expect(graph.workload(raw("x", "x", {}))).toBeUndefined();
});

test("roles by another label", () => {
  const graph = new Graph(
    [
      raw("gcp:cloudrunv2/service:Service", "s", { labels: { kind: "api" } }),
      raw("gcp:sql/databaseInstance:DatabaseInstance", "a", { settings: { userLabels: { kind: "db" } } }),
      raw("gcp:sql/databaseInstance:DatabaseInstance", "b", { settings: { userLabels: { component: "db" } } }),
    ],
    "kind",
  );
  expect(graph.role("api").length).toBe(1);
  expect(graph.databases.map(({ name }) => name)).toEqual(["a"]);
});

describe("the databases", () => {
  const database = (name: string, more: object = {}) => raw("gcp:sql/databaseInstance:DatabaseInstance", name, more);
  const marked = (name: string, more: object = {}) =>
    database(name, { settings: { userLabels: { component: "db" } }, ...more });
  test.each<[about: string, resources: Resource[], names: string[]]>([
    ["none", [], []],
    ["a lone one needs no role", [database("a")], ["a"]],
    ["of several those with the role", [database("a"), marked("b"), marked("c")], ["b", "c"]],
    ["of several without a role none", [database("a"), database("b")], []],
    ["not a replica", [database("a"), marked("b", { masterInstanceName: "a" })], ["a"]],
    ["another role", [database("a", { settings: { userLabels: { component: "x" } } })], ["a"]],
  ])("%s", (_about, resources, names) => {
    expect(new Graph(resources).databases.map(({ name }) => name)).toEqual(names);
  });
});

test("an empty stack has nothing", () => {
  const graph = new Graph([]);
  expect([graph.workloads, graph.grants, graph.entries, [...graph.assetsBuckets], graph.hasLoadBalancer]).toEqual([
    [],
    [],
    [],
    [],
    false,
  ]);
});
