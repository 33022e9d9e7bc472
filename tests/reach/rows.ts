import { readConfiguration } from "../../policies/verdicts";
import { reachMap } from "../../reach/map";
import { isBroken, type Reach, said } from "../../reach/way";
import { resourcesOf } from "../../resources/from-file";
import type { Resource } from "../../resources/resource";
import { news, program } from "../policies/program";
import { stateOf } from "./state";

/** What a change does to a row: its answer afterwards, whether that breaks the promise, and what decides it. */
export type Flips = Record<string, readonly [answer: "yes" | "no" | "not known yet" | "gone", decisive?: string]>;

/** A row's pair, as `internet -> API`. */
export const pair = ({ from, to }: Reach) => `${from} -> ${to}`;

/** Every row of a map: `yes`, `no` or `not known yet`, with `!` where that is not as promised. */
export function answers(resources: readonly Resource[]): Record<string, string> {
  return Object.fromEntries(reachMap(resources).map((each) => [pair(each), answer(each)]));
}

function answer({ reachable, expected }: Reach): string {
  return reachable === null || reachable === expected ? said(reachable) : `${said(reachable)}!`;
}

/** The rows that differ between two maps, with what is said of them afterwards. */
export function changedRows(before: readonly Resource[], after: readonly Resource[]): Reach[] {
  const known = answers(before);
  return reachMap(after).filter((each) => known[pair(each)] !== answer(each));
}

/** Rows that are gone, or that the first map does not have. */
export function lost(before: readonly Resource[], after: readonly Resource[]): string[] {
  const left = answers(after);
  return Object.keys(answers(before)).filter((each) => !(each in left));
}

/** Expects exactly these rows to differ between two maps, and each to give the reason. */
export function expectFlips(before: readonly Resource[], after: readonly Resource[], flips: Flips): void {
  const changed = changedRows(before, after);
  expect(
    [
      ...changed.map((each) => [pair(each), said(each.reachable)]),
      ...lost(before, after).map((each) => [each, "gone"]),
    ].sort(),
  ).toEqual(
    Object.entries(flips)
      .map(([name, [wanted]]) => [name, wanted])
      .sort(),
  );
  for (const each of changed) {
    const [, decisive = ""] = flips[pair(each)] ?? [];
    expect(`${pair(each)}: ${each.because.join("; ")}`).toContain(decisive);
  }
}

/** prod's levels without its exemptions and budget. */
const UNEXCUSED = { ...readConfiguration("prod"), "policy-config": "mandatory", "cost-ceiling": "disabled" };

/** One change to the stack prod, and the rows that differ after it. */
export type Case = readonly [about: string, change: (resources: Resource[]) => void, flips: Flips];

/** Declares the cases: on a first preview, and from the state of the same stack once it is built, where all is known. */
export function flips(cases: readonly Case[], stack = "prod", ...settings: string[]): void {
  test.each(cases)("%s", async (_about, mutate, expected) => {
    const [before, after] = [await program(stack, ...settings), await program(stack, ...settings)];
    mutate(after);
    expectFlips(before, after, expected);
  });

  const isOpened = ([, , expected]: Case) => Object.values(expected).some(([answer]) => answer === "yes");
  const opened = cases.filter(isOpened);
  // What ought to be reached and no longer is, only the map tells; what ought not to be, a policy has to stop.
  (opened.length > 0 ? test.each(opened) : () => undefined)(
    "%s, which a policy stops unless it is promised",
    async (_about, mutate) => {
      const [before, after] = [await program(stack, ...settings), await program(stack, ...settings)];
      mutate(after);
      const wrong = changedRows(before, after).filter((each) => each.reachable && isBroken(each));
      expect(news(before, after, UNEXCUSED).length > 0 || wrong.length === 0).toBe(true);
    },
  );

  const isPending = ([, , expected]: Case) => Object.values(expected).some(([answer]) => answer === "not known yet");
  test.each(cases.filter((each) => !isPending(each)))("%s, from its state", async (_about, mutate) => {
    const after = await program(stack, ...settings);
    mutate(after);
    expect(answers(resourcesOf(stateOf(after)).resources)).toEqual(answers(after));
  });
}
