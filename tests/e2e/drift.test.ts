import { Life } from "./life";
import { program } from "./program";

const SERVICE = "gcp:cloudrunv2/service:Service";
const SECURITY_POLICY = "gcp:compute/securityPolicy:SecurityPolicy";

describe("changes that Pulumi did not make, on prod", () => {
  let life: Life;
  beforeAll(async () => {
    life = await Life.begin("prod", { program });
    expect(await life.up()).toMatchObject({ ok: true });
  });
  afterAll(() => expect(life.end()).toEqual([]));

  const only = (type: string, name = "") => {
    const found = life.cloud.list(type).find(({ properties }) => String(properties.name).startsWith(name));
    if (!found) throw new Error(`There is no ${type} ${name}`);
    return found;
  };

  test("a rule dropped by hand is found and named, and put back by up without touching anything else", async () => {
    const armor = only(SECURITY_POLICY);
    const rules = structuredClone(armor.properties.rules);
    life.cloud.changeOutside(SECURITY_POLICY, armor.id, (properties) => {
      properties.rules = Array.isArray(properties.rules) ? properties.rules.slice(-1) : [];
    });

    const drift = await life.previewRefresh({ expectNoChanges: true });
    expect(drift.ok).toBe(false);
    expect(drift.output).toMatch(/edge-armor update/);
    expect(drift.output).toContain("no changes were expected");

    life.cloud.journal.length = 0;
    expect(await life.refresh()).toMatchObject({ ok: true });
    const up = await life.up();
    expect(up.steps.map(({ op, name }) => `${op} ${name}`)).toEqual(["update edge-armor"]);
    expect(life.cloud.journal.map(({ operation }) => operation)).toEqual(["update"]);
    expect(life.cloud.find(SECURITY_POLICY, armor.id)?.properties.rules).toEqual(rules);
  });

  test("an ingress opened by hand is found without touching anything", async () => {
    const api = only(SERVICE, "api-python");
    life.cloud.changeOutside(SERVICE, api.id, (properties) => {
      properties.ingress = "INGRESS_TRAFFIC_ALL";
    });
    life.cloud.journal.length = 0;
    const drift = await life.previewRefresh({ expectNoChanges: true });
    expect(drift.ok).toBe(false);
    expect(drift.output).toMatch(/api-service update/);
    expect(life.cloud.journal).toEqual([]);
    expect(await life.refresh()).toMatchObject({ ok: true });
    expect(await life.up()).toMatchObject({ ok: true });
    expect(life.cloud.find(SERVICE, api.id)?.properties.ingress).toBe("INGRESS_TRAFFIC_INTERNAL_ONLY");
  });

  test("something deleted by hand is found, and made again", async () => {
    const grant = only("gcp:cloudrunv2/serviceIamMember:ServiceIamMember");
    life.cloud.removeOutside(grant.type, grant.id);
    const drift = await life.previewRefresh({ expectNoChanges: true });
    expect(drift.ok).toBe(false);
    expect(drift.output).toMatch(/api-invoker-bff delete/);
    expect(await life.refresh()).toMatchObject({ ok: true });
    const up = await life.up();
    expect(up.steps.map(({ op, name }) => `${op} ${name}`)).toEqual(["create api-invoker-bff"]);
  });
});
