import { z } from "zod";
import { unfit } from "../../components/database/existing-instance";
import { judge, skipped } from "../../findings/finding";
import { couldNotLook } from "../cloud";
import type { DoctorCheck } from "./check";

const instanceSchema = z.object({
  databaseVersion: z.string(),
  region: z.string(),
  state: z.string(),
  ipAddresses: z.array(z.object({ type: z.string(), ipAddress: z.string() })).default([]),
  settings: z.object({
    tier: z.string(),
    ipConfiguration: z.object({ privateNetwork: z.string().default("") }).prefault({}),
  }),
});

/** Can the existing instance be this stack's database? The same rules as at `up`, before it. */
export const database: DoctorCheck = {
  id: "database",
  about: "an existing database",
  look: async ({ cloud, settings: { project, region, network, database } }) => {
    const { instance } = database;
    if (instance.kind === "created") return [skipped("an existing database", "the program makes its own")];
    const expected = `Postgres with a private address on ${network.existingVpc}, in ${region}`;
    const answer = await cloud.gcloud(
      instanceSchema,
      "sql",
      "instances",
      "describe",
      instance.name,
      `--project=${project}`,
    );
    if ("why" in answer && answer.why !== "not found") return [couldNotLook(instance.name, expected, answer)];
    if ("why" in answer)
      return [
        judge(false, instance.name, expected, "none of that name", "Correct or remove database.existingInstance."),
      ];

    const { value } = answer;
    const problems = unfit(
      {
        databaseVersion: value.databaseVersion,
        region: value.region,
        privateIpAddress: value.ipAddresses.find(({ type }) => type === "PRIVATE")?.ipAddress ?? "",
        settings: [{ ipConfigurations: [value.settings.ipConfiguration] }] as Parameters<typeof unfit>[0]["settings"],
      },
      { vpc: network.existingVpc ?? "", region },
    );
    return [
      judge(
        problems.length === 0,
        instance.name,
        expected,
        problems.join("; ") || `${value.databaseVersion}, ${value.settings.tier}`,
        "Change what the finding names.",
      ),
      judge(value.state === "RUNNABLE", instance.name, "RUNNABLE", value.state, "Start or repair it."),
    ];
  },
};
