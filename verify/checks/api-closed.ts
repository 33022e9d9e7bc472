import { judge, type Observation, unknown } from "../../findings/finding";
import { refusal } from "../refusal";
import type { World } from "../world";
import type { VerifyCheck } from "./check";

const EXPECTED = "refused by Google's front end (internal ingress)";

/** Is the API out of reach from here, which is outside? */
export const apiClosed: VerifyCheck = {
  id: "api-closed",
  about: "the API's own addresses, from outside",
  look: ({ target, world }) => Promise.all(target.apiUrls.map((url) => look(url, target.services.api, world))),
};

async function look(url: string, service: string, world: World): Promise<Observation> {
  const { verdict, found } = refusal(await world.get(url));
  if (verdict === "unclear")
    return unknown(url, EXPECTED, found, "Look at the API's log: a line for this request means that it got in.");
  return judge(
    verdict === "refused",
    url,
    EXPECTED,
    found,
    `Close it now: \`gcloud run services update ${service} --ingress internal\`, then run \`pulumi up\`. From a machine inside the VPC this check means nothing.`,
  );
}
