import { names, push, Stack } from "../../graph/stack";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { type Links, raw, urnOf } from "../policies/make";

const NETWORK = "gcp:compute/network:Network";
const SUBNET = "gcp:compute/subnetwork:Subnetwork";
const ACCOUNT = "gcp:serviceaccount/account:Account";
const SECRET_TYPE = "gcp:secretmanager/secret:Secret";

/** What `property` of one more resource leads to, by logical name, in order. */
function lead(value: unknown, others: Resource[], types: string[], links: Links = {}, path = "ref") {
  const asker = raw("t:t:T", "asker", { ref: value }, links);
  const { found, ...rest } = new Stack([asker, ...others]).resolve(asker, path, types);
  return { found: found.map(({ name }) => name), ...rest };
}

const network = (name: string, inputs: object = { name: `net-${name}` }) => raw(NETWORK, name, inputs);

describe("what is known by name", () => {
  const others = [
    network("a"),
    raw(SUBNET, "s", { name: "sub", region: "us-central1", project: "p" }),
    raw(ACCOUNT, "acc", { accountId: "runner", project: "p" }),
    raw(SECRET_TYPE, "sec", { secretId: "password" }),
    raw("gcp:artifactregistry/repository:Repository", "repo", { repositoryId: "images" }),
    raw("gcp:dns/responsePolicy:ResponsePolicy", "rp", { responsePolicyName: "answers" }),
    raw("x:y:Z", "linked", { selfLink: "https://www.googleapis.com/compute/v1/projects/p/global/things/far/" }),
    raw("x:y:Z", "mailed", { email: "m@p.iam.gserviceaccount.com" }),
    raw("x:y:Z", "addressed", { uri: "https://a.run.app", id: "projects/p/things/one" }),
  ];
  const types = others.map(({ type }) => type);
  test.each<[value: unknown, found: string[]]>([
    ["net-a", ["a"]],
    ["projects/p/global/networks/net-a", ["a"]],
    ["https://www.googleapis.com/compute/v1/projects/p/global/networks/net-a", ["a"]],
    [" net-a ", ["a"]],
    ["NET-A", []],
    ["net-a2", []],
    ["a", []],
    ["runner", ["acc"]],
    ["runner@p.iam.gserviceaccount.com", ["acc"]],
    ["serviceAccount:runner@p.iam.gserviceaccount.com", ["acc"]],
    ["projects/p/serviceAccounts/m@p.iam.gserviceaccount.com", ["mailed"]],
    ["runner@my-project.iam.gserviceaccount.com", []],
    ["projects/my-project/regions/us-central1/subnetworks/sub", []],
    ["projects/9q/regions/us-central1/subnetworks/sub", []],
    ["runner@p.iam.gserviceaccount.com.example.com", []],
    ["runner@example.com", []],
    ["deleted:serviceAccount:runner@p.iam.gserviceaccount.com", ["acc"]],
    ["SERVICEACCOUNT:runner@p.iam.gserviceaccount.com", ["acc"]],
    ["projects/p/serviceAccounts/runner@p.iam.gserviceaccount.com", ["acc"]],
    ["runner@q.iam.gserviceaccount.com", []],
    ["projects/q/serviceAccounts/runner", []],
    ["user:runner@p.iam.gserviceaccount.com", []],
    ["password", ["sec"]],
    ["projects/p/secrets/password", ["sec"]],
    ["projects/p/secrets/password/versions/latest", ["sec"]],
    ["projects/p/secrets/password/versions/7", ["sec"]],
    ["projects/p/locations/us-central1/repositories/images", ["repo"]],
    ["answers", ["rp"]],
    ["https://www.googleapis.com/compute/v1/projects/p/global/things/far/", ["linked"]],
    ["m@p.iam.gserviceaccount.com", ["mailed"]],
    ["https://a.run.app", ["addressed"]],
    ["projects/p/things/one", ["addressed"]],
    ["one", ["addressed"]],
    ["sub", ["s"]],
    ["projects/p/regions/us-central1/subnetworks/sub", ["s"]],
    ["projects/p/locations/us-central1/x/sub", ["s"]],
    ["projects/p/regions/europe-west1/subnetworks/sub", []],
    ["projects/q/regions/us-central1/subnetworks/sub", []],
    ["projects/123/regions/us-central1/subnetworks/sub", ["s"]],
  ])("%j", (value, found) => {
    const literal = String(value).trim();
    expect(lead(value, others, types)).toEqual({ set: true, found, sure: found.length === 1, literal });
  });

  test("not what is of another type", () => {
    expect(lead("net-a", others, [SUBNET]).found).toEqual([]);
    expect(lead("net-a", others, [SUBNET, NETWORK]).found).toEqual(["a"]);
  });

  test("a resource's own project can be its number", () => {
    const numbered = raw(SUBNET, "n", { name: "sub", project: "123" });
    expect(lead("projects/p/regions/r/subnetworks/sub", [numbered], [SUBNET]).found).toEqual(["n"]);
  });

  test("a resource without a region or a project is taken for any", () => {
    expect(lead("projects/q/regions/r/subnetworks/sub", [raw(SUBNET, "n", { name: "sub" })], [SUBNET]).found).toEqual([
      "n",
    ]);
  });

  test("a location is a region", () => {
    const services = ["us-central1", "europe-west1"].map((location) => raw(SUBNET, location, { name: "s", location }));
    expect(lead("projects/p/locations/europe-west1/services/s", services, [SUBNET]).found).toEqual(["europe-west1"]);
    expect(lead("s", services, [SUBNET])).toEqual({
      set: true,
      found: ["us-central1", "europe-west1"],
      sure: false,
      literal: "s",
    });
  });
});

describe("what several are called", () => {
  const twins = [raw(NETWORK, "one", { name: "main" }), raw(NETWORK, "two", { name: "main" })];
  test("is the one the value comes from", () => {
    expect(lead("main", twins, [NETWORK], { from: { ref: ["two"] } })).toMatchObject({ found: ["two"], sure: true });
  });
  test("is any of them where the value comes from none", () => {
    expect(lead("main", twins, [NETWORK], { from: { other: ["two"] } })).toMatchObject({
      found: ["one", "two"],
      sure: false,
    });
  });
  test("is not something else the value comes from", () => {
    const others = [...twins, raw(NETWORK, "three", { name: "else" })];
    expect(lead("main", others, [NETWORK], { from: { ref: ["two", "three"] } })).toMatchObject({ found: ["two"] });
  });
  test("is both where it comes from both", () => {
    expect(lead("main", twins, [NETWORK], { from: { ref: ["one", "two"] } })).toMatchObject({
      found: ["one", "two"],
      sure: false,
    });
  });
});

describe("what is not known yet", () => {
  const others = [network("a", { name: "x" }), network("b", { name: "y" }), raw(SUBNET, "s", {})];
  test.each<[about: string, links: Links, found: string[], sure: boolean, path?: string]>([
    ["comes from what the property comes from", { from: { ref: ["a"] } }, ["a"], true],
    ["of several, each", { from: { ref: ["a", "b"] } }, ["a", "b"], false],
    ["of several, those of the type", { from: { ref: ["s", "b"] } }, ["b"], true],
    ["once, if named twice", { from: { ref: ["a", "a"] } }, ["a"], true],
    ["not from what another property comes from", { from: { other: ["a"] } }, [], false],
    ["from any dependency where properties are not recorded", { dependsOn: ["a"] }, ["a"], true],
    ["from no dependency where they are", { dependsOn: ["a"], from: { ref: ["b"] } }, ["b"], true],
    ["not from one of which the stack knows nothing", { from: { ref: ["elsewhere"] } }, [], false],
    ["of a nested property, from what its top comes from", { from: { ref: ["a"] } }, ["a"], true, "ref.deep"],
    ["of a nested property, rather from its own", { from: { ref: ["a"], "ref.deep": ["b"] } }, ["b"], true, "ref.deep"],
  ])("%s", (_about, links, found, sure, path = "ref") => {
    for (const value of [UNKNOWN, SECRET]) {
      expect(lead(value, others, [NETWORK], links, path)).toEqual({ set: true, found, sure });
    }
  });

  test("of a property by its keys, from what all of them or the first come from", () => {
    const path = ["ref", "deep"];
    const at = (from: Record<string, string[]>) => {
      const asker = raw("t:t:T", "asker", { ref: { deep: UNKNOWN } }, { from });
      return new Stack([asker, ...others]).resolve(asker, path, [NETWORK]).found.map(({ name }) => name);
    };
    expect(at({ ref: ["a"] })).toEqual(["a"]);
    expect(at({ ref: ["a"], "ref.deep": ["b"] })).toEqual(["b"]);
    expect(at({ refdeep: ["a"] })).toEqual([]);
  });

  test("a literal beats where it comes from", () => {
    expect(lead("x", others, [NETWORK], { from: { ref: ["b"] } }).found).toEqual(["a"]);
  });
});

describe("a literal that names nothing", () => {
  const nameless = network("main", {});
  test.each<[value: string, other: Resource, found: string[]]>([
    ["projects/p/global/networks/main-4f2a9c1", nameless, ["main"]],
    ["main-4f2a9c1", nameless, ["main"]],
    ["main", nameless, ["main"]],
    ["mainly-4f2a9c1", nameless, []],
    ["projects/main/global/networks/other", nameless, []],
    ["main-4f2a9c1", network("main", { name: "else" }), []],
    ["main-4f2a9c1", network("main", { name: UNKNOWN }), ["main"]],
    ["serviceAccount:main-1@p.iam.gserviceaccount.com", nameless, ["main"]],
  ])("%j", (value, other, found) => {
    expect(lead(value, [other], [NETWORK], { from: { ref: ["main"] } })).toEqual({
      set: true,
      found,
      sure: found.length === 1,
      literal: value,
    });
    expect(lead(value, [other], [NETWORK])).toMatchObject({ found: [] });
  });
});

test.each([[undefined], [null], [""]])("%j is not set", (value) => {
  expect(lead(value, [network("a")], [NETWORK], { from: { ref: ["a"] } })).toEqual({
    set: false,
    found: [],
    sure: true,
  });
  const stack = new Stack([network("a")]);
  expect(stack.resolveValue(network("b"), value, "ref", [NETWORK])).toEqual({ set: false, found: [], sure: true });
});

test.each([[["net-a"]], [{ a: 1 }], [true]])("%j is set and leads nowhere", (value) => {
  expect(lead(value, [network("a")], [NETWORK])).toEqual({ set: true, found: [], sure: false });
});

test("the names of a resource: each as it is, and the last part of a path", () => {
  expect([
    ...names(raw("t", "n", { name: "projects/p/x/a", id: "a", email: UNKNOWN, accountId: 7, uri: null })),
  ]).toEqual(["projects/p/x/a", "a", "7"]);
  expect([...names(raw("t", "n", { name: "a/" }))]).toEqual(["a/"]);
});

test("resources by type, in the order of the types asked for", () => {
  const stack = new Stack([raw("a", "1", {}), raw("b", "2", {}), raw("a", "3", {})]);
  expect(stack.ofType("b", "a").map(({ name }) => name)).toEqual(["2", "1", "3"]);
  expect(stack.ofType("c")).toEqual([]);
  expect(stack.byUrn.get(urnOf("2"))?.type).toBe("b");
});

test("what refers to a resource, by type and property", () => {
  const [one, two] = [network("one"), network("two")];
  const refers = (name: string, to: string, property = "network") => raw(SUBNET, name, { [property]: to });
  const stack = new Stack([
    one,
    two,
    refers("a", "net-one"),
    refers("b", "net-two"),
    refers("c", "net-one", "other"),
    refers("d", "projects/p/global/networks/net-one"),
    raw("x:y:Z", "e", { network: "net-one" }),
  ]);
  const found = (target: Resource, type = SUBNET, path = "network") =>
    stack.referrers(target, type, path).map(({ name }) => name);
  expect(found(one)).toEqual(["a", "d"]);
  expect(found(one)).toEqual(["a", "d"]);
  expect(found(two)).toEqual(["b"]);
  expect(found(one, SUBNET, "other")).toEqual(["c"]);
  expect(found(one, "x:y:Z")).toEqual(["e"]);
  expect(found(raw(SUBNET, "a", {}))).toEqual([]);
});

describe("waiting", () => {
  const waits = (...resources: Resource[]) => {
    const [first] = resources;
    const stack = new Stack(resources);
    return first && stack.waitsFor(first, stack.ofType(NETWORK));
  };
  test("for what it depends on", () => expect(waits(raw("a", "a", {}, { dependsOn: ["n"] }), network("n"))).toBe(true));
  test("for what its properties come from", () =>
    expect(waits({ ...raw("a", "a", {}, { from: { x: ["n"] } }), dependencies: [] }, network("n"))).toBe(true));
  test("through others", () =>
    expect(waits(raw("a", "a", {}, { dependsOn: ["b"] }), raw("b", "b", {}, { dependsOn: ["n"] }), network("n"))).toBe(
      true,
    ));
  test("through a component, for what is inside it, however deep", () =>
    expect(
      waits(
        raw("a", "a", {}, { dependsOn: ["c"] }),
        raw("piloto:x:C", "c", {}),
        raw("piloto:x:D", "d", {}, { parent: "c" }),
        raw(NETWORK, "n", {}, { parent: "d" }),
      ),
    ).toBe(true));
  test("through a component that is not among the resources", () =>
    expect(waits(raw("a", "a", {}, { dependsOn: ["c"] }), raw(NETWORK, "n", {}, { parent: "c" }))).toBe(true));
  test("not for the children of a resource that is no component", () =>
    expect(
      waits(raw("a", "a", {}, { dependsOn: ["c"] }), raw("gcp:x/y:C", "c", {}), raw(NETWORK, "n", {}, { parent: "c" })),
    ).toBe(false));
  test("for nothing, and not for itself", () => {
    expect(waits(raw("a", "a", {}), network("n"))).toBe(false);
    expect(waits(network("n"))).toBe(false);
  });
  test("in a circle, without end", () =>
    expect(waits(raw("a", "a", {}, { dependsOn: ["b"] }), raw("b", "b", {}, { dependsOn: ["a"] }), network("n"))).toBe(
      false,
    ));
});

test("a list under a key grows", () => {
  const lists = new Map<string, number[]>();
  push(lists, "a", 1);
  push(lists, "a", 2);
  push(lists, "b", 3);
  expect([...lists]).toEqual([
    ["a", [1, 2]],
    ["b", [3]],
  ]);
});
