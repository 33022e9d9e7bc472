import { isIP, isIPv4 } from "node:net";

/** Arithmetic on CIDR ranges, as far as rules about who can reach what need it. */
export interface Range {
  first: bigint;
  last: bigint;
  version: 4 | 6;
  prefix: number;
}

/** Parses `10.8.0.0/28`, a bare address or an IPv6 range; `undefined` if it is neither. */
export function parseRange(cidr: string): Range | undefined {
  const [address = "", length, ...rest] = cidr.trim().split("/");
  if (rest.length > 0 || isIP(address) === 0) return undefined;
  const version = isIPv4(address) ? 4 : 6;
  const width = version === 4 ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? width : Number(length);
  if (prefix > width) return undefined;
  const size = 1n << BigInt(width - prefix);
  const first = (toNumber(address, version) / size) * size;
  return { first, last: first + size - 1n, version, prefix };
}

function toNumber(address: string, version: 4 | 6): bigint {
  if (version === 4) return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  const four = mapped?.[2] ? toNumber(mapped[2], 4) : undefined;
  const plain =
    four === undefined ? address : `${mapped?.[1]}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`;
  const [head = "", tail] = plain.split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill("0"), ...right];
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

export function overlaps(a: Range, b: Range): boolean {
  return a.version === b.version && a.first <= b.last && b.first <= a.last;
}

export function contains(outer: Range, inner: Range): boolean {
  return outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;
}

const ranges = (list: readonly string[]) => list.flatMap((cidr) => parseRange(cidr) ?? []);

/** Ranges that never belong to a host on the internet. */
const PRIVATE = ranges([
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10", // RFC 6598
  "169.254.0.0/16",
  "127.0.0.0/8",
  "192.0.0.0/24",
  "198.18.0.0/15",
  "240.0.0.0/4",
  "199.36.153.4/30", // restricted.googleapis.com
  "199.36.153.8/30", // private.googleapis.com
  "fc00::/7",
  "fe80::/10",
  "::1/128",
]);

/**
 * Google's own front ends and probers: public addresses no one else can send from.
 * @see https://docs.cloud.google.com/load-balancing/docs/firewall-rules
 * @see https://docs.cloud.google.com/iap/docs/using-tcp-forwarding
 */
const GOOGLE = ranges([
  "35.191.0.0/16",
  "130.211.0.0/22",
  "209.85.152.0/22",
  "209.85.204.0/22",
  "35.235.240.0/20",
  "35.199.192.0/19",
  "35.199.224.0/19",
  "2600:2d00:1:b029::/64",
  "2600:2d00:1:1::/64",
]);

/** private.googleapis.com: the address Cloud Run answers on inside a VPC. */
const PRIVATE_GOOGLE_ACCESS = ranges(["199.36.153.8/30"]);

/** Whether hosts on the internet can have an address in this range. Text that is no range counts as not public. */
export function isPublicRange(cidr: string): boolean {
  const range = parseRange(cidr);
  return range !== undefined && ![...PRIVATE, ...GOOGLE].some((known) => contains(known, range));
}

/** Whether a range is every address, however spelled: `0.0.0.0/0`, `::/0`, `10.1.2.3/0`. */
export function isEverything(cidr: string): boolean {
  return parseRange(cidr)?.prefix === 0;
}

export function isPrivateGoogleAccess(address: string): boolean {
  const range = parseRange(address);
  return range !== undefined && PRIVATE_GOOGLE_ACCESS.some((known) => contains(known, range));
}
