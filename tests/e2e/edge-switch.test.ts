import { Life, type Step } from "./life";
import { program } from "./program";

const edgeTypes =
  /BackendBucket|BackendService|GlobalForwardingRule|ManagedSslCertificate|RegionNetworkEndpointGroup|SSLPolicy|SecurityPolicy|TargetHttps?Proxy|URLMap|Bucket|BucketIAMMember/;
const ofEdge = ({ type, name }: Pick<Step, "type" | "name">) => edgeTypes.test(type) || name.startsWith("edge");
const BFF = "gcp:cloudrunv2/service:Service";

const lines = (steps: Step[]) => steps.map(({ op, name }) => `${op} ${name}`);

describe("the load balancer's switch, on a running dev stack", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("dev", { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const bff = () => life.cloud.list(BFF).find(({ properties }) => properties.name === "bff-nextjs")?.properties ?? {};
  const position = (urnEnd: RegExp, operation: string) =>
    life.cloud.journal.findIndex((entry) => entry.operation === operation && urnEnd.test(entry.urn));

  test("on: makes the edge, updates the BFF and touches nothing else", async () => {
    life.cloud.journal.length = 0;
    life.set("edge.mode=load-balancer", "edge.domain=app.pilotodevendas.com.br");
    const preview = await life.preview();
    const up = await life.up();

    expect(up.ok).toBe(true);
    expect(lines(up.steps).sort()).toEqual(lines(preview.steps).sort());
    expect(up.steps.filter((step) => !ofEdge(step)).map(({ op, name }) => `${op} ${name}`)).toEqual([
      "update bff-service",
    ]);
    expect(up.steps.filter(ofEdge).every(({ op }) => op === "create")).toBe(true);
    expect(bff()).toMatchObject({ ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", defaultUriDisabled: true });
  });

  test("on: the BFF's own URL closes only once the balancer answers", () => {
    const closes = position(/::bff-service$/, "update");
    expect(position(/::edge-https$/, "create")).toBeGreaterThanOrEqual(0);
    expect(closes).toBeGreaterThan(position(/::edge-https$/, "create"));
    expect(closes).toBeGreaterThan(position(/::edge-http$/, "create"));
  });

  test("a domain more: its certificate is there before the proxy asks for it, and the old one stays", async () => {
    life.cloud.journal.length = 0;
    const before = life.cloud.list("gcp:compute/managedSslCertificate:ManagedSslCertificate").map(({ id }) => id);
    life.set('edge.additionalDomains=["www.pilotodevendas.com.br"]');
    const up = await life.up();

    expect(up.ok).toBe(true);
    expect(up.steps.filter(({ op }) => op.includes("delete") || op.includes("replace"))).toEqual([]);
    const after = life.cloud.list("gcp:compute/managedSslCertificate:ManagedSslCertificate").map(({ id }) => id);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(before.length + 1);
    expect(position(/edge-certificate-www/, "create")).toBeLessThan(position(/::edge-https-proxy$/, "update"));
    life.set("edge.additionalDomains=");
    expect(await life.up()).toMatchObject({ ok: true });
  });

  test("off: nothing of the edge is left, the BFF's own URL opens first, and nothing else changed", async () => {
    life.cloud.journal.length = 0;
    life.set("edge.mode=run-url", "edge.domain=");
    const up = await life.up();

    expect(up.ok).toBe(true);
    expect(up.steps.filter((step) => !ofEdge(step)).map(({ op, name }) => `${op} ${name}`)).toEqual([
      "update bff-service",
    ]);
    expect(life.cloud.list().filter(({ type }) => edgeTypes.test(type))).toEqual([]);
    expect(
      life.cloud.list("gcp:compute/globalAddress:GlobalAddress").map(({ properties }) => properties.purpose),
    ).toEqual(["VPC_PEERING"]);
    expect(bff()).toMatchObject({ ingress: "INGRESS_TRAFFIC_ALL" });
    expect(bff().defaultUriDisabled ?? false).toBe(false);
    expect(position(/::bff-service$/, "update")).toBeLessThan(position(/::edge-https$/, "delete"));
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});
