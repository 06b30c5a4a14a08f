import type { Page } from "@playwright/test";

import { DEMO_USERS } from "@/lib/demo/users";
import { expectNoViolations } from "@/tests/support/e2e/axe";
import { HOME } from "@/tests/support/e2e/pages";
import { expect, test } from "@/tests/support/e2e/test";

test("with forced colours, text has the system's colours on the system's ground", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/playground");
  for (const name of ["Send", "Delay", "Arrival"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCSS("color", "rgb(0, 0, 0)");
});

test("axe finds nothing in the account menu, nor on a page from right to left", async ({ page }) => {
  await page.goto(HOME.path);
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await expectNoViolations(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await expectNoViolations(page);
});

test("a keyboard alone signs in, chooses a language and a theme, and signs out", async ({ page, context }) => {
  await context.clearCookies();
  await page.goto(`/sign-in?next=${HOME.path}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: new RegExp(DEMO_USERS[0].name) })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(HOME.path);

  await tabTo(page, "Account: Ada Lovelace");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "System" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("radio", { name: "English" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("radio", { name: "Deutsch" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Konto: Ada Lovelace" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, "Abmelden");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a keyboard alone goes through the pages and sends from the playground", async ({ page, context }) => {
  await context.clearCookies();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(DEMO_USERS[1].name) }).press("Enter");
  for (const name of ["Orders", "Playground"]) {
    await tabTo(page, name);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  }
  const log = page.getByRole("log");
  await expect(page.getByText(/event: ?sync/)).toBeVisible();
  await tabTo(page, "Arrival");
  await page.keyboard.press("Space");
  await tabTo(page, "Send");
  await page.keyboard.press("Enter");
  await expect(log.getByText(/Maison Verte arrived/).first()).toBeVisible();
  await tabTo(page, "Cut the connection");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Restore the connection" })).toBeFocused();
  // A part that scrolls can be reached.
  await tabTo(page, "Clear");
  await page.keyboard.press("Tab");
  await expect(log).toBeFocused();
});

/** Presses Tab until the link or button of this name has focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole("link", { name, exact: true }).or(page.getByRole("button", { name, exact: true }));
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`60 presses of Tab do not lead to ${name}`);
}
