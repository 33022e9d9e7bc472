import { bffHasNoDbPath } from "../../policies/rules/database-path";
import { accessor, accounts, BFF, env, READS, secretEnv, service } from "./bff";
import { type Case, judges } from "./judging";

/** Secrets that are no part of the stack: only names tell what they are. */
judges(bffHasNoDbPath, [
  [
    "outside the stack, as the database's variable",
    [...accounts, service("bff", env(secretEnv("DB_PASSWORD", "x")))],
    [READS],
  ],
  [
    "outside the stack, called the database's",
    [...accounts, service("bff", env(secretEnv("X", "projects/p/secrets/db-password/versions/3")))],
    [READS],
  ],
  [
    "outside the stack, as another variable",
    [...accounts, service("bff", env(secretEnv("SESSION_SECRET", "session")))],
    [],
  ],
  [
    "outside the stack, another database's",
    [...accounts, service("bff", env(secretEnv("ANALYTICS_DB_PASSWORD", "analytics-db-password")))],
    [],
  ],
  [
    "outside the stack, as the API has it",
    [
      ...accounts,
      service("api", env(secretEnv("APP_DB", "x"))),
      service("bff", env(secretEnv("Y", "projects/p/secrets/x"))),
    ],
    [READS],
  ],
  [
    "outside the stack, as the API has it by its name",
    [
      ...accounts,
      service("api", env(secretEnv("X", "prod-database-app"))),
      service("bff", env(secretEnv("Y", "prod-database-app"))),
    ],
    [READS],
  ],
  [
    "outside the stack, as the API has it for something else",
    [
      ...accounts,
      service("api", env(secretEnv("OPENAI_API_KEY", "x"))),
      service("bff", env(secretEnv("OPENAI_API_KEY", "x"))),
    ],
    [],
  ],
  [
    "outside the stack, granted",
    [...accounts, service("bff"), accessor("projects/p/secrets/db-password", BFF)],
    ["grant member"],
  ],
  [
    "outside the stack, granted as the API has it",
    [...accounts, service("api", env(secretEnv("APP_DB", "x"))), service("bff"), accessor("x", BFF)],
    ["grant member"],
  ],
  ["outside the stack, another one granted", [...accounts, service("bff"), accessor("session", BFF)], []],
  ...["SHOP_DB", "SHOP_DATABASE_X", "SQL_SHOP", "shop-postgres", "SHOP_POSTGRESQL", "PG_SHOP", "PGPASSWORD"].map(
    (name): Case => [
      `what the API calls ${name}`,
      [
        ...accounts,
        service("api", env(secretEnv(name, "x"))),
        service("bff", env(secretEnv("Y", "projects/p/secrets/x"))),
      ],
      [READS],
    ],
  ),
  ...["SHOPDB", "DBX", "SQLITE_X", "POSTGRESS", "MYPG"].map(
    (name): Case => [
      `what the API calls ${name}, which is something else`,
      [...accounts, service("api", env(secretEnv(name, "x"))), service("bff", env(secretEnv("Y", "x")))],
      [],
    ],
  ),
]);
