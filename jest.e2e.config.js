/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/tests/e2e"],
  testPathIgnorePatterns: ["/node_modules/"],
  setupFiles: ["<rootDir>/tests/e2e/plain-stack-traces.ts"],
  setupFilesAfterEnv: ["<rootDir>/tests/e2e/end-what-is-left.ts"],
  // One engine and one program at a time: two cores are not enough for more.
  maxWorkers: 1,
  testTimeout: 120_000,
  verbose: true,
};
