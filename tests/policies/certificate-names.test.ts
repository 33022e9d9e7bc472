import { lbChainComplete } from "../../policies/rules/edge";
import { type Resource, UNKNOWN } from "../../resources/resource";
import {
  address,
  backend,
  certificate,
  group,
  httpsProxy,
  record,
  rule,
  service,
  tlsPolicy,
  urlMap,
} from "./edge-fixtures";
import { judges, outcome } from "./judging";
import { type Inputs, make, raw } from "./make";

const HOST = "app.example.com";
const map = (...hosts: string[]) => urlMap({ hostRules: [{ hosts, pathMatcher: "m" }] });
const FRONT = [tlsPolicy(), httpsProxy(), rule("https-proxy")];
const BACK = [service("bff"), group("bff"), backend("bff")];
const CHAIN = [...FRONT, ...BACK, urlMap(), certificate([HOST])];
const withMap = (...hosts: string[]) => [...FRONT, ...BACK, map(...hosts), certificate([HOST])];
const without = (resources: Resource[], ...names: string[]) => resources.filter(({ name }) => !names.includes(name));

describe("names", () => {
  judges(lbChainComplete, [
    ["a host with a certificate", withMap(HOST), []],
    ["in capitals and with a port", withMap("APP.example.com:443"), []],
    ["a host without", withMap(HOST, "api.example.com"), ["main-map hostRules"]],
    ["any host", withMap("*", "*.example.com"), []],
    ["a host not known yet", withMap(UNKNOWN), []],
    ["a wildcard", [...FRONT, map(HOST), certificate(["*.example.com"])], []],
    [
      "a wildcard covers one label",
      [...FRONT, map(`x.${HOST}`), certificate(["*.example.com"])],
      ["main-map hostRules"],
    ],
    [
      "a wildcard does not cover its own domain",
      [...FRONT, map("example.com"), certificate(["*.example.com"])],
      ["main-map hostRules"],
    ],
    [
      "one of several names, spelled with a dot",
      [...FRONT, map(HOST), certificate(["www.example.com", "App.example.com."])],
      [],
    ],
    ["a name not known yet beside others", [...FRONT, map(HOST), certificate(["www.example.com", UNKNOWN])], []],
    [
      "one of several certificates",
      [
        tlsPolicy(),
        httpsProxy(
          { sslCertificates: ["main-cert", "second-cert"] },
          { sslCertificates: ["main-cert", "second-cert"] },
        ),
        map(HOST),
        certificate(["www.example.com"]),
        certificate([HOST], "second-cert"),
      ],
      [],
    ],
    [
      "a certificate that is not here, beside one that is",
      [
        tlsPolicy(),
        httpsProxy({ sslCertificates: ["main-cert", "elsewhere"] }),
        map(HOST),
        certificate(["www.example.com"]),
      ],
      [],
    ],
    [
      "an uploaded certificate, whose names only it knows",
      [
        tlsPolicy(),
        httpsProxy(),
        map(HOST),
        make("gcp:compute/sSLCertificate:SSLCertificate", "main-cert", { name: "main-cert" }),
      ],
      [],
    ],
    [
      "another proxy's map",
      [tlsPolicy(), httpsProxy({ urlMap: "other" }, { urlMap: [] }), map("x.example.com"), certificate([HOST])],
      [],
    ],
    ["a record of the address", [...CHAIN, address(), record(`${HOST}.`)], []],
    [
      "a record of the address without a certificate",
      [...CHAIN, address(), record("www.example.com.")],
      ["front-record name"],
    ],
    ["a record of any name", [...CHAIN, address(), record("*.example.com.")], []],
    ["a record without a name", [...CHAIN, address(), record("")], []],
    [
      "a record beside another address",
      [
        ...CHAIN,
        address(),
        make("gcp:dns/recordSet:RecordSet", "r", { name: "www.example.com.", rrdatas: ["10.0.0.1"] }),
      ],
      [],
    ],
    [
      "a record of several addresses",
      [...CHAIN, address(), record("www.example.com.", ["192.0.2.1", "front-address"])],
      ["front-record name"],
    ],
    [
      "a record of the number itself",
      [
        ...without(CHAIN, "https-proxy-rule"),
        rule("https-proxy", { ipAddress: "192.0.2.7" }),
        make("gcp:dns/recordSet:RecordSet", "r", { name: "www.example.com.", rrdatas: ["192.0.2.7"] }),
        make("gcp:dns/recordSet:RecordSet", "s", { name: "mail.example.com.", rrdatas: ["192.0.2.8"] }),
      ],
      ["r name"],
    ],
    [
      "a record of an address that only port 80 uses",
      [...without(CHAIN, "https-proxy-rule"), rule("http-proxy"), address(), record("www.example.com.")],
      [],
    ],
  ]);

  test("the message says which", () => {
    const said = (resources: Resource[]) =>
      outcome(lbChainComplete, resources).violations.map(({ message }) => message);
    expect(said(withMap(HOST, "a.example.com", "b.example.com"))).toEqual([
      "no certificate covers a.example.com, b.example.com",
    ]);
    expect(said([...CHAIN, address(), record("WWW.example.com.")])).toEqual(["no certificate covers www.example.com"]);
    expect(said([...without(CHAIN, "bff-backend"), backend("bff", { loadBalancingScheme: "EXTERNAL" })])).toEqual([
      "EXTERNAL does not fit the forwarding rule's EXTERNAL_MANAGED",
    ]);
  });
});

const managed = (name: string, domains: string[]) =>
  make("gcp:certificatemanager/certificate:Certificate", name, { name, managed: { domains } });
const mapProxy = (
  certificateMap = "//certificatemanager.googleapis.com/projects/p/locations/global/certificateMaps/cert-map",
) => httpsProxy({ sslCertificates: undefined, certificateMap }, { certificateMap: ["cert-map"] });
const certificateMap = make("gcp:certificatemanager/certificateMap:CertificateMap", "cert-map", { name: "cert-map" });
const entry = (
  name: string,
  inputs: Inputs<"gcp:certificatemanager/certificateMapEntry:CertificateMapEntry">,
  from: string[] = ["cm-cert"],
) =>
  make(
    "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry",
    name,
    { map: "cert-map", certificates: ["projects/p/locations/global/certificates/cm-cert"], ...inputs },
    { from: { map: ["cert-map"], certificates: from } },
  );
const MAPPED = [tlsPolicy(), mapProxy(), rule("https-proxy"), certificateMap];
describe("names in a certificate map", () => {
  judges(lbChainComplete, [
    ["a host of its own", [...MAPPED, map(HOST), managed("cm-cert", [HOST]), entry("e", { hostname: HOST })], []],
    [
      "a host without an entry",
      [...MAPPED, map("www.example.com"), managed("cm-cert", [HOST]), entry("e", { hostname: HOST })],
      ["main-map hostRules"],
    ],
    ["the primary one", [...MAPPED, map(HOST), managed("cm-cert", [HOST]), entry("e", { matcher: "PRIMARY" })], []],
    [
      "a host the primary one does not name",
      [...MAPPED, map("www.example.com"), managed("cm-cert", [HOST]), entry("e", { matcher: "PRIMARY" })],
      ["main-map hostRules"],
    ],
    ["a primary one that is not here", [...MAPPED, map(HOST), entry("e", { matcher: "PRIMARY" })], []],
    ["a certificate that is not here, by its host", [...MAPPED, map(HOST), entry("e", { hostname: HOST })], []],
    [
      "a certificate that is not here, for another host",
      [...MAPPED, map(HOST), entry("e", { hostname: "www.example.com" })],
      ["main-map hostRules"],
    ],
    [
      "an entry whose certificate does not name its host",
      [...MAPPED, map(HOST), managed("cm-cert", ["www.example.com"]), entry("e", { hostname: HOST })],
      ["main-map hostRules"],
    ],
    [
      "an entry for any host, in capitals",
      [...MAPPED, map(HOST), managed("cm-cert", ["*.example.com"]), entry("e", { hostname: "*.Example.com" })],
      [],
    ],
    ["a host not known yet", [...MAPPED, map(HOST), managed("cm-cert", [HOST]), entry("e", { hostname: UNKNOWN })], []],
    [
      "one of two entries",
      [
        ...MAPPED,
        map(HOST),
        managed("cm-cert", ["www.example.com"]),
        managed("second-cert", [HOST]),
        entry("e", { hostname: "www.example.com" }),
        entry("f", { hostname: HOST, certificates: ["second-cert"] }, ["second-cert"]),
      ],
      [],
    ],
    ["a map without entries", [...MAPPED, map(HOST)], []],
    ["a map that is not here", [tlsPolicy(), mapProxy("elsewhere"), map(HOST)], []],
    [
      "another map's entries",
      [
        ...MAPPED,
        map(HOST),
        entry("e", { map: "other-map", hostname: "www.example.com" }),
        make("gcp:certificatemanager/certificateMap:CertificateMap", "o", { name: "other-map" }),
      ],
      [],
    ],
    [
      "it takes the place of the others",
      [
        tlsPolicy(),
        httpsProxy({ certificateMap: "cert-map" }),
        certificateMap,
        map(HOST),
        certificate([HOST]),
        managed("cm-cert", ["www.example.com"]),
        entry("e", { matcher: "PRIMARY" }),
      ],
      ["main-map hostRules"],
    ],
    [
      "without a map, by the proxy itself",
      [
        tlsPolicy(),
        httpsProxy(
          { sslCertificates: undefined, certificateManagerCertificates: ["cm-cert"] },
          { certificateManagerCertificates: ["cm-cert"] },
        ),
        map(HOST, "www.example.com"),
        managed("cm-cert", [HOST]),
      ],
      ["main-map hostRules"],
    ],
    [
      "spelled as a text",
      [
        raw("gcp:compute/targetHttpsProxy:TargetHttpsProxy", "p", { urlMap: "main-map", sslCertificates: "main-cert" }),
        map("www.example.com"),
        certificate([HOST]),
      ],
      ["main-map hostRules"],
    ],
  ]);
});
