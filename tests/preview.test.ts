import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { SECRET } from "../resources/resource";

const preview = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "preview", "--", ...args], {
    cwd: join(__dirname, ".."),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

const NAMES = ["urn", "type", "name", "parent", "inputs", "dependencies", "propertyDependencies", "options"];

test("--json prints one document and nothing else", () => {
  const { status, stdout, stderr } = preview("--stack", "prod", "--json");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    project: "piloto-de-vendas",
    stack: "prod",
    settings: { region: "us-central1", edge: { mode: "load-balancer" } },
    outputs: { url: "https://app.pilotodevendas.com.br", apiUrl: "[unknown]" },
  });
  for (const resource of document.resources) expect(Object.keys(resource)).toEqual(NAMES);
  const urns = document.resources.map(({ urn }: { urn: string }) => urn);
  for (const { parent, dependencies } of document.resources)
    expect(urns).toEqual(expect.arrayContaining([...(parent ? [parent] : []), ...dependencies]));
  const password = document.resources.find(({ type }: { type: string }) => type === "gcp:sql/user:User");
  expect(password.inputs.password).toBe(SECRET);
}, 30_000);

test("dev is the default, and --set changes one run only", () => {
  const { status, stdout } = preview("--set", "edge.mode=load-balancer", "--set", "bff.instances.max=3");
  expect(status).toBe(0);
  expect(stdout).toContain("stack dev");
  expect(stdout).toContain("edge-https  compute.GlobalForwardingRule  ·  443");
  expect(stdout).toMatch(/bff-service .* maxInstanceCount 3,/);
  expect(stdout).toMatch(/edge\.mode +load-balancer/);
  expect(stdout).toContain("--set edge.mode=run-url");
}, 30_000);

test("a project that the stack's policies do not know is told once, and is no success", () => {
  const { status, stdout } = preview("--stack", "dev", "--set", "gcp:project=my-own-project", "--json");
  expect(status).toBe(1);
  const { policies } = JSON.parse(stdout);
  expect(policies.filter(({ level }: { level: string }) => level === "mandatory")).toMatchObject([
    { policy: "right-project", property: "project", message: "my-own-project is not a project of this stack" },
  ]);
}, 30_000);

test("what to do next is said of the program that is shown", () => {
  expect(preview("--stack", "dev").stdout).toContain("npm run preview -- --stack dev --set edge.mode=load-balancer");
  const { stdout } = preview("--stack", "dev", "--program", "bootstrap");
  expect(stdout).toContain("docs/delivery.md says how a stack is prepared with this");
  expect(stdout).not.toContain("pulumi up");
}, 30_000);

test.each([
  [
    "a stack that is not there",
    ["--stack", "staging"],
    "there is no stack staging: Pulumi.staging.yaml does not exist. There are: dev, prod",
  ],
  ["a stack's name that is a path", ["--stack", "../dev"], '"../dev" is not a stack\'s name'],
  ["a change without a value", ["--set", "edge.mode"], "--set edge.mode: write key=value"],
  ["a change that is not YAML", ["--set", "edge={mode"], "--set edge={mode: the value is not YAML"],
  ["an unknown setting", ["--set", "edges.mode=run-url"], "edges is not a setting"],
  ["wrong settings", ["--set", "api.cpu=3", "--set", "edge.mode=lb"], "2 problems in the settings of stack dev"],
  ["an unknown option", ["--stak", "dev"], "unknown option '--stak'"],
])(
  "%s is refused clearly",
  (_, args, message) => {
    const { status, stdout, stderr } = preview(...args);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("    at ");
  },
  30_000,
);
