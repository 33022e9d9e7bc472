import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ResourceFileError, readResources, resourcesOf } from "../../resources/from-file";

const SECRET_KEY = "4dabf18193072939515e22adb298388d";
const secret = { [SECRET_KEY]: "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const urn = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const state = (type: string, name: string, more: object = {}) => ({
  urn: urn(type, name),
  type,
  custom: true,
  inputs: { location: "us-central1", __defaults: [] },
  ...more,
});

describe("a preview digest", () => {
  const digest = {
    steps: [
      {
        op: "create",
        urn: "x",
        newState: state("gcp:storage/bucket:Bucket", "assets", {
          inputs: { name: unknown, labels: { key: secret, list: [unknown] } },
          dependencies: [urn("a:b:C", "d")],
          propertyDependencies: { name: [urn("a:b:C", "d")], other: null },
        }),
      },
      { op: "delete", urn: "x", oldState: state("gcp:storage/bucket:Bucket", "gone") },
      { op: "create-replacement", urn: "x", newState: state("gcp:dns/managedZone:ManagedZone", "zone") },
      { op: "replace", urn: "x", newState: state("gcp:dns/managedZone:ManagedZone", "zone") },
      { op: "read", urn: "x", newState: state("gcp:compute/network:Network", "found", { external: true }) },
    ],
  };

  test("gives what will be, each once, with markers in the normal form and no secret value", () => {
    const file = resourcesOf(digest);
    expect(file).toMatchObject({ kind: "preview digest", stack: "prod", project: "shop" });
    expect(file.resources.map(({ name }) => name)).toEqual(["assets", "zone"]);
    expect(file.resources[0]).toMatchObject({
      parent: "",
      inputs: { name: "[unknown]", labels: { key: "[secret]", list: ["[unknown]"] } },
      dependencies: [urn("a:b:C", "d")],
      propertyDependencies: { name: [urn("a:b:C", "d")], other: [] },
    });
    expect(JSON.stringify(file)).not.toContain("hunter2");
    expect(file.resources[1]?.inputs).toEqual({ location: "us-central1" });
  });
});

test("a preview digest that leaves out what stays as it is, is not taken for the whole stack", () => {
  const same = { op: "same", urn: "x", newState: state("gcp:compute/network:Network", "vpc") };
  const create = { op: "create", urn: "x", newState: state("gcp:storage/bucket:Bucket", "assets") };
  const names = (document: object) => resourcesOf(document).resources.map(({ name }) => name);
  expect(names({ steps: [same, create], changeSummary: { same: 1, create: 1 } })).toEqual(["vpc", "assets"]);
  expect(names({ steps: [create], changeSummary: { create: 1 } })).toEqual(["assets"]);
  expect(names({ steps: [create], changeSummary: null })).toEqual(["assets"]);
  expect(names({ config: {}, changeSummary: {} })).toEqual([]);
  expect(() => resourcesOf({ steps: [same, create], changeSummary: { same: 74, create: 1 } }, "FILE")).toThrow(
    "FILE: leaves out 73 resources that stay as they are, so it is not the whole stack; write it with pulumi preview --json --show-sames",
  );
  expect(() => resourcesOf({ changeSummary: { same: 3 } }, "FILE")).toThrow(ResourceFileError);
});

describe("a stack export", () => {
  const exported = (...resources: object[]) => resourcesOf({ version: 3, deployment: { resources } }).resources;

  test("tells no secret, however it is kept", () => {
    const kept = (how: object) => ({ [SECRET_KEY]: "1b47061264138c4ac30d75fd1eb44270", ...how });
    const [user] = exported(
      state("gcp:sql/user:User", "api", {
        inputs: {
          name: "api",
          password: kept({ ciphertext: "v1:hunter2" }),
          plain: kept({ plaintext: '"hunter2"' }),
          deep: [{ value: kept({ plaintext: '{"a":"hunter2"}' }) }],
        },
        outputs: { password: "hunter2" },
      }),
    );
    expect(user?.inputs).toEqual({
      name: "api",
      password: "[secret]",
      plain: "[secret]",
      deep: [{ value: "[secret]" }],
    });
  });

  test("values the engine wraps: a known one, one not known, a secret, a reference, an asset", () => {
    const wrapped = (how: object) => ({ [SECRET_KEY]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", ...how });
    const [resource] = exported(
      state("gcp:x/y:Y", "y", {
        inputs: {
          known: wrapped({ value: { a: [1] } }),
          unknown: wrapped({}),
          secret: wrapped({ value: "hunter2", secret: true }),
          reference: { [SECRET_KEY]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x", id: "i" },
          asset: { [SECRET_KEY]: "c44067f5952c0a294b673a41bacd8c17", hash: "h", __defaults: ["x"] },
          nothing: null,
          __defaults: [],
          __internal: 1,
        },
      }),
    );
    expect(resource?.inputs).toEqual({
      known: { a: [1] },
      unknown: "[unknown]",
      secret: "[secret]",
      reference: "urn:x",
      asset: { hash: "h" },
      nothing: null,
    });
  });

  test("outputs, providers and what only an older engine wrote do not matter", () => {
    const provider = {
      urn: urn("pulumi:providers:gcp", "default"),
      type: "pulumi:providers:gcp",
      custom: true,
      id: "1",
    };
    const [, bucket] = exported(
      { ...provider, inputs: { project: "p", version: "9" } },
      state("gcp:storage/bucket:Bucket", "b", {
        provider: `${provider.urn}::1`,
        outputs: { location: "elsewhere" },
        dependencies: null,
        propertyDependencies: { location: null },
        taint: true,
      }),
    );
    expect(bucket).toEqual({
      urn: urn("gcp:storage/bucket:Bucket", "b"),
      type: "gcp:storage/bucket:Bucket",
      name: "b",
      parent: "",
      inputs: { location: "us-central1" },
      dependencies: [],
      propertyDependencies: { location: [] },
      options: { provider: `${provider.urn}::1` },
    });
  });

  test("a replacement under way counts once, as what it will be", () => {
    const [only, ...others] = exported(
      state("gcp:storage/bucket:Bucket", "b", { delete: true, inputs: { location: "old" } }),
      state("gcp:storage/bucket:Bucket", "b", { inputs: { location: "new" } }),
      state("gcp:storage/bucket:Bucket", "b", { delete: true, inputs: { location: "older" } }),
    );
    expect(only?.inputs).toEqual({ location: "new" });
    expect(others).toEqual([]);
  });

  test("a name may hold colons", () => {
    expect(exported(state("a:b:C", "x:y")).map(({ name }) => name)).toEqual(["x:y"]);
  });

  test("gives what there is, with options, and not what is about to go", () => {
    const parent = urn("piloto:edge:Edge", "edge");
    const file = resourcesOf({
      version: 3,
      deployment: {
        manifest: {},
        resources: [
          state("gcp:storage/bucket:Bucket", "assets", {
            parent,
            protect: true,
            ignoreChanges: ["labels"],
            retainOnDelete: true,
            provider: "urn::id",
            additionalSecretOutputs: ["key"],
            deletedWith: parent,
          }),
          state("gcp:storage/bucket:Bucket", "old", { delete: true }),
          { urn: parent, type: "piloto:edge:Edge", custom: false },
        ],
      },
    });
    expect(file.resources).toMatchObject([
      {
        name: "assets",
        parent,
        options: {
          protect: true,
          ignoreChanges: ["labels"],
          retainOnDelete: true,
          provider: "urn::id",
          additionalSecretOutputs: ["key"],
          deletedWith: parent,
        },
      },
      { name: "edge", inputs: {}, options: {} },
    ]);
  });

  test("may be empty", () => expect(resourcesOf({ version: 3, deployment: {} }).resources).toEqual([]));
});

test("a preview of this program keeps its resources as they are", () => {
  const resource = {
    urn: "urn:a",
    type: "gcp:x/y:Y",
    name: "y",
    parent: "",
    inputs: { a: "[unknown]" },
    dependencies: [],
    propertyDependencies: {},
    options: { protect: true },
  };
  expect(resourcesOf({ project: "p", stack: "s", settings: {}, outputs: {}, resources: [resource] })).toMatchObject({
    kind: "program preview",
    project: "p",
    stack: "s",
    resources: [resource],
  });
});

describe("a plain list", () => {
  test("keeps usage apart, and tells resources of one name apart", () => {
    const bucket = {
      type: "gcp:storage/bucket:Bucket",
      name: "b",
      inputs: { location: "US" },
      usage: { storedGib: 1 },
    };
    const file = resourcesOf([
      bucket,
      { ...bucket, usage: { storedGib: 2 } },
      { type: "gcp:compute/network:Network", name: "n" },
    ]);
    expect(file.kind).toBe("list");
    expect([...file.usage.values()]).toEqual([{ storedGib: 1 }, { storedGib: 2 }]);
    expect(new Set(file.resources.map(({ urn: id }) => id)).size).toBe(3);
    expect(resourcesOf({ resources: [bucket] }).kind).toBe("list");
  });
});

describe("anything else is refused, with its place", () => {
  test.each([
    [{}, "is none of: pulumi preview --json"],
    [42, "is none of"],
    ["text", "is none of"],
    [[{ type: "a:b:C" }], "[0].name: "],
    [[{ type: "", name: "x" }], "[0].type: "],
    [[{ type: "a:b:C", name: "x", input: {} }], '[0]: Unrecognized key: "input"'],
    [[1], "[0]: "],
    [{ steps: [{ op: "create", newState: { type: "a" } }] }, "steps[0].newState.urn: "],
    [{ steps: [{ op: "create", newState: state("a:b:C", "x", { inputs: [] }) }] }, "steps[0].newState.inputs: "],
    [{ deployment: [] }, "deployment: "],
    [{ deployment: { resources: {} } }, "deployment.resources: "],
    [{ changeSummary: { same: "x" } }, "changeSummary.same: "],
    [null, "is none of"],
    [{ deployment: { resources: [{ urn: "nonsense", type: "a:b:C" }] } }, "deployment.resources[0].urn: is not a URN"],
    [Array.from({ length: 30 }, () => ({})), "more"],
  ])("%j", (document, message) => {
    expect(() => resourcesOf(document, "FILE")).toThrow(ResourceFileError);
    expect(() => resourcesOf(document, "FILE")).toThrow(message);
    expect(() => resourcesOf(document, "FILE")).toThrow("FILE");
  });

  test("a file that is not there, and one that is not JSON", () => {
    const folder = mkdtempSync(join(tmpdir(), "from-file-"));
    try {
      expect(() => readResources(join(folder, "none.json"))).toThrow(/cannot be read/);
      writeFileSync(join(folder, "bad.json"), "{");
      expect(() => readResources(join(folder, "bad.json"))).toThrow(/is not JSON/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
