import { z } from "zod";
import { secretsSchema, variableName } from "./secrets";

/** Public image that answers 200 on every path of $PORT: what a service runs before its first deploy. */
export const HELLO_IMAGE = "us-docker.pkg.dev/cloudrun/container/hello";

const REVISION = "a new revision";

const failureThreshold = (count: number, description: string) =>
  z.int().min(1).max(240).default(count).meta({ description, change: REVISION, cost: "nothing" });

const probeTiming = {
  periodSeconds: z.int().min(1).max(240).default(10).meta({
    description: "Seconds between two probes.",
    change: REVISION,
    cost: "nothing",
  }),
  timeoutSeconds: z.int().min(1).max(240).default(3).meta({
    description: "Seconds one probe may take; not more than the period.",
    change: REVISION,
    cost: "nothing",
  }),
  failureThreshold: failureThreshold(12, "Failed probes in a row before Cloud Run gives the instance up."),
};

const path = z
  .string()
  .regex(/^\/[^\s?#]*$/)
  .meta({
    description:
      "Path that must answer 200-399 on the service's port. Avoid names ending in z: Google's front end keeps some for itself.",
    allowed: "a path that starts with /",
    change: REVISION,
    cost: "nothing",
  });

const probesSchema = z
  .strictObject({
    startup: z
      .strictObject({ path: path.optional(), ...probeTiming })
      .prefault({})
      .meta({
        description:
          "When a new instance is ready for traffic: the port answers or, with `path`, an HTTP request does.",
        change: REVISION,
        cost: "nothing",
      }),
    liveness: z
      .strictObject({
        path,
        ...probeTiming,
        failureThreshold: failureThreshold(3, "Failed probes in a row before the instance is restarted."),
      })
      .optional()
      .meta({
        description:
          "When a running instance is restarted. Off unless given: a bad liveness path restarts a healthy service for ever.",
        change: REVISION,
        cost: "nothing",
      }),
  })
  .prefault({})
  .meta({ description: "Health checks.", change: REVISION, cost: "nothing" });

export interface ServiceDefaults {
  name: string;
  cpu: "1" | "2";
  memory: string;
  maxInstances: number;
  concurrency: number;
}

/** Settings that the BFF and the API share; they differ in defaults. */
export const serviceFields = (defaults: ServiceDefaults) => ({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,24}[a-z0-9]$/)
    .default(defaults.name)
    .meta({
      description:
        "Name of the Cloud Run service: what `gcloud run deploy` says, and part of its URL. Two stacks in one project need different names.",
      allowed: "3-26 lower-case letters, digits and hyphens, starting with a letter",
      change: "replaces the service and its URL",
      cost: "nothing",
    }),
  image: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]*(:\d+)?(\/[a-z0-9][a-z0-9._-]*)+(:[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?$/,
    )
    .default(HELLO_IMAGE)
    .meta({
      description: "Container image. With `deployedBy: pipeline` it only starts the service for the first time.",
      allowed: "REGISTRY/REPOSITORY/NAME with a tag or a digest, in Artifact Registry, gcr.io or docker.io",
      change: "a new revision when Pulumi deploys, nothing when the pipeline does",
      cost: "nothing",
    }),
  deployedBy: z.enum(["pipeline", "pulumi"]).default("pipeline").meta({
    description:
      "Who rolls images out. `pipeline`: `gcloud run deploy` or a workflow, and Pulumi ignores exactly the fields such a deploy writes. `pulumi`: `image` here, with a tag or a digest.",
    change: "in place",
    cost: "nothing",
  }),
  cpu: z
    .preprocess((value) => (typeof value === "number" ? String(value) : value), z.enum(["1", "2", "4", "6", "8"]))
    .default(defaults.cpu)
    .meta({ description: "vCPUs of an instance.", change: REVISION, cost: "per vCPU-second while requests run" }),
  memory: z
    .string()
    .regex(/^[1-9]\d*(Mi|Gi)$/)
    .default(defaults.memory)
    .meta({
      description: "Memory of an instance.",
      allowed: "a number with Mi or Gi, 512Mi (128Mi with gen1) to 32Gi; 4 CPUs need 2Gi, 6 and 8 need 4Gi",
      change: REVISION,
      cost: "per GiB-second while requests run",
    }),
  instances: z
    .strictObject({
      min: z.int().min(0).max(1000).default(0).meta({
        description: "Instances kept warm. 0 scales to nothing and the first request waits for a start.",
        change: REVISION,
        cost: "idle instances bill at the idle rate: about 10 USD a month for 1 vCPU and 512Mi",
      }),
      max: z.int().min(1).max(1000).default(defaults.maxInstances).meta({
        description: "The most instances that may run: the wallet's protection.",
        change: REVISION,
        cost: "sets the ceiling of the bill",
      }),
    })
    .prefault({})
    .meta({ description: "Autoscaling limits.", change: REVISION, cost: "see min and max" }),
  concurrency: z.int().min(1).max(1000).default(defaults.concurrency).meta({
    description: "Requests that one instance serves at once.",
    change: REVISION,
    cost: "more at once means fewer billed seconds",
  }),
  timeoutSeconds: z.int().min(1).max(3600).default(300).meta({
    description: "Longest a request may take, in seconds.",
    change: REVISION,
    cost: "nothing",
  }),
  billing: z.enum(["request", "instance"]).default("request").meta({
    description:
      "`request`: CPU is given and billed only while requests run. `instance`: for the whole life of each instance, at a lower rate, without a request fee.",
    change: REVISION,
    cost: "request-based is cheaper below roughly 50 % use",
  }),
  executionEnvironment: z.enum(["gen1", "gen2"]).default("gen2").meta({
    description: "gen2 is full Linux with faster network and CPU; gen1 starts a little faster.",
    change: REVISION,
    cost: "nothing",
  }),
  port: z.int().min(1).max(65535).default(8080).meta({
    description: "Port the container listens on, given to it as PORT.",
    change: REVISION,
    cost: "nothing",
  }),
  probes: probesSchema,
  env: z
    .record(variableName, z.union([z.string(), z.number(), z.boolean()]).transform(String))
    .default({})
    .meta({
      description: "Plain environment variables. Never a secret: those go under `secrets`.",
      allowed: "text, numbers and booleans by variable name; a secret goes under `secrets`",
      change: REVISION,
      cost: "nothing",
    }),
  secrets: secretsSchema,
});

export const bffSchema = z
  .strictObject(serviceFields({ name: "bff-nextjs", cpu: "1", memory: "512Mi", maxInstances: 10, concurrency: 80 }))
  .prefault({})
  .meta({
    description: "The public Next.js service: frontend, API routes, OAuth2, and the only caller of the API.",
    change: REVISION,
    cost: "see its parts",
  });

export const apiSchema = z
  .strictObject({
    ...serviceFields({ name: "api-python", cpu: "2", memory: "2Gi", maxInstances: 5, concurrency: 10 }),
    invoker: z.enum(["bff", "network"]).default("bff").meta({
      description:
        "Who may call the API. `bff`: only the BFF's service account, with an ID token. `network`: whoever is inside the VPC, no token asked, for a BFF that sends none yet; the policy pack objects unless it is exempted with a reason. Ingress is internal-only either way.",
      change: "in place",
      cost: "nothing",
    }),
  })
  .prefault({})
  .meta({
    description: "The internal-only Python service: business logic, LLM, database access, WhatsApp handlers.",
    change: REVISION,
    cost: "see its parts",
  });

export type BffSettings = z.output<typeof bffSchema>;
export type ApiSettings = z.output<typeof apiSchema>;
export type ServiceSettings = BffSettings;
