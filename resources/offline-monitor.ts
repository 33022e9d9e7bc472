import { runtime } from "@pulumi/pulumi";
import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Inputs, Resource, ResourceOptions } from "./resource";
import { readInputs, UNKNOWN_MARK } from "./wire";

/** The parts of Pulumi's mock monitor that are made to behave as the engine does. */
interface Monitor {
  newUrn(parent: string, type: string, name: string): string;
  registerResource(request: RegisterResourceRequest, callback: unknown): Promise<void>;
  registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: unknown): void;
}

/** What a program registered, filled while it runs. */
export interface Registered {
  resources: Resource[];
  /** Outputs of the stack. */
  outputs: Inputs;
}

/** Puts Pulumi's own mocks in the engine's place and keeps what the program registers, as it registers it. */
export async function mockEngine(project: string, stack: string): Promise<Registered> {
  const registered: Registered = { resources: [], outputs: {} };
  await runtime.setMocks(
    {
      // Nothing is built, so nothing is known but what went in.
      newResource: ({ inputs }) => ({ id: undefined, state: inputs }),
      call: () => ({ result: UNKNOWN_MARK }),
    },
    project,
    stack,
    true,
  );
  const monitor = runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);

  // The mocks' own names leave out all but the last parent; the engine leaves out the stack instead.
  monitor.newUrn = (parent, type, name) => {
    const parentType = parent.split("::")[2];
    const qualified = parentType && parentType !== STACK_TYPE ? `${parentType}$${type}` : type;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
  };
  monitor.registerResource = async (request, callback) => {
    registered.resources.push(registration(request, monitor));
    await register(request, callback);
  };
  monitor.registerResourceOutputs = (request, callback) => {
    if (request.getUrn().includes(`::${STACK_TYPE}::`)) registered.outputs = readStruct(request.getOutputs());
    registerOutputs(request, callback);
  };
  return registered;
}

const readStruct = (struct: ReturnType<RegisterResourceRequest["getObject"]>): Inputs =>
  readInputs((struct?.toJavaScript() ?? {}) as Record<string, unknown>);

const STACK_TYPE = "pulumi:pulumi:Stack";

const registration = (request: RegisterResourceRequest, monitor: Monitor): Resource => ({
  urn: monitor.newUrn(request.getParent(), request.getType(), request.getName()),
  type: request.getType(),
  name: request.getName(),
  parent: request.getParent(),
  inputs: readStruct(request.getObject()),
  dependencies: [...request.getDependenciesList()].sort(),
  propertyDependencies: propertyDependencies(request),
  options: options(request),
});

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const entries = request
    .getPropertydependenciesMap()
    .toArray()
    .map(
      ([property]) =>
        [property, request.getPropertydependenciesMap().get(property)?.getUrnsList().sort() ?? []] as const,
    )
    .filter(([, urns]) => urns.length > 0);
  return Object.fromEntries(entries);
}

/** Only the options that were set: an absent one is the engine's default. */
function options(request: RegisterResourceRequest): ResourceOptions {
  const list = (values: string[]) => (values.length > 0 ? values : undefined);
  const timeouts = request.getCustomtimeouts()?.toObject();
  const all: ResourceOptions = {
    protect: request.hasProtect() ? request.getProtect() : undefined,
    ignoreChanges: list(request.getIgnorechangesList()),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    additionalSecretOutputs: list(request.getAdditionalsecretoutputsList()),
    replaceOnChanges: list(request.getReplaceonchangesList()),
    import: request.getImportid() || undefined,
    provider: request.getProvider() || undefined,
    customTimeouts: timeouts && Object.values(timeouts).some(Boolean) ? timeouts : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
