import { defineConfig } from "@playwright/test";

import { publishedEnvironment } from "@/tests/support/e2e/environment";
import { chromiumArguments } from "@/tests/support/programs/chromium";

const environment = publishedEnvironment();
/** Where a run leaves its counts as JSON, for a caller that adds them up. */
const reports = process.env["TEST_REPORTS"];
/** Tests with @rest in their titles take long, or guard what hardly ever changes: `npm run test:rest` runs them. */
const e2e = { testDir: "tests/e2e", fullyParallel: true };

export default defineConfig({
  projects: [
    { ...e2e, name: "e2e", grepInvert: /@rest/ },
    { ...e2e, name: "e2e-rest", grep: /@rest/, timeout: 120_000 },
    { name: "pictures", testDir: "tests/pictures" },
  ],
  snapshotPathTemplate: "tests/pictures/states/{arg}{ext}",
  expect: {
    // Several browsers at a time make each other slow.
    timeout: 10_000,
    // Another build of Chromium draws the edges of letters a little differently.
    toHaveScreenshot: { maxDiffPixelRatio: 0.02, animations: "disabled", caret: "hide" },
  },
  globalSetup: "tests/support/e2e/services.ts",
  // Most of what these tests do is wait.
  workers: 4,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: reports ? [["list"], ["json", { outputFile: `${reports}/playwright-${process.pid}.json` }]] : [["list"]],
  use: {
    ...(environment && { baseURL: environment.url }),
    launchOptions: {
      ...(environment && { executablePath: environment.chromium }),
      args: chromiumArguments(),
    },
  },
});
