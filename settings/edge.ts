import { z } from "zod";
import { armorSchema } from "./armor";
import { REGIONS } from "./region";

const domain = z
  .string()
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,58}[a-z0-9])$/)
  .meta({ allowed: "a host name in lower case, without https:// and without a wildcard" });

const assetsSchema = z
  .strictObject({
    enabled: z.boolean().default(true).meta({
      description: "A bucket behind the CDN for /assets/*. Off: the BFF serves its assets itself.",
      change: "in place; the bucket goes, if it is empty or the stack is not protected",
      cost: "0.02 USD per GiB-month and 0.08-0.09 USD per GiB served",
    }),
    access: z.enum(["private", "public"]).default("private").meta({
      description:
        "`private`: only the load balancer's agent reads the bucket. `public`: anybody may read an object by name, around the balancer.",
      change: "in place",
      cost: "nothing",
    }),
    location: z
      .enum([...REGIONS, "US", "EU", "ASIA"])
      .optional()
      .meta({
        description: "Where the bucket is. Absent: `region`.",
        allowed: "a region, or US, EU or ASIA",
        change: "replaces the bucket",
        cost: "multi-regions cost about a third more",
      }),
    maxAgeSeconds: z.int().min(60).max(31_622_400).default(86400).meta({
      description: "How long the CDN and browsers keep an object, in seconds. Name files by their hash.",
      change: "in place",
      cost: "longer means fewer fills",
    }),
    versioning: z.boolean().default(false).meta({
      description: "Keep replaced objects for 30 days.",
      change: "in place",
      cost: "storage of the old objects",
    }),
  })
  .prefault({})
  .meta({ description: "Static files.", change: "in place", cost: "see its parts" });

const tlsSchema = z
  .strictObject({
    certificateMap: z
      .string()
      .regex(/^projects\/[a-z][a-z0-9-]+\/locations\/global\/certificateMaps\/[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional()
      .meta({
        description:
          "An existing Certificate Manager map instead of certificates made here, for example one authorised by DNS before the site moves.",
        allowed: "projects/PROJECT/locations/global/certificateMaps/NAME",
        change: "in place",
        cost: "nothing for the first 100 certificates",
      }),
    profile: z.enum(["MODERN", "RESTRICTED"]).default("MODERN").meta({
      description: "Cipher suites the balancer offers. TLS 1.2 is the least in both.",
      change: "in place",
      cost: "nothing",
    }),
  })
  .prefault({})
  .meta({ description: "Certificates and TLS.", change: "in place", cost: "nothing" });

const loggingSchema = z
  .strictObject({
    sampleRate: z.number().min(0).max(1).default(1).meta({
      description: "Share of requests that are logged; 0 for none.",
      change: "in place",
      cost: "0.50 USD per GiB beyond the project's first 50",
    }),
  })
  .prefault({})
  .meta({
    description: "Access log of the balancer, where Armor's previews show.",
    change: "in place",
    cost: "log volume",
  });

export const edgeSchema = z
  .strictObject({
    mode: z.enum(["run-url", "domain-mapping", "load-balancer"]).default("run-url").meta({
      description:
        "The one switch. `run-url`: the BFF's own run.app address. `domain-mapping`: your domain without a balancer, in ten regions, in preview at Google. `load-balancer`: global HTTPS balancer, Armor and CDN; the BFF's own address closes once it answers.",
      change: "the edge is created or goes, the BFF is updated in place; nothing else is touched",
      cost: "load-balancer: 18.25 USD a month and 0.008 USD per GiB, and Armor",
    }),
    domain: domain.default("app.pilotodevendas.com.br").meta({
      description: "Host name of the product, used by `domain-mapping` and `load-balancer`.",
      allowed: "a host name in lower case, without https:// and without a wildcard",
      change: "a new certificate first, then the old one goes; a domain mapping is replaced",
      cost: "nothing",
    }),
    additionalDomains: z.array(domain).max(14).default([]).meta({
      description: "More host names for the balancer, each with a certificate of its own.",
      allowed: "up to 14 host names in lower case",
      change: "in place: a certificate is added before another goes",
      cost: "nothing",
    }),
    dnsZone: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional()
      .meta({
        description:
          "Name of an existing public Cloud DNS zone that gets the records. Absent: the output `dnsRecords` says what to enter elsewhere.",
        allowed: "the name of a managed zone in this project",
        change: "in place",
        cost: "nothing beyond the zone",
      }),
    armor: armorSchema,
    assets: assetsSchema,
    bffCdn: z.boolean().default(true).meta({
      description:
        "Let the CDN keep what the BFF marks as cacheable (Next.js marks /_next/static/* so). Nothing else is cached.",
      change: "in place",
      cost: "0.0075 USD per 10,000 look-ups, and 0.08-0.09 USD per GiB served from cache",
    }),
    securityHeaders: z.boolean().default(true).meta({
      description: "HSTS, nosniff, frame, referrer and permissions headers on every answer.",
      change: "in place",
      cost: "nothing",
    }),
    tls: tlsSchema,
    logging: loggingSchema,
  })
  .prefault({})
  .meta({ description: "How the internet reaches the BFF.", change: "see mode", cost: "see mode" })
  .transform(({ mode, domain, additionalDomains, dnsZone, ...balancer }) => {
    if (mode === "run-url") return { mode };
    if (mode === "domain-mapping") return { mode, domain, dnsZone };
    return { mode, domain, domains: [domain, ...additionalDomains], dnsZone, ...balancer };
  });

export type EdgeSettings = z.output<typeof edgeSchema>;
export type LoadBalancerSettings = Extract<EdgeSettings, { mode: "load-balancer" }>;
export type DomainMappingSettings = Extract<EdgeSettings, { mode: "domain-mapping" }>;
export type AssetsSettings = LoadBalancerSettings["assets"];
