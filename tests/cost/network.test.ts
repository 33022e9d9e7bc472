import { amounts, bill, CONNECTOR, type Entry, GLOBAL_RULE, priced, RULE, reasons, resource } from "./bill";

describe("connector", () => {
  test.each([
    // 2 x 730 h x 0.0083764275
    [{ region: "us-central1" }, { "e2-micro instances (min 2)": "12.23" }],
    [{ region: "us-central1", minInstances: 3, maxInstances: 10 }, { "e2-micro instances (min 3)": "18.34" }],
    [{ region: "southamerica-east1", minInstances: 2 }, { "e2-micro instances (min 2)": "19.41" }],
    [{ region: "us-central1", machineType: "f1-micro" }, { "f1-micro instances (min 2)": "11.10" }],
    [{ region: "us-central1", machineType: "e2-standard-4" }, { "e2-standard-4 instances (min 2)": "195.67" }],
    // 300 Mbps are three e2-micro; 200 Mbps are four f1-micro
    [{ region: "us-central1", minThroughput: 300, maxThroughput: 1000 }, { "e2-micro instances (min 3)": "18.34" }],
    [{ region: "us-central1", machineType: "f1-micro", minThroughput: 200 }, { "f1-micro instances (min 4)": "22.19" }],
  ])("%j", (inputs, expected) => expect(bill(CONNECTOR, inputs)).toEqual(expected));

  test("its ceiling is every instance it may grow to", () => {
    // 8 more than 2: 8 x 730 x 0.0083764275
    expect(bill(CONNECTOR, { region: "us-central1", maxInstances: 10 }, {}, "ceiling")).toMatchObject({
      "e2-micro instances grown to (max 10)": "48.92",
    });
    expect(bill(CONNECTOR, { region: "us-central1", maxInstances: 10 }, { instances: 4 })).toMatchObject({
      "e2-micro instances grown to (max 10)": "12.23",
    });
  });

  test("an unknown machine is listed with the known ones", () => {
    const report = priced([[resource(CONNECTOR, "it", { region: "us-central1", machineType: "e2-medium" })]]);
    expect(report.unpriced).toMatchObject([
      { reason: "no price is known for machineType e2-medium", known: ["f1-micro", "e2-micro", "e2-standard-4"] },
    ]);
    expect(() =>
      priced([[resource(CONNECTOR, "it", { region: "us-central1", machineType: "e2-medium" })]], { strict: true }),
    ).toThrow("Known: f1-micro, e2-micro, e2-standard-4");
  });
});

describe("forwarding rules", () => {
  const rules = (count: number, inputs = {}, type = GLOBAL_RULE): Entry[] =>
    Array.from({ length: count }, (_, index) => [resource(type, `rule${index}`, inputs), { dataGib: 0 }]);
  const total = (entries: Entry[]) => priced(entries).scenarios.expected.total.toFixed(2);

  test("the first five of a project are one flat charge, and each further one costs its own", () => {
    expect([1, 2, 5, 6, 7].map((count) => total(rules(count)))).toEqual(["18.25", "18.25", "18.25", "25.55", "32.85"]);
  });

  test("each project, and the rules of each region, have their own first five", () => {
    const other = rules(1, { project: "other" }).map(
      ([entry, usage]): Entry => [{ ...entry, urn: `${entry.urn}-other` }, usage],
    );
    expect(total([...rules(2), ...other])).toBe("36.50");
    expect(total([...rules(1), ...rules(1, { region: "us-central1" }, RULE)])).toBe("36.50");
    // 730 x 0.038
    expect(total(rules(3, { region: "southamerica-east1" }, RULE))).toBe("27.74");
  });

  test("data is charged both ways, by region, and what leaves pays the premium tier", () => {
    expect(bill(GLOBAL_RULE, {}, { dataInGib: 10, dataOutGib: 90, egressGib: { southAmerica: 90 } })).toEqual({
      "Forwarding rules, the first five": "18.25",
      "Data processed, inbound": "0.08",
      "Data processed, outbound": "0.72",
      "Internet egress to southAmerica": "10.80",
    });
    expect(bill(GLOBAL_RULE, {}, { dataGib: 100, region: "southamerica-east1" })).toMatchObject({
      "Data processed": "1.20",
    });
    // 1,024 x 0.19 + 976 x 0.18
    expect(bill(GLOBAL_RULE, {}, { dataGib: 0, region: "southamerica-east1", egressGib: 2000 })).toMatchObject({
      "Internet egress to sameContinent": "194.56",
      "Internet egress to sameContinent, past 1024 GiB": "175.68",
    });
    // The region of the stack's other resources holds for a global rule.
    const zone = resource("gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup", "neg", {
      region: "southamerica-east1",
    });
    expect(amounts(priced([[resource(GLOBAL_RULE, "rule"), { dataGib: 100 }], [zone]]))).toMatchObject({
      "rule: Data processed": "1.20",
    });
  });

  test("rules of another price are listed", () => {
    expect(
      reasons(priced([[resource(RULE, "it", { region: "us-central1", loadBalancingScheme: "INTERNAL_MANAGED" })]])),
    ).toEqual(["Forwarding rule: no price is known for INTERNAL_MANAGED, which is charged by its proxies"]);
  });
});

describe("Cloud Armor", () => {
  const POLICY = "gcp:compute/securityPolicy:SecurityPolicy";
  test("policy, rules and requests", () => {
    expect(bill(POLICY, { rules: [{}, {}, {}] }, { requests: 2e6 })).toEqual({
      "Security policy": "5.00",
      "3 rules": "3.00",
      Requests: "1.50",
    });
    expect(bill("gcp:compute/securityPolicyRule:SecurityPolicyRule", {})).toEqual({ Rule: "1.00" });
    expect(bill("gcp:compute/regionSecurityPolicy:RegionSecurityPolicy", {}, { requests: 1e6 })).toEqual({
      "Security policy": "5.00",
      Requests: "0.60",
    });
  });
});

describe("CDN", () => {
  test("egress by destination, lookups and fill", () => {
    const cached = bill(
      "gcp:compute/backendBucket:BackendBucket",
      { enableCdn: true },
      {
        cacheEgressGib: { southAmerica: 100, northAmerica: 10 },
        cacheLookups: 1e6,
        cacheFillGib: 5,
        cacheFillAcrossGib: 1,
      },
    );
    expect(cached).toEqual({
      "CDN egress to southAmerica": "9.00",
      "CDN egress to northAmerica": "0.80",
      "CDN lookups": "0.75",
      "CDN fill": "0.05",
      "CDN fill from another continent": "0.04",
    });
  });
});

describe("addresses", () => {
  const GLOBAL = "gcp:compute/globalAddress:GlobalAddress";
  const REGIONAL = "gcp:compute/address:Address";

  test("are free on a forwarding rule, whether a dependency or only a name tells", () => {
    const address = resource(GLOBAL, "ip");
    expect(
      priced([[address], [resource(GLOBAL_RULE, "rule", {}, { propertyDependencies: { ipAddress: [address.urn] } })]])
        .free,
    ).toContainEqual(expect.objectContaining({ item: "Reserved address" }));
    expect(priced([[address], [resource(GLOBAL_RULE, "rule", { ipAddress: "ip" })]]).free).toContainEqual(
      expect.objectContaining({ item: "Reserved address" }),
    );
    expect(bill(GLOBAL, {}, { inUse: true })).toEqual({});
  });

  test("cost most while nothing uses them", () => {
    expect(bill(GLOBAL, {})).toEqual({ "Reserved address, unused": "7.30" });
    expect(bill(REGIONAL, { region: "southamerica-east1" })).toEqual({ "Reserved address, unused": "10.95" });
    expect(bill(REGIONAL, { region: "us-central1" }, { inUse: true })).toEqual({ "External address in use": "3.65" });
    const address = resource(REGIONAL, "ip", { region: "us-central1" });
    const nat = resource("gcp:compute/routerNat:RouterNat", "nat", {
      region: "us-central1",
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: ["ip"],
    });
    expect(amounts(priced([[address], [nat, { instances: 0, dataGib: 0 }]]))).toMatchObject({
      "ip: External address in use": "3.65",
    });
  });

  test("are free inside a network", () => {
    expect(bill(GLOBAL, { purpose: "VPC_PEERING", addressType: "INTERNAL" })).toEqual({});
    expect(bill(REGIONAL, { region: "us-central1", addressType: "INTERNAL" })).toEqual({});
  });
});

test.each([
  // 4 x 730 x 0.0014; 100 x 0.045; one address 730 x 0.005
  [
    { instances: 4, dataGib: 100 },
    { "Gateway, machine hours": "4.09", "Data processed": "4.50", "Addresses of the gateway": "3.65" },
  ],
  [{ instances: 32, dataGib: 0 }, { "Gateway, machine hours": "32.70" }],
  [{ instances: 500, dataGib: 0 }, { "Gateway, machine hours": "32.70" }],
])("NAT for %j", (usage, expected) => {
  expect(
    bill("gcp:compute/routerNat:RouterNat", { region: "southamerica-east1", natIpAllocateOption: "AUTO_ONLY" }, usage),
  ).toMatchObject(expected);
});

test("DNS: zones and queries, with tiers that all zones fill together", () => {
  const ZONE = "gcp:dns/managedZone:ManagedZone";
  expect(bill(ZONE, {}, { queries: 5e6 })).toEqual({ "Managed zone": "0.20", Queries: "2.00" });
  const zones = (count: number): Entry[] =>
    Array.from({ length: count }, (_, index) => [resource(ZONE, `zone${index}`), { queries: 0 }]);
  // 25 x 0.20 + 5 x 0.10
  expect(priced(zones(30)).scenarios.expected.total.toFixed(2)).toBe("5.50");
});
