import { price } from "../../cost/engine";
import { CONNECTOR, DATABASE, GLOBAL_RULE, resource, SERVICE, service } from "./bill";

const KINDS = [
  (name: string) =>
    resource(SERVICE, name, service({ limits: { cpu: "1", memory: "512Mi" }, cpuIdle: true }, { minInstanceCount: 1 })),
  (name: string) => resource(DATABASE, name, { region: "us-central1", settings: { tier: "db-custom-2-7680" } }),
  (name: string) => resource(CONNECTOR, name, { region: "southamerica-east1" }),
  (name: string) => resource(GLOBAL_RULE, name, { ipAddress: `address-${name}` }),
  (name: string) => resource("gcp:compute/globalAddress:GlobalAddress", `address-${name}`),
  (name: string) => resource("gcp:secretmanager/secretVersion:SecretVersion", name, { secret: "none" }),
  (name: string) => resource("gcp:projects/service:Service", name),
];

/** The quickest of some tries, in milliseconds: what the work takes without its neighbours. */
function time(count: number): number {
  const resources = Array.from(
    { length: count },
    (_, index) => KINDS[index % KINDS.length]?.(`r${index}`) ?? resource("a:b:C", "never"),
  );
  return Math.min(
    ...Array.from({ length: 3 }, () => {
      const start = performance.now();
      expect(price(resources).scenarios.expected.total.gt(0)).toBe(true);
      return performance.now() - start;
    }),
  );
}

test("time grows with the number of resources, not with its square", () => {
  const [small, large] = [time(1000), time(8000)];
  process.stdout.write(`${Math.round(small)} ms for 1,000 resources, ${Math.round(large)} ms for 8,000\n`);
  // Eight times the work; its square would be 64 times the time.
  expect(large / small).toBeLessThan(24);
});
