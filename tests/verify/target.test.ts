import { readStackFile } from "../../resources/stack-file";
import { readSettings } from "../../settings/read";
import { parseOutputs } from "../../verify/outputs";
import { target } from "../../verify/target";

const settings = (stack: string, ...set: string[]) => {
  const { secretKeys: _, ...file } = readStackFile(stack, set);
  return readSettings({ ...file, isSecret: () => false });
};

const OUTPUTS = {
  url: "https://app.pilotodevendas.com.br",
  apiUrl: "https://api-python-x-uc.a.run.app",
  bffUrl: "https://bff-nextjs-x-uc.a.run.app",
  edgeAddress: "203.0.113.7",
  dnsRecords: [{ name: "app.pilotodevendas.com.br", type: "A", value: "203.0.113.7" }],
  assetsBucket: "edge-assets-1",
};
const outputs = (change: Record<string, unknown> = {}) =>
  parseOutputs(JSON.stringify({ ...OUTPUTS, ...change }), "test");

test("prod: every way in and around", () => {
  expect(target(settings("prod"), outputs())).toMatchObject({
    mode: "load-balancer",
    hosts: ["app.pilotodevendas.com.br"],
    authorities: ["pki.goog"],
    apiUrls: ["https://api-python-x-uc.a.run.app", "https://api-python-100000000002.us-central1.run.app"],
    bypasses: ["https://bff-nextjs-x-uc.a.run.app", "https://bff-nextjs-100000000002.us-central1.run.app"],
    privateBucket: "edge-assets-1",
    rateLimit: { requests: 600, intervalSeconds: 60 },
  });
});

test("the BFF's switched-off address is empty; the other one is still tried", () => {
  expect(target(settings("prod"), outputs({ bffUrl: "" })).bypasses).toEqual([
    "https://bff-nextjs-100000000002.us-central1.run.app",
  ]);
});

test("dev: the run.app host, and nothing that only a balancer has", () => {
  const url = "https://bff-nextjs-100000000001.us-central1.run.app";
  const dev = target(
    settings("dev"),
    outputs({ url, edgeAddress: undefined, dnsRecords: undefined, assetsBucket: undefined }),
  );
  expect(dev).toMatchObject({
    hosts: ["bff-nextjs-100000000001.us-central1.run.app"],
    dnsRecords: [],
    authorities: [],
    headers: [],
    bypasses: [],
    privateBucket: undefined,
    rateLimit: { off: "there is no balancer, so no rate limit" },
  });
});

test("a domain mapping needs both of Google's authorities", () => {
  const mapping = target(settings("dev", "edge.mode=domain-mapping"), outputs({ edgeAddress: undefined }));
  expect(mapping.authorities).toEqual(["pki.goog", "letsencrypt.org"]);
});

test.each([
  ["edge.armor.enabled=false", "edge.armor.enabled is false"],
  ["edge.armor.existingPolicy=mine", "the policy is your own: edge.armor.existingPolicy"],
  ["edge.armor.rateLimit.enabled=false", "edge.armor.rateLimit.enabled is false"],
  ["edge.armor.rateLimit.preview=true", "edge.armor.rateLimit.preview only logs"],
])("%s: there is no limit to try", (set, off) => {
  expect(target(settings("prod", set), outputs()).rateLimit).toEqual({ off });
});

test.each([[{ edgeAddress: undefined }, "the settings have a load balancer, the outputs have none"]])(
  "settings and outputs that do not belong together: %j",
  (change, message) => {
    expect(() => target(settings("prod"), outputs(change))).toThrow(message);
  },
);

test("the other way round", () => {
  expect(() => target(settings("dev"), outputs())).toThrow("the outputs have a load balancer, the settings have none");
});

test.each([
  ["no", "test is not JSON"],
  ["{}", "url: "],
  [JSON.stringify({ ...OUTPUTS, apiUrl: "http://api.internal" }), "apiUrl: "],
  [JSON.stringify({ ...OUTPUTS, edgeAddress: "x" }), "edgeAddress: "],
])("outputs that are none: %s", (text, message) => {
  expect(() => parseOutputs(text, "test")).toThrow(message);
});
