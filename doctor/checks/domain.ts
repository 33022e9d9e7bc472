import { z } from "zod";
import { judge, skipped } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import type { DoctorCheck } from "./check";

/** Does the identity that runs Pulumi own the domain, as a mapping demands? */
export const domain: DoctorCheck = {
  id: "domain",
  about: "ownership of the domain",
  look: async ({ cloud, settings: { edge } }) => {
    if (edge.mode !== "domain-mapping")
      return [skipped("ownership of the domain", "only edge.mode domain-mapping asks for it")];
    const expected = "verified for the account that runs Pulumi";
    const answer = await cloud.gcloud(z.array(z.object({ id: z.string() })), "domains", "list-user-verified");
    if ("why" in answer) return [couldNotLook(edge.domain, expected, answer)];
    const owner = answer.value.find(({ id }) => edge.domain === id || edge.domain.endsWith(`.${id}`));
    return [
      judge(
        owner !== undefined,
        edge.domain,
        expected,
        owner ? `through ${owner.id}` : `not among ${answer.value.length} verified domains`,
        `Run \`gcloud domains verify ${edge.domain.split(".").slice(1).join(".")}\`; if a service account runs Pulumi, add it as an owner in Search Console.`,
      ),
    ];
  },
};
