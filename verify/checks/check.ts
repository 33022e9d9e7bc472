import type { Check } from "../../findings/run-checks";
import type { Target } from "../target";
import type { World } from "../world";

export interface Context {
  target: Target;
  world: World;
  /** Whether to send requests until the rate limit answers. */
  tryRateLimit: boolean;
}

export type VerifyCheck = Check<Context>;
