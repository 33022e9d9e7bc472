import { Decimal } from "../money";
import { amount } from "../usage/field";
import { charge, type Meter, metered } from "./meter";

/** Public and private zones cost the same; records are free. */
export const dnsZone: Meter = {
  types: ["gcp:dns/managedZone:ManagedZone"],
  usage: [amount("queries", "queries a month", "queries answered", "dnsQueries", "queryCount")],
  read: ({ usage }) => [
    charge("fixed", "Managed zone", "dns.managed_zone", "global", new Decimal(1)),
    metered(usage, "queries", "Queries", "dns.queries", "global", 1e6),
  ],
};
