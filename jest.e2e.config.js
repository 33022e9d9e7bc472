/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/tests/e2e"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/tests/e2e/find-pulumi.ts",
  setupFiles: ["<rootDir>/tests/e2e/plain-stack-traces.ts"],
  setupFilesAfterEnv: ["<rootDir>/tests/e2e/end-what-is-left.ts"],
  // An engine, a program and a cloud each: more of them would only wait for one another on two cores.
  maxWorkers: 2,
  testSequencer: "<rootDir>/tests/e2e/longest-first.js",
  testTimeout: 120_000,
  verbose: true,
};
