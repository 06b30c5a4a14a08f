import type { JSHandle } from "@playwright/test";

import { Inbox } from "@/tests/support/e2e/inbox";
import { expect, test } from "@/tests/support/e2e/test";

/** The first item that is wholly in sight, and where it is. */
async function reading(inbox: Inbox): Promise<{ id: string; top: number }> {
  return inbox.scroller.evaluate((scroller) => {
    const edge = scroller.getBoundingClientRect().top;
    const rows = [...scroller.querySelectorAll<HTMLElement>("[data-notification]")];
    const row = rows.find((one) => one.getBoundingClientRect().top > edge);
    if (row === undefined) throw new Error("nothing there");
    return { id: row.dataset["notification"] ?? "", top: row.getBoundingClientRect().top };
  });
}

async function topOf(inbox: Inbox, id: string): Promise<number | undefined> {
  return (await inbox.panel.locator(`[data-notification="${id}"]`).boundingBox())?.y;
}

/** Every place that a row is drawn at from now on. An observer's first word is on a frame as it is drawn. */
async function drawingsOf(inbox: Inbox, id: string): Promise<JSHandle<Set<number>>> {
  return inbox.panel.locator(`[data-notification="${id}"]`).evaluateHandle((row) => {
    const tops = new Set<number>();
    function watch() {
      const frame = new IntersectionObserver(([seen]) => {
        if (seen) tops.add(seen.boundingClientRect.top);
        frame.disconnect();
      });
      frame.observe(row);
      requestAnimationFrame(watch);
    }
    watch();
    return tops;
  });
}

/** By how much rows that follow each other overlap, or leave between them. */
async function gaps(inbox: Inbox): Promise<number[]> {
  return inbox.items.evaluateAll((rows) => {
    const boxes = rows.map((row) => row.getBoundingClientRect());
    return boxes.slice(1).flatMap((box, index) => {
      const gap = Math.round(box.top - (boxes[index]?.bottom ?? box.top));
      return gap === 0 ? [] : [gap];
    });
  });
}

for (const [how, scrolled] of [
  ["a little", 300],
  ["far @rest", 17_000],
] as const)
  test(`new ones move nothing, and a press leads up to them, for who has scrolled ${how}`, async ({ page, person }) => {
    await person.hasMany(300);
    const inbox = await Inbox.openPanel(page);
    const scroll = (): Promise<number> =>
      inbox.scroller.evaluate((scroller, to) => {
        scroller.scrollTo(0, to);
        return scroller.scrollTop;
      }, scrolled);
    await expect.poll(scroll, { timeout: 30_000 }).toBeGreaterThanOrEqual(scrolled);
    await page.waitForTimeout(300);
    const { id, top } = await reading(inbox);
    await person.notify("new one");
    await expect(inbox.panel.getByRole("button", { name: "1 new" })).toBeVisible();
    expect(await topOf(inbox, id)).toBe(top);
    await person.notify(`long one ${"and many words ".repeat(20)}`);
    await person.notify("third one");
    const pill = inbox.panel.getByRole("button", { name: "3 new" });
    await expect(pill).toBeVisible();
    expect(await topOf(inbox, id)).toBe(top);

    await pill.click();
    await expect(inbox.item("third one")).toBeInViewport();
    await inbox.expectFocusOn("third one");
    await expect(pill).toBeHidden();
  });

test("nothing that comes or goes above moves the list for a single frame @rest", async ({ page, context, person }) => {
  await person.hasMany(80);
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.items.first()).toBeVisible();
  const newest = await inbox.items.evaluateAll((rows) => rows.map((row) => row.dataset["notification"]));
  await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, 1500));
  await page.waitForTimeout(300);
  const { id, top } = await reading(inbox);
  const drawnAt = await drawingsOf(inbox, id);
  const ROUNDS = 15;
  for (let round = 0; round < ROUNDS; round++) {
    // The top one, one below it, and at last the first of its day that is left.
    await person.acknowledgeElsewhere(context, newest[round ^ 1] ?? "");
    await person.notify(`new one ${round}${" and many words".repeat(ROUNDS - 1 - round)}`);
    // Scrolling counts as over after 150 ms, leaving after 200.
    await page.waitForTimeout(100 + 10 * round);
  }
  await inbox.expectBadge(80);
  await expect(inbox.panel.getByRole("button", { name: `${ROUNDS} new` })).toBeVisible();
  expect(await drawnAt.evaluate((tops) => [...tops])).toEqual([top]);

  await inbox.panel.getByRole("button", { name: `${ROUNDS} new` }).click();
  await inbox.expectFocusOn(`new one ${ROUNDS - 1}`);
  await expect(inbox.panel.locator("[inert]")).toHaveCount(0);
  await expect.poll(() => gaps(inbox)).toEqual([]);
  const places = await inbox.items.evaluateAll((rows) => rows.map((row) => Number(row.ariaPosInSet)));
  expect(places).toEqual(places.map((_, index) => index + 1));
});

test("at the top a new one slides in", async ({ page, person }) => {
  await person.hasMany(20);
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.items).toHaveCount(20);
  await person.notify("new one");
  await expect(inbox.items.first()).toContainText("new one");
  await expect(inbox.item("new one")).toBeInViewport();
  await expect(inbox.panel.getByRole("button", { name: "1 new" })).toBeHidden();
  expect(await inbox.scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
});

test("scrolling shows all of many, each once and in order, with few drawn at a time @rest", async ({
  page,
  person,
}) => {
  await person.hasMany(320);
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.items.first()).toBeVisible();
  const numbers = await inbox.readThrough();
  expect(numbers).toEqual(Array.from({ length: 320 }, (_, index) => 320 - index));
  await expect(inbox.panel.getByText("That is everything")).toBeAttached();
  expect(await inbox.items.count()).toBeLessThan(260);
  // The newest stay in the document, where the browser's own search finds them.
  await expect(inbox.item("Message 319")).toBeAttached();
});

test("items say their place to a screen reader, and how many there are", async ({ page, person }) => {
  await person.hasMany(120);
  const inbox = await Inbox.openPanel(page);
  const feed = inbox.panel.getByRole("feed", { name: "Unread notifications" });
  const second = feed.getByRole("article", { name: "Unread Message 119 and quite", exact: false });
  await expect(second).toHaveAttribute("aria-posinset", "2");
  await expect(second).toHaveAttribute("aria-setsize", "120");
  await expect(feed.getByRole("heading", { level: 3, name: "Today" })).toHaveCount(1);
});

test("a failure to load older ones is shown, and a retry brings them", async ({ page, person }) => {
  await person.hasMany(120);
  const inbox = await Inbox.open(page);
  await page.route("**/api/notifications?*before=*", (route) => route.abort());
  await inbox.openPanel();
  await expect(inbox.items).toHaveCount(50);
  await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await expect(inbox.panel.getByText("Older notifications could not be loaded.")).toBeVisible();
  await page.unroute("**/api/notifications?*before=*");
  await inbox.panel.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => inbox.items.count()).toBeGreaterThan(50);
  await expect(inbox.panel.getByText("Older notifications could not be loaded.")).toBeHidden();
});
