import { long, type Row } from "./row";

const secrets = (API_KEY: unknown) => ({ bff: { secrets: { API_KEY } } });

export const environmentRows: Row[] = [
  [{ bff: { env: { "MY-VAR": "x" } } }, "bff.env.MY-VAR", "is not a name that can be used here", "letters, digits"],
  [{ bff: { env: { "1ST": "x" } } }, "bff.env.1ST", "is not a name that can be used here", "Rename it"],
  [{ bff: { env: { PORT: "8080" } } }, "bff.env.PORT", "is a name that Cloud Run sets itself", "not PORT"],
  [{ bff: { env: { K_SERVICE: "x" } } }, "bff.env.K_SERVICE", "is a name that Cloud Run sets itself"],
  [{ bff: { env: { API_URL: "x" } } }, "bff.env.API_URL", "is a variable that the program sets itself"],
  [{ api: { env: { DB_HOST: "10.0.0.3" } } }, "api.env.DB_HOST", "is a variable that the program sets itself"],
  [{ bff: { env: { A: { b: 1 } } } }, "bff.env.A", "a secret goes under `secrets`", "not a group"],
  [{ bff: { env: { A: null } } }, "bff.env.A", "is empty"],
  [{ bff: { env: ["A=b"] } }, "bff.env", "is not names with values", "[a value (not shown)]"],
  [{ bff: { env: { A: { secure: "v1:abc" } } } }, "bff.env.A", "{secure}", "a secret goes under `secrets`"],
  [{ bff: { env: { A: long(32_768) } } }, "bff.env.A", "is longer than Cloud Run takes", "up to 32768 bytes"],
  [
    { api: { env: Object.fromEntries(Array.from({ length: 995 }, (_, index) => [`V${index}`, "x"])) } },
    "api.env",
    "gives 1001 variables with the secrets and the program's own",
    "up to 1000 in all",
  ],
  [{ api: { secrets: { DB_PASSWORD: { generate: {} } } } }, "api.secrets.DB_PASSWORD", "the program sets itself"],
  [
    { api: { secrets: { CLOUD_RUN_JOB: { generate: {} } } } },
    "api.secrets.CLOUD_RUN_JOB",
    "is a name that Cloud Run sets itself",
  ],
  [
    { bff: { env: { A: "x" }, secrets: { A: { generate: {} } } } },
    "bff.env.A",
    "is also a secret of the same name",
    "a value (not shown)",
  ],
  [
    { api: { secrets: { TOKEN: { generate: {} }, Token: { generate: {} } } } },
    "api.secrets.Token",
    "differs from another secret only in case",
    "Rename one of the two.",
  ],
  [secrets("sk-123"), "bff.secrets.API_KEY", "is not a group of settings", "`generate: {}`, or `secret` and `version`"],
  [secrets({}), "bff.secrets.API_KEY", "is neither generated nor existing", "Keep one of the two"],
  [
    secrets({ generate: {}, secret: "key", version: 1 }),
    "bff.secrets.API_KEY",
    "is generated and existing at once",
    "Keep one of the two",
  ],
  [secrets({ secret: "key" }), "bff.secrets.API_KEY.version", "is missing", "a version number, 1 or higher"],
  [secrets({ secret: "key", version: "latest" }), "bff.secrets.API_KEY.version", "is not well formed", "not latest"],
  [secrets({ secret: "key", version: 0 }), "bff.secrets.API_KEY.version", "a version number, 1 or higher"],
  [secrets({ secret: "projects/p/secrets/key", version: 1 }), "bff.secrets.API_KEY.secret", "letters, digits, _ and -"],
  [secrets({ generate: {}, version: 2 }), "bff.secrets.API_KEY.version", "does not go with a generated secret"],
  [secrets({ generate: true }), "bff.secrets.API_KEY.generate", "is not a group of settings"],
  [secrets({ generate: { length: 8 } }), "bff.secrets.API_KEY.generate.length", "is too small", "16 to 256"],
  [secrets({ secure: "v1:abc" }), "bff.secrets.API_KEY.secure", "is an encrypted value", "Secret Manager"],
  [{ bff: { secret: { A: "x" } } }, "bff.secret", "is not a setting", "a value (not shown)", "secrets"],
];
