import { defineConfig } from "@playwright/test";

import { e2eEnvironment } from "@/tests/support/e2e-environment";

const environment = e2eEnvironment();
/** Where a run leaves its counts as JSON, for a caller that adds them up. */
const reports = process.env["TEST_REPORTS"];
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  projects: [
    { name: "e2e", testDir: "tests/e2e" },
    { name: "pictures", testDir: "tests/pictures" },
  ],
  globalSetup: "tests/support/playwright-services.ts",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 30_000,
  reporter: reports ? [["list"], ["json", { outputFile: `${reports}/playwright.json` }]] : [["list"]],
  use: {
    ...(environment && { baseURL: environment.url }),
    trace: "retain-on-failure",
    launchOptions: {
      ...(environment && { executablePath: environment.chromium }),
      args: [
        // Without these a browser that has no way to the internet waits for it.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        ...(isRoot ? ["--no-sandbox"] : []),
      ],
    },
  },
});
