import * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as services from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { StandInCloud } from "./cloud";
import { invoke } from "./functions";
import { check, defaultsOf, differences, plan, UNKNOWN_MARKER } from "./plan";
import { type Properties, placesAt } from "./property-paths";
import { read } from "./read";
import { factsOf } from "./resource-facts";

const SECRET_SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const typeOf = (urn: string) => urn.split("::")[2]?.split("$").pop() ?? "";
const nameOf = (urn: string) => urn.split("::").slice(3).join("::");
const propertiesOf = (struct: Struct | undefined) => (struct?.toJavaScript() ?? {}) as Properties;
const structOf = (properties: Properties) => Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)));

/** Outputs as the engine takes them: secret values in an envelope, which it encrypts. */
function outputsOf(type: string, properties: Properties): Struct {
  const outputs = structuredClone(properties);
  for (const pattern of factsOf(type).secret) {
    for (const { holder, key } of placesAt(outputs, pattern)) {
      const value = holder[key];
      if (value !== undefined && value !== UNKNOWN_MARKER) holder[key] = { ...SECRET_SIGNATURE, value };
    }
  }
  return structOf(outputs);
}

/** Answers with what the handler returns; what it throws is the provider's error, word for word. */
function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return async ({ request }, callback) => {
    try {
      callback(null, await handle(request));
    } catch (error) {
      const details = error instanceof Error ? error.message : String(error);
      callback({ code: grpc.status.UNKNOWN, details });
    }
  };
}

function configurationOf(request: messages.ConfigureRequest): Properties {
  const variables = [...request.getVariablesMap().entries()].map(([key, value]) => [key.split(":").pop(), value]);
  return { ...Object.fromEntries(variables), ...propertiesOf(request.getArgs()) };
}

function checkResource(request: messages.CheckRequest): messages.CheckResponse {
  const urn = request.getUrn();
  const type = typeOf(urn);
  const old = request.hasOlds() ? propertiesOf(request.getOlds()) : undefined;
  const seed = request.getRandomseed_asU8();
  const { inputs, failures } = check(type, nameOf(urn), old, propertiesOf(request.getNews()), seed);
  const response = new messages.CheckResponse();
  response.setInputs(structOf(inputs));
  for (const { property, reason } of failures) {
    const failure = new messages.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diff(request: messages.DiffRequest): messages.DiffResponse {
  const type = typeOf(request.getUrn());
  const old = propertiesOf(request.getOlds());
  const inputs = propertiesOf(request.getNews());
  const found = differences(type, old, plan(type, inputs, old, request.getIgnorechangesList()));
  const response = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(found.length === 0 ? DIFF_NONE : DIFF_SOME);
  response.setHasdetaileddiff(true);
  const { Kind } = messages.PropertyDiff;
  for (const { path, kind, replaces } of found) {
    const detail = new messages.PropertyDiff();
    detail.setKind(Kind[`${kind.toUpperCase()}${replaces ? "_REPLACE" : ""}` as keyof typeof Kind]);
    response.getDetaileddiffMap().set(path, detail);
    response.addDiffs(path.split(/[.[]/)[0] ?? path);
    if (replaces) response.addReplaces(path.split(/[.[]/)[0] ?? path);
  }
  // Two resources cannot share a name: one that the program chose, and did not change, must be free first.
  const named = factsOf(type).autonamed && !defaultsOf(inputs).includes("name") && old.name === inputs.name;
  response.setDeletebeforereplace(named && found.some(({ replaces }) => replaces));
  return response;
}

export interface ServedProvider {
  /** For `PULUMI_DEBUG_PROVIDERS`. */
  attach: string;
  stop(): void;
}

/** Serves the gcp and random providers of `cloud` on a loopback port. */
export async function serve(cloud: StandInCloud): Promise<ServedProvider> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(services.ResourceProviderService as unknown as grpc.ServiceDefinition, {
    getPluginInfo: unary(() => {
      const info = new plugin.PluginInfo();
      info.setVersion("9.37.0");
      return info;
    }),
    getSchema: unary(() => {
      const schema = new messages.GetSchemaResponse();
      schema.setSchema("{}");
      return schema;
    }),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    checkConfig: unary((request: messages.CheckRequest) => {
      const response = new messages.CheckResponse();
      response.setInputs(request.getNews());
      return response;
    }),
    diffConfig: unary(() => new messages.DiffResponse()),
    configure: unary((request: messages.ConfigureRequest) => {
      const { project, region } = configurationOf(request);
      cloud.locate({
        project: typeof project === "string" ? project : undefined,
        region: typeof region === "string" ? region : undefined,
      });
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    check: unary(checkResource),
    diff: unary(diff),
    create: unary(async (request: messages.CreateRequest) => {
      const type = typeOf(request.getUrn());
      const inputs = propertiesOf(request.getProperties());
      const response = new messages.CreateResponse();
      if (request.getPreview()) {
        response.setProperties(outputsOf(type, plan(type, inputs, undefined)));
      } else {
        const { id, properties } = await cloud.create(type, request.getUrn(), inputs);
        response.setId(id);
        response.setProperties(outputsOf(type, properties));
      }
      return response;
    }),
    read: unary((request: messages.ReadRequest) => {
      const type = typeOf(request.getUrn());
      const known = { state: propertiesOf(request.getProperties()), inputs: propertiesOf(request.getInputs()) };
      const found = read(cloud, type, request.getId(), known);
      const response = new messages.ReadResponse();
      if (found) {
        response.setId(request.getId());
        response.setProperties(outputsOf(type, found.state));
        response.setInputs(outputsOf(type, found.inputs));
      }
      return response;
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const type = typeOf(request.getUrn());
      const [old, inputs] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const planned = plan(type, inputs, old, request.getIgnorechangesList());
      const properties = request.getPreview()
        ? planned
        : await cloud.update(type, request.getUrn(), request.getId(), old, planned);
      const response = new messages.UpdateResponse();
      response.setProperties(outputsOf(type, properties));
      return response;
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const state = propertiesOf(request.getProperties());
      await cloud.delete(typeOf(request.getUrn()), request.getUrn(), request.getId(), state);
      return new Empty();
    }),
    invoke: unary((request: messages.InvokeRequest) => {
      const response = new messages.InvokeResponse();
      response.setReturn(structOf(invoke(cloud, request.getTok(), propertiesOf(request.getArgs()))));
      return response;
    }),
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { attach: `gcp:${port},random:${port}`, stop: () => server.forceShutdown() };
}
