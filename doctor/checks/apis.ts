import { z } from "zod";
import { judge, ok } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import type { DoctorCheck } from "./check";

/** Nothing can switch these on from inside the program: it needs them to switch on the others. */
const FIRST = ["cloudresourcemanager.googleapis.com", "serviceusage.googleapis.com"];

/** Are the APIs on that have to be, and which will the first `up` switch on? */
export const apis: DoctorCheck = {
  id: "apis",
  about: "Google's APIs",
  look: async ({ cloud, settings: { project }, resources }) => {
    const answer = await cloud.gcloud(
      z.array(z.object({ config: z.object({ name: z.string() }) })),
      "services",
      "list",
      "--enabled",
      `--project=${project}`,
    );
    if ("why" in answer) return [couldNotLook("APIs", `on: ${FIRST.join(", ")}`, answer)];

    const on = answer.value.map(({ config }) => config.name);
    const later = resources
      .filter(({ type }) => type === "gcp:projects/service:Service")
      .map(({ inputs }) => String(inputs.service));
    const toCome = later.filter((api) => !on.includes(api));
    return [
      ...FIRST.map((api) =>
        judge(
          on.includes(api),
          api,
          "on before the first `up`",
          on.includes(api) ? "on" : "off",
          `Run \`gcloud services enable ${api} --project=${project}\`.`,
        ),
      ),
      ok(
        "the stack's own",
        "switched on by `up`",
        toCome.length > 0 ? `${toCome.length} to come: ${toCome.join(", ")}` : "all on",
      ),
    ];
  },
};
