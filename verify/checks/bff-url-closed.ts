import { judge, type Observation, skipped, unknown } from "../../findings/finding";
import { refusal } from "../refusal";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

const EXPECTED = "refused: only the balancer gets in";

/** With the balancer on, is there no way around it and its Armor? */
export const bffUrlClosed: VerifyCheck = {
  id: "bff-url-closed",
  about: "the BFF's own addresses",
  look: async ({ target, world }) =>
    target.bypasses.length === 0
      ? [skipped("the BFF's own addresses", "without a balancer they are the way in")]
      : Promise.all(target.bypasses.map((url) => look(url, world))),
};

async function look(url: string, world: World): Promise<Observation> {
  const { verdict, found } = refusal(await world.get(url));
  if (verdict === "unclear")
    return unknown(url, EXPECTED, found, "Look at the BFF's log: a line for this request means that it got in.");
  return judge(
    verdict === "refused",
    url,
    EXPECTED,
    found,
    "Run `pulumi up`: ingress or the default address was opened by hand, and Armor can be walked around.",
  );
}
