import { BlockList, isIPv4 } from "node:net";

/** An IPv4 range. */
export interface Cidr {
  address: string;
  prefix: number;
}

/** The range in a text such as `10.8.0.0/28`, or undefined when it is none. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = "", prefix = ""] = text.split("/");
  return isIPv4(address) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32
    ? { address, prefix: Number(prefix) }
    : undefined;
}

const number = (address: string) => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

/** Whether the address is the first of its range, as Google demands. */
export const isAligned = ({ address, prefix }: Cidr) => number(address) % 2 ** (32 - prefix) === 0;

function contains(outer: Cidr, inner: Cidr): boolean {
  const list = new BlockList();
  list.addSubnet(outer.address, outer.prefix, "ipv4");
  return outer.prefix <= inner.prefix && list.check(inner.address, "ipv4");
}

export const overlap = (a: Cidr, b: Cidr) => contains(a, b) || contains(b, a);

/** RFC 1918 and RFC 6598. */
const PRIVATE: Cidr[] = [
  { address: "10.0.0.0", prefix: 8 },
  { address: "172.16.0.0", prefix: 12 },
  { address: "192.168.0.0", prefix: 16 },
  { address: "100.64.0.0", prefix: 10 },
];

export const isPrivate = (range: Cidr) => PRIVATE.some((outer) => contains(outer, range));
