import type { Problem } from "../problem";
import type { SectionName, Sections } from "../schema";

/** A check of what one schema cannot see: fields against each other, sections against each other. */
export interface Rule {
  /** Sections the rule reads; it runs when all of them are well formed. */
  needs: readonly SectionName[];
  check(settings: Sections): Problem[];
}

/** Declares a rule that can only read the sections it names. */
export function rule<K extends SectionName>(
  needs: readonly K[],
  check: (settings: Pick<Sections, K>) => Problem[],
): Rule {
  return { needs, check };
}

/** The problem when the condition holds, else none. */
export const when = (condition: boolean, problem: () => Problem): Problem[] => (condition ? [problem()] : []);
