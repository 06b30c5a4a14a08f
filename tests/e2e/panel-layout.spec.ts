import { atRest } from "./at-rest";
import { expect, Inbox, test } from "./fixtures";

/** What the panel has to bear. */
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

for (const direction of ["ltr", "rtl"])
  test(`${direction}, nothing is cut off in any window, and it scrolls in one direction only`, async ({
    page,
    person,
  }) => {
    for (const message of MESSAGES) await person.notify(message, { link: "https://a-rather-long-host.example.org/a" });
    for (const [name, viewport] of Object.entries(WINDOWS))
      await test.step(name, async () => {
        await page.setViewportSize(viewport);
        const inbox = await Inbox.open(page);
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        await inbox.openPanel();
        await expect(inbox.items).toHaveCount(MESSAGES.length);
        await atRest(page);
        const panel = await inbox.panel.boundingBox();
        if (!panel) throw new Error("not on screen");
        const [before, after] = [panel.x, viewport.width - panel.x - panel.width];
        if (viewport.width < 640) expect([before, after]).toEqual([0, 0]);
        else expect(direction === "ltr" ? after : before).toBe(8);
        expect(await sticksOut(inbox)).toEqual([]);
        // Even where there is little height most of it belongs to the list.
        expect((await inbox.scroller.boundingBox())?.height).toBeGreaterThan(panel.height * 0.6);
      });
  });

test("a long message is folded, and unfolds in place", async ({ page, person }) => {
  const message = "Many words, and then some. ".repeat(70).trim();
  await person.notify(message);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const words = inbox.items.locator("p[dir=auto]");
  const height = async () => (await words.boundingBox())?.height ?? 0;
  await expect.poll(height).toBe(80);
  await inbox.items.getByRole("button", { name: "Show more" }).click();
  await expect.poll(height).toBeGreaterThan(400);
  await inbox.items.getByRole("button", { name: "Show less" }).click();
  await expect.poll(height).toBe(80);
});

test("a long message without spaces is folded in a script of wide characters too, and its button has a short name", async ({
  page,
  person,
}) => {
  await person.notify("船".repeat(140));
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.items.getByRole("button", { name: "Show more" })).toBeVisible();
  await expect(inbox.items.getByRole("button", { name: /^Mark as read/ })).toHaveAccessibleName(
    `Mark as read: ${"船".repeat(80)}…`,
  );
});

test("a message is written the way its script runs, whichever way the page does", async ({ page, person }) => {
  await person.notify("שלום! ההזמנה שלך נשלחה");
  await person.notify("Order 7 has shipped");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const directions = () =>
    inbox.items.locator("p[dir=auto]").evaluateAll((all) => all.map((one) => getComputedStyle(one).direction));
  await expect.poll(directions).toEqual(["ltr", "rtl"]);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  expect(await directions()).toEqual(["ltr", "rtl"]);
});

test("a type, a time and a host are written whole, each in the direction of its script", async ({ page, person }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await person.notify("Paid", { type: "payment.received.in.full", link: "https://invoices.example.com/1" });
  await person.sql`update notifications set created_at = now() - interval '3 minutes' where user_id = ${person.id}`;
  const inbox = await Inbox.open(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await inbox.openPanel();
  const details = inbox.items.locator("[id$=-details]");
  await expect(details).toHaveText("Payment received in full · 3 min. ago · invoices.example.com");
  const pieces = details.locator("bdi, time");
  expect(await pieces.evaluateAll((all) => all.map((one) => getComputedStyle(one).direction))).toEqual(
    Array.from({ length: 3 }, () => "ltr"),
  );
  expect(await details.evaluate((line) => line.scrollWidth <= line.clientWidth)).toBe(true);
});

test("days have headings, which are right after midnight too", async ({ page, person }) => {
  await person.notify("a while ago");
  await person.sql`update notifications set created_at = created_at - interval '30 hours' where user_id = ${person.id}`;
  await person.notify("just now");
  await page.clock.install({ time: new Date() });
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const days = inbox.panel.getByRole("heading", { level: 3 });
  await expect(days.first()).toHaveText("Today");
  await expect(days).toHaveCount(2);
  await page.clock.fastForward("24:00:00");
  await expect(days.first()).toHaveText("Yesterday");
});

test("with forced colours the unread, the selected list and focus still tell", async ({ page, person }) => {
  await person.notify("one");
  await page.emulateMedia({ forcedColors: "active" });
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
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
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await person.notify("two");
  await inbox.expectMessages("two", "one");
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

/** What reaches out of the panel sideways, but for what is there for screen readers alone. */
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
