import { z } from "zod";

/** An organisation policy as it applies to a project. https://docs.cloud.google.com/resource-manager/docs/reference/orgpolicy/rest/v2/organizations.policies */
export const policySchema = z.object({
  spec: z
    .object({
      rules: z
        .array(
          z.object({
            enforce: z.boolean().default(false),
            allowAll: z.boolean().default(false),
            denyAll: z.boolean().default(false),
            values: z
              .object({
                allowedValues: z.array(z.string()).default([]),
                deniedValues: z.array(z.string()).default([]),
              })
              .optional(),
          }),
        )
        .default([]),
    })
    .default({ rules: [] }),
});

export type PolicyRules = z.output<typeof policySchema>["spec"]["rules"];

/** Whether a constraint of the yes-or-no kind is in force. */
export const enforced = (rules: PolicyRules): boolean => rules.some(({ enforce }) => enforce);

/** Whether a constraint of the list kind says anything at all. */
export const restricted = (rules: PolicyRules): boolean => rules.some(({ denyAll, values }) => denyAll || values);

/**
 * Whether a constraint of the list kind lets a value through.
 * @param groups names by which the value may be meant besides its own
 */
export function allows(rules: PolicyRules, value: string, groups: readonly string[] = []): boolean {
  const names = [value, `is:${value}`, ...groups];
  const named = (list: string[]) => list.some((entry) => names.includes(entry));
  if (rules.some(({ denyAll }) => denyAll)) return false;
  if (rules.some(({ values }) => values && named(values.deniedValues))) return false;
  const lists = rules.flatMap(({ values }) =>
    values && values.allowedValues.length > 0 ? [values.allowedValues] : [],
  );
  return lists.length === 0 || lists.some(named);
}
