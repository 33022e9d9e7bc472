import { judge, type Observation, wrong } from "../../findings/finding";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

const DAY_MS = 86_400_000;
/** Google renews a month before the end: less than this means that renewing fails. */
const LEAST_DAYS = 14;
const EXPECTED = `trusted for this host, with ${LEAST_DAYS} days or more left`;

/** Would a browser trust the hosts, now and in two weeks? */
export const certificate: VerifyCheck = {
  id: "certificate",
  about: "certificates",
  look: ({ target, world }) => Promise.all(target.hosts.map((host) => look(host, world))),
};

async function look(host: string, world: World): Promise<Observation> {
  const shown = await world.certificate(host);
  if ("failure" in shown)
    return wrong(
      host,
      EXPECTED,
      `none was shown: ${shown.failure}`,
      "A managed certificate takes up to an hour after its DNS record is right: `gcloud compute ssl-certificates list` says how far it is. FAILED_NOT_VISIBLE means DNS.",
    );
  const days = Math.floor((shown.validTo.getTime() - world.now().getTime()) / DAY_MS);
  return judge(
    shown.distrust === undefined && days >= LEAST_DAYS,
    host,
    EXPECTED,
    `by ${shown.issuer}, ${days} days left${shown.distrust ? `, not trusted: ${shown.distrust}` : ""}`,
    shown.distrust
      ? "Look at where the name leads (check `dns`), then at `gcloud compute ssl-certificates list`."
      : "Google could not renew it: the DNS record or a CAA record has changed (checks `dns` and `caa`).",
  );
}
