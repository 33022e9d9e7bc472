import "./documentation";
import type { z } from "zod";
import { costSchema } from "./cost";
import { type DatabaseSettings, databaseSchema } from "./database";
import { edgeSchema } from "./edge";
import { imagesSchema } from "./images";
import { monitoringSchema } from "./monitoring";
import { networkSchema } from "./network";
import { labelsSchema, projectNumberSchema, projectSchema, protectSchema } from "./project";
import { regionSchema } from "./region";
import { apiSchema, bffSchema } from "./service";

/**
 * Every setting of a stack, by section: a key of `Pulumi.<stack>.yaml`, read from `piloto-de-vendas:<section>`.
 * The one exception is `project`, which is the provider's own `gcp:project`.
 */
export const sections = {
  project: projectSchema,
  projectNumber: projectNumberSchema,
  region: regionSchema,
  labels: labelsSchema,
  protect: protectSchema,
  network: networkSchema,
  bff: bffSchema,
  api: apiSchema,
  database: databaseSchema,
  edge: edgeSchema,
  images: imagesSchema,
  cost: costSchema,
  monitoring: monitoringSchema,
} as const;

export type SectionName = keyof typeof sections;

/** The sections as their schemas return them, before rules that span several. */
export type Sections = { [K in SectionName]: z.output<(typeof sections)[K]> };

/** Everything a component may ask for: complete, checked, and without a default left to fill in. */
export type Settings = Omit<Sections, "database"> & { database: DatabaseSettings };
