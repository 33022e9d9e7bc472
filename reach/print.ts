import Table from "cli-table3";
import { isBroken, type Reach, said } from "./way";

/** The reach map as a table: what differs from the promise is marked and comes first in the summary. */
export function printReach(rows: readonly Reach[]): string {
  const table = new Table({
    head: ["from", "to", "reachable", "as promised", "because"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [12, 24, 11, 13, 74],
  });
  for (const { from, to, reachable, expected, because } of rows) {
    const kept = isBroken({ reachable, expected }) ? "NO" : reachable === null ? "not known yet" : "yes";
    table.push([from, to, said(reachable), kept, because.join("; ")]);
  }
  const broken = rows.filter(isBroken).length;
  const pending = rows.filter(({ reachable }) => reachable === null).length;
  const verdict = broken > 0 ? `${broken} not as promised` : pending > 0 ? "the others as promised" : "all as promised";
  const summary = [`${rows.length} pairs`, ...(pending > 0 ? [`${pending} not known yet`] : []), verdict];
  return `Reach: ${summary.join(", ")}\n${table.toString()}`;
}
