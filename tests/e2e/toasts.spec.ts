import { boxOf, Finger } from "@/tests/support/e2e/finger";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME, OTHER } from "@/tests/support/e2e/pages";
import { openRecorded, signalsOf, signalsOfAll } from "@/tests/support/e2e/signals";
import { expect, test } from "@/tests/support/e2e/test";

test("a new one is a toast that goes by itself; older ones are none", async ({ page, person }) => {
  await person.notify("was there before");
  await page.clock.install();
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(1);
  await person.notify("Order 7 has shipped");
  await expect(inbox.toasts).toHaveText([/Order 7 has shipped/]);
  await page.clock.runFor(7_000);
  await expect(inbox.toasts).toHaveCount(0);
  await inbox.expectBadge(2);
});

test("stays while somebody points at it", async ({ page, person }) => {
  await page.clock.install();
  const inbox = await openRecorded(page);
  await person.notify("Order 7 has shipped");
  await inbox.toasts.hover();
  await page.clock.runFor(60_000);
  await expect(inbox.toasts).toHaveCount(1);
  await page.mouse.move(5, 300);
  await page.clock.runFor(7_000);
  await expect(inbox.toasts).toHaveCount(0);
});

test("is reached with F6, stays while it has focus, and gives it back on Escape", async ({ page, person }) => {
  await page.clock.install();
  const inbox = await openRecorded(page);
  const link = page.getByRole("link", { name: OTHER.name });
  await link.focus();
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  await expect(inbox.toasts).toHaveCount(1);
  await expect(link).toBeFocused();
  await page.keyboard.press("F6");
  await expect(page.getByRole("region", { name: "New notifications (F6)" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(inbox.toasts).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(inbox.toasts.getByRole("link", { name: "Order 7 has shipped" })).toBeFocused();
  await page.clock.runFor(60_000);
  await expect(inbox.toasts).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(inbox.toasts).toHaveCount(0);
  await expect(link).toBeFocused();
});

test("shows a few that come one after the other, and one for all when they become more", async ({ page, person }) => {
  await page.clock.install();
  const inbox = await openRecorded(page);
  for (const [index, message] of ["one", "two", "three"].entries()) {
    await person.notify(message);
    await expect(inbox.toasts).toHaveCount(index + 1);
    await page.clock.runFor(1_200);
  }
  await expect(inbox.toasts.locator("div[dir=auto]")).toHaveText(["three", "two", "one"]);
  await person.notify("four");
  await expect(inbox.toasts).toHaveText([/4 new notifications/]);
  await person.notify("five");
  await expect(inbox.toasts).toHaveText([/5 new notifications/]);
});

test("a burst is one toast, which opens the panel; closing that leads to the bell", async ({ page, person }) => {
  const inbox = await openRecorded(page);
  await Promise.all(Array.from({ length: 5 }, (_, index) => person.notify(`Message ${index}`)));
  await inbox.toasts.getByRole("button", { name: "5 new notifications" }).click();
  await expect(inbox.panel).toBeVisible();
  await expect(inbox.toasts).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(inbox.bell).toBeFocused();
});

test("shows none while the panel is open, nor afterwards", async ({ page, person }) => {
  const inbox = await openRecorded(page);
  await inbox.openPanel();
  await person.notify("first");
  await person.notify("second");
  await inbox.expectMessages("second", "first");
  await expect.poll(() => signalsOf(page, "said")).toEqual(["2 new notifications. 2 unread notifications"]);
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  expect(await signalsOf(page, "toasts")).toEqual([]);
});

test("what came while the connection was lost is one toast", async ({ page, person, context }) => {
  await person.notify("before");
  const inbox = await openRecorded(page, 1);
  await context.setOffline(true);
  await expect(inbox.bell).toHaveAccessibleName(/offline/);
  await person.notifyMany(4);
  await context.setOffline(false);
  await expect(inbox.toasts).toHaveText([/4 new notifications/]);
  await expect.poll(() => signalsOf(page, "said")).toEqual(["4 new notifications. 5 unread notifications"]);
});

test("following it opens the link and acknowledges", async ({ page, person }) => {
  const inbox = await openRecorded(page);
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  await inbox.toasts.getByRole("link", { name: "Order 7 has shipped" }).click();
  await expect(page).toHaveURL("/orders/7");
  await inbox.expectBadge(0);
  await person.expectRead(["Order 7 has shipped"]);
  await expect(inbox.toasts).toHaveCount(0);
});

test("can be acknowledged, which is announced, or dismissed, which leaves it unread", async ({ page, person }) => {
  await page.clock.install();
  const inbox = await openRecorded(page);
  await person.notify("first");
  await expect(inbox.toasts).toHaveCount(1);
  await page.clock.runFor(1_500);
  await person.notify("second");
  await expect(inbox.toasts).toHaveCount(2);
  await inbox.toasts.filter({ hasText: "second" }).getByRole("button", { name: "Mark as read" }).click();
  await inbox.toasts.filter({ hasText: "first" }).getByRole("button", { name: "Dismiss" }).click();
  await expect(inbox.toasts).toHaveCount(0);
  await inbox.expectBadge(1);
  await person.expectRead(["second"]);
  expect(await signalsOf(page, "said")).toContain("Marked as read. 1 unread notification");
});

test("goes when its notification is acknowledged elsewhere, or a count falls", async ({ page, person, context }) => {
  const inbox = await openRecorded(page);
  const id = await person.notify("first");
  await expect(inbox.toasts).toHaveCount(1);
  await person.acknowledgeElsewhere(context, id);
  await expect(inbox.toasts).toHaveCount(0);
  const [one] = await Promise.all([person.notify("one"), person.notify("two"), person.notify("three")]);
  await expect(inbox.toasts).toHaveText([/3 new notifications/]);
  await person.acknowledgeElsewhere(context, one);
  await expect(inbox.toasts).toHaveText([/2 new notifications/]);
  await person.erase();
  await expect(inbox.toasts).toHaveCount(0);
});

test("is shown, announced and heard once per browser, however many tabs it has", async ({ page, person, context }) => {
  const pages = [page, await context.newPage(), await context.newPage()];
  await context.addInitScript(() => localStorage.setItem("notifications.settings.v1", '{"sound":true}'));
  const tabs: Inbox[] = [];
  for (const tab of pages) {
    tabs.push(await openRecorded(tab));
    await tab.mouse.click(5, 300);
  }
  const messages = ["one", "two"];
  for (const [index, message] of messages.entries()) {
    await person.notify(message);
    for (const tab of tabs) await tab.expectBadge(index + 1);
    // Long enough for another to be shown that should not be.
    await page.waitForTimeout(2_500);
    expect((await signalsOfAll(pages, "toasts")).toSorted()).toEqual(messages.slice(0, index + 1));
  }
  const said = await signalsOfAll(pages, "said");
  expect(new Set(said.map((text) => text.split(".")[0]))).toEqual(new Set(messages));
  expect(said).toHaveLength(messages.length);
  // Two notes are one sound.
  expect(await signalsOfAll(pages, "notes")).toHaveLength(2 * messages.length);
});

test("when a tab crashes in the middle of a burst, the others show each once @rest", async ({
  page,
  person,
  context,
}) => {
  // Nobody looks at the first one, so the others show everything.
  await page.addInitScript(() => Object.defineProperty(document, "visibilityState", { get: () => "hidden" }));
  await openRecorded(page);
  const others: Inbox[] = [];
  for (let n = 0; n < 3; n++) others.push(await openRecorded(await context.newPage()));
  for (let n = 1; n <= 12; n++) {
    await person.notify(`Message ${n}`);
    if (n === 5) await page.goto("chrome://crash").catch(() => {});
  }
  for (const other of others) await other.expectBadge(12);
  const shown = async () => (await Promise.all(others.map(countInToasts))).reduce((sum, count) => sum + count, 0);
  await expect.poll(shown).toBe(12);
  // Long enough for another to be shown that should not be.
  await others[0]?.page.waitForTimeout(1_500);
  expect(await shown()).toBe(12);
});

test("a feed that was set back has toasts again", async ({ page, person, context }) => {
  const inbox = await openRecorded(page);
  await person.notifyMany(3);
  await expect(inbox.toasts).toHaveCount(1);
  await context.setOffline(true);
  await expect(inbox.bell).toHaveAccessibleName(/offline/);
  await person.sql`delete from notification_feeds where user_id = ${person.id}`;
  await context.setOffline(false);
  await inbox.expectBadge(0);
  await expect(inbox.toasts).toHaveCount(0);
  await person.notify("after it");
  await expect(inbox.toasts).toHaveText([/after it/]);
});

test("a first one whose code cannot be loaded is told together with the next one", async ({ page, person }) => {
  const inbox = await openRecorded(page);
  await page.route("**/_next/static/**", (route) => route.abort());
  await person.notify("first");
  await inbox.expectBadge(1);
  await expect(page).toHaveTitle(/^\(1\) /);
  await page.unroute("**/_next/static/**");
  await person.notify("second");
  await inbox.expectBadge(2);
  await expect(inbox.toasts).toHaveText([/2 new notifications/]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test("one at a time, above the navigation, within the screen, swiped away", async ({ page, person }) => {
    const inbox = await openRecorded(page);
    await person.notify(`Word ${"x".repeat(300)} end`, { link: "/orders/7" });
    const toast = inbox.toasts;
    await expect(toast).toHaveCount(1);
    await page.waitForTimeout(400);
    const box = await boxOf(toast);
    const nav = await boxOf(page.getByRole("navigation", { name: "Main" }));
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(320);
    expect(box.y + box.height).toBeLessThanOrEqual(nav.y);
    for (const button of await toast.getByRole("button").all()) {
      const { width, height } = await boxOf(button);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
    await (await Finger.on(page)).drag({ x: box.x + 60, y: box.y + box.height / 2 }, { x: 160 });
    await expect(toast).toHaveCount(0);
    await expect(page).toHaveURL(HOME.path);
    await inbox.expectBadge(1);
  });

  test("a tap follows the link, and a second one takes the first into a count", async ({ page, person }) => {
    const inbox = await openRecorded(page);
    await person.notify("Order 7 has shipped", { link: "/orders/7" });
    await page.waitForTimeout(1_300);
    await expect(inbox.toasts).toHaveCount(1);
    await person.notify("Order 8 has shipped", { link: "/orders/7" });
    await expect(inbox.toasts).toHaveText([/2 new notifications/]);
    await page.reload();
    await inbox.expectBadge(2);
    await person.notify("Order 9 has shipped", { link: "/orders/7" });
    await expect(inbox.toasts).toHaveText([/Order 9 has shipped/]);
    await inbox.toasts.tap();
    await expect(page).toHaveURL("/orders/7");
  });
});

/** How many notifications a page's toasts tell of. */
async function countInToasts({ toasts }: Inbox): Promise<number> {
  const texts = await toasts.allTextContents();
  return texts.reduce((sum, text) => sum + Number(/^(\d+) new/.exec(text)?.[1] ?? 1), 0);
}
