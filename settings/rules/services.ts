import { type Problem, problem } from "../problem";
import type { ServiceSettings } from "../service";
import { HELLO_IMAGE } from "../service";
import { rule, when } from "./rule";

/** MiB of a Kubernetes quantity such as 512Mi or 2Gi. */
const mebibytes = (quantity: string) => Number.parseInt(quantity, 10) * (quantity.endsWith("Gi") ? 1024 : 1);

/**
 * MiB that go with a number of CPUs.
 * https://docs.cloud.google.com/run/docs/configuring/services/memory-limits
 */
const MEMORY: Record<ServiceSettings["cpu"], { least: number; most: number }> = {
  "1": { least: 128, most: 4096 },
  "2": { least: 512, most: 8192 },
  "4": { least: 2048, most: 16384 },
  "6": { least: 4096, most: 24576 },
  "8": { least: 4096, most: 32768 },
};
/** The second generation needs more to start at all, and so does CPU that is always given. */
const LEAST_BEYOND = 512;

function sizeProblems(where: string, { cpu, memory, executionEnvironment, billing }: ServiceSettings): Problem[] {
  const found = mebibytes(memory);
  const least = Math.max(
    MEMORY[cpu].least,
    executionEnvironment === "gen2" || billing === "instance" ? LEAST_BEYOND : 0,
  );
  const { most } = MEMORY[cpu];
  return when(found < least || found > most, () =>
    problem(
      `${where}.memory`,
      memory,
      `does not go with ${cpu} CPU, ${executionEnvironment}, billed by ${billing}`,
      `${least}Mi to ${most / 1024}Gi`,
      found < least ? "Give it more memory or fewer CPUs." : "Give it more CPUs or less memory.",
    ),
  );
}

/** Names of variables that the program sets, by service. */
export const OWN_VARIABLES = {
  bff: ["API_URL", "PUBLIC_URL"],
  api: ["DB_HOST", "DB_NAME", "DB_USER", "DB_PASSWORD", "DB_POOL_SIZE", "DB_SSLMODE"],
};
/** Variables of one container, and bytes of one variable. https://docs.cloud.google.com/run/quotas */
const MOST_VARIABLES = 1000;
const MOST_BYTES = 32_768;

function variableProblems(where: "bff" | "api", { env, secrets }: ServiceSettings): Problem[] {
  const own = OWN_VARIABLES[where];
  const count = Object.keys(env).length + Object.keys(secrets).length + own.length;
  const taken = (group: "env" | "secrets", values: Record<string, unknown>) =>
    Object.keys(values)
      .filter((name) => own.includes(name))
      .map((name) =>
        problem(
          `${where}.${group}.${name}`,
          values[name],
          "is a variable that the program sets itself",
          `any name but ${own.join(", ")}`,
          "Remove it, or choose another name.",
        ),
      );
  return [
    ...when(count > MOST_VARIABLES, () =>
      problem(
        `${where}.env`,
        env,
        `gives ${count} variables with the secrets and the program's own: more than a container takes`,
        `up to ${MOST_VARIABLES} in all`,
        "Remove some, or put them in a file of the image.",
      ),
    ),
    ...Object.entries(env)
      .filter(([name, value]) => Buffer.byteLength(name + value) > MOST_BYTES)
      .map(([name, value]) =>
        problem(
          `${where}.env.${name}`,
          value,
          "is longer than Cloud Run takes",
          `up to ${MOST_BYTES} bytes with its name`,
          "Put it in a file of the image, or in Secret Manager.",
        ),
      ),
    ...taken("env", env),
    ...taken("secrets", secrets),
    ...Object.keys(secrets)
      .filter((name, index, all) => all.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < index)
      .map((name) =>
        problem(
          `${where}.secrets.${name}`,
          undefined,
          "differs from another secret only in case",
          "names that differ without their case, from which Secret Manager's names are made",
          "Rename one of the two.",
        ),
      ),
    ...Object.keys(secrets)
      .filter((name) => Object.hasOwn(env, name))
      .map((name) =>
        problem(
          `${where}.env.${name}`,
          env[name],
          "is also a secret of the same name",
          "one of the two",
          `Remove it: ${where}.secrets.${name} gives the variable.`,
        ),
      ),
  ];
}

/** Longest that Cloud Run waits for a start, in seconds. https://docs.cloud.google.com/run/docs/configuring/healthchecks */
const START_WINDOW = 240;

function probeProblems(where: string, { probes }: ServiceSettings): Problem[] {
  const { startup, liveness } = probes;
  const timeouts = Object.entries({ startup, liveness }).flatMap(([name, probe]) =>
    when(probe !== undefined && probe.timeoutSeconds > probe.periodSeconds, () =>
      problem(
        `${where}.probes.${name}.timeoutSeconds`,
        probe?.timeoutSeconds,
        "is longer than the period",
        `1 to ${probe?.periodSeconds} (periodSeconds)`,
        "Lower it, or raise periodSeconds.",
      ),
    ),
  );
  const window = startup.failureThreshold * startup.periodSeconds;
  return [
    ...timeouts,
    ...when(window > START_WINDOW, () =>
      problem(
        `${where}.probes.startup.failureThreshold`,
        startup.failureThreshold,
        `times periodSeconds is ${window} s: longer than Cloud Run waits`,
        `at most ${START_WINDOW} s in all`,
        "Lower failureThreshold or periodSeconds.",
      ),
    ),
  ];
}

/** https://docs.cloud.google.com/run/docs/deploying#images */
const REGISTRIES = /^([a-z0-9-]+-docker\.pkg\.dev|([a-z0-9-]+\.)?gcr\.io|docker\.io)$/;

function imageProblems(where: string, { image, deployedBy }: ServiceSettings): Problem[] {
  const tag = /:([^/:@]+)$/.exec(image.split("@")[0] ?? "")?.[1];
  const pinned = image.includes("@sha256:") || (tag !== undefined && tag !== "latest");
  const host = /^[^/]*[.:][^/]*(?=\/)/.exec(image)?.[0];
  return [
    ...when(host !== undefined && !REGISTRIES.test(host), () =>
      problem(
        `${where}.image`,
        image,
        "is in a registry that Cloud Run does not pull from",
        "LOCATION-docker.pkg.dev, gcr.io or docker.io",
        "Push it to the Artifact Registry repository of `images`, or reach it through a remote repository there.",
      ),
    ),
    ...when(deployedBy === "pulumi" && !pinned && image !== HELLO_IMAGE, () =>
      problem(
        `${where}.image`,
        image,
        "says no version, so a new build would not be noticed",
        "a digest (@sha256:…) or a tag that is not latest",
        "Name the version to run, or let a pipeline deploy: `deployedBy: pipeline`.",
      ),
    ),
  ];
}

const one = (where: "bff" | "api", service: ServiceSettings): Problem[] => [
  ...sizeProblems(where, service),
  ...when(service.instances.min > service.instances.max, () =>
    problem(
      `${where}.instances.min`,
      service.instances.min,
      `is above max (${service.instances.max})`,
      `0 to ${service.instances.max}`,
      "Lower min or raise max.",
    ),
  ),
  ...probeProblems(where, service),
  ...imageProblems(where, service),
  ...variableProblems(where, service),
];

export const serviceRules = [
  rule(["bff"], ({ bff }) => one("bff", bff)),
  rule(["api"], ({ api }) => one("api", api)),
  rule(["bff", "api"], ({ bff, api }) =>
    when(bff.name === api.name, () =>
      problem("api.name", api.name, "is the BFF's name too", "two different names", "Rename one of the two services."),
    ),
  ),
];
