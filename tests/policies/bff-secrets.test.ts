import { bffHasNoDbPath } from "../../policies/rules/database-path";
import { SECRET, UNKNOWN } from "../../resources/resource";
import {
  API,
  accessor,
  accounts,
  BFF,
  env,
  instance,
  own,
  password,
  project,
  READS,
  secret,
  secretEnv,
  service,
  withPassword,
} from "./bff";
import { judges, outcome } from "./judging";
import { make, raw } from "./make";

describe("secrets", () => {
  judges(bffHasNoDbPath, [
    [
      "the password of a user",
      [...accounts, ...withPassword, service("bff"), accessor("s", BFF, undefined, own("s"))],
      ["grant member"],
    ],
    [
      "the password of a user, to manage",
      [...accounts, ...withPassword, service("bff"), accessor("s", BFF, "roles/secretmanager.admin", own("s"))],
      ["grant member"],
    ],
    [
      "the password of a user, to look at only",
      [...accounts, ...withPassword, service("bff"), accessor("s", BFF, "roles/secretmanager.viewer", own("s"))],
      [],
    ],
    [
      "the password of a user, for the API",
      [...accounts, ...withPassword, service("bff"), accessor("s", API, undefined, own("s"))],
      [],
    ],
    [
      "another secret",
      [
        ...accounts,
        ...withPassword,
        secret("session"),
        service("bff"),
        accessor("session", BFF, undefined, own("session")),
      ],
      [],
    ],
    [
      "a generated password of nobody's",
      [
        ...accounts,
        password,
        secret("s"),
        make(
          "gcp:secretmanager/secretVersion:SecretVersion",
          "v",
          { secret: "s", secretData: SECRET },
          { from: { secret: ["s"], secretData: ["pw"] } },
        ),
        service("bff"),
        accessor("s", BFF, undefined, own("s")),
      ],
      [],
    ],
    [
      "a URL that holds the database's address",
      [
        ...accounts,
        instance,
        secret("s"),
        make(
          "gcp:secretmanager/secretVersion:SecretVersion",
          "v",
          { secret: "s", secretData: SECRET },
          { from: { secret: ["s"], secretData: ["d"] } },
        ),
        service("bff"),
        accessor("s", BFF, undefined, own("s")),
      ],
      ["grant member"],
    ],
    [
      "a password written without being kept",
      [
        ...accounts,
        password,
        make("gcp:sql/user:User", "u", { name: "app", passwordWo: SECRET }, { from: { passwordWo: ["pw"] } }),
        secret("s"),
        make(
          "gcp:secretmanager/secretVersion:SecretVersion",
          "v",
          { secret: "s", secretDataWo: SECRET },
          { from: { secret: ["s"], secretDataWo: ["pw"] } },
        ),
        service("bff"),
        accessor("s", BFF, undefined, own("s")),
      ],
      ["grant member"],
    ],
    [
      "read as a variable, whatever it is called",
      [
        ...accounts,
        ...withPassword,
        service("bff", env(secretEnv("X", "s")), { from: { template: ["bff-run", "s"] } }),
      ],
      [READS],
    ],
    [
      "read as a file",
      [
        ...accounts,
        ...withPassword,
        service("bff", { volumes: [{ name: "v", secret: { secret: "s" } }] }, { from: { template: ["bff-run", "s"] } }),
      ],
      ["bff template.volumes[0].secret"],
    ],
    [
      "what the API calls a database's",
      [
        ...accounts,
        secret("s"),
        service("api", env(secretEnv("APP_DB", "s")), { from: { template: ["api-run", "s"] } }),
        service("bff"),
        accessor("s", BFF, undefined, own("s")),
      ],
      ["grant member"],
    ],
    [
      "a URL that holds the database's address and something else that was generated",
      [
        ...accounts,
        instance,
        password,
        secret("s"),
        make(
          "gcp:secretmanager/secretVersion:SecretVersion",
          "v",
          { secret: "s", secretData: SECRET },
          { from: { secret: ["s"], secretData: ["pw", "d"] } },
        ),
        service("bff"),
        accessor("s", BFF, undefined, own("s")),
      ],
      ["grant member"],
    ],
    [
      "what the API calls something else",
      [
        ...accounts,
        secret("s"),
        service("api", env(secretEnv("OPENAI_API_KEY", "s")), { from: { template: ["api-run", "s"] } }),
        service("bff"),
        accessor("s", BFF, undefined, own("s")),
      ],
      [],
    ],
    [
      "what is called a database's and the API reads",
      [
        ...accounts,
        secret("prod-database-app", "s"),
        service("api", env(secretEnv("X", "prod-database-app")), { from: { template: ["api-run", "s"] } }),
        service("bff"),
        accessor("prod-database-app", BFF, undefined, own("s")),
      ],
      ["grant member"],
    ],
    [
      "what the API reads as a file",
      [
        ...accounts,
        secret("prod-database-app", "s"),
        service(
          "api",
          { volumes: [{ name: "v", secret: { secret: "prod-database-app" } }] },
          { from: { template: ["api-run", "s"] } },
        ),
        service("bff"),
        accessor("prod-database-app", BFF, undefined, own("s")),
      ],
      ["grant member"],
    ],
    [
      "what is called the database's",
      [...accounts, secret("db-password"), service("bff"), accessor("db-password", BFF, undefined, own("db-password"))],
      ["grant member"],
    ],
    [
      "what is called another database's",
      [
        ...accounts,
        secret("analytics-db-password"),
        service("bff"),
        accessor("analytics-db-password", BFF, undefined, own("analytics-db-password")),
      ],
      [],
    ],
    [
      "its own, as the database's variable",
      [
        ...accounts,
        secret("s"),
        service("bff", env(secretEnv("DATABASE_URL", "s")), { from: { template: ["bff-run", "s"] } }),
      ],
      [READS],
    ],
    [
      "its own, as another variable",
      [
        ...accounts,
        secret("s"),
        service("bff", env(secretEnv("SESSION_SECRET", "s")), { from: { template: ["bff-run", "s"] } }),
      ],
      [],
    ],
    [
      "every secret of the project, which project-roles tells",
      [...accounts, ...withPassword, service("bff"), project("roles/secretmanager.secretAccessor", BFF)],
      [],
    ],
    [
      "first generation",
      [
        ...accounts,
        raw("gcp:cloudrun/service:Service", "bff", {
          metadata: { labels: { component: "bff" } },
          template: {
            spec: {
              containers: [
                {
                  image: "i",
                  envs: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { name: "x", key: "latest" } } }],
                },
              ],
            },
          },
        }),
      ],
      ["bff template.spec.containers[0].envs[0].valueFrom.secretKeyRef"],
    ],
  ]);

  test("which of several is read is not guessed", () => {
    const hidden = (role: string) =>
      service(role, env(secretEnv("DB_PASSWORD", UNKNOWN)), { from: { template: [`${role}-run`, "s", "t"] } });
    const two = [...accounts, secret("s"), secret("t")];
    expect(
      outcome(bffHasNoDbPath, [...two, hidden("api"), service("bff"), accessor("s", BFF, undefined, own("s"))])
        .violations,
    ).toEqual([]);
  });
});
