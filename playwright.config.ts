import { defineConfig } from "@playwright/test";

import { chromiumArguments } from "@/tests/support/chromium";
import { e2eEnvironment } from "@/tests/support/e2e-environment";

const environment = e2eEnvironment();
/** Where a run leaves its counts as JSON, for a caller that adds them up. */
const reports = process.env["TEST_REPORTS"];

export default defineConfig({
  projects: [
    { name: "e2e", testDir: "tests/e2e" },
    { name: "pictures", testDir: "tests/pictures" },
  ],
  snapshotPathTemplate: "tests/pictures/states/{arg}{ext}",
  // Another build of Chromium draws the edges of letters a little differently.
  expect: {
    // Three browsers at a time make each other slow.
    timeout: 10_000,
    toHaveScreenshot: { maxDiffPixelRatio: 0.02, animations: "disabled", caret: "hide" },
  },
  globalSetup: "tests/support/playwright-services.ts",
  // Most of what these tests do is wait.
  workers: 3,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: reports ? [["list"], ["json", { outputFile: `${reports}/playwright.json` }]] : [["list"]],
  use: {
    ...(environment && { baseURL: environment.url }),
    launchOptions: {
      ...(environment && { executablePath: environment.chromium }),
      args: chromiumArguments(),
    },
  },
});
