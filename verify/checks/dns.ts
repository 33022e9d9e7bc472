import { judge, type Observation, skipped } from "../../findings/finding";
import type { Target } from "../target";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

type DnsRecord = Target["dnsRecords"][number];

/** Do the domains lead where the stack says? */
export const dns: VerifyCheck = {
  id: "dns",
  about: "DNS records",
  look: async ({ target, world }) =>
    target.dnsRecords.length === 0
      ? [skipped("DNS records", "the run.app name is Google's own")]
      : (await Promise.all(target.dnsRecords.map((record) => look(record, world)))).flat(),
};

async function look({ name, type, value }: DnsRecord, world: World): Promise<Observation[]> {
  const found = (await world.records(name, type)).map(normal).sort();
  const records = judge(
    found.length === 1 && found[0] === normal(value),
    name,
    `${type} ${value}`,
    found.length === 0 ? `no ${type} record` : `${type} ${found.join(", ")}`,
    `Enter ${name} ${type} ${value} where the domain's DNS is kept, and remove other ${type} records of that name; it spreads within the old record's TTL.`,
  );
  if (type !== "A") return [records];
  // The balancer has no IPv6 address: such a record leads elsewhere, and keeps the certificate from being issued.
  const sixes = await world.records(name, "AAAA");
  return sixes.length === 0
    ? [records]
    : [
        records,
        judge(
          false,
          name,
          "no AAAA record",
          `AAAA ${sixes.join(", ")}`,
          "Remove it: it does not lead to the balancer.",
        ),
      ];
}

const normal = (value: string) => value.toLowerCase().replace(/\.$/, "");
