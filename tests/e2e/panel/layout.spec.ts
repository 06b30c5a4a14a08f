import type { Locator } from "@playwright/test";

import { atRest } from "@/tests/support/e2e/at-rest";
import { boxOf } from "@/tests/support/e2e/finger";
import { Inbox } from "@/tests/support/e2e/inbox";
import { expect, test } from "@/tests/support/e2e/test";

/** Messages that are hard to lay out. */
const MESSAGES = [
  "One line",
  `Unbroken${"x".repeat(300)}`,
  "Many words, and then some. ".repeat(70),
  "שלום! ההזמנה שלך 7 נשלחה היום והיא בדרך אליך",
  "Order 12 delivered 🎉🚚👩‍👩‍👧‍👦",
  '<script>alert("no")</script> & <b>bold</b>',
];

const WINDOWS = {
  "a desktop": { width: 1280, height: 800 },
  "320 px": { width: 320, height: 640 },
  "a desktop at 200%": { width: 640, height: 400 },
  "a desktop at 400%": { width: 320, height: 256 },
  "a phone on its side": { width: 740, height: 360 },
};

test("nothing is cut off in any window, from left to right or from right to left", async ({ page, person }) => {
  for (const message of MESSAGES) await person.notify(message, { link: "https://a-rather-long-host.example.org/a" });
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.items).toHaveCount(MESSAGES.length);
  for (const direction of ["ltr", "rtl"])
    for (const [name, viewport] of Object.entries(WINDOWS))
      await test.step(`${direction}, ${name}`, async () => {
        await page.setViewportSize(viewport);
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        // The list measures its rows anew, which takes some frames.
        await expect(async () => {
          await atRest(page);
          const panel = await boxOf(inbox.panel);
          const [before, after] = [panel.x, viewport.width - panel.x - panel.width];
          if (viewport.width < 640) expect([before, after]).toEqual([0, 0]);
          else expect(direction === "ltr" ? after : before).toBe(8);
          expect(await sticksOut(inbox)).toEqual([]);
          // Even where there is little height most of it belongs to the list.
          expect((await boxOf(inbox.scroller)).height).toBeGreaterThan(panel.height * 0.6);
        }).toPass({ timeout: 10_000 });
      });
});

test("a long message is folded, unfolds in place, and has a button with a short name", async ({ page, person }) => {
  await person.notify("Many words, and then some. ".repeat(70).trim());
  const inbox = await Inbox.openPanel(page);
  const words = inbox.items.locator("p[dir=auto]");
  const height = async () => (await words.boundingBox())?.height ?? 0;
  await expect.poll(height).toBe(80);
  await inbox.items.getByRole("button", { name: "Show more" }).click();
  await expect.poll(height).toBeGreaterThan(400);
  await inbox.items.getByRole("button", { name: "Show less" }).click();
  await expect.poll(height).toBe(80);

  // Wide characters without spaces need more lines.
  await person.notify("船".repeat(140));
  const wide = inbox.items.first();
  await expect(wide.getByRole("button", { name: "Show more" })).toBeVisible();
  await expect(wide.getByRole("button", { name: /^Mark as read/ })).toHaveAccessibleName(
    `Mark as read: ${"船".repeat(80)}…`,
  );
});

test("messages and details are written whole, each the way its script runs", async ({ page, person }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await person.notify("שלום! ההזמנה שלך נשלחה");
  await person.notify("Paid", { type: "payment.received.in.full", link: "https://invoices.example.com/1" });
  await person.sql`update notifications set created_at = now() - interval '3 minutes' where user_id = ${person.id}`;
  const inbox = await Inbox.openPanel(page);
  const directionsOf = (parts: Locator) =>
    parts.evaluateAll((all) => all.map((part) => getComputedStyle(part).direction));
  for (const direction of ["ltr", "rtl"]) {
    await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
    await expect.poll(() => directionsOf(inbox.items.locator("p[dir=auto]"))).toEqual(["ltr", "rtl"]);
  }
  const details = inbox.items.first().locator("[id$=-details]");
  await expect(details).toHaveText("Payment received in full · 3 min. ago · invoices.example.com");
  expect(await directionsOf(details.locator("bdi, time"))).toEqual(["ltr", "ltr", "ltr"]);
  expect(await details.evaluate((line) => line.scrollWidth <= line.clientWidth)).toBe(true);
});

test("days have headings, which are right after midnight too", async ({ page, person }) => {
  await person.notify("a while ago");
  await person.sql`update notifications set created_at = created_at - interval '30 hours' where user_id = ${person.id}`;
  await person.notify("just now");
  await page.clock.install({ time: new Date() });
  const inbox = await Inbox.openPanel(page);
  const days = inbox.panel.getByRole("heading", { level: 3 });
  await expect(days.first()).toHaveText("Today");
  await expect(days).toHaveCount(2);
  await page.clock.fastForward("24:00:00");
  await expect(days.first()).toHaveText("Yesterday");
});

test("with forced colours the unread, the selected list and focus still tell", async ({ page, person }) => {
  await person.notify("one");
  await page.emulateMedia({ forcedColors: "active" });
  const inbox = await Inbox.openPanel(page);
  const [unread, all] = [
    inbox.panel.getByRole("tab", { name: /Unread/ }),
    inbox.panel.getByRole("tab", { name: "All" }),
  ];
  const line = (tab: typeof all) => tab.evaluate((element) => getComputedStyle(element).borderBottomWidth);
  expect(await line(unread)).not.toBe(await line(all));
  const dot = inbox.items.locator("[data-unread-dot]");
  expect(await dot.evaluate((element) => getComputedStyle(element).backgroundColor)).not.toBe(
    await inbox.panel.evaluate((element) => getComputedStyle(element).backgroundColor),
  );
});

test("with reduced motion nothing moves by itself", async ({ page, person }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await person.notify("one");
  const inbox = await Inbox.openPanel(page);
  await person.notify("two");
  await inbox.expectMessages("two", "one");
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

/** The elements that reach out of the panel sideways, unless they are for screen readers alone. */
async function sticksOut(inbox: Inbox): Promise<string[]> {
  return inbox.panel.evaluate((panel) => {
    const edge = panel.getBoundingClientRect();
    return [...panel.querySelectorAll("*")]
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const scrolls = ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
        if (box.width <= 1) return false;
        return (
          box.left < edge.left - 1 ||
          box.right > edge.right + 1 ||
          (scrolls && element.scrollWidth > element.clientWidth)
        );
      })
      .map((element) => element.outerHTML.slice(0, 200));
  });
}
