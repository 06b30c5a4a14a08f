import type { Page } from "@playwright/test";

import { expectNoViolations } from "./axe";
import { expect, Inbox, test } from "./fixtures";

test.describe("axe finds nothing, in light and in dark colours,", () => {
  test("with a list, of which one is focused, one long and one links elsewhere", async ({ page, person }) => {
    await person.hasMany(12);
    await person.notify("Many words. ".repeat(60));
    await person.notify("Somewhere else", { link: "https://example.org/a", type: "order.delayed" });
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await inbox.items.first().focus();
    await page.keyboard.press("j");
    await expectNoViolationsInBothSchemes(page);
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });

  test("with all of them, read and unread", async ({ page, person }) => {
    await person.hasMany(6);
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await inbox.acknowledge("Message 6");
    await inbox.panel.getByRole("tab", { name: "All" }).click();
    await expect(inbox.items.first()).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });

  test("scrolled down, with new ones waiting", async ({ page, person }) => {
    await person.hasMany(40);
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await expect(inbox.items.first()).toBeVisible();
    await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, 700));
    await person.notify("new one");
    await expect(inbox.panel.getByRole("button", { name: "1 new" })).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });

  test("with nothing to read", async ({ page }) => {
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
    await inbox.panel.getByRole("tab", { name: "All" }).click();
    await expect(inbox.panel.getByText("No notifications yet")).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });

  test("while it loads, and when that failed", async ({ page }) => {
    let fail = (): void => {};
    const held = new Promise<void>((resolve) => (fail = resolve));
    await page.route("**/api/notifications?*", async (route) => {
      await held;
      await route.abort();
    });
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await expect(inbox.panel.getByText(/loading/i)).toBeAttached();
    await expectNoViolationsInBothSchemes(page);
    fail();
    await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });

  test("offline, and signed out, with what was refused", async ({ page, person, context }) => {
    await person.hasMany(3);
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await inbox.refuseAcknowledgements();
    await inbox.acknowledge("Message 3");
    await expect(inbox.panel.getByRole("alert")).toContainText("Not marked as read");
    await context.setOffline(true);
    await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
    await context.clearCookies();
    await context.setOffline(false);
    await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
    await expectNoViolationsInBothSchemes(page);
  });
});

async function expectNoViolationsInBothSchemes(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(page);
  }
}
