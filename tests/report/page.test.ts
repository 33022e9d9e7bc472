import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ceilingVerdict } from "../../cost/ceiling";
import { estimate } from "../../cost/estimate";
import { Decimal } from "../../cost/money";
import { architectureOf } from "../../report/architecture";
import { html } from "../../report/html";
import { page } from "../../report/page";
import type { Resource } from "../../resources/resource";
import { costSchema } from "../../settings/cost";
import { CONNECTOR, DATABASE, GLOBAL_RULE, resource, SERVICE } from "../cost/bill";

const run = (component: string, ingress: string, name = component): Resource =>
  resource(SERVICE, name, {
    location: "us-central1",
    ingress,
    labels: { component },
    template: {
      containers: [{ resources: { limits: { cpu: "1", memory: "512Mi" }, cpuIdle: true } }],
      scaling: { maxInstanceCount: 10 },
    },
  });

const HOSTILE = `<script>alert("x")</script>'&`;
const RESOURCES = [
  resource(GLOBAL_RULE, "edge-https", { labels: { component: "edge" }, portRange: "443" }),
  run("bff", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"),
  resource(CONNECTOR, "vpc", { region: "us-central1", minInstances: 2, maxInstances: 10 }),
  run("api", "INGRESS_TRAFFIC_INTERNAL_ONLY"),
  resource(DATABASE, "db", {
    region: "us-central1",
    settings: { tier: "db-g1-small", userLabels: { component: "db" }, ipConfiguration: { ipv4Enabled: false } },
  }),
  resource("gcp:container/cluster:Cluster", HOSTILE),
];

const SETTINGS = costSchema.parse({ budgetUsd: 10, budgetMode: "enforce" });
const COST = estimate(RESOURCES, SETTINGS);
const PAGE = page({
  stack: HOSTILE,
  resources: RESOURCES,
  cost: COST,
  exchange: SETTINGS.exchange,
  ceiling: ceilingVerdict(RESOURCES, SETTINGS),
  comparisons: [],
  advice: [],
  reach: [{ from: "internet", to: "API", reachable: true, expected: false, because: [HOSTILE] }],
  verdicts: [{ policy: "sql-private", level: "mandatory", message: HOSTILE }],
});

test("the page loads and runs nothing, and no name becomes markup", () => {
  expect(PAGE).not.toMatch(/<script|<link|<iframe|<img|src=|href="(?!#)|url\(|@import|javascript:/i);
  expect(PAGE.match(/&#60;script&#62;alert\(&#34;x&#34;\)&#60;\/script&#62;&#39;&#38;/g)?.length).toBeGreaterThan(3);
  expect(html`${[1, "<b>", undefined, false, html`<i>`]}`.text).toBe("1&#60;b&#62;<i>");
});

test("a screen reader finds its way: language, headings, labelled pictures, captioned tables", () => {
  expect(PAGE).toMatch(/<html lang="en">.*<title>.*<a class="skip" href="#main">.*<main id="main">/s);
  expect(PAGE.match(/<h1>/g)).toHaveLength(1);
  const pictures = PAGE.match(/<svg [^>]*>/g) ?? [];
  expect(pictures).toHaveLength(6);
  for (const picture of pictures) {
    expect(picture).toContain('role="img"');
    for (const id of /aria-labelledby="([^"]+)"/.exec(picture)?.[1]?.split(" ") ?? ["none"])
      expect(PAGE.split(`id="${id}"`)).toHaveLength(2);
  }
  expect(PAGE.match(/<table/g)?.length).toBe(PAGE.match(/<caption>/g)?.length);
  const ids = [...PAGE.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("the picture's boxes and what is beside them are the whole bill", () => {
  const { boxes, rest } = architectureOf(RESOURCES, COST);
  expect(boxes.map(({ title, reach, open }) => [title, reach, open])).toEqual([
    ["Load balancer", "anyone on the internet", true],
    ["BFF", "only through the load balancer", false],
    ["VPC connector", "only these services", false],
    ["API", "only the VPC, with a token", false],
    ["Cloud SQL", "only the API, on a private address", false],
  ]);
  const total = Decimal.sum(...[...boxes, ...rest].map(({ cost }) => cost.expected));
  expect(total.toFixed(6)).toBe(COST.scenarios.expected.total.toFixed(6));
});

test("a budget that is passed, a broken promise and a finding are shown as such", () => {
  expect(PAGE).toMatch(/<span class="bad">Over budget<\/span> \(mandatory\)/);
  expect(PAGE).toContain("yes, unlike promised");
  expect(PAGE).toMatch(/<span class="bad">mandatory<\/span> <strong>sql-private<\/strong>/);
});

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

// Skipped, and reported as such, where there is no browser.
(CHROMIUM === undefined ? describe.skip : describe)("in a browser", () => {
  test.each([
    ["phone", 390],
    ["desktop", 1280],
  ])(
    "nothing is wider than a %s",
    (_, width) => {
      const folder = mkdtempSync(join(tmpdir(), "report-"));
      try {
        // A frame of the width in question: a headless window has a least width of its own. It reports what sticks out.
        const probe = `<!doctype html><iframe id="page" style="width:${width}px;height:900px;border:0" src="report.html"></iframe><pre id="out"></pre><script>
          addEventListener("load", () => {
            const inner = document.getElementById("page").contentDocument;
            const wide = [...inner.querySelectorAll("body *")].filter((each) => !each.closest(".scroll") && each.getClientRects().length > 0 && each.getBoundingClientRect().right > ${width} + 1);
            const texts = [...inner.querySelectorAll(".box text")].filter((text) => text.getClientRects().length > 0 && text.getBoundingClientRect().right > text.parentNode.querySelector("rect").getBoundingClientRect().right);
            document.getElementById("out").textContent = JSON.stringify({ wide: wide.filter((each) => !each.matches(".skip")).map((each) => each.outerHTML.slice(0, 80)), texts: texts.map((text) => text.textContent), pictures: [...inner.querySelectorAll("svg.picture")].filter((svg) => svg.getClientRects().length > 0).length });
          });</script>`;
        writeFileSync(join(folder, "report.html"), PAGE);
        writeFileSync(join(folder, "probe.html"), probe);
        const flags = [
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--allow-file-access-from-files",
        ];
        const dom = execFileSync(
          CHROMIUM ?? "",
          [
            ...flags,
            `--user-data-dir=${join(folder, "profile")}`,
            "--window-size=1400,1000",
            "--virtual-time-budget=5000",
            "--dump-dom",
            `file://${join(folder, "probe.html")}`,
          ],
          { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 60_000 },
        );
        const out = /<pre id="out">(.*?)<\/pre>/s.exec(dom)?.[1]?.replaceAll("&quot;", '"') ?? "";
        expect(JSON.parse(out)).toEqual({ wide: [], texts: [], pictures: 1 });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    90_000,
  );
});
