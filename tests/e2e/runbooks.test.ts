import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Life } from "./life";
import { program } from "./program";

const SERVICE = "gcp:cloudrunv2/service:Service";
const MAPPING = "gcp:cloudrun/domainMapping:DomainMapping";

describe("the move to the load balancer without downtime", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("dev", { program, set: ["edge.mode=domain-mapping"] });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const bff = () =>
    life.cloud.list(SERVICE).find(({ properties }) => properties.name === "bff-nextjs")?.properties ?? {};

  test("with the BFF and the mapping left out, the edge is built beside a site that stays as it is", async () => {
    const before = bff();
    life.set(
      "edge.mode=load-balancer",
      "edge.tls.certificateMap=projects/piloto-de-vendas-dev/locations/global/certificateMaps/app",
    );
    const up = await life.up({ exclude: ["**bff-service", "**edge-mapping"] });

    expect(up.output).not.toContain("error:");
    expect(up.ok).toBe(true);
    expect(bff()).toEqual(before);
    expect(life.cloud.list(MAPPING)).toHaveLength(1);
    expect(life.cloud.list("gcp:compute/globalForwardingRule:GlobalForwardingRule")).toHaveLength(2);
  });

  test("the second `up` closes the old way, and there is nothing left to do", async () => {
    const up = await life.up();
    expect(up.ok).toBe(true);
    expect(bff()).toMatchObject({ ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", defaultUriDisabled: true });
    expect(life.cloud.list(MAPPING)).toEqual([]);
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});

describe("a restored database takes the place of the old one", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("prod", { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const INSTANCE = "gcp:sql/databaseInstance:DatabaseInstance";

  test("by its name in the state: nothing is replaced or deleted, and the API moves to its address", async () => {
    const [old] = life.cloud.list(INSTANCE);
    const name = String(old?.properties.name);
    // What `gcloud sql instances clone` leaves: the same instance under another name, at another address.
    const renamed = (text: string) => text.replaceAll(name, "restored");
    for (const { type, id, properties } of life.cloud.list())
      if (type.startsWith("gcp:sql/") && JSON.stringify([id, properties]).includes(name))
        life.cloud.addOutside({
          type,
          id: renamed(id),
          properties: {
            ...JSON.parse(renamed(JSON.stringify(properties))),
            ...(type === INSTANCE && { privateIpAddress: "10.64.0.99" }),
          },
        });

    const { stack } = life.workspace;
    const exported = await stack.exportStack();
    await stack.importStack(JSON.parse(renamed(JSON.stringify(exported))));
    expect(await life.refresh()).toMatchObject({ ok: true });
    life.set("database.passwordRotation=2");
    const up = await life.up();

    expect(up.output).not.toContain("error:");
    expect(up.ok).toBe(true);
    const onDatabase = up.steps.filter(({ type }) => type.startsWith("gcp:sql/"));
    expect(onDatabase.filter(({ op }) => op !== "update")).toEqual([]);
    const api = life.cloud.list(SERVICE).find(({ properties }) => properties.name === "api-python");
    expect(JSON.stringify(api?.properties)).toContain("10.64.0.99");
    expect(life.cloud.find(INSTANCE, String(old?.id))).toBeDefined();
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});

describe("adopting what runs", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("dev", { program });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  interface ImportFile {
    nameTable?: Record<string, string>;
    resources: { type: string; name: string; id?: string; component?: boolean }[];
  }

  test("two services made with gcloud are imported and updated in place, never made anew", async () => {
    const ids = ["bff-nextjs", "api-python"].map(
      (name) => `projects/piloto-de-vendas-dev/locations/us-central1/services/${name}`,
    );
    for (const id of ids)
      life.cloud.addOutside({
        type: SERVICE,
        id,
        properties: {
          name: id.split("/").at(-1),
          location: "us-central1",
          project: "piloto-de-vendas-dev",
          ingress: "INGRESS_TRAFFIC_ALL",
          uri: `https://${id.split("/").at(-1)}-x-uc.a.run.app`,
          template: { containers: [{ image: "us-docker.pkg.dev/cloudrun/container/hello" }] },
        },
      });

    const importFile = join(life.directory, "adopt.json");
    expect(await life.preview({ importFile })).toMatchObject({ ok: true });
    const list = JSON.parse(readFileSync(importFile, "utf8")) as ImportFile;
    const kept = list.resources
      .filter(({ component, name }) => component || ["bff-service", "api-service"].includes(name))
      .map((resource) =>
        resource.type === SERVICE ? { ...resource, id: ids[resource.name === "bff-service" ? 0 : 1] } : resource,
      );
    expect(kept.filter(({ component }) => !component)).toHaveLength(2);
    await life.workspace.stack.import({
      resources: kept as never,
      nameTable: list.nameTable,
      generateCode: false,
      protect: false,
    });

    const up = await life.up();
    expect(up.output).not.toContain("error:");
    expect(up.ok).toBe(true);
    expect(
      up.steps
        .filter(({ type }) => type === SERVICE)
        .map(({ op, name }) => `${op} ${name}`)
        .sort(),
    ).toEqual(["update api-service", "update bff-service"]);
    expect(life.cloud.list(SERVICE)).toHaveLength(2);
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});
