import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "@playwright/test";

import { environmentOfRun, expect, Inbox, test } from "./fixtures";

/** A fixed font and clock, and no orders with their dates, so that a picture is the same on every machine and day. */
const FONT = readFileSync(
  createRequire(import.meta.url).resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
).toString("base64");
const STEADY = `@font-face { font-family: Steady; font-weight: 100 900; src: url(data:font/woff2;base64,${FONT}) }
  * { font-family: Steady !important }
  main { visibility: hidden }`;
const NOON = "2026-11-24T12:00:00Z";
const LONG = "One line after the other, as long as messages may be. ".repeat(37).trim();

const MESSAGES = [
  { message: LONG, type: "comment.reply", hoursAgo: 50 },
  { message: "Supercalifragilistic".repeat(12), type: "system.release", hoursAgo: 27 },
  { message: "<b>Not bold</b> & not a tag", type: "security.sign_in", link: "https://example.com/x", hoursAgo: 26 },
  { message: "Customs asks for the certificate of origin", type: "order.delayed", link: "/orders/7", hoursAgo: 3 },
  { message: "Order 7 has shipped", type: "order.shipped", link: "/orders/7", hoursAgo: 1 },
] as const;

// The policy of the pages would refuse the font.
test.use({
  bypassCSP: true,
  timezoneId: "UTC",
  locale: "en-GB",
  viewport: { width: 1100, height: 760 },
  reducedMotion: "reduce",
});

async function open(page: Page, direction: "ltr" | "rtl" = "ltr"): Promise<Inbox> {
  const inbox = await Inbox.open(page);
  await page.addStyleTag({ content: STEADY });
  await page.evaluate(async (direction) => {
    document.documentElement.dir = direction;
    await document.fonts.ready;
  }, direction);
  return inbox;
}

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("a full panel, its other list, its keys and its settings look as they did", async ({ page, person }) => {
      await person.notifyOldOnes(MESSAGES, NOON);
      await page.clock.install({ time: NOON });
      const inbox = await open(page);
      await inbox.openPanel();
      await expect(inbox.items).toHaveCount(MESSAGES.length);
      await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
      await expect(page).toHaveScreenshot(`unread-${colorScheme}.png`);
      await page.keyboard.press("Tab");
      await inbox.acknowledge("Order 7 has shipped");
      await inbox.panel.getByRole("tab", { name: "All" }).click();
      await expect(inbox.items).toHaveCount(MESSAGES.length);
      await expect(page).toHaveScreenshot(`all-${colorScheme}.png`);
      await inbox.panel.getByRole("button", { name: "Notification settings" }).click();
      await expect(page).toHaveScreenshot(`settings-${colorScheme}.png`);
      await page.keyboard.press("Escape");
      await inbox.panel.getByRole("button", { name: "Keyboard shortcuts" }).click();
      await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
      await expect(page).toHaveScreenshot(`keys-${colorScheme}.png`);
    });

    test("a panel that is loading, and one that could not be loaded, look as they did", async ({ page }) => {
      const inbox = await open(page);
      let answer = (): void => {};
      const held = new Promise<void>((resolve) => (answer = resolve));
      await page.route("**/api/notifications?*", async (route) => {
        await held;
        await route.fulfill({ status: 503 });
      });
      await inbox.openPanel();
      await expect(inbox.panel.getByText("Loading notifications")).toBeAttached();
      await expect(page).toHaveScreenshot(`loading-${colorScheme}.png`);
      answer();
      await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
      await expect(page).toHaveScreenshot(`not-loaded-${colorScheme}.png`);
    });

    test("an empty panel, and one that is offline, look as they did", async ({ page, context }) => {
      const inbox = await open(page);
      await inbox.openPanel();
      await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
      await expect(page).toHaveScreenshot(`empty-${colorScheme}.png`);
      await context.setOffline(true);
      await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
      await expect(page).toHaveScreenshot(`offline-${colorScheme}.png`);
    });

    test("a toast looks as it did", async ({ page, person }) => {
      const inbox = await open(page);
      await inbox.expectBadge(0);
      await person.notify("Order 7 has shipped", { link: "/orders/7" });
      await inbox.expectBadge(1);
      await expect(page.getByRole("link", { name: "Order 7 has shipped" })).toBeVisible();
      await page.mouse.move(1000, 700);
      await expect(page).toHaveScreenshot(`toast-${colorScheme}.png`);
    });

    test.describe("on a phone", () => {
      test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

      test("the panel looks as it did, in both directions", async ({ page, person }) => {
        await person.notifyOldOnes(MESSAGES, NOON);
        await page.clock.install({ time: NOON });
        const inbox = await open(page, colorScheme === "light" ? "ltr" : "rtl");
        await inbox.openPanel();
        await expect(inbox.items).toHaveCount(MESSAGES.length);
        await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
        await expect(page).toHaveScreenshot(`phone-${colorScheme === "light" ? "ltr" : "rtl"}-${colorScheme}.png`);
      });
    });
  });

test("a German panel whose session is over, with forced colours, looks as it did", async ({
  page,
  person,
  context,
}) => {
  await person.notifyOldOnes(MESSAGES, NOON);
  await page.clock.install({ time: NOON });
  await page.emulateMedia({ forcedColors: "active" });
  await context.addCookies([{ name: "language", value: "de", url: environmentOfRun().url }]);
  await page.goto("/orders");
  await page.addStyleTag({ content: STEADY });
  await page.locator("button[data-connection=live]").click();
  await expect(page.locator("[data-notification]")).toHaveCount(MESSAGES.length);
  await context.clearCookies();
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await expect(page.getByText("Ihre Sitzung ist beendet.")).toBeVisible();
  await expect(page).toHaveScreenshot("signed-out-forced-colours-german.png");
});
