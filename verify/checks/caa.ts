import { judge, type Observation, skipped } from "../../findings/finding";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

/** May Google get a certificate for the domains? https://datatracker.ietf.org/doc/html/rfc8659 */
export const caa: VerifyCheck = {
  id: "caa",
  about: "certificate authorities that DNS allows",
  look: async ({ target: { authorities, hosts }, world }) =>
    authorities.length === 0
      ? [skipped("certificate authorities that DNS allows", "no certificate is made for a domain here")]
      : Promise.all(hosts.map((host) => look(host, authorities, world))),
};

async function look(host: string, authorities: string[], world: World): Promise<Observation> {
  const allowed = await nearest(host, world);
  const missing = allowed ? authorities.filter((authority) => !allowed.includes(authority)) : [];
  return judge(
    missing.length === 0,
    host,
    `${authorities.join(" and ")} may issue`,
    allowed ? `only ${allowed.join(", ")} may issue` : "no CAA record: anyone may issue",
    `Add ${missing.map((authority) => `CAA 0 issue "${authority}"`).join(" and ")} beside the records that are there.`,
  );
}

/** The first name upwards that has CAA records speaks for all below it. */
async function nearest(host: string, world: World): Promise<string[] | undefined> {
  const labels = host.split(".");
  for (let from = 0; from < labels.length - 1; from++) {
    const found = await world.authorities(labels.slice(from).join("."));
    if (found) return found;
  }
  return undefined;
}
