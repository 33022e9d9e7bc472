import fc from "fast-check";
import { name, some } from "./fields";

const SIZES = [
  { cpu: "1", memory: "512Mi" },
  { cpu: 1, memory: "4Gi" },
  { cpu: "2", memory: "1Gi" },
  { cpu: 2, memory: "8Gi" },
  { cpu: "4", memory: "2Gi" },
  { cpu: "6", memory: "24Gi" },
  { cpu: "8", memory: "4096Mi" },
  { cpu: 1, memory: "128Mi", executionEnvironment: "gen1", billing: "request" },
  {},
];

const path = fc.constantFrom("/", "/ready", "/api/v1/live");

const probes = some({
  startup: fc
    .tuple(fc.integer({ min: 1, max: 240 }), fc.option(path, { nil: undefined }), fc.nat(), fc.nat())
    .map(([periodSeconds, path, a, b]) => ({
      ...(path && { path }),
      periodSeconds,
      timeoutSeconds: 1 + (a % periodSeconds),
      failureThreshold: 1 + (b % Math.floor(240 / periodSeconds)),
    })),
  liveness: fc.record({ path }),
});

const secret = fc.oneof(
  fc.record({
    generate: some({ length: fc.integer({ min: 16, max: 256 }), rotation: fc.integer({ min: 1, max: 9 }) }),
  }),
  fc.record({
    secret: fc.stringMatching(/^[A-Za-z0-9_-]{1,30}$/),
    version: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom("1", "42")),
  }),
);

const environment = some({
  env: fc.dictionary(
    fc.stringMatching(/^ENV_[A-Z0-9_]{1,12}$/),
    fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean()),
    { maxKeys: 3 },
  ),
  secrets: fc.dictionary(fc.stringMatching(/^SECRET_[A-Z0-9_]{1,12}$/), secret, { maxKeys: 3 }),
});

const image = fc.constantFrom(
  { image: "us-docker.pkg.dev/piloto-test/piloto/app:v1" },
  { image: `us-docker.pkg.dev/piloto-test/piloto/app@sha256:${"0a".repeat(32)}`, deployedBy: "pulumi" },
  { deployedBy: "pulumi" },
  { deployedBy: "pipeline" },
  {},
);

/** A service of at most `most` instances. */
export const service = (own: string, most: number) =>
  fc
    .tuple(
      some({
        name: name(3, 22).map((text) => `${own}-${text}`),
        concurrency: fc.integer({ min: 1, max: 1000 }),
        timeoutSeconds: fc.integer({ min: 1, max: 3600 }),
        billing: fc.constantFrom("request", "instance"),
        executionEnvironment: fc.constant("gen2"),
        port: fc.integer({ min: 1, max: 65535 }),
        probes,
      }),
      fc.constantFrom(...SIZES),
      fc.tuple(fc.integer({ min: 1, max: most }), fc.nat()).map(([max, any]) => ({ min: any % (max + 1), max })),
      image,
      environment,
    )
    .map(([fields, size, instances, image, environment]) => ({
      ...fields,
      ...size,
      instances,
      ...image,
      ...environment,
    }));

export const api = fc
  .tuple(service("api", 20), some({ invoker: fc.constantFrom("bff", "network") }))
  .map(([fields, invoker]) => ({ ...fields, ...invoker }));
