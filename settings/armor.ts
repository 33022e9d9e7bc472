import { z } from "zod";

const ON_POLICY = "in place: a rule of the policy";
const cidrs = z.array(z.union([z.ipv4(), z.cidrv4(), z.ipv6(), z.cidrv6()])).default([]);

const IN_BOTH_VERSIONS = [
  "sqli",
  "xss",
  "lfi",
  "rfi",
  "rce",
  "methodenforcement",
  "scannerdetection",
  "protocolattack",
  "php",
  "sessionfixation",
  "java",
] as const;

/**
 * WAF rule sets by version of the OWASP Core Rule Set, as Google names them.
 * https://docs.cloud.google.com/armor/docs/waf-rules
 */
export const RULE_SETS = {
  "4.22": [...IN_BOTH_VERSIONS, "generic"],
  "3.3": [...IN_BOTH_VERSIONS, "nodejs"],
} as const;

const ruleSet = z.enum([...RULE_SETS["4.22"], "nodejs"]);
export type RuleSet = z.output<typeof ruleSet>;

const wafSchema = z
  .strictObject({
    coreRuleSet: z.enum(["4.22", "3.3"]).default("4.22").meta({
      description: "Version of the OWASP Core Rule Set. In 4.22 `nodejs` became `generic`.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    ruleSets: z
      .array(ruleSet)
      .default(["sqli", "xss", "lfi", "rfi", "rce", "scannerdetection", "protocolattack", "sessionfixation"])
      .meta({
        description:
          "Rule sets in force, one rule each. methodenforcement is left out: it blocks PUT, PATCH and DELETE.",
        change: ON_POLICY,
        cost: "1 USD a month each",
      }),
    sensitivity: z.int().min(1).max(4).default(1).meta({
      description: "Paranoia level: 1 finds the obvious, 4 finds much that is innocent.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    preview: z.boolean().default(true).meta({
      description: "Only log what would be denied. Start so, read the log for a week, then switch off.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    optOut: z
      .partialRecord(ruleSet, z.array(z.string().regex(/^owasp-crs-v\d{6}-id\d{6}-[a-z]+$/)))
      .default({})
      .meta({
        description: "Signatures to leave out, by rule set, after a false positive.",
        allowed: "ids such as owasp-crs-v042200-id942350-sqli, by a rule set of `ruleSets`",
        change: ON_POLICY,
        cost: "nothing",
      }),
  })
  .prefault({})
  .meta({
    description: "Google's preconfigured web application firewall rules.",
    change: ON_POLICY,
    cost: "1 USD a month for each rule set",
  });

const rateLimitSchema = z
  .strictObject({
    enabled: z.boolean().default(true).meta({
      description: "Whether requests per client are limited at all.",
      change: ON_POLICY,
      cost: "1 USD a month",
    }),
    action: z.enum(["throttle", "ban"]).default("throttle").meta({
      description: "`throttle`: answer 429 above the limit. `ban`: and keep answering so for a while.",
      change: ON_POLICY,
      cost: "1 USD a month",
    }),
    requests: z.int().min(1).max(1_000_000).default(600).meta({
      description:
        "Requests that one client may make in the interval. Generous: Brazilian mobile carriers put many people behind one address.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    intervalSeconds: z.literal([10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600]).default(60).meta({
      description: "The interval, in seconds.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    banSeconds: z.int().min(60).max(86400).optional().meta({
      description: "How long a ban lasts, in seconds; with `ban` only.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    key: z.enum(["IP", "XFF_IP"]).default("IP").meta({
      description: "What tells clients apart: the address that connects, or the first one of X-Forwarded-For.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    preview: z.boolean().default(false).meta({
      description: "Only log what would be limited.",
      change: ON_POLICY,
      cost: "nothing",
    }),
  })
  .superRefine(({ action, banSeconds }, context) => {
    if (action === "throttle" && banSeconds !== undefined)
      context.addIssue({
        code: "custom",
        path: ["banSeconds"],
        message: "does not go with throttle",
        params: { allowed: "nothing with throttle", remedy: "Remove it, or set `action: ban`." },
      });
    if (action === "ban" && banSeconds === undefined)
      context.addIssue({
        code: "custom",
        path: ["banSeconds"],
        message: "is missing",
        params: { allowed: "60-86400 seconds with ban", remedy: "Say how long a ban lasts, for example 600." },
      });
  })
  .prefault({})
  .meta({
    description: "Limit per client, after the WAF: a throttle rule that conforms allows, and ends the evaluation.",
    change: ON_POLICY,
    cost: "1 USD a month",
  })
  .transform(({ enabled, action, banSeconds, ...limit }) => {
    if (!enabled) return { kind: "off" as const };
    return banSeconds === undefined
      ? { kind: "throttle" as const, ...limit }
      : { kind: "ban" as const, banSeconds, ...limit };
  });

export const armorSchema = z
  .strictObject({
    enabled: z.boolean().default(true).meta({
      description: "Whether Cloud Armor stands before the BFF.",
      change: "in place",
      cost: "5 USD a month, 1 USD for each rule, 0.75 USD per million requests",
    }),
    existingPolicy: z
      .string()
      .regex(/^(projects\/[a-z][a-z0-9-]+\/global\/securityPolicies\/)?[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .optional()
      .meta({
        description: "Your own policy instead of this one: its name, or projects/PROJECT/global/securityPolicies/NAME.",
        allowed: "the name or the path of a global security policy",
        change: "in place",
        cost: "what that policy costs",
      }),
    block: cidrs.meta({
      description: "Addresses and ranges that are refused before anything else. Ten share a rule.",
      allowed: "IPv4 or IPv6 addresses and CIDR ranges",
      change: ON_POLICY,
      cost: "1 USD a month for each ten",
    }),
    allow: cidrs.meta({
      description:
        "Addresses and ranges that the rate limit spares. The WAF still looks at them unless `allowSkipsWaf`.",
      allowed: "IPv4 or IPv6 addresses and CIDR ranges",
      change: ON_POLICY,
      cost: "1 USD a month for each ten",
    }),
    allowSkipsWaf: z.boolean().default(false).meta({
      description: "Let the allow list pass before the WAF. A compromised machine on the list then attacks unseen.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    waf: wafSchema,
    rateLimit: rateLimitSchema,
    defaultAction: z.enum(["allow", "deny"]).default("allow").meta({
      description: "What happens to everybody else. `deny` closes the site to all but the allow list.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    jsonParsing: z.boolean().default(true).meta({
      description: "Read JSON bodies as JSON: fewer false positives.",
      change: ON_POLICY,
      cost: "nothing",
    }),
    verboseLog: z.boolean().default(false).meta({
      description: "Log which part of a request a WAF rule matched. Requests may hold personal data.",
      change: ON_POLICY,
      cost: "log volume",
    }),
    adaptiveProtection: z.boolean().default(false).meta({
      description: "Learn normal traffic and alert on layer 7 floods. Full alerts need Cloud Armor Enterprise.",
      change: ON_POLICY,
      cost: "nothing with Standard; Enterprise from 200 USD a month",
    }),
  })
  .prefault({})
  .meta({
    description: "Cloud Armor: the web application firewall.",
    change: "in place",
    cost: "about 15 USD a month with the default rules",
  })
  .transform(({ enabled, existingPolicy, ...policy }) => {
    if (!enabled) return { kind: "off" as const };
    if (existingPolicy) return { kind: "existing" as const, policy: existingPolicy };
    return { kind: "managed" as const, ...policy };
  });

export type ArmorSettings = z.output<typeof armorSchema>;
export type ManagedArmorSettings = Extract<ArmorSettings, { kind: "managed" }>;
export type RateLimitSettings = z.output<typeof rateLimitSchema>;
