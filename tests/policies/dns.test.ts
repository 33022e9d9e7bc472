import { dnssec } from "../../policies/rules/dns";
import { type Resource, UNKNOWN } from "../../resources/resource";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

type Zone = Inputs<"gcp:dns/managedZone:ManagedZone">;
const zone = (inputs: Zone): Resource =>
  make("gcp:dns/managedZone:ManagedZone", "z", { dnsName: "example.com.", ...inputs });
const signed = (dnssecConfig: Zone["dnssecConfig"]): Resource => zone({ dnssecConfig });
const STATE = "z dnssecConfig.state";
const KEY = (index: number) => `z dnssecConfig.defaultKeySpecs[${index}].algorithm`;

judges(dnssec, [
  ["signed", [signed({ state: "on" })], []],
  ["said to be public, and signed", [zone({ visibility: "public", dnssecConfig: { state: "on" } })], []],
  ["signed, in capitals", [signed({ state: "ON" })], []],
  ["on its way to another provider, still signed", [signed({ state: "transfer" })], []],
  ["not signed", [signed({ state: "off" })], [STATE]],
  ["not said, which is not signed", [zone({})], [STATE]],
  ["an empty configuration", [signed({})], [STATE]],
  ["an empty state", [signed({ state: "" })], [STATE]],
  ["said to be public", [zone({ visibility: "public" })], [STATE]],
  ["a list of one, signed", [raw("gcp:dns/managedZone:ManagedZone", "z", { dnssecConfig: [{ state: "on" }] })], []],
  ["private", [zone({ visibility: "private" })], []],
  ["private, in capitals", [zone({ visibility: "PRIVATE" })], []],
  [
    "private, with keys nobody sees",
    [zone({ visibility: "private", dnssecConfig: { defaultKeySpecs: [{ algorithm: "rsasha1" }] } })],
    [],
  ],
  [
    "a weak key",
    [
      signed({
        state: "on",
        defaultKeySpecs: [{ algorithm: "rsasha256" }, { algorithm: "RSASHA1", keyType: "zoneSigning" }],
      }),
    ],
    [KEY(1)],
  ],
  [
    "strong keys",
    [signed({ state: "on", defaultKeySpecs: [{ algorithm: "rsasha512" }, { algorithm: "ecdsap256sha256" }, {}] })],
    [],
  ],
  ["a weak key, not in use", [signed({ defaultKeySpecs: [{ algorithm: "rsasha1" }] })], [STATE, KEY(0)]],
  ["a weak key, the rest unknown", [signed({ state: UNKNOWN, defaultKeySpecs: [{ algorithm: "rsasha1" }] })], [KEY(0)]],
]);

test("dnssec says what it found and what it cannot judge", () => {
  expect(outcome(dnssec, [signed({ defaultKeySpecs: [{ algorithm: "rsasha1" }] })])).toMatchObject({
    violations: [{ message: "the public zone is not signed" }, { message: "RSASHA1 signatures can be forged" }],
    unjudged: [],
  });
  expect(outcome(dnssec, [signed({ state: UNKNOWN }), zone({ visibility: UNKNOWN })])).toMatchObject({
    violations: [],
    unjudged: [{ property: "dnssecConfig.state" }, { property: "dnssecConfig.state" }],
  });
});
