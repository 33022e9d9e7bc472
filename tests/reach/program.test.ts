import { reachMap } from "../../reach/map";
import { resourcesOf } from "../../resources/from-file";
import { program, remove } from "../policies/program";
import { add, BFF, onPassword, set } from "./changes";
import { answers, flips, pair } from "./rows";
import { stateOf } from "./state";

const ALL = {
  "internet -> BFF": "yes",
  "internet -> BFF around the load balancer": "no",
  "internet -> API": "no",
  "BFF -> API": "yes",
  "VPC -> API": "no",
  "BFF -> internet": "yes",
  "API -> internet": "yes",
  "internet -> database": "no",
  "API -> database": "yes",
  "BFF -> database": "no",
  "internet -> assets bucket": "no",
  "internet -> assets through the load balancer": "yes",
  "internet -> VPC": "no",
};

test("prod is as promised, row by row", async () => expect(answers(await program("prod"))).toEqual(ALL));

test("dev has no load balancer, and no row for it", async () => {
  const { "internet -> BFF around the load balancer": _around, ...rest } = ALL;
  const { "internet -> assets bucket": _bucket, "internet -> assets through the load balancer": _cdn, ...dev } = rest;
  expect(answers(await program("dev"))).toEqual(dev);
});

describe("from a state", () => {
  test.each(["dev", "prod"])("%s says the same of the same stack, in the same words", async (stack) => {
    const resources = await program(stack);
    expect(reachMap(resourcesOf(stateOf(resources)).resources)).toEqual(reachMap(resources));
  });

  test.each(["network.egress=direct", "network.nat=true", "edge.assets.access=public"])("%s", async (set) => {
    const resources = await program("prod", set);
    expect(reachMap(resourcesOf(stateOf(resources)).resources)).toEqual(reachMap(resources));
  });

  test("no dependency needs to be recorded", async () => {
    const resources = await program("prod");
    const state = resourcesOf(stateOf(resources, { withDependencies: false })).resources;
    expect(reachMap(state)).toEqual(reachMap(resources));
  });
});

describe("Direct VPC egress", () =>
  flips(
    [
      ["as it is", () => undefined, {}],
      [
        "the firewall rule gone, the login too",
        (all) =>
          void all.splice(
            all.findIndex(({ name }) => name === "database-closed-to-bff"),
            1,
          ),
        {},
      ],
      ["the BFF reads the password", add(onPassword(BFF)), {}],
      [
        "the BFF reads the password and no rule is in the way",
        (all) => {
          remove(all, "database-closed-to-bff");
          all.push(onPassword(BFF));
        },
        { "BFF -> database": ["yes", "network: open by Direct VPC egress"] },
      ],
      [
        "the rule for everyone",
        set("database-closed-to-bff", { targetTags: undefined }),
        { "API -> database": ["no", "network: database-closed-to-bff denies tcp:5432"] },
      ],
    ],
    "prod",
    "network.egress=direct",
  ));

test("each row names a resource or a setting of the stack", async () => {
  const resources = await program("prod");
  const names = resources.map(({ name }) => name);
  for (const each of reachMap(resources).filter(
    ({ from, to }) => to !== "internet" && to !== "VPC" && from !== "VPC",
  )) {
    expect([pair(each), names.some((name) => each.because.join(" ").includes(name))]).toEqual([pair(each), true]);
  }
});
