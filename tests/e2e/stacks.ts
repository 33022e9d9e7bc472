interface Variant {
  title: string;
  stack: "dev" | "prod";
  set: string[];
}

/** Stacks that, together, build one of everything that the program can build. */
export const STACKS: Variant[] = [
  { title: "dev", stack: "dev", set: [] },
  { title: "prod", stack: "prod", set: [] },
  {
    title: "dev with Direct VPC egress and NAT",
    stack: "dev",
    set: ["network.egress=direct", "network.nat=true", "network.flowLogs=0.1"],
  },
  {
    title: "dev with a domain mapping",
    stack: "dev",
    set: ["edge.mode=domain-mapping", "edge.domain=app.pilotodevendas.com.br"],
  },
  {
    title: "prod with everything",
    stack: "prod",
    set: [
      "monitoring.slo.enabled=true",
      "monitoring.budget.billingAccount=012345-6789AB-CDEF01",
      "edge.tls.certificateMap=projects/piloto-de-vendas-prod/locations/global/certificateMaps/site",
      "edge.assets.versioning=true",
      "edge.assets.access=public",
      "edge.armor.rateLimit.action=ban",
      "edge.armor.rateLimit.banSeconds=900",
      "edge.armor.adaptiveProtection=true",
      "database.flags={log_min_duration_statement: 500}",
      "database.databases=[piloto, second]",
      "database.users=[api, second]",
    ],
  },
];
