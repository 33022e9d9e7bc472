import {
  contains,
  isGoogleRange,
  isPrivateGoogleAccess,
  isPrivateRange,
  isPublicRange,
  overlaps,
  parseRange,
  type Range,
} from "../../graph/addresses";

const parsed = (cidr: string): Range => {
  const range = parseRange(cidr);
  if (!range) throw new Error(`${cidr} is no range`);
  return range;
};

describe("a range is parsed", () => {
  test.each<[string, bigint, bigint, 4 | 6, number]>([
    ["10.8.0.0/28", 0x0a080000n, 0x0a08000fn, 4, 28],
    ["10.8.0.5/28", 0x0a080000n, 0x0a08000fn, 4, 28],
    [" 10.8.0.0/28 ", 0x0a080000n, 0x0a08000fn, 4, 28],
    ["10.8.0.5", 0x0a080005n, 0x0a080005n, 4, 32],
    ["10.8.0.5/32", 0x0a080005n, 0x0a080005n, 4, 32],
    ["0.0.0.0/0", 0n, 0xffffffffn, 4, 0],
    ["10.0.0.0/0", 0n, 0xffffffffn, 4, 0],
    ["10.0.0.0/000", 0n, 0xffffffffn, 4, 0],
    ["128.0.0.0/1", 0x80000000n, 0xffffffffn, 4, 1],
    ["::/0", 0n, (1n << 128n) - 1n, 6, 0],
    ["::", 0n, 0n, 6, 128],
    ["::1", 1n, 1n, 6, 128],
    ["1::", 1n << 112n, 1n << 112n, 6, 128],
    ["1::2", (1n << 112n) + 2n, (1n << 112n) + 2n, 6, 128],
    ["1:2:3:4:5:6:7:8", 0x00010002000300040005000600070008n, 0x00010002000300040005000600070008n, 6, 128],
    ["2600:2d00:1:b029::/64", 0x26002d000001b029n << 64n, (0x26002d000001b02an << 64n) - 1n, 6, 64],
    ["FE80::/10", 0xfe80n << 112n, (0xfec0n << 112n) - 1n, 6, 10],
    ["::ffff:10.8.0.5", 0xffff0a080005n, 0xffff0a080005n, 6, 128],
    ["64:ff9b::10.8.0.5/96", 0x64ff9bn << 96n, (0x64ff9bn << 96n) + 0xffffffffn, 6, 96],
  ])("%s", (cidr, first, last, version, prefix) => {
    expect(parseRange(cidr)).toEqual({ first, last, version, prefix });
  });

  test.each([
    "",
    "/",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/-1",
    "10.0.0.0/8.5",
    "10.0.0.0/1e1",
    "10.0.0.0/0008",
    "10.0.0.0/8/8",
    "10.0.0.0/a8",
    "10.0.0.0/8a",
    "10.0.0/8",
    "010.0.0.0/8",
    "256.0.0.0/8",
    "10.0.0.0 /8",
    "1:2:3::4::5",
    "fe80::1%eth0",
    "default",
    "*",
  ])("not %p", (text) => {
    expect(parseRange(text)).toBeUndefined();
  });
});

describe("two ranges", () => {
  test.each<[string, string, boolean, boolean]>([
    ["10.0.0.0/8", "10.1.0.0/16", true, true],
    ["10.1.0.0/16", "10.0.0.0/8", true, false],
    ["10.0.0.0/28", "10.0.0.0/28", true, true],
    ["10.0.0.0/28", "10.0.0.15", true, true],
    ["10.0.0.0/28", "10.0.0.16", false, false],
    ["10.0.0.16", "10.0.0.0/28", false, false],
    ["10.0.0.16/28", "10.0.0.16", true, true],
    ["10.0.0.16/28", "10.0.0.15", false, false],
    ["10.0.0.0/8", "11.0.0.0/8", false, false],
    ["0.0.0.0/0", "::/0", false, false],
    ["::/0", "::1", true, true],
  ])("%s and %s", (a, b, overlapping, containing) => {
    expect(overlaps(parsed(a), parsed(b))).toBe(overlapping);
    expect(overlaps(parsed(b), parsed(a))).toBe(overlapping);
    expect(contains(parsed(a), parsed(b))).toBe(containing);
  });
});

/** The edges of each range: what is in, and the addresses on either side that are not. */
const PRIVATE_EDGES: readonly (readonly [range: string, ...outside: string[]])[] = [
  ["10.0.0.0/8", "9.255.255.255", "11.0.0.0"],
  ["172.16.0.0/12", "172.15.255.255", "172.32.0.0"],
  ["192.168.0.0/16", "192.167.255.255", "192.169.0.0"],
  ["100.64.0.0/10", "100.63.255.255", "100.128.0.0"],
  ["169.254.0.0/16", "169.253.255.255", "169.255.0.0"],
  ["127.0.0.0/8", "126.255.255.255", "128.0.0.0"],
  ["192.0.0.0/24", "191.255.255.255", "192.0.1.0"],
  ["198.18.0.0/15", "198.17.255.255", "198.20.0.0"],
  ["240.0.0.0/4", "239.255.255.255"],
  ["199.36.153.4/30", "199.36.153.3"],
  ["199.36.153.8/30", "199.36.153.12"],
  ["fc00::/7", "fbff::", "fe00::"],
  ["fe80::/10", "fe7f::", "fec0::"],
  ["::1/128", "::", "::2"],
];

describe("private", () => {
  test.each(PRIVATE_EDGES)("%s", (range, ...outside) => {
    expect([isPrivateRange(range), isPublicRange(range)]).toEqual([true, false]);
    for (const address of outside) expect([isPrivateRange(address), isPublicRange(address)]).toEqual([false, true]);
  });
});

describe("public", () => {
  test.each([
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "10.0.0.0/7",
    "1.2.3.4",
    "203.0.113.0/24",
    "2001:db8::/32",
    "35.191.0.0/16",
  ])("%s", (range) => {
    expect([isPrivateRange(range), isPublicRange(range)]).toEqual([false, true]);
  });

  test("nor is text that is no range private", () => {
    expect([isPrivateRange("default"), isPublicRange("default"), isGoogleRange("default")]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe("Google's own", () => {
  test.each([
    ["35.191.0.0/16", "35.190.255.255", "35.192.0.0"],
    ["130.211.0.0/22", "130.210.255.255", "130.211.4.0"],
    ["209.85.152.0/22", "209.85.151.255", "209.85.156.0"],
    ["209.85.204.0/22", "209.85.203.255", "209.85.208.0"],
    ["35.235.240.0/20", "35.235.239.255", "35.236.0.0"],
    ["35.199.192.0/19", "35.199.191.255"],
    ["35.199.224.0/19", "35.200.0.0"],
    ["107.178.230.64/26", "107.178.230.63", "107.178.230.128"],
    ["2600:2d00:1:b029::/64", "2600:2d00:1:b028::", "2600:2d00:1:b02a::"],
    ["2600:2d00:1:1::/64", "2600:2d00:1::", "2600:2d00:1:2::"],
  ])("%s", (range, ...outside) => {
    expect(isGoogleRange(range)).toBe(true);
    expect(outside.filter(isGoogleRange)).toEqual([]);
  });
});

test.each([
  ["199.36.153.8", true],
  ["199.36.153.11", true],
  ["199.36.153.8/30", true],
  ["199.36.153.7", false],
  ["199.36.153.12", false],
  ["199.36.153.4/30", false],
  ["199.36.153.8/29", false],
  ["run.app.", false],
])("%s is an address of private.googleapis.com: %p", (address, expected) => {
  expect(isPrivateGoogleAccess(address)).toBe(expected);
});
