import { costCeiling } from "../../policies/rules/cost";
import { judges, outcome } from "./judging";
import { make } from "./make";

// 0.01 USD an hour and 730 hours while nothing uses it, whatever the traffic: 7.30 USD.
const ADDRESS = make("gcp:compute/globalAddress:GlobalAddress", "address", { addressType: "EXTERNAL" });
// 18.25 USD, and the traffic that comes through it.
const RULE = make("gcp:compute/globalForwardingRule:GlobalForwardingRule", "rule", { target: "proxy" });
const OVER = [" monthlyBudgetUsd"];

judges(costCeiling, [
  ["no budget", [RULE], []],
  ["a budget of nothing is none", [RULE], [], { monthlyBudgetUsd: 0 }],
  ["nor is one below nothing", [RULE], [], { monthlyBudgetUsd: -1 }],
  ["exactly the budget", [ADDRESS], [], { monthlyBudgetUsd: 7.3 }],
  ["a cent over", [ADDRESS], OVER, { monthlyBudgetUsd: 7.29 }],
  ["no more than is due without traffic", [RULE], OVER, { monthlyBudgetUsd: 20, scenario: "low" }],
  ["enough for little traffic", [RULE], [], { monthlyBudgetUsd: 25, scenario: "low" }],
  ["not enough for what is expected", [RULE], OVER, { monthlyBudgetUsd: 25 }],
  ["enough for what is expected", [RULE], [], { monthlyBudgetUsd: 30 }],
  ["which is what a word nobody knows means", [RULE], [], { monthlyBudgetUsd: 30, scenario: "usual" }],
  ["not enough for a lot", [RULE], OVER, { monthlyBudgetUsd: 30, scenario: "high" }],
  ["nothing to pay for", [], [], { monthlyBudgetUsd: 1 }],
]);

test("the message says by how much, for what, and what helps", () => {
  const said = (scenario: string) =>
    outcome(costCeiling, [RULE], { monthlyBudgetUsd: 1, scenario }).violations.map(({ message }) => message);
  expect(said("ceiling")).toEqual([
    expect.stringMatching(
      /^\$[\d.]+ a month \(ceiling\) is \$[\d.]+ over the budget of \$1\.00\. Largest: .+\. Remedy: No load balancer/,
    ),
  ]);
});
