import { problem } from "../problem";
import { rule } from "./rule";

/** Labels that the program sets: policies and cost tell the parts apart by them. */
export const OWN_LABELS = ["component", "stack", "managed-by"];

export const labelRules = [
  rule(["labels"], ({ labels }) =>
    OWN_LABELS.filter((name) => name in labels).map((name) =>
      problem(
        `labels.${name}`,
        labels[name],
        "is a label that the program sets itself",
        `any key but ${OWN_LABELS.join(", ")}`,
        "Remove it, or choose another key.",
      ),
    ),
  ),
];
