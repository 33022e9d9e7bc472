import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";

const PROJECT = "piloto-de-vendas-prod";
const REGION = "us-central1";
const ENVELOPE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Per end of a path: the type whose resource the value comes from, and how the cloud names it there. */
const NAMED: readonly [end: RegExp, type: RegExp, name: (cloudName: string) => string][] = [
  [/serviceAccount$/, /:Account$/, email],
  [/^member$/, /:Account$/, (name) => `serviceAccount:${email(name)}`],
  [/connector$/, /:Connector$/, (name) => `projects/${PROJECT}/locations/${REGION}/connectors/${name}`],
  [/networkInterfaces\.\d\.network$/, /:Network$/, (name) => name],
  [/subnetwork$|subnet\.name$|subnetworks\.\d\.name$/, /:Subnetwork$/, (name) => name],
  [/bucket(Name)?$|managedZone$|instance$|router$/, /./, (name) => name],
  [/network(Url)?$|privateNetwork$/i, /:Network$/, (name) => `projects/${PROJECT}/global/networks/${name}`],
  [/pathRules\.\d\.service$/, /:Backend(Bucket|Service)$/, compute],
  [/defaultService$/, /:BackendService$/, compute],
  [/secret$/, /:Secret$/, (name) => `projects/${PROJECT}/secrets/${name}`],
  [/version$/, /:SecretVersion$/, () => "1"],
  [/ipAddress$/, /:GlobalAddress$/, () => "34.120.1.7"],
  [/destinationRanges\.\d$/, /:DatabaseInstance$/, () => "10.64.0.3/32"],
  [/envs\.\d\.value$/, /./, () => "10.64.0.3"],
  [/group$|target$|urlMap$|securityPolicy$|sslPolicy$|sslCertificates\.\d$|Ranges\.\d$/, /./, compute],
];

function email(account: string): string {
  return `${account}@${PROJECT}.iam.gserviceaccount.com`;
}

function compute(name: string): string {
  return `https://www.googleapis.com/compute/v1/projects/${PROJECT}/global/things/${name}`;
}

/** The state the engine would export once all of it is built: every id known, and outputs that say the opposite. */
export function stateOf(resources: readonly Resource[], { withDependencies = true } = {}): object {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const built = resources.map((resource) => ({
    urn: resource.urn,
    custom: resource.type.includes("/"),
    type: resource.type,
    id: cloudName(resource),
    parent: resource.parent || undefined,
    inputs: {
      __defaults: [],
      ...(withoutName(resource) && { name: cloudName(resource) }),
      ...(known(resource, resource.inputs, "", byUrn) as object),
    },
    outputs: { ingress: "INGRESS_TRAFFIC_ALL", settings: { ipConfiguration: { ipv4Enabled: true } } },
    ...(withDependencies && {
      dependencies: resource.dependencies,
      propertyDependencies: resource.propertyDependencies,
    }),
  }));
  const old = { urn: "urn:pulumi:prod::piloto::a:b:C::old", type: "a:b:C", custom: true, delete: true, inputs: {} };
  return { version: 3, deployment: { manifest: {}, secrets_providers: {}, resources: [...built, old] } };
}

function withoutName({ type, inputs }: Resource): boolean {
  return type.startsWith("gcp:") && !/I[aA][mM]|Record|:Connection$/.test(type) && !own(inputs);
}

const own = ({ name, accountId, secretId }: Resource["inputs"]) => name ?? accountId ?? secretId;

/** The name Google knows it by: its own, or the one Pulumi gives. */
function cloudName({ name, inputs }: Resource): string {
  return String(own(inputs) ?? `${name}-4f2a9c1`);
}

function known(resource: Resource, value: unknown, path: string, byUrn: Map<string, Resource>): unknown {
  if (value === SECRET) return { ...ENVELOPE, ciphertext: "djE6c2VjcmV0" };
  if (value === UNKNOWN) return cloudValue(resource, path, byUrn);
  if (Array.isArray(value)) return value.map((each, index) => known(resource, each, `${path}.${index}`, byUrn));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, known(resource, each, path ? `${path}.${key}` : key, byUrn)]),
  );
}

function cloudValue(resource: Resource, path: string, byUrn: Map<string, Resource>): string {
  const rule = NAMED.find(([end]) => end.test(path));
  if (!rule) return "something";
  const [, type, name] = rule;
  const from = (resource.propertyDependencies[path.split(".")[0] ?? ""] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);
  // Every path of the program leads to the bucket; the rest goes to the service.
  const wanted = path.includes("pathRules") ? /:BackendBucket$/ : type;
  const source = from.find((each) => wanted.test(each.type));
  if (!source) throw new Error(`${resource.name} ${path}: nothing it comes from is a ${wanted}`);
  return name(cloudName(source));
}
