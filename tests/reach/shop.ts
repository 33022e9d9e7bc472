import { resourcesOf } from "../../resources/from-file";
import type { Resource } from "../../resources/resource";
import { firstPreview } from "../policies/judging";
import { type Inputs, make } from "../policies/make";
import { expectFlips, type Flips } from "./rows";

type ServiceInputs = Inputs<"gcp:cloudrunv2/service:Service">;
const SERVICE = "gcp:cloudrunv2/service:Service";

/** A service that runs as an account of its own, entering the network by the connector. */
export function service(role: string, inputs: ServiceInputs = {}, links: string[] = []): Resource[] {
  return [
    make("gcp:serviceaccount/account:Account", `${role}-account`, { accountId: `${role}-run` }),
    make(
      SERVICE,
      role,
      {
        name: `${role}-service`,
        location: "us-central1",
        labels: { component: role },
        ...inputs,
        template: {
          serviceAccount: `${role}-run@p.iam.gserviceaccount.com`,
          vpcAccess: { connector: "projects/p/locations/us-central1/connectors/conn", egress: "PRIVATE_RANGES_ONLY" },
          ...inputs.template,
        },
      },
      { from: { template: [`${role}-account`, "connector", ...links] } },
    ),
  ];
}

/** A stack like ours, built by somebody else: names by hand, a connector with a range of its own, a response policy. */
export function shop(): Resource[] {
  return [
    make("gcp:compute/network:Network", "vpc", { name: "shop" }),
    make(
      "gcp:vpcaccess/connector:Connector",
      "connector",
      { name: "conn", region: "us-central1", network: "shop", ipCidrRange: "10.8.0.0/28" },
      { from: { network: ["vpc"] } },
    ),
    make(
      "gcp:dns/responsePolicy:ResponsePolicy",
      "answers",
      { responsePolicyName: "run-names", networks: [{ networkUrl: "projects/p/global/networks/shop" }] },
      { from: { networks: ["vpc"] } },
    ),
    make(
      "gcp:dns/responsePolicyRule:ResponsePolicyRule",
      "answer",
      {
        responsePolicy: "run-names",
        ruleName: "run",
        dnsName: "*.run.app.",
        localData: { localDatas: [{ name: "*.run.app.", type: "A", ttl: 300, rrdatas: ["199.36.153.8"] }] },
      },
      { from: { responsePolicy: ["answers"] } },
    ),
    ...service("bff", { invokerIamDisabled: true }),
    ...service("api", { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY", template: API_TEMPLATE }, ["password", "database"]),
    make(
      "gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding",
      "callers",
      {
        name: "api-service",
        role: "roles/run.invoker",
        members: ["serviceAccount:bff-run@p.iam.gserviceaccount.com"],
      },
      { from: { name: ["api"], members: ["bff-account"] } },
    ),
    make("gcp:servicenetworking/connection:Connection", "peering", { network: "shop" }, { from: { network: ["vpc"] } }),
    make(
      "gcp:sql/databaseInstance:DatabaseInstance",
      "database",
      {
        name: "shop-db",
        settings: {
          tier: "db-f1-micro",
          ipConfiguration: { ipv4Enabled: false, privateNetwork: "projects/p/global/networks/shop" },
        },
      },
      { from: { settings: ["vpc"] } },
    ),
    make("gcp:secretmanager/secret:Secret", "password", { secretId: "db-password" }),
    make(
      "gcp:secretmanager/secretIamMember:SecretIamMember",
      "reader",
      {
        secretId: "db-password",
        role: "roles/secretmanager.secretAccessor",
        member: "serviceAccount:api-run@p.iam.gserviceaccount.com",
      },
      { from: { secretId: ["password"], member: ["api-account"] } },
    ),
  ];
}

const API_TEMPLATE: ServiceInputs["template"] = {
  containers: [
    {
      image: "i",
      envs: [{ name: "DB_PASSWORD", valueSource: { secretKeyRef: { secret: "db-password", version: "1" } } }],
    },
  ],
};

/** The resource with this name, to be changed in place. */
export function one(resources: readonly Resource[], name: string): Resource {
  const found = resources.find((each) => each.name === name);
  if (!found) throw new Error(`the shop has no ${name}`);
  return found;
}

/** Sets inputs of a resource of the shop, as they are named at the top. */
export const put =
  (name: string, inputs: object) =>
  (all: Resource[]): Resource[] => {
    Object.assign(one(all, name).inputs, inputs);
    return all;
  };
/** Forgets what the inputs of a resource come from. */
export const unlink = (name: string) => (all: Resource[]) => {
  Object.assign(one(all, name), { dependencies: [], propertyDependencies: {} });
  return all;
};
export const plus =
  (...made: Resource[]) =>
  (all: Resource[]): Resource[] => [...all, ...made];
export const without = (name: string) => (all: Resource[]) => all.filter((each) => each.name !== name);
export const both =
  (...changes: ((all: Resource[]) => Resource[])[]) =>
  (all: Resource[]): Resource[] =>
    changes.reduce((now, change) => change(now), all);

export const template = (name: string, inputs: object) => (all: Resource[]) => {
  const { inputs: own } = one(all, name);
  own.template = { ...(own.template as object), ...inputs };
  return all;
};

/** Changes to a stack, and the rows that flip: as it stands, with ids unknown, and as a plain list read from a file. */
export type ShopCase = readonly [about: string, change: (all: Resource[]) => Resource[], flips: Flips];

export function shopFlips(base: () => Resource[], cases: readonly ShopCase[]): void {
  const changed = (change: ShopCase[1]) => change(base());
  test.each(cases)("%s", (_about, change, flips) => expectFlips(base(), changed(change), flips));
  test.each(cases)("%s, ids not known yet", (_about, change, flips) => {
    expectFlips(firstPreview(base()), firstPreview(changed(change)), flips);
  });
  test.each(cases)("%s, from a list", (_about, change, flips) => {
    const read = (resources: Resource[]) => resourcesOf(JSON.parse(JSON.stringify(resources))).resources;
    expectFlips(read(base()), read(changed(change)), flips);
  });
}
