import { isObject } from "../stand-in-cloud/property-paths";
import { Life } from "./life";
import { program } from "./program";

const SERVICE = "gcp:cloudrunv2/service:Service";
const SECRET_VERSION = "gcp:secretmanager/secretVersion:SecretVersion";

/** What is changed on a running stack, and everything that `up` then does. */
interface Deploy {
  set: string[];
  steps: string[];
}

const deploys: Record<string, Deploy> = {
  "the API's image": { set: ["api.image=us-docker.pkg.dev/p/r/api:2"], steps: ["update api-service"] },
  "the API's size": {
    set: ["api.cpu=2", "api.memory=4Gi"],
    steps: ["update api-service"],
  },
  "the version of a secret that was brought along": {
    set: ["api.secrets.OPENAI_API_KEY.version=2"],
    steps: ["update api-service"],
  },
  "a generated secret": {
    set: ["api.secrets.TOKEN.generate.rotation=2"],
    steps: ["replace api-token RandomPassword", "replace api-token SecretVersion", "update api-service"],
  },
  "the BFF's session secret": {
    set: ["bff.secrets.SESSION_SECRET.generate.rotation=2"],
    steps: [
      "replace bff-session-secret RandomPassword",
      "replace bff-session-secret SecretVersion",
      "update bff-service",
    ],
  },
  "the database's password": {
    set: ["database.passwordRotation=2"],
    steps: [
      "replace database-api-password RandomPassword",
      "replace database-api-password SecretVersion",
      "update api-service",
      "update database-api",
    ],
  },
};

describe.each(["dev", "prod"])("on a running %s", (stack) => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin(stack, { program, set: ["api.deployedBy=pulumi", "api.secrets.TOKEN.generate={}"] });
    const secret = `projects/piloto-de-vendas-${stack}/secrets/openai-api-key`;
    const version = { secret, version: "2", name: `${secret}/versions/2`, enabled: true };
    life.cloud.addOutside({ type: SECRET_VERSION, id: version.name, properties: version });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const revisions = () =>
    Object.fromEntries(
      life.cloud.list(SERVICE).map(({ properties }) => [`${properties.name}`, properties.latestCreatedRevision]),
    );

  test.each(Object.entries(deploys))("%s makes one revision and nothing else", async (_, { set, steps }) => {
    const before = revisions();
    life.cloud.journal.length = 0;
    life.set(...set);
    const up = await life.up();

    expect(up.output).not.toContain("error:");
    const replacing = /^(create-replacement|delete-replaced)$/;
    const label = ({ op, name, type }: { op: string; name: string; type: string }) =>
      `${op} ${name}${op === "replace" ? ` ${type.split(":")[2]}` : ""}`;
    expect(
      up.steps
        .filter(({ op }) => !replacing.test(op))
        .map(label)
        .sort(),
    ).toEqual(steps);
    const updated = steps.flatMap((step) => /^update (\w+)-service$/.exec(step)?.[1] ?? []);
    const after = revisions();
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(
      Object.keys(before).filter((name) => updated.some((service) => name.startsWith(service))),
    );
    expect(life.cloud.journal.filter(({ type }) => type === SERVICE).map(({ operation }) => operation)).toEqual([
      "update",
    ]);
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});

describe.each(["api", "bff"])("a pipeline's deploy of the %s", (service) => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("dev", { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const image = `us-central1-docker.pkg.dev/piloto-de-vendas-dev/piloto/${service}@sha256:0123`;
  const running = () => {
    const found = life.cloud.list(SERVICE).find(({ properties }) => String(properties.name).startsWith(service));
    if (!found) throw new Error(`There is no ${service}`);
    return found;
  };

  /** What `gcloud run deploy --image` leaves, and what it leaves besides when it names the revision. */
  const deploy = (image: string, named: { revision?: string } = {}) =>
    life.cloud.changeOutside(SERVICE, running().id, (properties) => {
      const { template } = properties;
      if (!isObject(template) || !Array.isArray(template.containers)) throw new Error("a service without containers");
      for (const container of template.containers) Object.assign(container, { image, name: `${service}-1` });
      Object.assign(template, { labels: { "client.knative.dev/nonce": image.slice(-4) }, ...named });
      Object.assign(properties, {
        client: "gcloud",
        clientVersion: "550.0.0",
        traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: `${service}-00007-abc`, percent: 100 }],
      });
    });

  test("is no change: not for preview, not for refresh, not for up", async () => {
    deploy(image);
    life.cloud.journal.length = 0;
    const unchanged = { ok: true, steps: [] };
    expect(await life.preview({ expectNoChanges: true })).toMatchObject(unchanged);
    expect(await life.preview({ refresh: true })).toMatchObject(unchanged);
    expect(await life.refresh()).toMatchObject({ ok: true });
    expect(await life.preview({ expectNoChanges: true })).toMatchObject(unchanged);
    expect(await life.up({ expectNoChanges: true })).toMatchObject(unchanged);
    expect(life.cloud.journal).toEqual([]);
  });

  const withImageAnd = (memory: string) => ({
    client: "gcloud",
    traffics: [{ revision: `${service}-00007-abc` }],
    template: { containers: [{ image, resources: { limits: { memory } } }] },
  });

  test("stays when `up --refresh` changes something else", async () => {
    life.set(`${service}.memory=4Gi`);
    const up = await life.up({ refresh: true });
    expect(up.output).not.toContain("error:");
    expect(running().properties).toMatchObject(withImageAnd("4Gi"));
  });

  test("that names its revision is in nobody's way: the next `up --refresh` clears the name", async () => {
    deploy(image, { revision: `${service}-00008-xyz` });
    life.set(`${service}.memory=8Gi`, `${service}.cpu=2`);
    const up = await life.up({ refresh: true });
    expect(up.output).not.toContain("error:");
    expect(running().properties).toMatchObject(withImageAnd("8Gi"));
    expect(running().properties.template).not.toHaveProperty("revision");
    expect(await life.preview({ expectNoChanges: true })).toMatchObject({ ok: true, steps: [] });
  });
});
