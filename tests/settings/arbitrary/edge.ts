import fc from "fast-check";
import { RULE_SETS } from "../../../settings/armor";
import { some } from "./fields";

const waf = fc
  .tuple(
    fc.constantFrom<keyof typeof RULE_SETS>("4.22", "3.3"),
    fc.subarray([...new Set(Object.values(RULE_SETS).flat())]),
    some({ sensitivity: fc.integer({ min: 1, max: 4 }), preview: fc.boolean() }),
    fc.boolean(),
  )
  .map(([coreRuleSet, any, fields, optOut]) => {
    const ruleSets = any.filter((name) => (RULE_SETS[coreRuleSet] as readonly string[]).includes(name));
    const signature = `owasp-crs-v${coreRuleSet === "4.22" ? "042200" : "030301"}-id942350-sqli`;
    return {
      ...fields,
      coreRuleSet,
      ruleSets,
      optOut: optOut && ruleSets.includes("sqli") ? { sqli: [signature] } : {},
    };
  });

const rateLimit = fc
  .tuple(
    some({
      enabled: fc.boolean(),
      requests: fc.integer({ min: 1, max: 1_000_000 }),
      intervalSeconds: fc.constantFrom(10, 60, 3600),
      key: fc.constantFrom("IP", "XFF_IP"),
      preview: fc.boolean(),
    }),
    fc.oneof(
      fc.constantFrom({}, { action: "throttle" }),
      fc.record({ action: fc.constant("ban"), banSeconds: fc.integer({ min: 60, max: 86400 }) }),
    ),
  )
  .map(([limit, action]) => ({ ...limit, ...action }));

const addresses = (network: string) =>
  fc.uniqueArray(
    fc.integer({ min: 0, max: 255 }).map((last) => `${network}.${last}`),
    { maxLength: 25 },
  );

const armor = fc
  .tuple(
    some({
      enabled: fc.boolean(),
      existingPolicy: fc.constantFrom("own-policy", "projects/piloto-test/global/securityPolicies/own-policy"),
      block: addresses("198.51.100"),
      allowSkipsWaf: fc.boolean(),
      waf,
      rateLimit,
      jsonParsing: fc.boolean(),
      verboseLog: fc.boolean(),
      adaptiveProtection: fc.boolean(),
    }),
    fc.oneof(
      some({ allow: addresses("203.0.113"), defaultAction: fc.constant("allow") }),
      fc.constant({ allow: ["203.0.113.0/24", "2001:db8::/32"], defaultAction: "deny" }),
    ),
  )
  .map(([policy, lists]) => ({ ...policy, ...lists }));

export const edge = some({
  mode: fc.constantFrom("run-url", "domain-mapping", "load-balancer"),
  domain: fc.constantFrom("app.pilotodevendas.com.br", "vendas.example"),
  additionalDomains: fc.uniqueArray(fc.constantFrom("www.pilotodevendas.com.br", "a.b.c.example", "x.xn--p1ai")),
  dnsZone: fc.constantFrom("piloto-zone"),
  armor,
  assets: some({
    enabled: fc.boolean(),
    access: fc.constantFrom("private", "public"),
    location: fc.constantFrom("US", "us-central1"),
    maxAgeSeconds: fc.integer({ min: 60, max: 31_622_400 }),
    versioning: fc.boolean(),
  }),
  bffCdn: fc.boolean(),
  securityHeaders: fc.boolean(),
  tls: some({
    certificateMap: fc.constant("projects/piloto-test/locations/global/certificateMaps/map"),
    profile: fc.constantFrom("MODERN", "RESTRICTED"),
  }),
  logging: some({ sampleRate: fc.constantFrom(0, 0.25, 1) }),
});
