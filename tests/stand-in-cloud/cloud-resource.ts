import type { Properties } from "./property-paths";

/** Something that exists in the stand-in cloud. */
export interface CloudResource {
  type: string;
  id: string;
  properties: Properties;
}
