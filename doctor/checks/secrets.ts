import { z } from "zod";
import { judge, type Observation, skipped } from "../../findings/finding";
import type { ExistingSecret } from "../../settings/secrets";
import { couldNotLook } from "../cloud";
import type { Context, DoctorCheck } from "./check";

/** Does every secret that somebody else writes have the version that is pinned? */
export const secrets: DoctorCheck = {
  id: "secrets",
  about: "existing secrets and their versions",
  look: async (context) => {
    const existing = (["bff", "api"] as const).flatMap((service) =>
      Object.entries(context.settings[service].secrets).flatMap(([variable, secret]) =>
        secret.kind === "existing" ? [{ where: `${service}.secrets.${variable}`, secret }] : [],
      ),
    );
    return existing.length === 0
      ? [skipped("secrets", "the program makes up all of them")]
      : Promise.all(existing.map(({ where, secret }) => look(where, secret, context)));
  },
};

async function look(
  where: string,
  { secret, version }: ExistingSecret,
  { cloud, settings }: Context,
): Promise<Observation> {
  const expected = `${secret} version ${version}, enabled`;
  const answer = await cloud.gcloud(
    z.object({ state: z.string() }),
    "secrets",
    "versions",
    "describe",
    version,
    `--secret=${secret}`,
    `--project=${settings.project}`,
  );
  // Where the API is off there are no secrets either.
  const missing = "why" in answer && (answer.why === "not found" || answer.why === "API off");
  if ("why" in answer && !missing) return couldNotLook(where, expected, answer);
  const state =
    "value" in answer ? answer.value.state : answer.why === "API off" ? "Secret Manager's API is off" : "not there";
  return judge(
    state.toUpperCase() === "ENABLED",
    where,
    expected,
    state.toLowerCase() === "enabled" ? "enabled" : state,
    missing
      ? `Run \`gcloud services enable secretmanager.googleapis.com --project=${settings.project}\`, then \`gcloud secrets create ${secret} --data-file=- --project=${settings.project}\` (\`versions add\` when it exists), which reads the value from standard input.`
      : `Pin a version that is enabled: \`gcloud secrets versions list ${secret} --project=${settings.project}\`.`,
  );
}
