import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Locator, Page } from "@playwright/test";

import { expectNoViolations } from "@/tests/support/e2e/axe";
import { environmentOfRun } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { endSession, holdRequests } from "@/tests/support/e2e/interruptions";
import { expect, test } from "@/tests/support/e2e/test";

/** The pictures have their own font and clock, so that they are the same on every machine and day. */
const FONT = readFileSync(
  createRequire(import.meta.url).resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
).toString("base64");
const STEADY = `@font-face { font-family: Steady; font-weight: 100 900; src: url(data:font/woff2;base64,${FONT}) }
  * { font-family: Steady !important }`;
const NOON = "2026-11-24T12:00:00Z";
const LONG = "One line after the other, as long as messages may be. ".repeat(37).trim();

const MESSAGES = [
  { message: LONG, type: "comment.reply", hoursAgo: 50 },
  { message: "Supercalifragilistic".repeat(12), type: "system.release", hoursAgo: 27 },
  { message: "<b>Not bold</b> & not a tag", type: "security.sign_in", link: "https://example.com/x", hoursAgo: 26 },
  { message: "Customs asks for the certificate of origin", type: "order.delayed", link: "/orders/7", hoursAgo: 3 },
  { message: "Order 7 has shipped", type: "order.shipped", link: "/orders/7", hoursAgo: 1 },
] as const;

test.describe("looks as it did, and axe finds nothing, in light and in dark colours: @rest", () => {
  // The policy of the pages would refuse the font.
  test.use({ bypassCSP: true, timezoneId: "UTC", locale: "en-GB", viewport: { width: 1100, height: 760 } });

  test("a full panel, its other list, its keys and its settings", async ({ page, person }) => {
    await person.notifyOldOnes(MESSAGES, NOON);
    await stopAtNoon(page);
    const inbox = await openPanel(page);
    await expect(inbox.items).toHaveCount(MESSAGES.length);
    await expectLook(inbox.panel, "unread", { dark: true });
    await inbox.acknowledge("Order 7 has shipped");
    await inbox.showList("All");
    await expect(inbox.items).toHaveCount(MESSAGES.length);
    await page.keyboard.press("Tab");
    await expectLook(inbox.panel, "all");
    await inbox.panel.getByRole("button", { name: "Notification settings" }).click();
    await expectLook(page.getByRole("dialog", { name: "Notification settings" }), "settings");
    await page.keyboard.press("Escape");
    await inbox.panel.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await expectLook(page.getByRole("dialog", { name: "Keyboard shortcuts" }), "keys");
  });

  test("a panel that loads, and one that could not be loaded", async ({ page }) => {
    const fail = await holdRequests(page, "**/api/notifications?*", (route) => route.fulfill({ status: 503 }));
    const inbox = await openPanel(page);
    await expect(inbox.panel.getByText("Loading notifications")).toBeAttached();
    await expectLook(inbox.panel, "loading");
    fail();
    await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
    await expectLook(inbox.panel, "not-loaded");
  });

  test("a panel that is empty, offline, or signed out", async ({ page, person, context }) => {
    const inbox = await openPanel(page);
    await inbox.showList("All");
    await expect(inbox.panel.getByText("No notifications yet")).toBeVisible();
    await expectNoViolations(page);
    await inbox.showList("Unread");
    await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
    await expectLook(inbox.panel, "empty");
    await person.notify("first");
    await inbox.refuseAcknowledgements();
    await inbox.acknowledge("first");
    await expect(inbox.panel.getByRole("alert")).toContainText("Not marked as read");
    await context.setOffline(true);
    await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
    await expectNoViolations(page);
    await context.setOffline(false);
    await endSession(context);
    await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
    await expectNoViolations(page);
  });

  test("a panel that is scrolled down, with new ones waiting", async ({ page, person }) => {
    await person.hasMany(40);
    const inbox = await openPanel(page);
    await expect(inbox.items.first()).toBeVisible();
    await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, 700));
    await person.notify("new one");
    await expect(inbox.panel.getByRole("button", { name: "1 new" })).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });

  test("a toast, and one for many", async ({ page, person }) => {
    const inbox = await open(page);
    await person.notify("Order 7 has shipped", { link: "/orders/7" });
    await inbox.toasts.hover();
    await expectLook(inbox.toasts, "toast", { dark: true });
    await person.notifyMany(4);
    await expect(inbox.toasts).toHaveText([/5 new notifications/]);
    await expectNoViolationsInBothSchemes(page);
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

    test("a panel from right to left, and its settings", async ({ page, person }) => {
      await person.notifyOldOnes(MESSAGES, NOON);
      await stopAtNoon(page);
      const inbox = await open(page);
      await page.evaluate(() => (document.documentElement.dir = "rtl"));
      await inbox.openPanel();
      await expect(inbox.items).toHaveCount(MESSAGES.length);
      await expectLook(inbox.panel, "phone-rtl");
      await inbox.panel.getByRole("button", { name: "Notification settings" }).click();
      await expectNoViolationsInBothSchemes(page);
    });
  });

  test("a German panel whose session is over, with forced colours", async ({ page, person, context }) => {
    await person.notifyOldOnes(MESSAGES, NOON);
    await stopAtNoon(page);
    await page.emulateMedia({ forcedColors: "active" });
    await context.addCookies([{ name: "language", value: "de", url: environmentOfRun().url }]);
    const inbox = new Inbox(page, { bell: /^Mitteilungen/, panel: /^Mitteilungen/, toasts: /^Neue Mitteilungen/ });
    await page.goto("/orders");
    await steady(page);
    await inbox.expectConnection("live");
    await inbox.openPanel();
    await expect(inbox.items).toHaveCount(MESSAGES.length);
    await endSession(context);
    await expect(page.getByText("Ihre Sitzung ist beendet.")).toBeVisible();
    await expect(inbox.panel).toHaveScreenshot("signed-out-forced-colours-german.png");
  });
});

/** Has the page take it for noon: its own clock, and the server's, which it hears of in answers. */
async function stopAtNoon(page: Page): Promise<void> {
  await page.clock.install({ time: NOON });
  await page.route("**/api/notifications?*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), date: new Date(NOON).toUTCString() } });
  });
}

async function open(page: Page): Promise<Inbox> {
  const inbox = await Inbox.open(page);
  await steady(page);
  return inbox;
}

async function openPanel(page: Page): Promise<Inbox> {
  const inbox = await open(page);
  await inbox.openPanel();
  return inbox;
}

async function steady(page: Page): Promise<void> {
  await page.addStyleTag({ content: STEADY });
  await page.evaluate(async () => document.fonts.ready);
}

/** Compares a part of the page with its picture, also in the dark when there is one, and asks axe about the whole page. */
async function expectLook(part: Locator, name: string, { dark = false } = {}): Promise<void> {
  await expectNoViolationsInBothSchemes(part.page());
  if (dark) await expect(part).toHaveScreenshot(`${name}-dark.png`);
  await part.page().emulateMedia({ colorScheme: "light" });
  await expect(part).toHaveScreenshot(`${name}.png`);
}

async function expectNoViolationsInBothSchemes(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(page);
  }
}
