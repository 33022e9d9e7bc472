import { z } from "zod";
import { judge, type Observation, wrong } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import type { Context, DoctorCheck } from "./check";

/** Is the project there, the right one, and paid for? */
export const project: DoctorCheck = {
  id: "project",
  about: "the project and its billing",
  look: async (context) => [...(await identity(context)), await billing(context)],
};

async function identity({ cloud, settings }: Context): Promise<Observation[]> {
  const { project, projectNumber } = settings;
  const answer = await cloud.gcloud(
    z.object({ projectNumber: z.string(), lifecycleState: z.string() }),
    "projects",
    "describe",
    project,
  );
  if ("why" in answer)
    // Google says "denied" of a project that does not exist.
    return answer.why === "denied" || answer.why === "not found"
      ? [
          wrong(
            project,
            "a project that this account sees",
            "none",
            `Create it (\`gcloud projects create ${project}\`), or set gcp:project in the stack's file to yours.`,
          ),
        ]
      : [couldNotLook(project, "a project that this account sees", answer)];
  const { lifecycleState, projectNumber: number } = answer.value;
  return [
    judge(lifecycleState === "ACTIVE", project, "ACTIVE", lifecycleState, "Restore it: `gcloud projects undelete`."),
    judge(
      number === projectNumber,
      "projectNumber",
      number,
      projectNumber,
      `Run \`pulumi config set projectNumber ${number}\`: Google's own agents are named by it.`,
    ),
  ];
}

async function billing({ cloud, settings: { project } }: Context): Promise<Observation> {
  const answer = await cloud.gcloud(
    z.object({ billingEnabled: z.boolean().default(false) }),
    "billing",
    "projects",
    "describe",
    project,
  );
  if ("why" in answer) return couldNotLook("billing", "on", answer);
  return judge(
    answer.value.billingEnabled,
    "billing",
    "on",
    answer.value.billingEnabled ? "on" : "off",
    `Run \`gcloud billing projects link ${project} --billing-account=ACCOUNT\`.`,
  );
}
