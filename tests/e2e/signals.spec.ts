import type { Locator, Page } from "@playwright/test";

import { expectNoViolations } from "./axe";
import { expect, Inbox, test } from "./fixtures";

test("a new one is a toast with its message, which goes by itself; what was there before is none", async ({
  page,
  person,
}) => {
  await person.notify("was there before");
  await page.clock.install();
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(1);
  await person.notify("Order 7 has shipped");
  await expect(toastsOf(page)).toHaveText([/Order 7 has shipped/]);
  await page.clock.runFor(7_000);
  await expect(toastsOf(page)).toHaveCount(0);
  await inbox.expectBadge(2);
});

test("stays while somebody points at it", async ({ page, person }) => {
  await page.clock.install();
  await open(page);
  await person.notify("Order 7 has shipped");
  await toastsOf(page).hover();
  await page.clock.runFor(60_000);
  await expect(toastsOf(page)).toHaveCount(1);
  await page.mouse.move(5, 300);
  await page.clock.runFor(7_000);
  await expect(toastsOf(page)).toHaveCount(0);
});

test("is reached with F6, stays while it has focus, and goes with Escape, which gives focus back", async ({
  page,
  person,
}) => {
  await page.clock.install();
  await open(page);
  const link = page.getByRole("link", { name: "Orders", exact: true });
  await link.focus();
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  await expect(toastsOf(page)).toHaveCount(1);
  await expect(link).toBeFocused();
  await page.keyboard.press("F6");
  await expect(page.getByRole("region", { name: "New notifications (F6)" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(toastsOf(page)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(toastsOf(page).getByRole("link", { name: "Order 7 has shipped" })).toBeFocused();
  await page.clock.runFor(60_000);
  await expect(toastsOf(page)).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(toastsOf(page)).toHaveCount(0);
  await expect(link).toBeFocused();
});

test("shows a few that come one after the other, and one for all when they become more", async ({ page, person }) => {
  await page.clock.install();
  await open(page);
  for (const [index, message] of ["one", "two", "three"].entries()) {
    await person.notify(message);
    await expect(toastsOf(page)).toHaveCount(index + 1);
    await page.clock.runFor(1_200);
  }
  await expect(toastsOf(page).locator("div[dir=auto]")).toHaveText(["three", "two", "one"]);
  await person.notify("four");
  await expect(toastsOf(page)).toHaveText([/4 new notifications/]);
  await person.notify("five");
  await expect(toastsOf(page)).toHaveText([/5 new notifications/]);
});

test("a burst is one toast, which opens the panel; closing that leads to the bell", async ({ page, person }) => {
  const inbox = await open(page);
  await Promise.all(Array.from({ length: 5 }, (_, index) => person.notify(`Message ${index}`)));
  await toastsOf(page).getByRole("button", { name: "5 new notifications" }).click();
  await expect(inbox.panel).toBeVisible();
  await expect(toastsOf(page)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(inbox.bell).toBeFocused();
});

test("shows none while the panel is open, nor afterwards", async ({ page, person }) => {
  const inbox = await open(page);
  await inbox.openPanel();
  await person.notify("first");
  await person.notify("second");
  await inbox.expectMessages("second", "first");
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  await expect.poll(() => signalsOf(page, "said")).toEqual(["2 new notifications. 2 unread notifications"]);
  expect(await signalsOf(page, "toasts")).toEqual([]);
});

test("what came while the connection was lost is one toast", async ({ page, person, context }) => {
  await person.notify("before");
  const inbox = await open(page, 1);
  await context.setOffline(true);
  await expect(inbox.bell).toHaveAccessibleName(/offline/);
  await person.notifyMany(4);
  await context.setOffline(false);
  await expect(toastsOf(page)).toHaveText([/4 new notifications/]);
  await expect.poll(() => signalsOf(page, "said")).toEqual(["4 new notifications. 5 unread notifications"]);
});

test("following it opens the link and acknowledges", async ({ page, person }) => {
  const inbox = await open(page);
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  await toastsOf(page).getByRole("link", { name: "Order 7 has shipped" }).click();
  await expect(page).toHaveURL(/\/orders\/7$/);
  await inbox.expectBadge(0);
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["Order 7 has shipped"]);
  await expect(toastsOf(page)).toHaveCount(0);
});

test("can be acknowledged, which is said, or dismissed, which leaves it unread", async ({ page, person }) => {
  await page.clock.install();
  const inbox = await open(page);
  await person.notify("first");
  await expect(toastsOf(page)).toHaveCount(1);
  await page.clock.runFor(1_500);
  await person.notify("second");
  await expect(toastsOf(page)).toHaveCount(2);
  await toastsOf(page).filter({ hasText: "second" }).getByRole("button", { name: "Mark as read" }).click();
  await toastsOf(page).filter({ hasText: "first" }).getByRole("button", { name: "Dismiss" }).click();
  await expect(toastsOf(page)).toHaveCount(0);
  await inbox.expectBadge(1);
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["second"]);
  expect(await signalsOf(page, "said")).toContain("Marked as read. 1 unread notification");
});

test("all are acknowledged with one word, and what is read already is not acknowledged again", async ({
  page,
  person,
}) => {
  await person.notifyMany(2);
  const inbox = await open(page, 2);
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

test("goes when its notification is acknowledged elsewhere, and a count falls by those that are", async ({
  page,
  person,
  context,
}) => {
  await open(page);
  const id = await person.notify("first");
  await expect(toastsOf(page)).toHaveCount(1);
  await person.acknowledgeElsewhere(context, id);
  await expect(toastsOf(page)).toHaveCount(0);
  const [one] = await Promise.all([person.notify("one"), person.notify("two"), person.notify("three")]);
  await expect(toastsOf(page)).toHaveText([/3 new notifications/]);
  await person.acknowledgeElsewhere(context, one);
  await expect(toastsOf(page)).toHaveText([/2 new notifications/]);
  await person.erase();
  await expect(toastsOf(page)).toHaveCount(0);
});

test("is shown, said and heard once per browser, however many tabs it has", async ({ page, person, context }) => {
  const pages = [page, ...(await Promise.all(Array.from({ length: 4 }, () => context.newPage())))];
  await context.addInitScript(() => localStorage.setItem("notifications.settings.v1", '{"sound":true}'));
  for (const tab of pages) {
    await open(tab);
    await tab.mouse.click(5, 300);
  }
  const messages = ["one", "two", "three"];
  for (const [index, message] of messages.entries()) {
    await person.notify(message);
    for (const tab of pages) await new Inbox(tab).expectBadge(index + 1);
    // Long enough for another to be shown that should not be.
    await page.waitForTimeout(2_500);
    expect(await signalsOfAll(pages, "toasts")).toHaveLength(index + 1);
  }
  expect(new Set(await signalsOfAll(pages, "toasts"))).toEqual(new Set(messages));
  const said = await signalsOfAll(pages, "said");
  expect(said).toHaveLength(messages.length);
  expect(new Set(said.map((text) => text.split(".")[0]))).toEqual(new Set(messages));
  // Two notes are one sound.
  expect(await signalsOfAll(pages, "notes")).toHaveLength(2 * messages.length);
});

test("when the first tab crashes in the middle of a burst, each is shown once by those that are left", async ({
  page,
  person,
  context,
}) => {
  // Nobody looks at the first one, so none of them is its to show.
  await page.addInitScript(() => Object.defineProperty(document, "visibilityState", { get: () => "hidden" }));
  await open(page);
  const others = await Promise.all(Array.from({ length: 3 }, () => context.newPage()));
  for (const other of others) await open(other);
  for (let n = 1; n <= 12; n++) {
    await person.notify(`Message ${n}`);
    if (n === 5) await page.goto("chrome://crash").catch(() => {});
  }
  for (const other of others) await new Inbox(other).expectBadge(12);
  const shown = async () => (await Promise.all(others.map(countInToasts))).reduce((sum, count) => sum + count, 0);
  await expect.poll(shown).toBe(12);
  // Long enough for another to be shown that should not be.
  await others[0]?.waitForTimeout(1_500);
  expect(await shown()).toBe(12);
});

test("a hidden tab shows and says nothing, but its title counts and it may be heard", async ({ page, person }) => {
  await page.addInitScript(() => {
    Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
    localStorage.setItem("notifications.settings.v1", '{"sound":true}');
  });
  await open(page);
  await page.mouse.click(5, 300);
  await person.notify("Order 7 has shipped");
  await expect(page).toHaveTitle("(1) Orders · Halyard");
  await expect.poll(() => signalsOf(page, "notes")).toHaveLength(2);
  expect(await signalsOf(page, "toasts")).toEqual([]);
  expect(await signalsOf(page, "said")).toEqual([]);
});

test("a feed that was set back has toasts again", async ({ page, person, context }) => {
  const inbox = await open(page);
  await person.notifyMany(3);
  await expect(toastsOf(page)).toHaveCount(1);
  await context.setOffline(true);
  await expect(inbox.bell).toHaveAccessibleName(/offline/);
  await person.sql`delete from notification_feeds where user_id = ${person.id}`;
  await context.setOffline(false);
  await inbox.expectBadge(0);
  await expect(toastsOf(page)).toHaveCount(0);
  await person.notify("after it");
  await expect(toastsOf(page)).toHaveText([/after it/]);
});

test("is announced once, coalesced, with the count, be the panel open or closed", async ({ page, person }) => {
  const inbox = await open(page);
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

test("a first one whose code cannot be loaded spoils nothing, and the next one tells of both", async ({
  page,
  person,
}) => {
  const inbox = await open(page);
  await page.route("**/_next/static/**", (route) => route.abort());
  await person.notify("first");
  await inbox.expectBadge(1);
  await expect(page).toHaveTitle("(1) Orders · Halyard");
  await page.unroute("**/_next/static/**");
  await person.notify("second");
  await inbox.expectBadge(2);
  await expect(toastsOf(page)).toHaveText([/2 new notifications/]);
});

test("makes a sound only where somebody switched it on and has used the page, once for a burst", async ({
  page,
  person,
}) => {
  const errors: Error[] = [];
  page.on("pageerror", (error) => errors.push(error));
  // To look into a page is to use it, as far as the browser knows, so whether somebody has is told here.
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
  await open(page);
  await person.notify("unheard");
  await expect(toastsOf(page)).toHaveCount(1);
  await page.evaluate(() => Object.assign(globalThis, { used: true }));
  await page.waitForTimeout(2_500);
  expect(await signalsOf(page, "notes")).toEqual([]);
  await person.notifyMany(4);
  await new Inbox(page).expectBadge(5);
  await expect.poll(() => signalsOf(page, "notes")).toHaveLength(2);
  await page.waitForTimeout(1_000);
  expect(await signalsOf(page, "notes")).toHaveLength(2);
  expect(errors).toEqual([]);
});

test("the title counts, over navigation, up to 99+, and not at 0", async ({ page, person, context }) => {
  await person.notify("first");
  await open(page, 1);
  await expect(page).toHaveTitle("(1) Orders · Halyard");
  await page.getByRole("link", { name: "Fjord Seafood" }).click();
  await expect(page).toHaveTitle("(1) HAL-0007 Fjord Seafood · Halyard");
  await person.notify("second");
  await expect(page).toHaveTitle("(2) HAL-0007 Fjord Seafood · Halyard");
  await page.goBack();
  await expect(page).toHaveTitle("(2) Orders · Halyard");
  await person.sql`update notification_feeds set unread_count = 120 where user_id = ${person.id}`;
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(page).toHaveTitle("(99+) Orders · Halyard");
  await person.sql`update notification_feeds set unread_count = 0 where user_id = ${person.id}`;
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(page).toHaveTitle("Orders · Halyard");
});

// Headless Chromium has no icon to put a number on, so what the page asks for is recorded.
test("the app's icon has the count, and loses it at 0 and when the session is over", async ({
  page,
  person,
  context,
}) => {
  await person.notify("first");
  await open(page, 1);
  await expect.poll(() => lastBadge(page)).toBe("1");
  const second = await person.notify("second");
  await expect.poll(() => lastBadge(page)).toBe("2");
  await person.acknowledgeElsewhere(context, second);
  await expect.poll(() => lastBadge(page)).toBe("1");
  await context.clearCookies();
  await context.setOffline(true);
  await context.setOffline(false);
  await expect.poll(() => lastBadge(page)).toBe("none");
  await expect(page).toHaveTitle("Orders · Halyard");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });

  test("one at a time, above the navigation, within the screen, swiped away", async ({ page, person }) => {
    await open(page);
    await person.notify(`Word ${"x".repeat(300)} end`, { link: "/orders/7" });
    const toast = toastsOf(page);
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
    await swipe(page, { x: box.x + 60, y: box.y + box.height / 2 }, 160);
    await expect(toast).toHaveCount(0);
    await expect(page).toHaveURL(/\/orders$/);
    await new Inbox(page).expectBadge(1);
  });

  test("a tap follows the link, and a second one takes the first into a count", async ({ page, person }) => {
    await open(page);
    await person.notify("Order 7 has shipped", { link: "/orders/7" });
    await page.waitForTimeout(1_300);
    await expect(toastsOf(page)).toHaveCount(1);
    await person.notify("Order 8 has shipped", { link: "/orders/7" });
    await expect(toastsOf(page)).toHaveText([/2 new notifications/]);
    await page.reload();
    await new Inbox(page).expectBadge(2);
    await person.notify("Order 9 has shipped", { link: "/orders/7" });
    await expect(toastsOf(page)).toHaveText([/Order 9 has shipped/]);
    await toastsOf(page).tap();
    await expect(page).toHaveURL(/\/orders\/7$/);
  });
});

for (const colorScheme of ["light", "dark"] as const)
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("a toast, and one for many, are accessible to all that axe knows of", async ({ page, person }) => {
      await open(page);
      await person.notify("Order 7 has shipped", { link: "/orders/7" });
      await toastsOf(page).hover();
      await expectNoViolations(page, "[role=region]");
      await person.notifyMany(4);
      await expect(toastsOf(page)).toHaveText([/5 new notifications/]);
      await expectNoViolations(page, "[role=region]");
    });
  });

/** Opens the orders, records every signal of the page, and waits until it knows its count. */
async function open(page: Page, unread = 0): Promise<Inbox> {
  await page.addInitScript(recordSignals);
  const inbox = await Inbox.open(page);
  if (unread > 0) await inbox.expectBadge(unread);
  else await expect.poll(() => lastBadge(page)).toBe("none");
  return inbox;
}

/** The toasts of a page that are not on their way out. */
function toastsOf(page: Page): Locator {
  return page.getByRole("region", { name: /^New notifications/ }).locator("[role=dialog]:not([inert])");
}

/** How many notifications a page's toasts tell of. */
async function countInToasts(page: Page): Promise<number> {
  const texts = await toastsOf(page).allTextContents();
  return texts.reduce((sum, text) => sum + Number(/^(\d+) new/.exec(text)?.[1] ?? 1), 0);
}

interface Signals {
  /** The messages of all toasts there ever were. */
  toasts: string[];
  said: string[];
  notes: number[];
  badges: string[];
}

/** Runs in the page, before its scripts: keeps on record what they signal. */
function recordSignals(): void {
  const signals: Signals = { toasts: [], said: [], notes: [], badges: [] };
  Object.assign(globalThis, { signals });
  const start = AudioScheduledSourceNode.prototype.start;
  AudioScheduledSourceNode.prototype.start = function (this: AudioScheduledSourceNode, when?: number) {
    signals.notes.push(when ?? 0);
    start.call(this, when);
  };
  navigator.setAppBadge = async (count) => void signals.badges.push(String(count));
  navigator.clearAppBadge = async () => void signals.badges.push("none");
  const watch = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      for (const node of addedNodes) {
        if (node.textContent && target instanceof Element && target.closest("output"))
          signals.said.push(node.textContent);
        const title = node instanceof Element && node.closest("[role=region]") && node.querySelector("[dir=auto]");
        if (title) signals.toasts.push(title.textContent);
      }
    }
  });
  document.addEventListener("DOMContentLoaded", () =>
    watch.observe(document.body, { subtree: true, childList: true, characterData: true }),
  );
}

function signalsOf<Kind extends keyof Signals>(page: Page, kind: Kind): Promise<Signals[Kind]> {
  return page.evaluate(() => (globalThis as unknown as { signals: Signals }).signals).then((signals) => signals[kind]);
}

async function signalsOfAll<Kind extends keyof Signals>(pages: Page[], kind: Kind): Promise<Signals[Kind][number][]> {
  return (await Promise.all(pages.map((page) => signalsOf(page, kind)))).flat();
}

async function lastBadge(page: Page): Promise<string | undefined> {
  return (await signalsOf(page, "badges")).at(-1);
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("not on screen");
  return box;
}

/** A finger that goes sideways. */
async function swipe(page: Page, from: { x: number; y: number }, distance: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", x?: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: x === undefined ? [] : [{ x, y: from.y }] });
  await send("touchStart", from.x);
  for (let step = 1; step <= 8; step++) await send("touchMove", from.x + (distance * step) / 8);
  await send("touchEnd");
}
