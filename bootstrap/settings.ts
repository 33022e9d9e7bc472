import "../settings/documentation";
import { z } from "zod";
import { costSchema } from "../settings/cost";
import { labelsSchema, projectNumberSchema, projectSchema, protectSchema } from "../settings/project";
import { readSections } from "../settings/read";
import { regionSchema } from "../settings/region";
import { stackConfig } from "../settings/stack";

const TRUST = "in place: who is let in";

const githubSchema = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}\/[A-Za-z0-9._-]{1,100}$/)
      .meta({
        description: "The one repository whose workflows are let in.",
        allowed: "OWNER/NAME",
        change: TRUST,
        cost: "nothing",
      }),
    repositoryId: z
      .string()
      .regex(/^[1-9]\d{0,18}$/)
      .optional()
      .meta({
        description:
          "Its number too (`gh api repos/OWNER/NAME --jq .id`). A name can be taken by somebody else once its owner lets go of it; a number cannot.",
        allowed: "digits",
        change: TRUST,
        cost: "nothing",
      }),
    branch: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/)
      .default("main")
      .meta({
        description: "The branch that deploys.",
        allowed: "the name of a branch",
        change: TRUST,
        cost: "nothing",
      }),
    environment: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,49}$/)
      .meta({
        description:
          "The GitHub environment that deploys to this project. Its reviewers are the approval: a job outside it gets no more than a look.",
        allowed: "1-50 letters, digits, - and _",
        change: TRUST,
        cost: "nothing",
      }),
    pool: z
      .string()
      .regex(/^(?!gcp-)[a-z0-9-]{4,32}$/)
      .default("github")
      .meta({
        description: "Id of the identity pool. Google keeps a deleted one's id for thirty days: choose another then.",
        allowed: "4-32 lower-case letters, digits and hyphens, not starting with gcp-",
        change: "replaces the pool, its provider and every grant",
        cost: "nothing",
      }),
  })
  .meta({ description: "Which repository may come in, and as what.", change: TRUST, cost: "nothing" });

/** Settings of the bootstrap program, by section. */
export const bootstrapSections = {
  project: projectSchema,
  projectNumber: projectNumberSchema,
  region: regionSchema,
  labels: labelsSchema,
  protect: protectSchema,
  github: githubSchema,
  cost: costSchema,
} as const;

export type BootstrapSettings = { [K in keyof typeof bootstrapSections]: z.output<(typeof bootstrapSections)[K]> };
export type GithubSettings = BootstrapSettings["github"];

/** The running stack's settings. */
export const readBootstrapSettings = (): BootstrapSettings => readSections(stackConfig(), bootstrapSections);
