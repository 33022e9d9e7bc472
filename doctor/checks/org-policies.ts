import { judge, type Observation, ok } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import { CONSTRAINTS, type Constraint } from "../constraints";
import { policySchema } from "../org-policy";
import type { Context, DoctorCheck } from "./check";

/** Does the organisation forbid something that the stack needs? Only `up` would find out, half way. */
export const orgPolicies: DoctorCheck = {
  id: "org-policies",
  about: "the organisation's policies",
  look: (context) => Promise.all(CONSTRAINTS.map((constraint) => look(constraint, context))),
};

async function look({ name, needs, refuses, remedy }: Constraint, { cloud, settings }: Context): Promise<Observation> {
  const needed = needs(settings);
  if (needed === undefined) return ok(name, "nothing", "this stack asks for nothing that it could refuse");
  const answer = await cloud.gcloud(
    policySchema,
    "org-policies",
    "describe",
    name,
    `--project=${settings.project}`,
    "--effective",
  );
  // Google knows no policy of that name here, so none is in force.
  if ("why" in answer && answer.why === "not found") return ok(name, needed, "not set");
  if ("why" in answer) return couldNotLook(name, `${needed} allowed`, answer);
  const refused = refuses(answer.value.spec.rules, settings);
  return judge(!refused, name, `${needed} allowed`, refused ? "refused" : "allowed", remedy);
}
