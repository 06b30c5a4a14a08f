import type { Page } from "@playwright/test";

import { atRest } from "@/tests/support/e2e/at-rest";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME, titleOf } from "@/tests/support/e2e/pages";
import { complaintsOf } from "@/tests/support/e2e/records";
import { lastBadge, openRecorded, signalsOf } from "@/tests/support/e2e/signals";
import { expect, test } from "@/tests/support/e2e/test";

test("opens and closes by the keyboard, without closing the panel, and gives focus back", async ({ page }) => {
  const inbox = await Inbox.openPanel(page);
  const gear = inbox.panel.getByRole("button", { name: "Notification settings" });
  await gear.focus();
  await page.keyboard.press("Enter");
  await expect(settingsOf(page).getByRole("heading", { name: "Notification settings" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(settingsOf(page).getByRole("switch", { name: "Pop-ups" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(settingsOf(page)).toBeHidden();
  await expect(inbox.panel).toBeVisible();
  await expect(gear).toBeFocused();
});

test("a switch applies at once, in another tab too, and stays after a reload", async ({ page, person, context }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  const other = await context.newPage();
  await Inbox.open(other);
  await expect(other).toHaveTitle(titleOf(HOME, 1));
  await openSettings(page);
  await switchOf(page, "Count in the tab").click();
  await expect(page).toHaveTitle(titleOf(HOME));
  await expect(other).toHaveTitle(titleOf(HOME));
  await openSettings(other);
  await expect(switchOf(other, "Count in the tab")).not.toBeChecked();
  await expect(switchOf(other, "Pop-ups")).toBeChecked();

  await page.reload();
  await inbox.expectBadge(1);
  await openSettings(page);
  await expect(switchOf(page, "Count in the tab")).not.toBeChecked();
  await expect(page).toHaveTitle(titleOf(HOME));
  await switchOf(other, "Count in the tab").click();
  await expect(switchOf(page, "Count in the tab")).toBeChecked();
  await expect(page).toHaveTitle(titleOf(HOME, 1));
});

test("without pop-ups a new one is still announced and counted", async ({ page, person }) => {
  await page.addInitScript(() => localStorage.setItem("notifications.settings.v1", '{"toasts":false}'));
  await person.notify("before");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(1);
  await person.notify("first");
  await inbox.expectBadge(2);
  await expect(page.locator("output").filter({ hasText: "first. 2 unread notifications" })).toBeAttached();
  await expect(page.getByRole("region", { name: /^New notifications/ })).toHaveCount(0);
});

test("the number on the app's icon can be switched off, and is offered only where it exists", async ({
  page,
  person,
}) => {
  await person.notify("first");
  await openRecorded(page, 1);
  await expect.poll(() => lastBadge(page)).toBe("1");
  await openSettings(page);
  await switchOf(page, "Count on the app’s icon").click();
  await expect.poll(() => lastBadge(page)).toBe("none");
  await switchOf(page, "Count on the app’s icon").click();
  await expect.poll(() => lastBadge(page)).toBe("1");

  await page.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "setAppBadge"));
  await page.addInitScript(() => Reflect.deleteProperty(navigator, "setAppBadge"));
  await page.reload();
  await openSettings(page);
  await expect(settingsOf(page).getByRole("switch")).toHaveCount(3);
});

test("the sound is off until it is switched on, which plays it, and it can be played again", async ({ page }) => {
  await openRecorded(page);
  await openSettings(page);
  await expect(switchOf(page, "Sound")).not.toBeChecked();
  await expect(settingsOf(page).getByRole("button", { name: "Play it" })).toBeHidden();
  await switchOf(page, "Sound").click();
  await expect.poll(() => signalsOf(page, "notes")).toHaveLength(2);
  await settingsOf(page).getByRole("button", { name: "Play it" }).click();
  await expect.poll(() => signalsOf(page, "notes")).toHaveLength(4);
  await switchOf(page, "Sound").click();
  expect(await signalsOf(page, "notes")).toHaveLength(4);
});

test("where storage is forbidden they hold for the page's life", async ({ page, person }) => {
  const complaints = complaintsOf(page);
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("forbidden", "SecurityError");
    };
    Object.defineProperty(globalThis, "localStorage", { get: refuse });
    Object.defineProperty(globalThis, "indexedDB", { get: refuse });
  });
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await expect(page).toHaveTitle(titleOf(HOME, 1));
  await openSettings(page);
  await switchOf(page, "Count in the tab").click();
  await expect(page).toHaveTitle(titleOf(HOME));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await person.notify("second");
  await expect(inbox.toasts).toContainText("second");
  expect(complaints).toEqual([]);
});

test.describe("at 320 px", () => {
  test.use({ viewport: { width: 320, height: 568 } });

  test("fits", async ({ page }) => {
    await Inbox.open(page);
    await openSettings(page);
    await switchOf(page, "Sound").click();
    await atRest(page);
    const box = await settingsOf(page).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(568);
  });
});

const settingsOf = (page: Page) => page.getByRole("dialog", { name: "Notification settings" });
const switchOf = (page: Page, name: string) => settingsOf(page).getByRole("switch", { name });

async function openSettings(page: Page): Promise<void> {
  const inbox = new Inbox(page);
  await inbox.openPanel();
  await inbox.panel.getByRole("button", { name: "Notification settings" }).click();
  await expect(settingsOf(page)).toBeVisible();
}
