import { defineConfig } from "vitest/config";

/** Where a run leaves its counts as JSON, for a caller that adds them up. */
const reports = process.env["TEST_REPORTS"];

const withServices = {
  globalSetup: "tests/support/app/vitest-services.ts",
  hookTimeout: 60_000,
};

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/unit/**/*.test.ts"] } },
      {
        extends: true,
        test: {
          name: "contract",
          include: ["tests/contract/**/*.test.ts"],
          // Of the handlers that are called in the process of a test.
          env: { LOG_LEVEL: "error" },
          ...withServices,
        },
      },
      { extends: true, test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...withServices } },
      { extends: true, test: { name: "nodes", include: ["tests/nodes/**/*.test.ts"], ...withServices } },
      // What takes minutes, or only has to hold now and then.
      { extends: true, test: { name: "slow", include: ["tests/slow/**/*.test.ts"], ...withServices } },
      {
        extends: true,
        test: {
          name: "browsers",
          include: ["tests/browsers/**/*.test.ts"],
          // Two browsers at a time make each other slow.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 180_000,
          ...withServices,
          hookTimeout: 180_000,
        },
      },
      { extends: true, test: { name: "deployment", include: ["tests/deployment/**/*.test.ts"] } },
      // With the engine that tests/containers/run.ts starts.
      { extends: true, test: { name: "containers", include: ["tests/containers/**/*.test.ts"] } },
    ],
    testTimeout: 60_000,
    // Most of what the tests of faults do is wait.
    maxWorkers: 3,
    reporters: reports ? ["default", ["json", { outputFile: `${reports}/vitest-${process.pid}.json` }]] : ["default"],
  },
});
