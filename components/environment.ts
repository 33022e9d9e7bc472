import type { Settings } from "../settings/schema";
import type { ProjectServices } from "./project-services";

/** Where a stack's resources live and what they all carry. Every component gets one. */
export interface Environment extends Pick<Settings, "project" | "projectNumber" | "region" | "labels" | "protect"> {
  stack: string;
  apis: ProjectServices;
}

/** Parts of the product, as labels tell them apart: policies, costs and the bill read them. */
export type ComponentLabel = "api" | "bff" | "db" | "edge" | "network" | "images" | "monitoring" | "delivery";

/** Labels of a resource. */
export const labels = ({ labels, stack }: Environment, component: ComponentLabel): Record<string, string> => ({
  ...labels,
  component,
  stack: labelValue(stack),
  "managed-by": "pulumi",
});

const labelValue = (text: string) => text.toLowerCase().replace(/[^a-z0-9_-]/g, "-");

/** A name for things that Google does not name by itself, unique among the stacks of a project. */
export const physicalName = ({ stack }: Environment, ...parts: string[]) =>
  [stack, ...parts]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-");
