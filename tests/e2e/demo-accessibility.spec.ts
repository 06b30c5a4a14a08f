import type { Page } from "@playwright/test";

import { DEMO_USERS } from "@/lib/demo/users";

import { expectNoViolations } from "./axe";
import { expect, test } from "./fixtures";

const PAGES = ["/orders", "/orders/7", "/playground", "/nowhere", "/sign-in"];

// Words do not depend on colours, nor colours on words.
for (const [locale, colorScheme] of [
  ["en-US", "light"],
  ["de-DE", "dark"],
] as const)
  test.describe(`in ${locale}`, () => {
    test.use({ locale });

    test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
      test.setTimeout(120_000);
      await page.emulateMedia({ colorScheme });
      for (const path of PAGES)
        await test.step(path, async () => {
          await open(page, path);
          await expectNoViolations(page);
        });
    });

    test("nothing has to be scrolled sideways at 320 px, 400% zoom or from right to left", async ({ page }) => {
      for (const path of PAGES) {
        await open(page, path);
        for (const height of [640, 256])
          for (const dir of ["ltr", "rtl"])
            await test.step(`${path}, 320 × ${height}, ${dir}`, async () => {
              await page.setViewportSize({ width: 320, height });
              await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
              expect(await tooWide(page)).toEqual([]);
            });
      }
    });
  });

test("with forced colours, text has the system's colours on the system's ground", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page, "/playground");
  for (const name of ["Send", "Delay", "Arrival"])
    await expect(page.getByRole("button", { name, exact: true })).toHaveCSS("color", "rgb(0, 0, 0)");
});

test("axe finds nothing in the account menu, nor on a page from right to left", async ({ page }) => {
  await open(page, "/orders");
  await page.getByRole("button", { name: /^Account/ }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await expectNoViolations(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await expectNoViolations(page);
});

test("a keyboard alone signs in, chooses a language and a theme, and signs out", async ({ page, context }) => {
  await context.clearCookies();
  await page.goto("/sign-in?next=/orders");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: new RegExp(DEMO_USERS[0].name) })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/orders");

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
  await expect(page.getByText(/event: ?sync/)).toBeVisible();
  await tabTo(page, "Arrival");
  await page.keyboard.press("Space");
  await tabTo(page, "Send");
  await page.keyboard.press("Enter");
  await expect(
    page
      .getByRole("log")
      .getByText(/Maison Verte arrived/)
      .first(),
  ).toBeVisible();
  await tabTo(page, "Cut the connection");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Restore the connection" })).toBeFocused();
  // What scrolls can be reached and scrolled.
  await tabTo(page, "Clear");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("log")).toBeFocused();
});

async function open(page: Page, path: string): Promise<void> {
  if (path === "/sign-in") await page.context().clearCookies();
  await page.goto(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

/** Goes on with the Tab key until what is so called has focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole("link", { name, exact: true }).or(page.getByRole("button", { name, exact: true }));
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`60 presses of Tab do not lead to ${name}`);
}

/** What sticks out of the viewport sideways, unless it may scroll by itself or is only for screen readers. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return Array.from(document.body.querySelectorAll("*"))
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < -0.5 || right > clientWidth + 0.5);
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });
}
