import { problem } from "../problem";
import { rule, when } from "./rule";

/** Labels that the program sets: policies and cost tell the parts apart by them. */
export const OWN_LABELS = ["component", "stack", "managed-by"];

/** https://docs.cloud.google.com/resource-manager/docs/labels-overview#requirements */
const MOST_LABELS = 64 - OWN_LABELS.length;

export const labelRules = [
  rule(["labels"], ({ labels }) =>
    when(Object.keys(labels).length > MOST_LABELS, () =>
      problem(
        "labels",
        labels,
        `are ${Object.keys(labels).length}: more than a resource takes`,
        `up to ${MOST_LABELS}, beside the program's own ${OWN_LABELS.length}`,
        "Remove some.",
      ),
    ),
  ),
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
