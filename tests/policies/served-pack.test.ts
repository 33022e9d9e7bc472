import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import type { AnalyzeDiagnostic } from "@pulumi/pulumi/proto/analyzer_pb";
import { POLICIES } from "../../policies/all";
import { readConfiguration, verdicts } from "../../policies/verdicts";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import { change, program } from "./program";

const proto = require("@pulumi/pulumi/proto/analyzer_pb");
const { AnalyzerClient } = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb");

/** How the engine marks a value that is not known yet, and one that is secret. */
const ENGINE_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ENGINE_SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "hunter2" };
const LEVELS: Record<string, number> = proto.EnforcementLevel;
const PACK = join(__dirname, "..", "..", "policies");

interface Said {
  policy: string;
  level: string;
  urn: string;
  message: string;
}

/** The pack, started as the engine starts it: in its own folder, with an address, telling its port on stdout. */
class Served {
  private constructor(
    private readonly child: ChildProcess,
    // biome-ignore lint/suspicious/noExplicitAny: the generated client has no types of its own
    private readonly client: any,
  ) {}

  static async start(...before: string[]): Promise<Served> {
    const child = spawn(
      process.execPath,
      [...before, ...(before.length > 0 ? ["127.0.0.1:1", "."] : ["index.js", "127.0.0.1:1"])],
      { cwd: PACK, stdio: ["ignore", "pipe", "inherit"] },
    );
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout?.once("data", (data) => resolve(String(data).trim()));
      child.once("exit", (code) => reject(new Error(`the pack ended with ${code}`)));
    });
    return new Served(child, new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure()));
  }

  stop(): void {
    this.client.close();
    this.child.kill();
  }

  // biome-ignore lint/suspicious/noExplicitAny: protobuf messages
  call(method: string, request: any): Promise<any> {
    return new Promise((resolve, reject) =>
      this.client[method](request, (error: Error | null, response: unknown) =>
        error ? reject(error) : resolve(response),
      ),
    );
  }

  async configure(configuration: Record<string, unknown>): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const [name, entry] of Object.entries(configuration)) {
      const { enforcementLevel = "mandatory", ...properties } =
        typeof entry === "object" && entry !== null ? (entry as Record<string, unknown>) : { enforcementLevel: entry };
      const config = new proto.PolicyConfig();
      config.setEnforcementlevel(LEVELS[String(enforcementLevel).toUpperCase()]);
      config.setProperties(Struct.fromJavaScript(properties));
      request.getPolicyconfigMap().set(name, config);
    }
    await this.call("configure", request);
  }

  async analyze(resource: Resource): Promise<Said[]> {
    const request = new proto.AnalyzeRequest();
    fill(request, resource);
    return said(await this.call("analyze", request));
  }

  async analyzeStack(resources: readonly Resource[]): Promise<Said[]> {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList(
      resources.map((resource) => {
        const each = new proto.AnalyzerResource();
        fill(each, resource);
        each.setParent(resource.parent);
        each.setDependenciesList(resource.dependencies);
        for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
          const dependencies = new proto.AnalyzerPropertyDependencies();
          dependencies.setUrnsList(urns);
          each.getPropertydependenciesMap().set(property, dependencies);
        }
        return each;
      }),
    );
    return said(await this.call("analyzeStack", request));
  }

  async everything(resources: readonly Resource[]): Promise<Said[]> {
    const found: Said[] = [];
    for (const resource of resources) found.push(...(await this.analyze(resource)));
    return [...found, ...(await this.analyzeStack(resources))];
  }
}

// biome-ignore lint/suspicious/noExplicitAny: protobuf messages
function fill(request: any, { type, urn, name, inputs, options }: Resource): void {
  request.setType(type);
  request.setUrn(urn);
  request.setName(name);
  request.setProperties(Struct.fromJavaScript(wire(inputs)));
  const sent = new proto.AnalyzerResourceOptions();
  sent.setProtect(options.protect ?? false);
  sent.setIgnorechangesList(options.ignoreChanges ?? []);
  request.setOptions(sent);
}

/** Our markers as the engine's. */
function wire(value: unknown): unknown {
  if (value === UNKNOWN) return ENGINE_UNKNOWN;
  if (value === SECRET) return ENGINE_SECRET;
  if (Array.isArray(value)) return value.map(wire);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, wire(each)]));
}

function said(response: { getDiagnosticsList(): AnalyzeDiagnostic[] }): Said[] {
  return response.getDiagnosticsList().map((each) => ({
    policy: each.getPolicyname(),
    level:
      Object.entries(LEVELS)
        .find(([, number]) => number === each.getEnforcementlevel())?.[0]
        .toLowerCase() ?? "",
    urn: each.getUrn(),
    message: each.getMessage(),
  }));
}

const key = ({ policy, level }: Said | { policy: string; level: string }) => `${level} ${policy}`;

let served: Served;
beforeAll(async () => {
  served = await Served.start();
}, 30_000);
afterAll(() => served.stop());

test("it starts under the runner of the Pulumi CLI too", async () => {
  const other = await Served.start(require.resolve("@pulumi/pulumi/cmd/run-policy-pack"));
  const info = await other.call("getAnalyzerInfo", new (require("google-protobuf/google/protobuf/empty_pb").Empty)());
  other.stop();
  expect(info.getPoliciesList().map((each: { getName(): string }) => each.getName())).toEqual([
    "policy-config",
    ...POLICIES.map(({ id }) => id),
    "pack-self-check",
  ]);
}, 30_000);

test.each(["dev", "prod"])(
  "it says of the stack %s what the verdicts in process say",
  async (stack) => {
    const configuration = readConfiguration(stack);
    const resources = await program(stack);
    const other = await Served.start();
    await other.configure(configuration);
    const found = await other.everything(resources);
    other.stop();
    expect(found.map(key).sort()).toEqual(verdicts(resources, configuration).map(key).sort());
  },
  30_000,
);

test("unknown values hide no known violation, and secrets are not repeated", async () => {
  const resources = await program("prod");
  change(resources, "api-service", { ingress: "INGRESS_TRAFFIC_ALL", "template.vpcAccess": { connector: UNKNOWN } });
  change(resources, "bff-service", { "template.containers.0.envs": [{ name: "DB_PASSWORD", value: SECRET }] });
  const found = await served.everything(resources);
  expect(found.map(key)).toEqual(expect.arrayContaining(["mandatory api-ingress-internal", "mandatory env-secrets"]));
  expect(JSON.stringify(found)).not.toContain("hunter2");
  expect(found.filter(({ message }) => message.includes("can't run"))).toEqual([]);
});

test("what a preview leaves to the cloud hides nothing", async () => {
  const resources = await program("prod");
  const before = await served.analyzeStack(resources);
  change(resources, "database-instance", { masterInstanceName: UNKNOWN, instanceType: UNKNOWN, project: UNKNOWN });
  expect(await served.analyzeStack(resources)).toEqual(before);
});

test("a grant to everybody is judged before it is made, by the service it is on", async () => {
  const other = await Served.start();
  await other.configure({ all: "mandatory" });
  const grants = [];
  for (const resource of await program("prod")) {
    await other.analyze(resource);
    if (resource.name === "api-invoker-bff") grants.push(resource);
  }
  const [grant] = grants;
  if (!grant) throw new Error("the program grants nobody the API");
  const on = (name: unknown) => other.analyze({ ...grant, inputs: { ...grant.inputs, name, member: "allUsers" } });
  const said = async (name: unknown) =>
    (await on(name)).map(({ policy }) => policy).filter((policy) => policy === "public-invoker");
  const found = { api: await said("api-python"), bff: await said("bff-nextjs"), unknown: await said(UNKNOWN) };
  other.stop();
  expect(found).toEqual({ api: ["public-invoker"], bff: [], unknown: [] });
}, 30_000);

test("levels, settings and exemptions come from the configuration", async () => {
  const other = await Served.start();
  await other.configure({
    "invoker-check-on": "advisory",
    "sql-tls": "disabled",
    "scaling-bounded": { enforcementLevel: "mandatory", maxInstances: 1 },
    "image-pin": { enforcementLevel: "advisory", registry: "mistyped" },
    "sql-upkeep": { enforcementLevel: "advisory", versions: "mistyped" },
    "policy-config": {
      enforcementLevel: "mandatory",
      exemptions: [
        { policy: "api-ingress-internal", resource: "api-service", reason: "being moved", expires: "2999-01-01" },
        { policy: "sql-private", resource: "database-instance", reason: "was needed", expires: "2020-01-01" },
      ],
    },
  });
  const resources = await program("prod");
  change(resources, "api-service", { ingress: "INGRESS_TRAFFIC_ALL", invokerIamDisabled: true });
  change(resources, "database-instance", { "settings.ipConfiguration": {} });
  const found = await other.everything(resources);
  other.stop();
  const keys = found.map(key);
  expect(keys).toContain("advisory invoker-check-on");
  expect(keys).toContain("mandatory sql-private");
  expect(keys.filter((each) => each === "mandatory scaling-bounded")).toHaveLength(2);
  expect(keys.join()).not.toMatch(/sql-tls|api-ingress-internal/);
  const config = found
    .filter(({ policy }) => policy === "policy-config")
    .map(({ message }) => message)
    .join("\n");
  expect(config).toContain("expired on 2020-01-01");
  expect(config).toContain("image-pin.registry");
  expect(config).toContain("sql-upkeep.versions");
  const notes = found.filter(({ policy }) => policy === "pack-self-check");
  expect(notes.map(({ message }) => message).join("\n")).toContain(
    "exempt from api-ingress-internal until 2999-01-01: being moved",
  );
}, 30_000);
