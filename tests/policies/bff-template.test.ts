import { bffHasNoDbPath } from "../../policies/rules/database-path";
import { type Resource, SECRET, UNKNOWN } from "../../resources/resource";
import {
  accessor,
  accounts,
  BFF,
  database,
  env,
  own,
  PROXY,
  project,
  secretEnv,
  service,
  VALUE,
  withPassword,
} from "./bff";
import { type Case, judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

/** As a state export tells it. */
const exported = raw("gcp:sql/databaseInstance:DatabaseInstance", "d", {
  name: "shop-db",
  privateIpAddress: "10.64.0.3",
  connectionName: "p:us-central1:shop-db",
  dnsName: "abc.shop.example.",
  ipAddresses: [
    { ipAddress: "10.64.0.3", type: "PRIVATE" },
    { ipAddress: "10.99.0.7", type: "OUTGOING" },
  ],
});
const range = (inputs: Inputs<"gcp:compute/globalAddress:GlobalAddress"> = {}): Resource =>
  make("gcp:compute/globalAddress:GlobalAddress", "a", {
    purpose: "VPC_PEERING",
    address: "10.64.0.0",
    prefixLength: 20,
    ...inputs,
  });
const variable = (name: string, value: string): Resource => service("bff", env({ name, value }));

describe("the template", () => {
  judges(bffHasNoDbPath, [
    [
      "a volume",
      [service("bff", { volumes: [{ name: "v", cloudSqlInstance: { instances: ["p:us-central1:d"] } }] })],
      ["bff template"],
    ],
    [
      "a volume that is not known yet",
      [service("bff", { volumes: [{ name: "v", cloudSqlInstance: { instances: [UNKNOWN] } }] })],
      ["bff template"],
    ],
    ["another volume", [service("bff", { volumes: [{ name: "v", emptyDir: { medium: "MEMORY" } }] })], []],
    [
      "a volume, first generation",
      [
        raw("gcp:cloudrun/service:Service", "bff", {
          metadata: { labels: { component: "bff" } },
          template: { metadata: { annotations: { "run.googleapis.com/cloudsql-instances": "p:us-central1:d" } } },
        }),
      ],
      ["bff template"],
    ],
    [
      "the proxy beside it",
      [service("bff", { containers: [{ image: "i" }, { image: PROXY }] })],
      ["bff template.containers[1].image"],
    ],
    [
      "a value of the database",
      [database, service("bff", env({ name: "X", value: UNKNOWN }), { from: { template: ["bff-run", "d"] } })],
      ["bff template"],
    ],
    [
      "a value of a database in it",
      [
        make("gcp:sql/database:Database", "x", { name: "app" }),
        service("bff", env({ name: "X", value: "app" }), { from: { template: ["x"] } }),
      ],
      ["bff template"],
    ],
    [
      "a value of a user",
      [
        make("gcp:sql/user:User", "u", { name: "app" }),
        service("bff", env({ name: "X", value: "app" }), { from: { template: ["u"] } }),
      ],
      ["bff template"],
    ],
    [
      "the password itself",
      [...withPassword, service("bff", env({ name: "X", value: SECRET }), { from: { template: ["pw"] } })],
      ["bff template"],
    ],
    [
      "another generated password",
      [
        raw("random:index/randomPassword:RandomPassword", "other", {}),
        ...withPassword,
        service("bff", env({ name: "X", value: SECRET }), { from: { template: ["other"] } }),
      ],
      [],
    ],
    ["waiting for the database", [database, service("bff", {}, { dependsOn: ["d"] })], []],
    [
      "waiting for the database, with nothing else recorded",
      [database, { ...variable("X", "y"), propertyDependencies: {}, dependencies: [database.urn] }],
      [],
    ],
    [
      "a value that may come from the database, with nothing else recorded",
      [database, { ...variable("X", UNKNOWN), propertyDependencies: {}, dependencies: [database.urn] }],
      ["bff template"],
    ],
    [
      "a value of the API",
      [
        database,
        service("api"),
        service("bff", env({ name: "API_URL", value: UNKNOWN }), { from: { template: ["bff-run", "api"] } }),
      ],
      [],
    ],
    ...(
      [
        ["DB_HOST", "10.64.0.3"],
        ["DB_HOST", UNKNOWN],
        ["DB_HOST", SECRET],
        ["PGHOST", "10.64.0.3"],
        ["DATABASE_HOST", "10.64.0.3"],
        ["SQL_HOST", "10.64.0.3"],
        ["INSTANCE_CONNECTION_NAME", "p:us-central1:d"],
        ["X", "p:us-central1:d"],
        ["X", "/cloudsql/p:us-central1:d"],
        ["X", "postgresql://app:hunter2@10.64.0.3/app"],
        ["X", "host=10.64.0.3 dbname=app"],
        ["X", "10.64.0.3:5432"],
      ] as const
    ).map(([name, value]): Case => [`${name}=${value}`, [variable(name, value)], [VALUE]]),
    ...(
      [
        ["DB_NAME", "app"],
        ["X", "10.64.0.3"],
        ["REDIS_HOST", "10.64.0.3"],
        ["ANALYTICS_DB_HOST", "analytics.example.com"],
        ["API_URL", "https://api-abc-uc.a.run.app"],
        ["HOSTNAME", "0.0.0.0"],
      ] as const
    ).map(([name, value]): Case => [`harmless: ${name}=${value}`, [variable(name, value)], []]),
    [
      "in a sidecar",
      [
        service("bff", {
          containers: [
            { image: "i" },
            {
              image: "j",
              envs: [
                { name: "A", value: "b" },
                { name: "DB_HOST", value: "10.64.0.3" },
              ],
            },
          ],
        }),
      ],
      ["bff template.containers[1].envs[1].value"],
    ],
    ["of the API", [service("api", env({ name: "DB_HOST", value: "10.64.0.3" })), service("bff")], []],
    ["of a worker", [service("worker", env({ name: "DB_HOST", value: "10.64.0.3" })), service("bff")], []],
    ["the first of two BFFs", [variable("DB_HOST", "x"), service("bff", {}, {}, "bff-2")], [VALUE]],
    ["its known address", [exported, variable("X", "10.64.0.3")], [VALUE]],
    ["its known other address", [exported, variable("X", "10.99.0.7")], [VALUE]],
    ["its known name", [exported, variable("X", "tcp:p:us-central1:shop-db")], [VALUE]],
    ["its known name in DNS", [exported, variable("X", "abc.shop.example")], [VALUE]],
    ["an address next to it", [exported, variable("X", "10.64.0.33")], []],
    [
      "a name of its address",
      [
        exported,
        make("gcp:dns/recordSet:RecordSet", "r", { name: "db.shop.example.", type: "A", rrdatas: ["10.64.0.3"] }),
        variable("X", "db.shop.example"),
      ],
      [VALUE],
    ],
    [
      "a name of its address, which is not known yet",
      [
        database,
        make(
          "gcp:dns/recordSet:RecordSet",
          "r",
          { name: "db.shop.example.", type: "A", rrdatas: [UNKNOWN] },
          { from: { rrdatas: ["d"] } },
        ),
        variable("X", "db.shop.example"),
      ],
      [VALUE],
    ],
    [
      "a name of something else",
      [
        exported,
        make("gcp:dns/recordSet:RecordSet", "r", { name: "app.shop.example.", type: "A", rrdatas: ["203.0.113.9"] }),
        variable("X", "app.shop.example"),
      ],
      [],
    ],
    ["an address of the range kept for it", [database, range(), variable("X", "10.64.15.255")], [VALUE]],
    ["an address beyond the range", [database, range(), variable("X", "10.64.16.0")], []],
    [
      "a range kept for something else",
      [database, range({ purpose: "PRIVATE_SERVICE_CONNECT" }), variable("X", "10.64.0.3")],
      [],
    ],
    ["a range that Google chooses", [database, range({ address: undefined }), variable("X", "10.64.0.3")], []],
    ["a range, but no database", [range(), variable("X", "10.64.0.3")], []],
  ]);

  test("no message repeats a value", () => {
    const all = JSON.stringify(
      outcome(bffHasNoDbPath, [variable("DATABASE_URL", "postgres://app:hunter2@10.64.0.3/app")]),
    );
    expect(all).toContain("names the database");
    expect(all).not.toMatch(/hunter2|10\.64/);
  });
});

test("bff-has-no-db-path says how", () => {
  const { violations } = outcome(bffHasNoDbPath, [
    ...accounts,
    ...withPassword,
    database,
    project("roles/cloudsql.client", BFF),
    accessor("s", BFF, undefined, own("s")),
    make("gcp:sql/user:User", "iam", { type: "CLOUD_IAM_SERVICE_ACCOUNT", name: "bff-run@p.iam" }),
    service(
      "bff",
      {
        containers: [
          {
            image: PROXY,
            envs: [secretEnv("X", "s"), secretEnv("DB_PASSWORD", "outside"), { name: "DB_HOST", value: UNKNOWN }],
          },
        ],
        volumes: [{ name: "v", cloudSqlInstance: { instances: ["i"] } }],
      },
      { from: { template: ["bff-run", "s", "d"] } },
    ),
  ]);
  expect(violations.map(({ message }) => message)).toEqual([
    "the BFF reaches the database: its account holds roles/cloudsql.client",
    "the BFF reaches the database: its account reads a secret of the database",
    "the BFF reaches the database: its account is a user of the database",
    "the BFF reaches the database: it mounts a Cloud SQL volume",
    "the BFF reaches the database: it runs the Cloud SQL proxy",
    "the BFF reaches the database: it reads a secret of the database",
    "the BFF reaches the database: it reads a secret of the database",
    "the BFF reaches the database: its template takes a value from the database",
    "the BFF reaches the database: a variable names the database",
  ]);
});
