import Table from "cli-table3";
import type { Reach } from "./map";

/** The reach map as a table: what differs from the promise is marked and comes first in the summary. */
export function printReach(rows: readonly Reach[]): string {
  const table = new Table({
    head: ["from", "to", "reachable", "as promised", "because"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [10, 24, 11, 13, 76],
  });
  for (const { from, to, reachable, expected, because } of rows) {
    table.push([from, to, reachable ? "yes" : "no", reachable === expected ? "yes" : "NO", because.join("; ")]);
  }
  const broken = rows.filter(({ reachable, expected }) => reachable !== expected).length;
  return `Reach: ${rows.length} pairs, ${broken === 0 ? "all as promised" : `${broken} not as promised`}\n${table.toString()}`;
}
