import { judge, type Observation } from "../../findings/finding";
import type { Target } from "../target";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

const PATH = "/verify?from=http";

/** Does plain HTTP only ever lead to HTTPS? */
export const redirect: VerifyCheck = {
  id: "redirect",
  about: "port 80",
  look: ({ target, world }) => Promise.all(target.hosts.map((host) => look(host, target.mode, world))),
};

async function look(host: string, mode: Target["mode"], world: World): Promise<Observation> {
  const wanted = `https://${host}${PATH}`;
  // The balancer's answer is ours to choose; without it, Google's front end redirects as it likes.
  const statuses = mode === "load-balancer" ? [301] : [301, 302, 307, 308];
  const answer = await world.get(`http://${host}${PATH}`);
  const good = "status" in answer && statuses.includes(answer.status) && sameAddress(answer.headers.location, wanted);
  return judge(
    good,
    `http://${host}`,
    `${statuses.join(" or ")} to ${wanted}`,
    "failure" in answer
      ? answer.failure
      : `HTTP ${answer.status}${answer.headers.location ? ` to ${answer.headers.location}` : ""}`,
    mode === "load-balancer"
      ? "Run `pulumi up`: the forwarding rule of port 80 or its URL map was changed by hand."
      : "Look at where the name leads (check `dns`): this is not Google's front end.",
  );
}

/** `https://host:443/` is `https://host/`. */
const sameAddress = (location: string | undefined, wanted: string) =>
  location !== undefined && URL.canParse(location) && new URL(location).href === new URL(wanted).href;
