import type { Observation } from "../../findings/finding";
import { runChecks } from "../../findings/run-checks";
import { checks } from "../../verify/checks";
import { refusal } from "../../verify/refusal";
import type { Target } from "../../verify/target";
import { selfSigned } from "./certificate";
import { ingressRefusal, type OutsideOptions, outside, reply } from "./outside";

const APP = "app.example.com";
const API = "https://api-python-x-uc.a.run.app";
const BFF = "https://bff-nextjs-100.us-central1.run.app";
const BUCKET = "https://storage.googleapis.com";
const HEADERS = { "x-content-type-options": "nosniff", "x-frame-options": "DENY" };

const TARGET: Target = {
  mode: "load-balancer",
  url: `https://${APP}`,
  hosts: [APP],
  dnsRecords: [{ name: APP, type: "A", value: "203.0.113.7" }],
  authorities: ["pki.goog"],
  headers: ["X-Content-Type-Options: nosniff", "X-Frame-Options: DENY"],
  apiUrls: [API],
  bypasses: [BFF],
  privateBucket: "assets-1",
  rateLimit: { requests: 50, intervalSeconds: 60 },
  services: { bff: "bff-nextjs --region us-central1", api: "api-python --region us-central1" },
};

/** A world in which everything is as it should be. */
const GOOD: OutsideOptions = {
  hosts: {
    [`https://${APP}`]: reply(200, "hello", HEADERS),
    [`http://${APP}`]: reply(301, "", { location: `https://${APP}:443/verify?from=http` }),
    [API]: ingressRefusal,
    [BFF]: ingressRefusal,
    [BUCKET]: reply(403, "<Error><Code>AccessDenied</Code></Error>", { "content-type": "application/xml" }),
  },
  dns: { [`A ${APP}`]: ["203.0.113.7"] },
};

interface Change {
  hosts?: OutsideOptions["hosts"];
  dns?: OutsideOptions["dns"];
  options?: Omit<OutsideOptions, "hosts" | "dns">;
  target?: Partial<Target>;
  tryRateLimit?: boolean;
}

async function verify({ hosts, dns, options, target, tryRateLimit = false }: Change) {
  const { world, close } = await outside({
    ...options,
    hosts: { ...GOOD.hosts, ...hosts },
    dns: { ...GOOD.dns, ...dns },
  });
  try {
    return await runChecks(checks, { target: { ...TARGET, ...target }, world, tryRateLimit });
  } finally {
    await close();
  }
}

const short = ({ check, status, found }: Observation & { check: string }) => `${check} ${status}: ${found}`;

test("a world that behaves: every check is ok, only the rate limit is not asked", async () => {
  expect((await verify({})).map(short)).toEqual([
    "dns ok: A 203.0.113.7",
    "caa ok: no CAA record: anyone may issue",
    "certificate ok: by Test Authority, 90 days left",
    `redirect ok: HTTP 301 to https://${APP}:443/verify?from=http`,
    "bff-answers ok: HTTP 200",
    "security-headers ok: nosniff",
    "security-headers ok: DENY",
    "api-closed ok: HTTP 404 from Google's front end",
    "bff-url-closed ok: HTTP 404 from Google's front end",
    "assets-bucket ok: HTTP 403",
    "rate-limit skipped: not asked for: --rate-limit sends the requests it takes",
  ]);
});

const json = { "content-type": "application/json" };

/** One thing made different in the good world, and exactly the findings that are then not as they were. */
const CASES: [string, Change, string[]][] = [
  ["no DNS record", { dns: { [`A ${APP}`]: [] } }, ["dns wrong: no A record"]],
  ["a record that leads elsewhere", { dns: { [`A ${APP}`]: ["198.51.100.1"] } }, ["dns wrong: A 198.51.100.1"]],
  [
    "a second record",
    { dns: { [`A ${APP}`]: ["203.0.113.7", "198.51.100.1"] } },
    ["dns wrong: A 198.51.100.1, 203.0.113.7"],
  ],
  ["an IPv6 record", { dns: { [`AAAA ${APP}`]: ["2001:db8::1"] } }, ["dns wrong: AAAA 2001:db8::1"]],
  [
    "a CNAME for the mapping, in capitals and with a dot",
    {
      target: { dnsRecords: [{ name: APP, type: "CNAME", value: "ghs.googlehosted.com." }] },
      dns: { [`CNAME ${APP}`]: ["GHS.googlehosted.com"] },
    },
    ["dns ok: CNAME ghs.googlehosted.com"],
  ],
  [
    "no domain",
    { target: { dnsRecords: [], authorities: [] } },
    ["dns skipped: the run.app name is Google's own", "caa skipped: no certificate is made for a domain here"],
  ],
  ["CAA that lets Google", { dns: { [`CAA ${APP}`]: ["pki.goog; x=y"] } }, ["caa ok: only pki.goog may issue"]],
  [
    "CAA of the parent that does not",
    { dns: { "CAA example.com": ["letsencrypt.org"] } },
    ["caa wrong: only letsencrypt.org may issue"],
  ],
  [
    "CAA nearer to the host decides",
    { dns: { [`CAA ${APP}`]: ["pki.goog"], "CAA example.com": ["letsencrypt.org"] } },
    ["caa ok: only pki.goog may issue"],
  ],
  [
    "a certificate about to end",
    {
      options: {
        certificate: selfSigned(
          [APP, "api-python-x-uc.a.run.app", "bff-nextjs-100.us-central1.run.app", "storage.googleapis.com"],
          { daysLeft: 13 },
        ),
      },
    },
    ["certificate wrong: by Test Authority, 13 days left"],
  ],
  [
    "a redirect that drops the query",
    { hosts: { [`http://${APP}`]: reply(301, "", { location: `https://${APP}/verify` }) } },
    [`redirect wrong: HTTP 301 to https://${APP}/verify`],
  ],
  [
    "a temporary redirect",
    { hosts: { [`http://${APP}`]: reply(302, "", { location: `https://${APP}/verify?from=http` }) } },
    [`redirect wrong: HTTP 302 to https://${APP}/verify?from=http`],
  ],
  ["port 80 that serves the site", { hosts: { [`http://${APP}`]: reply(200) } }, ["redirect wrong: HTTP 200"]],
  [
    "an API that the internet reaches",
    { hosts: { [API]: reply(200, "{}", json) } },
    ["api-closed wrong: HTTP 200 from the service itself"],
  ],
  [
    "an API whose own 404 looks closed",
    { hosts: { [API]: reply(404, '{"detail":"Not Found"}', json) } },
    ["api-closed wrong: HTTP 404 from the service itself"],
  ],
  [
    "an API behind nothing but its token check",
    {
      hosts: { [API]: reply(403, "Your client does not have permission to get URL <code>/</code> from this server.") },
    },
    ["api-closed wrong: HTTP 403: only the token check refused"],
  ],
  [
    "an older front end's page",
    { hosts: { [API]: reply(403, "<h2>Access is forbidden.</h2>") } },
    ["api-closed ok: HTTP 403 from Google's front end"],
  ],
  [
    "a page that nobody knows",
    { hosts: { [API]: reply(404, "<h1>Nothing here</h1>") } },
    ["api-closed unknown: HTTP 404 with a page of its own"],
  ],
  [
    "a BFF that can be reached around the balancer",
    { hosts: { [BFF]: reply(200) } },
    ["bff-url-closed wrong: HTTP 200 from the service itself"],
  ],
  [
    "no balancer",
    { target: { bypasses: [], privateBucket: undefined, headers: [], mode: "domain-mapping" } },
    [
      "security-headers skipped: only the balancer adds them",
      "bff-url-closed skipped: without a balancer they are the way in",
      "assets-bucket skipped: there is no private bucket",
    ],
  ],
  ["an open bucket", { hosts: { [BUCKET]: reply(200) } }, ["assets-bucket wrong: HTTP 200"]],
  [
    "a header lost, one changed",
    { hosts: { [`https://${APP}`]: reply(200, "", { "x-frame-options": "SAMEORIGIN" }) } },
    ["security-headers wrong: not there", "security-headers wrong: SAMEORIGIN"],
  ],
  ["a BFF that is down", { hosts: { [`https://${APP}`]: reply(503, "", HEADERS) } }, ["bff-answers wrong: HTTP 503"]],
  [
    "a limit that is off",
    { target: { rateLimit: { off: "edge.armor.rateLimit.enabled is false" } }, tryRateLimit: true },
    ["rate-limit skipped: edge.armor.rateLimit.enabled is false"],
  ],
  [
    "a limit too high to try",
    { target: { rateLimit: { requests: 1001, intervalSeconds: 60 } }, tryRateLimit: true },
    ["rate-limit unknown: not tried: more than 2000 requests"],
  ],
];

test.each(CASES)("%s", async (_, change, expected) => {
  const before = (await verify({})).map(short);
  const after = (await verify(change)).map(short);
  expect(after.filter((line) => !before.includes(line))).toEqual(expected);
});

test("a certificate of an authority that nobody trusts fails what rests on it, and says why", async () => {
  const findings = await verify({ options: { trusted: false } });
  expect(findings.map(short)).toEqual(
    expect.arrayContaining([
      "certificate wrong: by Test Authority, 90 days left, not trusted: DEPTH_ZERO_SELF_SIGNED_CERT",
      "bff-answers wrong: self-signed certificate",
      "security-headers unknown: self-signed certificate",
      "api-closed unknown: self-signed certificate",
    ]),
  );
});

test("an address that cannot be looked up proves nothing of the service behind it", () => {
  expect(refusal({ failure: "getaddrinfo ENOTFOUND api-x.a.run.app" })).toEqual({
    verdict: "unclear",
    found: "getaddrinfo ENOTFOUND api-x.a.run.app",
  });
});

test("a certificate for another host is not trusted", async () => {
  const certificate = selfSigned(["other.example.com"]);
  const findings = await verify({ options: { certificate } });
  expect(findings.find(({ check }) => check === "certificate")?.found).toBe(
    "by Test Authority, 90 days left, not trusted: ERR_TLS_CERT_ALTNAME_INVALID",
  );
});

describe("the rate limit", () => {
  /** A front end that answers 429 after so many requests. */
  function limited(after: number) {
    let asked = 0;
    return {
      count: () => asked,
      hosts: {
        [`https://${APP}`]: ((request, response) => {
          asked += request.url?.startsWith("/?verify=") ? 1 : 0;
          reply(asked > after ? 429 : 200, "", HEADERS)(request, response);
        }) as OutsideOptions["hosts"][string],
      },
    };
  }

  test("is met a little late, and no more is sent than it takes", async () => {
    const front = limited(60);
    const findings = await verify({ hosts: front.hosts, tryRateLimit: true });
    expect(findings.at(-1)).toMatchObject({ status: "ok", found: "429 within 75 requests" });
    expect(front.count()).toBe(75);
  });

  test("that never comes is wrong, after twice the limit", async () => {
    const front = limited(Number.POSITIVE_INFINITY);
    const findings = await verify({ hosts: front.hosts, tryRateLimit: true });
    expect(findings.at(-1)).toMatchObject({ check: "rate-limit", status: "wrong" });
    expect(front.count()).toBe(100);
  });

  test("is not tried unless asked for", async () => {
    const front = limited(0);
    await verify({ hosts: front.hosts });
    expect(front.count()).toBe(0);
  });
});

test("everything wrong says what to do", async () => {
  const findings = await verify({
    hosts: Object.fromEntries(Object.keys(GOOD.hosts).map((host) => [host, reply(500, "", json)])),
    dns: { [`A ${APP}`]: [], "CAA example.com": ["letsencrypt.org"] },
  });
  const bad = findings.filter(({ status }) => status === "wrong");
  expect(new Set(bad.map(({ check }) => check))).toEqual(
    new Set([
      "dns",
      "caa",
      "redirect",
      "bff-answers",
      "security-headers",
      "api-closed",
      "bff-url-closed",
      "assets-bucket",
    ]),
  );
  for (const { remedy } of bad) expect(remedy.length).toBeGreaterThan(20);
});
