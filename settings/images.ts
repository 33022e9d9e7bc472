import { z } from "zod";

export const imagesSchema = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/)
      .default("piloto")
      .meta({
        description:
          "Artifact Registry repository for the two services' images: REGION-docker.pkg.dev/PROJECT/REPOSITORY.",
        allowed: "1-63 lower-case letters, digits and hyphens",
        change: "replaces the repository, its images are lost",
        cost: "0.10 USD per GiB-month, the first half free",
      }),
    keepVersions: z.int().min(2).max(500).default(10).meta({
      description: "Newest versions of each image that are always kept: how far one can roll back.",
      change: "in place",
      cost: "storage",
    }),
    deleteAfterDays: z.int().min(1).max(3650).default(30).meta({
      description: "Age at which all other versions are deleted, in days.",
      change: "in place",
      cost: "storage",
    }),
  })
  .prefault({})
  .meta({ description: "Where images are kept.", change: "see its parts", cost: "see its parts" });

export type ImagesSettings = z.output<typeof imagesSchema>;
