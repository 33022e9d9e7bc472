import { type Resource, UNKNOWN } from "../../resources/resource";
import { make, raw } from "../policies/make";
import { both, one, plus, put, service, shop, shopFlips, template, without } from "./shop";

const API = "serviceAccount:api-run@p.iam.gserviceaccount.com";
const BFF = "serviceAccount:bff-run@p.iam.gserviceaccount.com";

/** Sets the database's addresses. */
const addresses = (configuration: object) => (all: Resource[]) => {
  const { inputs } = one(all, "database");
  inputs.settings = { ipConfiguration: configuration };
  return all;
};
const PUBLIC = { ipv4Enabled: true, authorizedNetworks: [] };
const client = (member: string, role = "roles/cloudsql.client") =>
  make("gcp:projects/iAMMember:IAMMember", "client", { project: "p", role, member });
const detached = template("api", { vpcAccess: undefined });
const from = (...ranges: unknown[]) =>
  addresses({ ipv4Enabled: true, authorizedNetworks: ranges.map((value) => ({ value })) });

describe("a database on a public address", () =>
  shopFlips(
    () => addresses(PUBLIC)(shop()),
    [
      ["as it is, nobody has a role", (all) => all, {}],
      ["no address at all", addresses({ ipv4Enabled: false }), {}],
      [
        "the API by the proxy",
        both(detached, plus(client(API))),
        { "API -> database": ["yes", "client lets it in by the Cloud SQL proxy"] },
      ],
      [
        "the API by the proxy, as an admin",
        plus(client(API, "roles/cloudsql.admin")),
        { "API -> database": ["yes", "client lets it in"] },
      ],
      ["the API may only look", plus(client(API, "roles/cloudsql.viewer")), {}],
      [
        "a role in another project",
        both(
          put("database", { project: "p" }),
          plus(
            make("gcp:projects/iAMMember:IAMMember", "client", {
              project: "q",
              role: "roles/cloudsql.client",
              member: API,
            }),
          ),
        ),
        {},
      ],
      [
        "the BFF by the proxy",
        plus(client(BFF)),
        { "BFF -> database": ["yes", "login: its account holds roles/cloudsql.client"] },
      ],
      [
        "the API by the address that all may use",
        from("0.0.0.0/0"),
        {
          "internet -> database": ["yes", "and 0.0.0.0/0 may connect"],
          "API -> database": ["yes", "database has a public address, and 0.0.0.0/0"],
        },
      ],
      ["private ranges only", from("10.0.0.0/8", "192.168.0.0/16"), {}],
      [
        "an address that is not known yet",
        from(UNKNOWN),
        {
          "internet -> database": ["not known yet", "who may connect"],
          "API -> database": ["not known yet", "who may connect"],
        },
      ],
      [
        "a public one beside one not known yet",
        from(UNKNOWN, "1.1.1.1"),
        { "internet -> database": ["yes", "1.1.1.1"], "API -> database": ["yes", "1.1.1.1"] },
      ],
      [
        "only the proxy and connectors",
        addresses({
          ipv4Enabled: true,
          connectorEnforcement: "REQUIRED",
          authorizedNetworks: [{ value: "0.0.0.0/0" }],
        }),
        {},
      ],
    ],
  ));

describe("a database by Private Service Connect", () => {
  const psc = (more: object = {}) => addresses({ ipv4Enabled: false, pscConfigs: [{ pscEnabled: true, ...more }] });
  const endpoint = (network: string, target = "projects/t/regions/us-central1/serviceAttachments/a") =>
    make(
      "gcp:compute/forwardingRule:ForwardingRule",
      "endpoint",
      { name: "endpoint", network, target, loadBalancingScheme: "" },
      { from: { target: ["database"], network: network === "shop" ? ["vpc"] : [] } },
    );
  shopFlips(
    () => psc()(shop()),
    [
      ["without an endpoint", (all) => all, {}],
      [
        "an endpoint in the network",
        plus(endpoint("shop")),
        { "API -> database": ["yes", "by the Private Service Connect endpoint endpoint"] },
      ],
      [
        "an endpoint whose goal is not known yet",
        plus(endpoint("shop", UNKNOWN)),
        { "API -> database": ["yes", "endpoint"] },
      ],
      ["an endpoint in another network", plus(endpoint("other")), {}],
      [
        "an endpoint of something else",
        plus(make("gcp:compute/forwardingRule:ForwardingRule", "other", { network: "shop", target: "all-apis" })),
        {},
      ],
      [
        "an automatic endpoint",
        psc({ pscAutoConnections: [{ consumerNetwork: "projects/p/global/networks/shop" }] }),
        { "API -> database": ["yes", "automatic Private Service Connect"] },
      ],
      [
        "an automatic endpoint elsewhere",
        psc({ pscAutoConnections: [{ consumerNetwork: "projects/p/global/networks/other" }] }),
        {},
      ],
      ["switched off", both(psc({ pscEnabled: false }), plus(endpoint("shop"))), {}],
      [
        "an endpoint behind a closed firewall",
        both(
          plus(endpoint("shop")),
          plus(
            make("gcp:compute/firewall:Firewall", "shut", {
              network: "shop",
              direction: "EGRESS",
              denies: [{ protocol: "tcp", ports: ["5000-6000"] }],
            }),
          ),
        ),
        {},
      ],
    ],
  );
});

describe("a private database", () =>
  shopFlips(shop, [
    [
      "on a network that is not part of the stack, as is the connector's",
      both(
        (all) => all.filter(({ name }) => !["vpc", "peering"].includes(name)),
        put("connector", { network: "projects/p/global/networks/shop" }),
      ),
      { "internet -> VPC": ["gone"] },
    ],
    [
      "on a network that is not the connector's",
      addresses({ ipv4Enabled: false, privateNetwork: "projects/p/global/networks/other" }),
      { "API -> database": ["no", "network: the database is on another one"] },
    ],
    [
      "without a peering",
      without("peering"),
      { "API -> database": ["no", "vpc has no connection to Google's services"] },
    ],
    [
      "a firewall that lets it through first",
      plus(
        make("gcp:compute/firewall:Firewall", "shut", {
          network: "shop",
          direction: "EGRESS",
          denies: [{ protocol: "all" }],
        }),
        make("gcp:compute/firewall:Firewall", "google", {
          network: "shop",
          direction: "EGRESS",
          priority: 10,
          allows: [{ protocol: "tcp", ports: ["443", "5432"] }],
        }),
      ),
      {},
    ],
    [
      "a firewall for another range than the database's",
      plus(
        make(
          "gcp:compute/globalAddress:GlobalAddress",
          "range",
          { name: "range", network: "shop", purpose: "VPC_PEERING", address: "10.64.0.0", prefixLength: 20 },
          { from: { network: ["vpc"] } },
        ),
        make("gcp:compute/firewall:Firewall", "shut", {
          network: "shop",
          direction: "EGRESS",
          destinationRanges: ["10.80.0.0/16"],
          denies: [{ protocol: "tcp" }],
        }),
      ),
      {},
    ],
    [
      "a firewall for the database's range",
      plus(
        make(
          "gcp:compute/globalAddress:GlobalAddress",
          "range",
          { name: "range", network: "shop", purpose: "VPC_PEERING", address: "10.64.0.0", prefixLength: 20 },
          { from: { network: ["vpc"] } },
        ),
        make("gcp:compute/firewall:Firewall", "shut", {
          network: "shop",
          direction: "EGRESS",
          destinationRanges: ["10.64.0.0/16"],
          denies: [{ protocol: "tcp" }],
        }),
      ),
      { "API -> database": ["no", "shut denies tcp:5432"] },
    ],
    [
      "the API without a login",
      without("reader"),
      { "API -> database": ["no", "names a secret of the database that its account may not read"] },
    ],
    [
      "the API's right to read is in a document not known yet",
      both(
        without("reader"),
        plus(
          make(
            "gcp:secretmanager/secretIamBinding:SecretIamBinding",
            "readers",
            { secretId: "db-password", role: "roles/secretmanager.secretAccessor", members: [UNKNOWN] },
            { from: { secretId: ["password"] } },
          ),
        ),
      ),
      {
        "API -> database": ["not known yet", "whom readers lets read the secret is not known yet"],
        "BFF -> database": ["not known yet", "whom readers lets read the secret is not known yet"],
      },
    ],
    ["the password is kept elsewhere", both(without("reader"), without("password")), {}],
    [
      "the BFF reads the password that is kept elsewhere",
      both(
        without("reader"),
        without("password"),
        template("bff", {
          containers: [
            {
              image: "i",
              envs: [
                {
                  name: "BACKEND",
                  valueSource: { secretKeyRef: { secret: "projects/p/secrets/db-password", version: "1" } },
                },
              ],
            },
          ],
        }),
      ),
      { "BFF -> database": ["yes", "login: it reads a secret of the database (bff)"] },
    ],
    [
      "the BFF is a user of the database",
      plus(
        raw("gcp:sql/user:User", "user", {
          instance: "shop-db",
          type: "CLOUD_IAM_SERVICE_ACCOUNT",
          name: "bff-run@p.iam",
        }),
      ),
      { "BFF -> database": ["yes", "login: its account is a user of the database (user)"] },
    ],
    [
      "the BFF reads every secret",
      plus(client(BFF, "roles/secretmanager.secretAccessor")),
      { "BFF -> database": ["yes", "login: client lets its account read every secret"] },
    ],
    [
      "the BFF names the password",
      template("bff", {
        containers: [
          {
            image: "i",
            envs: [{ name: "PW", valueSource: { secretKeyRef: { secret: "db-password", version: "1" } } }],
          },
        ],
      }),
      {},
    ],
  ]));

describe("others", () => {
  const job = (labels: object = {}) =>
    make(
      "gcp:cloudrunv2/job:Job",
      "migrate",
      {
        name: "migrate",
        location: "us-central1",
        labels: { ...labels },
        template: {
          template: {
            serviceAccount: "api-run@p.iam.gserviceaccount.com",
            vpcAccess: { connector: "projects/p/locations/us-central1/connectors/conn" },
            containers: [
              {
                image: "i",
                envs: [{ name: "PW", valueSource: { secretKeyRef: { secret: "db-password", version: "1" } } }],
              },
            ],
          },
        },
      },
      { from: { template: ["api-account", "connector", "password"] } },
    );
  const second = (labels: object) =>
    make("gcp:sql/databaseInstance:DatabaseInstance", "second", {
      name: "second",
      settings: {
        tier: "t",
        userLabels: { ...labels },
        ipConfiguration: { ipv4Enabled: true, authorizedNetworks: [{ value: "0.0.0.0/0" }] },
      },
    });
  const worker = (inputs: object) => (all: Resource[]) => [
    ...all,
    ...service("worker", inputs),
    make(
      "gcp:secretmanager/secretIamMember:SecretIamMember",
      "worker-reads",
      {
        secretId: "db-password",
        role: "roles/secretmanager.secretAccessor",
        member: "serviceAccount:worker-run@p.iam.gserviceaccount.com",
      },
      { from: { secretId: ["password"], member: ["worker-account"] } },
    ),
  ];
  shopFlips(shop, [
    [
      "a migration job uses it",
      plus(job()),
      { "job migrate -> database": ["yes", "its account reads a secret of the database"] },
    ],
    [
      "a worker pool without a login",
      plus(make("gcp:cloudrunv2/workerPool:WorkerPool", "pool", { name: "pool", location: "us-central1" })),
      {},
    ],
    [
      "a worker inside uses it",
      worker({ ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }),
      { "service worker -> database": ["yes"], "internet -> service worker": ["no", "worker: ingress is internal"] },
    ],
    [
      "a worker that faces the internet uses it",
      worker({ invokerIamDisabled: true }),
      {
        "service worker -> database": ["yes"],
        "internet -> service worker": ["yes", "worker: invokerIamDisabled is true"],
      },
    ],
    [
      "a second database, with the role",
      both(
        put("database", {
          settings: {
            userLabels: { component: "db" },
            ipConfiguration: { ipv4Enabled: false, privateNetwork: "projects/p/global/networks/shop" },
          },
        }),
        plus(second({ component: "db" })),
      ),
      {
        "internet -> database": ["gone"],
        "API -> database": ["gone"],
        "BFF -> database": ["gone"],
        "internet -> database database": ["no"],
        "API -> database database": ["yes"],
        "BFF -> database database": ["no"],
        "internet -> database second": ["yes", "second has a public address; and 0.0.0.0/0 may connect"],
        "API -> database second": ["yes", "second has a public address"],
        "BFF -> database second": ["no"],
      },
    ],
    [
      "a second database, without the role",
      both(
        put("database", {
          settings: {
            userLabels: { component: "db" },
            ipConfiguration: { ipv4Enabled: false, privateNetwork: "projects/p/global/networks/shop" },
          },
        }),
        plus(second({})),
      ),
      {
        "internet -> database second": ["yes", "and 0.0.0.0/0 may connect"],
        "API -> database second": ["yes", "second has a public address"],
        "BFF -> database second": ["no", "login: it has no secret"],
      },
    ],
    [
      "a replica",
      plus(
        raw("gcp:sql/databaseInstance:DatabaseInstance", "replica", {
          name: "replica",
          masterInstanceName: "shop-db",
          settings: { ipConfiguration: { ipv4Enabled: false } },
        }),
      ),
      {
        "internet -> database replica": ["no", "replica: settings.ipConfiguration.ipv4Enabled is false"],
        "BFF -> database replica": ["no"],
      },
    ],
  ]);
});
