import * as fc from "fast-check";
import { type Preview, previewConfig } from "../../resources/offline-preview";
import type { Resource } from "../../resources/resource";
import { validSettings } from "../settings/arbitrary-settings";

const RUNS = 40;

const byLabel = ({ resources }: Preview, component: string) =>
  resources.filter(({ inputs }) => (inputs.labels as Record<string, string> | undefined)?.component === component);

const service = (preview: Preview, component: string): Resource => {
  const [only, ...more] = byLabel(preview, component).filter(({ type }) => type === "gcp:cloudrunv2/service:Service");
  if (!only || more.length > 0) throw new Error(`not one ${component} service`);
  return only;
};

const ofType = ({ resources }: Preview, type: string) => resources.filter((resource) => resource.type === type);

/** What a service may read or call: resources that grant something to its account. */
const grantsTo = (preview: Preview, account: string) =>
  preview.resources.filter(({ propertyDependencies }) => propertyDependencies.member?.includes(account));

const accountOf = (preview: Preview, name: string) => {
  const account = preview.resources.find(
    (one) => one.name === name && one.type === "gcp:serviceaccount/account:Account",
  );
  if (!account) throw new Error(`no ${name}`);
  return account.urn;
};

/** The promises that hold whatever the settings are. */
function promises(preview: Preview): Record<string, boolean> {
  const api = service(preview, "api");
  const bff = service(preview, "bff");
  const bffAccount = accountOf(preview, "bff-account");
  const { settings } = preview;
  const balanced = settings.edge.mode === "load-balancer";
  const attached = (bff.inputs.template as { vpcAccess?: { egress?: string } }).vpcAccess;
  const invokers = preview.resources.filter(({ inputs }) => inputs.role === "roles/run.invoker");
  const zone = ofType(preview, "gcp:dns/managedZone:ManagedZone").some(({ inputs }) => inputs.dnsName === "run.app.");
  const instances = ofType(preview, "gcp:sql/databaseInstance:DatabaseInstance");
  const subnets = ofType(preview, "gcp:compute/subnetwork:Subnetwork");
  const databaseSecrets = ofType(preview, "gcp:secretmanager/secret:Secret").filter(({ name }) =>
    name.startsWith("database-"),
  );

  return {
    "the API is internal-only": api.inputs.ingress === "INGRESS_TRAFFIC_INTERNAL_ONLY",
    "the API keeps the address the BFF calls": api.inputs.defaultUriDisabled === false,
    "the API asks for a token unless told otherwise":
      api.inputs.invokerIamDisabled === (settings.api.invoker === "network"),
    "nobody but the BFF's account may invoke the API": invokers.every(
      ({ propertyDependencies }) =>
        propertyDependencies.member?.length === 1 && propertyDependencies.member[0] === bffAccount,
    ),
    "the BFF may invoke the API": settings.api.invoker === "network" || invokers.length === 1,
    "nobody is granted anything as everybody but a reader of public assets": preview.resources
      .filter(({ inputs }) => inputs.member === "allUsers" || inputs.member === "allAuthenticatedUsers")
      .every(({ inputs }) => inputs.role === "roles/storage.legacyObjectReader" && balanced),
    "the BFF's calls to the API stay inside":
      attached !== undefined &&
      subnets.every(({ inputs }) => inputs.privateIpGoogleAccess === true) &&
      (zone || settings.network.runAppZone === "existing" || attached.egress === "ALL_TRAFFIC"),
    "traffic to everywhere has a way out": attached?.egress !== "ALL_TRAFFIC" || settings.network.nat,
    "the database has no public address": instances.every(({ inputs }) => {
      const { ipConfiguration } = inputs.settings as { ipConfiguration: { ipv4Enabled: boolean; sslMode: string } };
      return ipConfiguration.ipv4Enabled === false && ipConfiguration.sslMode === "ENCRYPTED_ONLY";
    }),
    "the BFF has no grant on the database's secrets": grantsTo(preview, bffAccount).every(
      ({ propertyDependencies }) =>
        !databaseSecrets.some(({ urn }) => (propertyDependencies.secretId ?? []).includes(urn)),
    ),
    "the BFF's own address is closed exactly when there is a balancer":
      bff.inputs.defaultUriDisabled === balanced &&
      bff.inputs.ingress === (balanced ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_ALL"),
    "both services can only grow so far": [api, bff].every(({ inputs }) => {
      const { scaling } = inputs.template as { scaling: { maxInstanceCount: number } };
      return scaling.maxInstanceCount >= 1;
    }),
    "every accelerated deletion is refused while protected": [api, bff, ...instances].every(
      ({ inputs }) => inputs.deletionProtection === settings.protect,
    ),
    "no two resources share a name": new Set(preview.resources.map(({ urn }) => urn)).size === preview.resources.length,
  };
}

test("whatever valid settings say, the program runs and its promises hold", async () => {
  await fc.assert(
    fc.asyncProperty(validSettings, async (values) => {
      const preview = await previewConfig({ project: "piloto-de-vendas", stack: "any", values, secretKeys: [] });
      const broken = Object.entries(promises(preview)).flatMap(([promise, kept]) => (kept ? [] : [promise]));
      expect(broken).toEqual([]);
    }),
    { numRuns: RUNS, seed: 20_261_124 },
  );
}, 60_000);
