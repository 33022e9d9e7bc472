import { isUnknown, textOf } from "../inputs";
import { HOURS_PER_MONTH } from "../money";
import { flag, REGION } from "../usage/field";
import { charge, type Finding, free, type Meter, type Reading, unpriced } from "./meter";

const FORWARDING_RULES = [
  "gcp:compute/globalForwardingRule:GlobalForwardingRule",
  "gcp:compute/forwardingRule:ForwardingRule",
];
const NAT = "gcp:compute/routerNat:RouterNat";
const MACHINE = "gcp:compute/instance:Instance";

const USAGE = [
  flag("inUse", "whether something uses the address, where the list does not show it", "used", "attached"),
  flag(
    "byForwardingRule",
    "whether a forwarding rule uses it; then it is free",
    "usedByForwardingRule",
    "forwardingRule",
    "loadBalancer",
  ),
  REGION,
];

/** Reserved addresses: free on a forwarding rule, charged on a machine or NAT, and charged double while unused. */
export const address: Meter = {
  types: ["gcp:compute/address:Address"],
  usage: USAGE,
  read: (reading) => read(reading, textOf(reading.resource.inputs.region)),
};
export const globalAddress: Meter = {
  types: ["gcp:compute/globalAddress:GlobalAddress"],
  usage: USAGE,
  read: (reading) => read(reading, undefined),
};

function read({ resource, usage, stack }: Reading, ownRegion: string | undefined): Finding[] {
  const { inputs } = resource;
  if (
    inputs.addressType === "INTERNAL" ||
    inputs.purpose === "VPC_PEERING" ||
    inputs.purpose === "PRIVATE_SERVICE_CONNECT"
  )
    return [free("Internal address range", "internal addresses are free")];
  if (isUnknown(inputs.addressType)) return [unpriced("Reserved address", "addressType is not known yet")];
  const flags = usage.flags;
  const onRule =
    flags.get("byForwardingRule") ??
    (ownRegion === undefined && flags.get("inUse") === true
      ? true
      : FORWARDING_RULES.some((type) => stack.isUsedBy(resource, type)));
  if (onRule) return [free("Reserved address", "an address on a forwarding rule is free")];
  // A global address is priced alike from any region with the common price.
  const region = ownRegion ?? usage.region ?? stack.region ?? "us-central1";
  const used = flags.get("inUse") ?? (stack.isUsedBy(resource, NAT) || stack.isUsedBy(resource, MACHINE));
  return [
    used
      ? charge("fixed", "External address in use", "ip.in_use", region, HOURS_PER_MONTH)
      : charge("fixed", "Reserved address, unused", "ip.unused", region, HOURS_PER_MONTH),
  ];
}
