import { judge, type Observation, skipped, unknown } from "../../findings/finding";
import type { Target } from "../target";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

/** A test, not an attack: a limit above half of this is not tried. */
const MOST_REQUESTS = 2000;
const AT_ONCE = 25;
const LONGEST_MS = 60_000;

/** Does a client that asks too often get 429? Only with `--rate-limit`: it sends that many requests. */
export const rateLimit: VerifyCheck = {
  id: "rate-limit",
  about: "the rate limit",
  look: async ({ target, world, tryRateLimit }) => {
    const { rateLimit: limit, url } = target;
    if ("off" in limit) return [skipped("the rate limit", limit.off)];
    if (!tryRateLimit) return [skipped("the rate limit", "not asked for: --rate-limit sends the requests it takes")];
    return [await exceed(url, limit, world)];
  },
};

async function exceed(
  url: string,
  { requests, intervalSeconds }: Exclude<Target["rateLimit"], { off: string }>,
  world: World,
): Promise<Observation> {
  const expected = `429 after about ${requests} requests in ${intervalSeconds} s`;
  // Each of Google's sites counts for itself, so the limit is met late.
  const enough = requests * 2;
  if (enough > MOST_REQUESTS)
    return unknown(
      url,
      expected,
      `not tried: more than ${MOST_REQUESTS} requests`,
      "Try it on a stack with a lower edge.armor.rateLimit.requests.",
    );

  const start = world.now().getTime();
  const elapsed = () => world.now().getTime() - start;
  const longest = Math.min(intervalSeconds * 1000, LONGEST_MS);
  let answered = 0;
  for (let sent = 0; sent < enough && elapsed() < longest; sent += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, enough - sent) }, (_, index) =>
      // A query of its own: what the CDN answers never comes to Armor.
      world.get(`${url}/?verify=${start}-${sent + index}`),
    );
    const answers = await Promise.all(batch);
    answered += answers.filter((answer) => "status" in answer).length;
    if (answers.some((answer) => "status" in answer && answer.status === 429))
      return judge(true, url, expected, `429 within ${sent + batch.length} requests`, "");
  }
  const found = `no 429 in ${answered} answers in ${Math.round(elapsed() / 1000)} s`;
  return answered <= requests
    ? unknown(url, expected, `${found}: too slow to exceed the limit`, "Try again from a faster connection.")
    : judge(
        false,
        url,
        expected,
        found,
        "Look at the Armor policy in the console: a rule before the limit may let this address pass.",
      );
}
