import { existsSync } from "node:fs";

import { chromium } from "@playwright/test";

import { systemProgram } from "./system-program";

const WHOLE = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a Chromium: Playwright's own when it is installed, else the system's, which is installed where possible; one
 * without the parts that make windows, which takes a third of the time.
 */
export function findChromium(): string {
  return find(["chromium-headless-shell", ...WHOLE], ["chromium-headless-shell", "fonts-liberation"]);
}

/** The path of a Chromium with all that a browser has, such as a back/forward cache. */
export function findWholeChromium(): string {
  return find(WHOLE, ["chromium"]);
}

function find(names: readonly string[], debianPackages: readonly string[]): string {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  return systemProgram({ names, debianPackages, advice: "npx playwright install --with-deps chromium" });
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
