import { type Cidr, isAligned, isPrivate, overlap, parseCidr } from "../cidr";
import { type Problem, problem } from "../problem";
import type { Sections } from "../schema";
import { rule, when } from "./rule";

interface Range {
  where: string;
  text: string;
  least: number;
  greatest: number;
}

/** https://docs.cloud.google.com/run/docs/configuring/vpc-direct-vpc */
const SMALLEST_DIRECT = 26;

/** The ranges that this stack really uses. */
function ranges({ network, database }: Pick<Sections, "network" | "database">): Range[] {
  const { egress } = network;
  const services = network.privateServices === "create" && database.instance.kind === "created";
  return [
    egress.kind === "connector"
      ? { where: "network.connector.range", text: egress.range, least: 28, greatest: 28 }
      : { where: "network.directRange", text: egress.range, least: 8, greatest: SMALLEST_DIRECT },
    ...(services ? [{ where: "network.servicesRange", text: network.servicesRange, least: 8, greatest: 24 }] : []),
  ];
}

/** 172.17.0.0/16 is Docker's bridge on Cloud SQL's own machines. https://docs.cloud.google.com/vpc/docs/configure-private-services-access */
const DOCKER: Cidr = { address: "172.17.0.0", prefix: 16 };

function rangeProblems({ where, text, least, greatest }: Range): Problem[] {
  const size = least === greatest ? `exactly /${least}` : `/${least} to /${greatest}`;
  const allowed = `a private IPv4 range of ${size}, such as 10.8.0.0/${greatest}`;
  const range = parseCidr(text);
  if (!range)
    return [problem(where, text, "is not an IPv4 range", allowed, "Write four numbers of 0-255 and a prefix.")];
  return [
    ...when(range.prefix < least || range.prefix > greatest, () =>
      problem(where, text, "has the wrong size", allowed, `Use a prefix of ${size}.`),
    ),
    ...when(!isAligned(range), () =>
      problem(
        where,
        text,
        "does not start at the first address of its range",
        allowed,
        "Clear the bits after the prefix.",
      ),
    ),
    ...when(!isPrivate(range), () =>
      problem(
        where,
        text,
        "is not a private range",
        "inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
        "Choose a private range.",
      ),
    ),
    ...when(overlap(range, DOCKER), () =>
      problem(
        where,
        text,
        "overlaps 172.17.0.0/16, which Cloud SQL uses inside",
        "another range",
        "Choose a range outside 172.17.0.0/16.",
      ),
    ),
  ];
}

function overlaps(all: Range[]): Problem[] {
  return all.flatMap((a, index) =>
    all.slice(index + 1).flatMap((b) => {
      const [first, second] = [parseCidr(a.text), parseCidr(b.text)];
      return when(first !== undefined && second !== undefined && overlap(first, second), () =>
        problem(
          b.where,
          b.text,
          `overlaps ${a.where} (${a.text})`,
          "ranges that share no address",
          "Move one of the two.",
        ),
      );
    }),
  );
}

/** Google counts a hyphen in a connector's name twice, and allows 20. */
const weighted = (name: string) => name.length + (name.match(/-/g)?.length ?? 0);

const connectorRules = rule(["network"], ({ network: { egress } }) => {
  if (egress.kind !== "connector") return [];
  return [
    ...when(weighted(egress.name) > 20, () =>
      problem(
        "network.connector.name",
        egress.name,
        `counts ${weighted(egress.name)} characters (a hyphen counts twice)`,
        "20 at most",
        "Shorten it: Google refuses it only after minutes.",
      ),
    ),
    ...when(egress.minInstances >= egress.maxInstances, () =>
      problem(
        "network.connector.minInstances",
        egress.minInstances,
        `is not below maxInstances (${egress.maxInstances})`,
        "2 to 9, below maxInstances, which is 3 to 10",
        "Lower minInstances or raise maxInstances.",
      ),
    ),
  ];
});

const existingVpc = rule(["network", "database"], ({ network, database }) => {
  const remedy = "Name the VPC in `network.existingVpc`, or let the program create the part.";
  const needsVpc = (where: string, found: string) =>
    when(network.existingVpc === undefined, () =>
      problem(where, found, "needs an existing VPC", "only with `network.existingVpc`", remedy),
    );
  return [
    ...(network.privateServices === "existing" ? needsVpc("network.privateServices", "existing") : []),
    ...(network.runAppZone === "existing" ? needsVpc("network.runAppZone", "existing") : []),
    ...(database.instance.kind === "existing" ? needsVpc("database.existingInstance", database.instance.name) : []),
  ];
});

/**
 * Direct VPC egress takes two addresses for every instance, and while a revision rolls out both revisions have theirs.
 * https://docs.cloud.google.com/run/docs/configuring/vpc-direct-vpc#scale
 */
const ADDRESSES_PER_INSTANCE = 4;
/** Addresses of a subnet that Google keeps. https://docs.cloud.google.com/vpc/docs/subnets#unusable-ip-addresses-in-every-subnet */
const KEPT = 4;

const directSize = rule(["network", "bff", "api"], ({ network: { egress }, bff, api }) => {
  const range = egress.kind === "direct" ? parseCidr(egress.range) : undefined;
  if (!range || range.prefix > SMALLEST_DIRECT) return [];
  const needed = (bff.instances.max + api.instances.max) * ADDRESSES_PER_INSTANCE;
  const prefix = 32 - Math.ceil(Math.log2(needed + KEPT));
  return when(needed > 2 ** (32 - range.prefix) - KEPT, () =>
    problem(
      "network.directRange",
      `${range.address}/${range.prefix}`,
      `is too small: ${bff.instances.max + api.instances.max} instances take ${needed} addresses while revisions roll out`,
      `/${prefix} or larger`,
      "Widen it, or lower bff.instances.max or api.instances.max.",
    ),
  );
});

export const networkRules = [
  rule(["network", "database"], (settings) => {
    const all = ranges(settings);
    return [...all.flatMap(rangeProblems), ...overlaps(all)];
  }),
  connectorRules,
  directSize,
  existingVpc,
];
