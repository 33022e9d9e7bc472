import { type Observation, ok, wrong } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import type { Context, DoctorCheck } from "./check";

/** Does Pulumi know who it is, to Google and to its own state? */
export const credentials: DoctorCheck = {
  id: "credentials",
  about: "log-ins",
  look: (context) => Promise.all([account(context), provider(context), state(context)]),
};

/** Who asks here: the other checks speak of what this account sees. */
async function account({ cloud }: Context): Promise<Observation> {
  const answer = await cloud.activeAccount();
  if ("value" in answer) return ok("gcloud", "logged in", answer.value);
  return answer.why === "no account"
    ? wrong("gcloud", "logged in", answer.message, "Run `gcloud auth login`.")
    : couldNotLook("gcloud", "logged in", answer);
}

/** Variables by which the provider takes credentials. https://www.pulumi.com/registry/packages/gcp/installation-configuration/ */
const VARIABLES = ["GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_OAUTH_ACCESS_TOKEN"];

async function provider({ cloud, env }: Context): Promise<Observation> {
  const subject = "Pulumi to Google Cloud";
  const expected = "application default credentials";
  const variable = VARIABLES.find((name) => env[name]);
  if (variable) return ok(subject, expected, `from ${variable}`);
  // Prints a token: only whether it can is of interest, and the text goes nowhere.
  const output = await cloud.run("gcloud", ["auth", "application-default", "print-access-token", "--quiet"]);
  if (!("why" in output)) return ok(subject, expected, "there, and they give a token");
  return output.why === "no command"
    ? couldNotLook(subject, expected, output)
    : wrong(subject, expected, "none that work", "Run `gcloud auth application-default login`.");
}

async function state({ cloud }: Context): Promise<Observation> {
  const output = await cloud.run("pulumi", ["whoami", "--non-interactive"]);
  const subject = "Pulumi to its state";
  if ("why" in output && output.why === "no command") return couldNotLook(subject, "logged in", output);
  return "why" in output
    ? wrong(
        subject,
        "logged in",
        "nobody",
        "Run `pulumi login`, or `pulumi login gs://BUCKET` for a state of your own (versioning on).",
      )
    : ok(subject, "logged in", output.text.trim());
}
