import { existsSync } from "node:fs";

import { chromium } from "@playwright/test";

import { systemProgram } from "./system-program";

/** The path of a Chromium: Playwright's own when it is installed, else the system's, which is installed where possible. */
export function findChromium(): string {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  return systemProgram({
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    debianPackages: ["chromium", "fonts-liberation"],
    advice: "npx playwright install --with-deps chromium",
  });
}

/** How it is started. */
export function chromiumArguments(): string[] {
  return [
    // Without these a browser that has no way to the internet waits for it.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}
