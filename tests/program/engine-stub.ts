import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity, SetRootResourceResponse } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { parse } from "yaml";
import type { Inputs } from "../../resources/resource";
import type { StackFile } from "../../resources/stack-file";
import { readInputs, UNKNOWN_MARK } from "../../resources/wire";

const ROOT = join(__dirname, "..", "..");

/** What the SDK's own runner asked an engine for. */
export interface Run {
  code: number | null;
  log: string[];
  /** Inputs by `name type`. */
  resources: Record<string, Inputs>;
}

type Unary<Q, A> = grpc.handleUnaryCall<Q, A>;

/** What Pulumi.yaml has the language host give to Node.js. */
const nodeArguments = (folder: string): string[] => {
  const { runtime } = parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8"));
  return runtime.options?.nodeargs?.split(" ") ?? [];
};

/**
 * Runs the program under Pulumi's real Node runner, as the CLI does, against an engine that only takes notes.
 */
export async function runUnderRealRunner(
  { project, stack, values }: StackFile,
  folder = ROOT,
  environment: Record<string, string> = {},
): Promise<Run> {
  const run: Run = { code: null, log: [], resources: {} };
  const server = new grpc.Server();
  server.addService(ResourceMonitorService, monitor(run, project, stack));
  server.addService(EngineService, engine(run));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  try {
    run.code = await finished(start(`127.0.0.1:${port}`, { project, stack, values }, folder, environment), run);
  } finally {
    server.forceShutdown();
  }
  return run;
}

function start(
  address: string,
  { project, stack, values }: Pick<StackFile, "project" | "stack" | "values">,
  folder: string,
  environment: Record<string, string>,
): ChildProcess {
  const runner = require.resolve("@pulumi/pulumi/cmd/run");
  const args = [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${project}`,
    `--stack=${stack}`,
    "--dry-run",
    `--pwd=${folder}`,
    // As Pulumi.yaml's `main` says.
    "index.ts",
  ];
  return spawn(process.execPath, [...nodeArguments(folder), runner, ...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PULUMI_NODEJS_TYPESCRIPT: "true",
      PULUMI_CONFIG: JSON.stringify(values),
      PULUMI_CONFIG_SECRET_KEYS: "[]",
      ...environment,
    },
  });
}

const finished = (child: ChildProcess, run: Run) =>
  new Promise<number | null>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => run.log.push(String(data)));
    child.on("error", reject);
    child.on("close", resolve);
  });

function engine(run: Run): grpc.UntypedServiceImplementation {
  const log: Unary<LogRequest, Empty> = ({ request }, respond) => {
    if (request.getSeverity() >= LogSeverity.WARNING) run.log.push(request.getMessage());
    respond(null, new Empty());
  };
  const setRootResource: Unary<unknown, SetRootResourceResponse> = (_, respond) =>
    respond(null, new SetRootResourceResponse());
  return { log, setRootResource };
}

function monitor(run: Run, project: string, stack: string): grpc.UntypedServiceImplementation {
  const registerResource: Unary<messages.RegisterResourceRequest, messages.RegisterResourceResponse> = (
    { request },
    respond,
  ) => {
    const inputs = (request.getObject()?.toJavaScript() ?? {}) as Inputs;
    run.resources[`${request.getName()} ${request.getType()}`] = readInputs(inputs);
    const response = new messages.RegisterResourceResponse();
    response.setUrn(`urn:pulumi:${stack}::${project}::${request.getType()}::${request.getName()}`);
    response.setId(request.getCustom() ? UNKNOWN_MARK : "");
    response.setObject(Struct.fromJavaScript(inputs as Parameters<typeof Struct.fromJavaScript>[0]));
    respond(null, response);
  };
  const supportsFeature: Unary<messages.SupportsFeatureRequest, messages.SupportsFeatureResponse> = (
    { request },
    respond,
  ) => {
    const response = new messages.SupportsFeatureResponse();
    response.setHassupport(["secrets", "resourceReferences", "deletedWith", "aliasSpecs"].includes(request.getId()));
    respond(null, response);
  };
  const nothing: Unary<unknown, Empty> = (_, respond) => respond(null, new Empty());
  return { registerResource, supportsFeature, registerResourceOutputs: nothing, signalAndWaitForShutdown: nothing };
}
