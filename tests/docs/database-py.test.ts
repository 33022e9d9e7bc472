import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";

const SNIPPETS = join(__dirname, "../../snippets");
const here = spawnSync("python3", ["--version"]).status === 0;
/** Where there is no Python the list of tests says so. */
const withPython = here ? test : test.skip;

/** Calls a function of the snippet with an environment; an error comes back as its message. */
function call(name: "database_url" | "pool_options", environ: Record<string, string>): unknown {
  const program = [
    "import json, sys",
    "import database",
    "try: print(json.dumps(getattr(database, sys.argv[1])(json.loads(sys.argv[2]))))",
    "except Exception as error: print(json.dumps(repr(error)))",
  ].join("\n");
  return JSON.parse(
    execFileSync("python3", ["-B", "-c", program, name, JSON.stringify(environ)], { cwd: SNIPPETS, encoding: "utf8" }),
  );
}

withPython("the pool is as large as the program counted, and never larger", () => {
  expect(call("pool_options", { DB_POOL_SIZE: "9" })).toEqual({
    pool_size: 9,
    max_overflow: 0,
    pool_pre_ping: true,
    pool_recycle: 300,
    pool_timeout: 10,
  });
});

withPython.each([
  ["9", "1", 9],
  ["9", "2", 4],
  ["2", "2", 1],
])("a pool of %s for %s workers is %i each", (size, workers, each) => {
  expect(call("pool_options", { DB_POOL_SIZE: size, WEB_CONCURRENCY: workers })).toMatchObject({ pool_size: each });
});

withPython.each([
  ["1", "2"],
  ["0", "1"],
  ["4", "0"],
])("a pool of %s cannot serve %s workers", (size, workers) => {
  expect(call("pool_options", { DB_POOL_SIZE: size, WEB_CONCURRENCY: workers })).toMatch(/^ValueError/);
});

withPython("the URL holds any password", () => {
  const environ = {
    DB_USER: "api",
    DB_PASSWORD: "p@ss/w:rd?#%",
    DB_NAME: "piloto",
    DB_HOST: "10.64.0.3",
    DB_SSLMODE: "require",
  };
  const url = new URL(String(call("database_url", environ)));
  expect(decodeURIComponent(url.password)).toBe(environ.DB_PASSWORD);
  expect(url.href).toMatch(/^postgresql\+psycopg:\/\/api:.*@10\.64\.0\.3:5432\/piloto\?sslmode=require$/);
});
