import { z } from "zod";
import { judge, type Observation, ok, unknown } from "../../findings/finding";
import { HELLO_IMAGE } from "../../settings/service";
import { couldNotLook } from "../cloud";
import type { Context, DoctorCheck } from "./check";

const EXPECTED = "an image that exists";

/** Do the images exist? Without, Cloud Run refuses the first revision after the rest is built. */
export const images: DoctorCheck = {
  id: "images",
  about: "container images",
  look: (context) => Promise.all((["bff", "api"] as const).map((service) => look(service, context))),
};

async function look(service: "bff" | "api", { cloud, settings }: Context): Promise<Observation> {
  const subject = `${service}.image`;
  const { image } = settings[service];
  if (image === HELLO_IMAGE) return ok(subject, EXPECTED, "Google's public placeholder, until the first deploy");
  if (!/^[a-z0-9-]+-docker\.pkg\.dev\//.test(image))
    return unknown(
      subject,
      EXPECTED,
      `${image} is not in Artifact Registry`,
      "Look by hand; Cloud Run reads Artifact Registry and Docker Hub, Container Registry is shut since 2025-03-18.",
    );
  const answer = await cloud.gcloud(z.unknown(), "artifacts", "docker", "images", "describe", image);
  if ("why" in answer && answer.why !== "not found") return couldNotLook(subject, EXPECTED, answer);
  const own = image.includes(`/${settings.project}/${settings.images.repository}/`);
  return judge(
    !("why" in answer),
    subject,
    EXPECTED,
    "why" in answer ? `no ${image}` : image,
    own
      ? `The repository itself is made by \`up\`: remove ${service}.image for the first one, then push and deploy.`
      : "Push it first, or remove the setting to start with the placeholder.",
  );
}
