import { z } from "zod";

const cidr = (prefix: string) =>
  z
    .string()
    .regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/)
    .meta({ allowed: `a private IPv4 range with prefix ${prefix}, aligned to it` });

const CONNECTOR_GONE = "replaces the connector: minutes without a private path";

/** https://docs.cloud.google.com/vpc/docs/serverless-vpc-access */
export const CONNECTOR_MACHINES = ["f1-micro", "e2-micro", "e2-standard-4"] as const;

const connectorSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/)
      .default("vpc-connector-1")
      .meta({
        description: "Name of the connector. Google counts a hyphen twice towards its limit.",
        allowed: "lower-case letters, digits and hyphens, at most 20 counted with each hyphen as two",
        change: CONNECTOR_GONE,
        cost: "nothing",
      }),
    range: cidr("/28").default("10.8.0.0/28").meta({
      description: "Range of the connector's own subnet. Nothing else may use it.",
      allowed: "a private IPv4 range of exactly /28, aligned to it",
      change: CONNECTOR_GONE,
      cost: "nothing",
    }),
    minInstances: z
      .int()
      .min(2)
      .max(9)
      .default(2)
      .meta({
        description: "Instances that always run. Raising is in place.",
        change: `raising: in place; lowering ${CONNECTOR_GONE}`,
        cost: "about 6 USD a month each (e2-micro, us-central1), used or not",
      }),
    maxInstances: z
      .int()
      .min(3)
      .max(10)
      .default(10)
      .meta({
        description: "The most it grows to under load. It never shrinks again by itself.",
        change: `raising: in place; lowering ${CONNECTOR_GONE}`,
        cost: "sets the ceiling: about 6 USD a month each once grown",
      }),
    machineType: z.enum(CONNECTOR_MACHINES).default("e2-micro").meta({
      description: "Machine of each instance: e2-micro carries 200-1000 Mbps from 2 to 10 instances.",
      change: "in place",
      cost: "e2-micro 6 USD, f1-micro 5.50 USD, e2-standard-4 98 USD a month each",
    }),
  })
  .prefault({})
  .meta({
    description: "The Serverless VPC Access connector.",
    change: CONNECTOR_GONE,
    cost: "billed as its instances",
  });

export const networkSchema = z
  .strictObject({
    existingVpc: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional()
      .meta({
        description:
          "Name of a VPC that already exists in this project. Absent: the program creates a custom-mode one.",
        allowed: "1-63 lower-case letters, digits and hyphens",
        change: "replaces everything on the network; the database moves to the new one in place, with a restart",
        cost: "nothing",
      }),
    egress: z.enum(["connector", "direct"]).default("connector").meta({
      description:
        "How the services enter the VPC: through a connector, or directly (Direct VPC egress: an address of a subnet for every instance, no machines, and a firewall that keeps the BFF off the database).",
      change: "a new revision of both services; the other way's resources go",
      cost: "connector: about 12 USD a month for two e2-micro; direct: nothing",
    }),
    connector: connectorSchema,
    directRange: cidr("/26 or larger").default("10.8.1.0/24").meta({
      description:
        "Subnet for Direct VPC egress. Each instance takes two addresses, both revisions of a rollout count.",
      allowed: "a private IPv4 range of /26 or larger, aligned to it",
      change: "replaces the subnet; widening it is in place",
      cost: "nothing",
    }),
    privateServices: z.enum(["create", "existing"]).default("create").meta({
      description:
        "The connection through which Google's services (Cloud SQL) get private addresses. `existing`: the existing VPC already has it; a VPC can have only one.",
      change: "in place; an abandoned connection stays with the VPC",
      cost: "nothing",
    }),
    servicesRange: cidr("/24 or larger").default("10.64.0.0/20").meta({
      description: "Range for those private addresses. Generous: it is free and hard to grow later.",
      allowed: "a private IPv4 range of /24 or larger, aligned to it; not 172.17.0.0/16",
      change: "replaces the range; an existing database keeps its address in the old one",
      cost: "nothing",
    }),
    runAppZone: z.enum(["create", "existing"]).default("create").meta({
      description:
        "Private DNS zone `run.app.`, which sends calls between the services into the VPC: without it an internal-only API is out of the BFF's reach. `existing`: the existing VPC already answers so.",
      change: "in place",
      cost: "0.20 USD a month",
    }),
    flowLogs: z.number().min(0).max(1).default(0).meta({
      description:
        "Share of the services' connections that is logged (VPC flow logs), as far as Google samples; 0 for none.",
      allowed: "0 to 1",
      change: "in place",
      cost: "0.25 USD per GiB of log: at 1, about 1 USD per million calls to the API",
    }),
    nat: z.boolean().default(false).meta({
      description:
        "Cloud NAT with one static address, and all of the services' traffic through it: for partners that allow only known addresses.",
      change: "a new revision of both services",
      cost: "about 5 USD a month and 0.045 USD per GiB",
    }),
  })
  .prefault({})
  .meta({ description: "The VPC, and how the services enter it.", change: "see its parts", cost: "see its parts" })
  .transform(({ connector, directRange, ...network }) => ({
    ...network,
    egress:
      network.egress === "connector"
        ? { kind: network.egress, ...connector }
        : { kind: network.egress, range: directRange },
  }));

export type NetworkSettings = z.output<typeof networkSchema>;
export type ConnectorSettings = Extract<NetworkSettings["egress"], { kind: "connector" }>;
export type DirectSettings = Extract<NetworkSettings["egress"], { kind: "direct" }>;
