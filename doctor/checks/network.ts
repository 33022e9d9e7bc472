import { z } from "zod";
import { judge, type Observation, skipped } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import type { Context, DoctorCheck } from "./check";

/** Is what the stack finds on an existing VPC there, and nothing that it would make a second time? */
export const network: DoctorCheck = {
  id: "network",
  about: "an existing VPC and DNS zones",
  look: async (context) => {
    const found = (await Promise.all([vpc(context), publicZone(context)])).flat();
    return found.length > 0 ? found : [skipped("VPC and DNS", "the program makes its own")];
  },
};

async function vpc(context: Context): Promise<Observation[]> {
  const { cloud, settings } = context;
  const { existingVpc } = settings.network;
  if (!existingVpc) return [];
  const expected = "a VPC in this project";
  const answer = await cloud.gcloud(
    z.object({ selfLink: z.string() }),
    "compute",
    "networks",
    "describe",
    existingVpc,
    `--project=${settings.project}`,
  );
  if ("why" in answer && answer.why !== "not found") return [couldNotLook(existingVpc, expected, answer)];
  if ("why" in answer)
    return [judge(false, existingVpc, expected, "none of that name", "Correct or remove network.existingVpc.")];
  return [
    judge(true, existingVpc, expected, "there", ""),
    ...(await peering(existingVpc, context)),
    await zone(existingVpc, context),
  ];
}

/** A VPC has one connection to Google's services, made or found. */
async function peering(vpc: string, { cloud, settings }: Context): Promise<Observation[]> {
  if (settings.database.instance.kind === "existing") return [];
  const wanted = settings.network.privateServices;
  const expected = wanted === "create" ? "no connection to Google's services yet" : "a connection to Google's services";
  const answer = await cloud.gcloud(
    z.array(z.object({ service: z.string().optional() })),
    "services",
    "vpc-peerings",
    "list",
    `--network=${vpc}`,
    `--project=${settings.project}`,
  );
  if ("why" in answer) return [couldNotLook("private services", expected, answer)];
  const there = answer.value.length > 0;
  return [
    judge(
      there === (wanted === "existing"),
      "private services",
      expected,
      there ? "there" : "none",
      there ? "Set network.privateServices to existing." : "Set network.privateServices to create.",
    ),
  ];
}

/** One private zone of a name is all that a VPC may have. */
async function zone(vpc: string, { cloud, settings }: Context): Promise<Observation> {
  const wanted = settings.network.runAppZone;
  const expected = wanted === "create" ? "no zone run.app. yet" : "a private zone run.app.";
  const answer = await cloud.gcloud(
    z.array(
      z.object({
        privateVisibilityConfig: z
          .object({ networks: z.array(z.object({ networkUrl: z.string() })).default([]) })
          .optional(),
      }),
    ),
    "dns",
    "managed-zones",
    "list",
    "--filter=dnsName=run.app. AND visibility=private",
    `--project=${settings.project}`,
  );
  if ("why" in answer) return couldNotLook("private DNS", expected, answer);
  const there = answer.value.some(({ privateVisibilityConfig }) =>
    privateVisibilityConfig?.networks.some(({ networkUrl }) => networkUrl.endsWith(`/networks/${vpc}`)),
  );
  return judge(
    there === (wanted === "existing"),
    "private DNS",
    expected,
    there ? "there" : "none",
    there
      ? "Set network.runAppZone to existing; its records have to be 199.36.153.8-11."
      : "Set network.runAppZone to create, unless a response policy or a peered zone answers instead.",
  );
}

async function publicZone({ cloud, settings }: Context): Promise<Observation[]> {
  const { edge } = settings;
  if (edge.mode === "run-url" || !edge.dnsZone) return [];
  const expected = `a public zone that holds ${edge.domain}`;
  const answer = await cloud.gcloud(
    z.object({ dnsName: z.string(), visibility: z.string().default("public") }),
    "dns",
    "managed-zones",
    "describe",
    edge.dnsZone,
    `--project=${settings.project}`,
  );
  if ("why" in answer && answer.why !== "not found") return [couldNotLook(edge.dnsZone, expected, answer)];
  const good =
    "value" in answer &&
    answer.value.visibility === "public" &&
    `.${edge.domain}.`.endsWith(`.${answer.value.dnsName}`);
  return [
    judge(
      good,
      edge.dnsZone,
      expected,
      "value" in answer ? `${answer.value.visibility}, ${answer.value.dnsName}` : "none of that name",
      "Correct edge.dnsZone, or remove it and enter the output dnsRecords by hand.",
    ),
  ];
}
