import fc from "fast-check";
import { type Cidr, isAligned, isPrivate, overlap, parseCidr } from "../../settings/cidr";

const range = (text: string): Cidr => parseCidr(text) ?? fail(text);
const fail = (text: string): never => {
  throw new Error(`${text} is no range`);
};

test.each([
  ["10.8.0.0/28", { address: "10.8.0.0", prefix: 28 }],
  ["0.0.0.0/0", { address: "0.0.0.0", prefix: 0 }],
  ["255.255.255.255/32", { address: "255.255.255.255", prefix: 32 }],
])("%s is a range", (text, expected) => {
  expect(parseCidr(text)).toEqual(expected);
});

test.each([
  "",
  "10.8.0.0",
  "10.8.0.0/",
  "10.8.0.0/33",
  "10.8.0.0/-1",
  "10.8.0/28",
  "10.8.0.256/28",
  "10.8.0.0/2x",
  "::/0",
])("%j is no range", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ["10.8.0.0/28", true],
  ["10.8.0.16/28", true],
  ["10.8.0.8/28", false],
  ["10.8.0.1/32", true],
  ["10.8.1.0/23", false],
  ["128.0.0.0/1", true],
  ["64.0.0.0/1", false],
  ["0.0.0.0/0", true],
])("%s starts at its first address: %s", (text, expected) => {
  expect(isAligned(range(text))).toBe(expected);
});

test.each([
  ["10.0.0.0/8", true],
  ["10.255.255.240/28", true],
  ["172.16.0.0/12", true],
  ["172.31.255.0/24", true],
  ["172.32.0.0/24", false],
  ["192.168.0.0/16", true],
  ["192.169.0.0/24", false],
  ["100.64.0.0/10", true],
  ["100.128.0.0/24", false],
  ["8.8.8.0/24", false],
  ["0.0.0.0/0", false],
  ["10.0.0.0/7", false],
])("%s is private: %s", (text, expected) => {
  expect(isPrivate(range(text))).toBe(expected);
});

test.each([
  ["10.8.0.0/28", "10.8.0.0/28", true],
  ["10.8.0.0/28", "10.8.0.16/28", false],
  ["10.8.0.0/24", "10.8.0.128/28", true],
  ["10.8.0.0/24", "10.8.1.0/24", false],
  ["10.0.0.0/8", "10.64.0.0/20", true],
  ["0.0.0.0/0", "192.168.1.0/24", true],
])("%s and %s overlap: %s", (one, other, expected) => {
  expect(overlap(range(one), range(other))).toBe(expected);
  expect(overlap(range(other), range(one))).toBe(expected);
});

test("two ranges overlap exactly when some address is in both", () => {
  const size = ({ prefix }: Cidr) => 2 ** (32 - prefix);
  const first = ({ address }: Cidr) => address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const cidr = fc.tuple(fc.nat(255), fc.integer({ min: 20, max: 32 })).map(([byte, prefix]) => {
    const start = (10 << 24) + Math.floor((byte * 16) / 2 ** (32 - prefix)) * 2 ** (32 - prefix);
    return range(`${[24, 16, 8, 0].map((shift) => (start >>> shift) & 255).join(".")}/${prefix}`);
  });
  fc.assert(
    fc.property(cidr, cidr, (a, b) => {
      expect(isAligned(a)).toBe(true);
      expect(overlap(a, b)).toBe(first(a) < first(b) + size(b) && first(b) < first(a) + size(a));
    }),
  );
});
