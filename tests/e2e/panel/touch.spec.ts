import { boxOf, Finger, middleOf } from "@/tests/support/e2e/finger";
import { Inbox } from "@/tests/support/e2e/inbox";
import { expect, test as base } from "@/tests/support/e2e/test";

const test = base.extend<{ finger: Finger }>({
  finger: async ({ page }, use) => use(await Finger.on(page)),
});

test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });

async function settled(inbox: Inbox): Promise<void> {
  await expect.poll(async () => (await inbox.panel.boundingBox())?.x).toBe(0);
}

test("an item follows the finger and is acknowledged when let go far enough", async ({ page, person, finger }) => {
  await person.notifyAll("one", "two");
  const inbox = await Inbox.openPanel(page);
  await settled(inbox);
  const item = inbox.item("two");
  const start = await middleOf(item.getByText("two", { exact: true }));
  const before = await boxOf(item.getByText("two", { exact: true }));
  await finger.down({ x: 300, y: start.y });
  await finger.move({ x: 300, y: start.y }, { x: 240, y: start.y });
  await expect(item.getByText("Mark as read", { exact: true })).toBeVisible();
  expect(before.x - (await boxOf(item.getByText("two", { exact: true }))).x).toBeCloseTo(60, 0);
  await expect(item.locator("[data-swiping=commits]")).toHaveCount(0);
  await finger.move({ x: 240, y: start.y }, { x: 120, y: start.y });
  await expect(item.locator("[data-swiping=commits]")).toHaveCount(1);
  await finger.up();
  await inbox.expectMessages("one");
  await inbox.expectBadge(1);
  await person.expectRead(["two"]);
});

test("an item let go early springs back", async ({ page, person, finger }) => {
  await person.notify("one");
  const inbox = await Inbox.openPanel(page);
  await settled(inbox);
  const { y } = await middleOf(inbox.item("one"));
  const home = await inbox.panel.getByText("one", { exact: true }).boundingBox();
  await finger.drag({ x: 300, y }, { x: -70 });
  await expect.poll(() => inbox.panel.getByText("one", { exact: true }).boundingBox()).toEqual(home);
  await inbox.expectBadge(1);
  await expect(inbox.panel).toBeVisible();
});

test("up and down is scrolling, also with a finger on an item", async ({ page, person, finger }) => {
  await person.hasMany(40);
  const inbox = await Inbox.openPanel(page);
  await settled(inbox);
  await finger.drag({ x: 200, y: 600 }, { x: -25, y: -300 });
  await expect.poll(() => inbox.scroller.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(150);
  await inbox.expectBadge(40);
  await expect(inbox.panel).toBeVisible();
});

test("the panel follows the finger, springs back, and closes when pushed away", async ({ page, person, finger }) => {
  await person.notify("one");
  const inbox = await Inbox.openPanel(page);
  await settled(inbox);
  const from = await middleOf(inbox.item("one"));
  const before = await boxOf(inbox.panel.getByText("one", { exact: true }));
  await finger.down(from);
  await finger.move(from, { x: from.x + 90, y: from.y });
  expect((await boxOf(inbox.panel)).x).toBeCloseTo(90, 0);
  // With all that is in it, and nothing on its own.
  const words = inbox.panel.getByText("one", { exact: true });
  expect((await boxOf(words)).x - before.x).toBeCloseTo(90, 0);
  await new Promise((resolve) => setTimeout(resolve, 60));
  await finger.move({ x: from.x + 90, y: from.y }, { x: from.x + 90, y: from.y });
  await finger.up();
  await settled(inbox);
  await finger.drag({ x: 100, y: 400 }, { x: 250 });
  await expect(inbox.panel).toBeHidden();
  await expect(inbox.bell).toBeFocused();
  await inbox.expectBadge(1);
  await inbox.openPanel();
  await settled(inbox);
});

test("both go the other way where one reads from right to left", async ({ page, person, finger }) => {
  await person.notifyAll("one", "two");
  const inbox = await Inbox.open(page);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  await inbox.openPanel();
  await settled(inbox);
  const { y } = await middleOf(inbox.item("two"));
  await finger.drag({ x: 100, y }, { x: 220 });
  await inbox.expectMessages("one");
  await inbox.expectBadge(1);
  await finger.drag({ x: 300, y: 500 }, { x: -250 });
  await expect(inbox.panel).toBeHidden();
});

test("everything that is pressed is large enough for a finger", async ({ page, person }) => {
  await person.notify("Many words. ".repeat(60), { link: "/orders/7" });
  const inbox = await Inbox.openPanel(page);
  await settled(inbox);
  for (const button of await inbox.panel.locator("button:visible, [role=tab]:visible").all()) {
    const { width, height } = await boxOf(button);
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(44);
  }
});
