import { endSession, reconnect } from "@/tests/support/e2e/interruptions";
import { HOME, OTHER, titleOf } from "@/tests/support/e2e/pages";
import { complaintsOf } from "@/tests/support/e2e/records";
import { lastBadge, openRecorded, signalsOf } from "@/tests/support/e2e/signals";
import { expect, test } from "@/tests/support/e2e/test";

test("a burst is announced once, with the count, with the panel open or closed", async ({ page, person }) => {
  const inbox = await openRecorded(page);
  await person.notify("Order 7 has shipped");
  await expect(page.getByRole("region", { name: /^New notifications/ })).toHaveAttribute("aria-live", "off");
  await expect.poll(() => signalsOf(page, "said")).toEqual(["Order 7 has shipped. 1 unread notification"]);
  await inbox.openPanel();
  await page.waitForTimeout(500);
  await Promise.all(Array.from({ length: 5 }, (_, index) => person.notify(`Message ${index}`)));
  await expect
    .poll(() => signalsOf(page, "said"))
    .toEqual(["Order 7 has shipped. 1 unread notification", "5 new notifications. 6 unread notifications"]);
});

test("acknowledging all is announced once, and nothing is acknowledged twice", async ({ page, person }) => {
  await person.notifyMany(2);
  const inbox = await openRecorded(page, 2);
  await inbox.openPanel();
  await inbox.showList("All");
  await inbox.expectItems(2);
  await inbox.item("Message 2").focus();
  await page.keyboard.press("e");
  await expect.poll(() => signalsOf(page, "said")).toEqual(["Marked as read. 1 unread notification"]);
  await page.keyboard.press("e");
  await page.keyboard.press("Shift+E");
  await inbox.expectBadge(0);
  await page.keyboard.press("Shift+E");
  await inbox.expectFocusOn("Message 2");
  await expect
    .poll(() => signalsOf(page, "said"))
    .toEqual(["Marked as read. 1 unread notification", "Marked as read. Nothing unread"]);
});

test("a hidden tab shows and announces nothing, but its title counts and it may be heard", async ({ page, person }) => {
  await page.addInitScript(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    localStorage.setItem("notifications.settings.v1", '{"sound":true}');
  });
  await openRecorded(page);
  await page.mouse.click(5, 300);
  await person.notify("Order 7 has shipped");
  await expect(page).toHaveTitle(titleOf(HOME, 1));
  await expect.poll(() => signalsOf(page, "notes")).toHaveLength(2);
  expect(await signalsOf(page, "toasts")).toEqual([]);
  expect(await signalsOf(page, "said")).toEqual([]);
});

test("a sound needs the switch and a page that was used, and is played once for a burst", async ({ page, person }) => {
  const complaints = complaintsOf(page);
  // The browser takes every look of a test into the page for use, so this says whether somebody has used it.
  await page.addInitScript(() => {
    localStorage.setItem("notifications.settings.v1", '{"sound":true}');
    const hasBeenActive = () => "used" in globalThis;
    Object.defineProperty(navigator, "userActivation", {
      value: {
        get hasBeenActive() {
          return hasBeenActive();
        },
      },
    });
  });
  const inbox = await openRecorded(page);
  await person.notify("unheard");
  await expect(inbox.toasts).toHaveCount(1);
  await page.evaluate(() => Object.assign(globalThis, { used: true }));
  await page.waitForTimeout(2_500);
  expect(await signalsOf(page, "notes")).toEqual([]);
  await person.notifyMany(4);
  await inbox.expectBadge(5);
  await expect.poll(() => signalsOf(page, "notes")).toHaveLength(2);
  await page.waitForTimeout(1_000);
  expect(await signalsOf(page, "notes")).toHaveLength(2);
  expect(complaints).toEqual([]);
});

test("the title counts, over navigation, up to 99+, and not at 0", async ({ page, person, context }) => {
  await person.notify("first");
  await openRecorded(page, 1);
  await expect(page).toHaveTitle(titleOf(HOME, 1));
  await page.getByRole("link", { name: OTHER.name }).click();
  await expect(page).toHaveTitle(titleOf(OTHER, 1));
  await person.notify("second");
  await expect(page).toHaveTitle(titleOf(OTHER, 2));
  await page.goBack();
  await expect(page).toHaveTitle(titleOf(HOME, 2));
  await person.sql`update notification_feeds set unread_count = 120 where user_id = ${person.id}`;
  await reconnect(context);
  await expect(page).toHaveTitle(titleOf(HOME, "99+"));
  await person.sql`update notification_feeds set unread_count = 0 where user_id = ${person.id}`;
  await reconnect(context);
  await expect(page).toHaveTitle(titleOf(HOME));
});

test("the app's icon has the count, and loses it when the session is over", async ({ page, person, context }) => {
  await person.notify("first");
  await openRecorded(page, 1);
  await expect.poll(() => lastBadge(page)).toBe("1");
  const second = await person.notify("second");
  await expect.poll(() => lastBadge(page)).toBe("2");
  await person.acknowledgeElsewhere(context, second);
  await expect.poll(() => lastBadge(page)).toBe("1");
  await endSession(context);
  await expect.poll(() => lastBadge(page)).toBe("none");
  await expect(page).toHaveTitle(titleOf(HOME));
});
