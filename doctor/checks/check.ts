import type { Check } from "../../findings/run-checks";
import type { Preview } from "../../resources/offline-preview";
import type { Cloud } from "../cloud";

/** The stack that is to be built, and what can be asked about the place. */
export interface Context extends Pick<Preview, "settings" | "resources"> {
  cloud: Cloud;
  /** Versions that the program needs, and the one that runs it. */
  versions: { node: string; leastNode: string; leastPulumi: string };
  env: NodeJS.ProcessEnv;
}

export type DoctorCheck = Check<Context>;
