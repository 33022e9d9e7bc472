"use strict";
/**
 * Runs the table tests of the rules and the model for Stryker, in one process and without Jest around them: a mutant
 * takes milliseconds, so that all of them can be tried in minutes. Plain JavaScript: Stryker loads it as a plugin.
 */
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { join, relative, sep } = require("node:path");
const { transformSync } = require("@swc/core");
const { expect } = require("expect");
const { bind } = require("jest-each");

/** The copy that is mutated: Stryker works in it, and loads this file from the original. */
const root = () => process.cwd();
const FOLDERS = ["tests/graph", "tests/policies", "tests/reach"];
/** These start servers or run the whole program: what they prove is not the rules' own behaviour. */
const LEFT_OUT = /served-pack|hostile|program|cli|properties/;
/** What is loaded anew for a mutant that takes effect while a module loads. */
const MUTATED = /^(graph|policies|reach|tests)$/;
/** The program's own resources, which no mutant changes: made once. */
const KEPT = join("tests", "policies", "program.ts");

const state = () => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
};

// As for Jest: of `labelable.ts` and `labelable.json` the program is meant.
const json = require.extensions[".json"];
delete require.extensions[".json"];
const compiled = new Map();
require.extensions[".ts"] = (module, filename) => {
  if (!compiled.has(filename)) {
    const { code } = transformSync(readFileSync(filename, "utf8"), {
      filename,
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
    });
    compiled.set(filename, code);
  }
  module._compile(compiled.get(filename), filename);
};
require.extensions[".json"] = json;

const testFiles = () =>
  FOLDERS.map((folder) => join(root(), folder))
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".test.ts") && !LEFT_OUT.test(name))
        .map((name) => join(folder, name)),
    );

/** Loads every test file anew. @returns its tests, by name */
function collect() {
  for (const file of Object.keys(require.cache)) {
    const [folder = ""] = relative(root(), file).split(sep);
    if (MUTATED.test(folder) && !file.endsWith(KEPT)) delete require.cache[file];
  }
  const tests = [];
  const path = [];
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const test = (name, run) => tests.push({ id: [...path, name, tests.length].join(" › "), run });
  describe.each = bind(describe);
  test.each = bind(test);
  Object.assign(globalThis, { describe, test, it: test, expect });
  for (const file of testFiles()) describe(relative(root(), file), () => require(file));
  return tests;
}

class InProcessRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    const namespace = state();
    namespace.activeMutant = undefined;
    this.tests = collect();
    const results = [];
    for (const { id, run } of this.tests) {
      namespace.currentTestId = id;
      const started = performance.now();
      const failure = await failureOf(run);
      const [status, failureMessage] = failure === undefined ? [0, ""] : [1, failure];
      results.push({ id, name: id, status, failureMessage, timeSpentMs: performance.now() - started });
    }
    namespace.currentTestId = undefined;
    return { status: "complete", tests: results, mutantCoverage: namespace.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    const namespace = state();
    const isStatic = mutantActivation === "static";
    // Only one of Stryker's processes makes the dry run.
    if (!isStatic) this.tests ??= collect();
    const hitCount = hitLimit === undefined ? undefined : 0;
    Object.assign(namespace, { hitLimit, hitCount, activeMutant: activeMutant.id });
    try {
      const tests = isStatic ? collectedAnew() : this.tests;
      // A module that no longer loads would be noticed by everyone.
      if (typeof tests === "string") return { status: "killed", killedBy: [], failureMessage: tests, nrOfTests: 0 };
      const wanted = testFilter && new Set(testFilter);
      const chosen = wanted ? tests.filter(({ id }) => wanted.has(id)) : tests;
      for (const { id, run } of chosen) {
        const failureMessage = await failureOf(run);
        if (failureMessage !== undefined)
          return { status: "killed", killedBy: [id], failureMessage, nrOfTests: chosen.length };
      }
      return { status: "survived", nrOfTests: chosen.length };
    } finally {
      namespace.activeMutant = undefined;
      // What was loaded with a mutant in it is loaded anew for the next.
      if (isStatic) this.tests = undefined;
    }
  }
}

function collectedAnew() {
  try {
    return collect();
  } catch (error) {
    return String(error);
  }
}

async function failureOf(run) {
  try {
    await run();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error);
  }
}

exports.strykerPlugins = [{ kind: "TestRunner", name: "in-process", factory: () => new InProcessRunner() }];
