import { problem } from "../problem";
import { DOMAIN_MAPPING_REGIONS } from "../region";
import { rule, when } from "./rule";

/** Longest name that a certificate made by Google can carry. https://docs.cloud.google.com/load-balancing/docs/quotas#ssl_certificates */
const LONGEST_DOMAIN = 63;
/** Hosts that belong to Google: no certificate for them is ours to ask for. */
const GOOGLES = /(^|\.)(run\.app|appspot\.com|googleapis\.com|web\.app|firebaseapp\.com)$/;

export const edgeRules = [
  rule(["edge", "region"], ({ edge, region }) =>
    when(edge.mode === "domain-mapping" && !DOMAIN_MAPPING_REGIONS.includes(region), () =>
      problem(
        "edge.mode",
        "domain-mapping",
        `does not exist in ${region}`,
        `run-url or load-balancer here; domain-mapping in ${DOMAIN_MAPPING_REGIONS.join(", ")}`,
        "Use load-balancer, or another region.",
      ),
    ),
  ),
  rule(["edge"], ({ edge }) => {
    if (edge.mode === "run-url") return [];
    const names = edge.mode === "load-balancer" ? edge.domains : [edge.domain];
    const ownCertificates = edge.mode !== "load-balancer" || edge.tls.certificateMap === undefined;
    return names.flatMap((name, index) => {
      const where = index === 0 ? "edge.domain" : `edge.additionalDomains.${index - 1}`;
      return [
        ...when(names.indexOf(name) < index, () =>
          problem(where, name, "is there twice", "each domain once, `edge.domain` not again", "Remove it."),
        ),
        ...when(GOOGLES.test(name), () =>
          problem(
            where,
            name,
            "belongs to Google",
            "a domain of your own",
            "Use your domain, or `edge.mode: run-url`.",
          ),
        ),
        ...when(ownCertificates && name.length > LONGEST_DOMAIN, () =>
          problem(
            where,
            name,
            "is longer than a certificate made by Google can carry",
            `up to ${LONGEST_DOMAIN} characters`,
            "Shorten it, or bring a certificate map: `edge.tls.certificateMap` with a load balancer.",
          ),
        ),
      ];
    });
  }),
];
