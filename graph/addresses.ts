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
  // A zone, as in `fe80::1%eth0`, is of one host only: no rule can mean it.
  if (rest.length > 0 || isIP(address) === 0 || address.includes("%")) return undefined;
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
 * @see https://docs.cloud.google.com/vpc/docs/configure-serverless-vpc-access
 */
const GOOGLE = ranges([
  "35.191.0.0/16",
  "130.211.0.0/22",
  "209.85.152.0/22",
  "209.85.204.0/22",
  "35.235.240.0/20",
  "35.199.192.0/19",
  "35.199.224.0/19",
  "107.178.230.64/26",
  "2600:2d00:1:b029::/64",
  "2600:2d00:1:1::/64",
]);

/** private.googleapis.com: the address Cloud Run answers on inside a VPC. */
const PRIVATE_GOOGLE_ACCESS = ranges(["199.36.153.8/30"]);

/** Whether all of a range lies within one of these. */
function within(cidr: string, known: readonly Range[]): boolean {
  const range = parseRange(cidr);
  return range !== undefined && known.some((each) => contains(each, range));
}

/** Whether a range holds addresses of the internet, as every /0 does. Text that is no range counts as not public. */
export function isPublicRange(cidr: string): boolean {
  return parseRange(cidr) !== undefined && !isPrivateRange(cidr);
}

export function isPrivateRange(cidr: string): boolean {
  return within(cidr, PRIVATE);
}

/** Whether only Google's own front ends and probers send from a range. */
export function isGoogleRange(cidr: string): boolean {
  return within(cidr, GOOGLE);
}

export function isPrivateGoogleAccess(address: string): boolean {
  return within(address, PRIVATE_GOOGLE_ACCESS);
}
