import { z } from "zod";
import { judge, type Observation, wrong } from "../../findings/finding";
import type { Cloud } from "../cloud";
import type { Context, DoctorCheck } from "./check";

/** Are the tools there, and new enough? */
export const tools: DoctorCheck = {
  id: "tools",
  about: "Node, Pulumi and gcloud",
  look: async ({ cloud, versions }) => [node(versions), await pulumi(cloud, versions.leastPulumi), await gcloud(cloud)],
};

const node = ({ node: found, leastNode }: Context["versions"]) =>
  judge(
    !isOlder(found, leastNode),
    "Node.js",
    `${leastNode} or later`,
    found,
    "Install an LTS release: https://nodejs.org/en/download.",
  );

async function pulumi({ run }: Cloud, least: string): Promise<Observation> {
  const output = await run("pulumi", ["version"]);
  const remedy = "Install it: https://www.pulumi.com/docs/install/.";
  if ("why" in output) return wrong("Pulumi CLI", `${least} or later`, output.message, remedy);
  const found = output.text.trim().replace(/^v/, "");
  return judge(!isOlder(found, least), "Pulumi CLI", `${least} or later`, found, remedy);
}

async function gcloud(cloud: Cloud): Promise<Observation> {
  const answer = await cloud.local(z.object({ "Google Cloud SDK": z.string() }), "version");
  return "why" in answer
    ? wrong(
        "gcloud CLI",
        "any version",
        answer.message,
        "Install it (https://docs.cloud.google.com/sdk/docs/install): without it nothing below can be looked at.",
      )
    : judge(true, "gcloud CLI", "any version", answer.value["Google Cloud SDK"], "");
}

/** By numbers: 3.9.0 is older than 3.10.0. */
function isOlder(found: string, least: string): boolean {
  const [a, b] = [found, least].map((version) => version.split(/[.+-]/).map(Number));
  const first = [0, 1, 2].find((place) => (a?.[place] ?? 0) !== (b?.[place] ?? 0));
  return first !== undefined && (a?.[first] ?? 0) < (b?.[first] ?? 0);
}
