import { expect, Inbox, test } from "./fixtures";

/** What is read: the first item below the edge that things stick to, and where it is. */
async function reading(inbox: Inbox): Promise<{ id: string; top: number }> {
  return inbox.scroller.evaluate((scroller) => {
    const edge = scroller.getBoundingClientRect().top + 60;
    const rows = [...scroller.querySelectorAll<HTMLElement>("[data-notification]")];
    const row = rows.find((one) => one.getBoundingClientRect().top > edge);
    if (row === undefined) throw new Error("nothing there");
    return { id: row.dataset["notification"] ?? "", top: row.getBoundingClientRect().top };
  });
}

async function topOf(inbox: Inbox, id: string): Promise<number | undefined> {
  return (await inbox.panel.locator(`[data-notification="${id}"]`).boundingBox())?.y;
}

for (const [how, scrolled] of [
  ["a little", 300],
  ["far", 17_000],
] as const)
  test(`new ones move nothing for somebody who has scrolled ${how}, and a press leads up to them`, async ({
    page,
    person,
  }) => {
    await person.hasMany(300);
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await expect
      .poll(async () => {
        await inbox.scroller.evaluate((scroller, to) => scroller.scrollTo(0, to), scrolled);
        return inbox.scroller.evaluate(({ scrollTop }) => scrollTop);
      })
      .toBeGreaterThanOrEqual(scrolled);
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

test("what is acknowledged elsewhere, above what one reads, moves nothing either", async ({
  page,
  person,
  browser,
}) => {
  await person.hasMany(100);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.items.first()).toBeVisible();
  await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, 1500));
  await page.waitForTimeout(300);
  const { id, top } = await reading(inbox);
  const device = await browser.newContext();
  await person.signIn(device);
  const other = await Inbox.open(await device.newPage());
  await other.openPanel();
  await other.acknowledge("Message 100");
  await other.acknowledge("Message 97");
  await inbox.expectBadge(98);
  await expect(inbox.item("Message 97")).toHaveCount(0);
  await expect(inbox.item("Message 100")).toHaveCount(0);
  await expect.poll(() => topOf(inbox, id)).toBe(top);
  await device.close();
});

test("at the top a new one slides in", async ({ page, person }) => {
  await person.hasMany(20);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.items).toHaveCount(20);
  await person.notify("new one");
  await expect(inbox.items.first()).toContainText("new one");
  await expect(inbox.item("new one")).toBeInViewport();
  await expect(inbox.panel.getByRole("button", { name: "1 new" })).toBeHidden();
  expect(await inbox.scroller.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
});

test("all of many are read by scrolling, each once and in order, of which few are drawn at a time", async ({
  page,
  person,
}) => {
  await person.hasMany(450);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.items.first()).toBeVisible();
  const numbers = (await inbox.readThrough()).map((message) => Number(/^Message (\d+)/.exec(message)?.[1]));
  expect(numbers).toEqual(Array.from({ length: 450 }, (_, index) => 450 - index));
  expect(await inbox.items.count()).toBeLessThan(260);
  // The newest stay in the document, where the browser's own search finds them.
  await expect(inbox.item("Message 449")).toBeAttached();
});

test("items say their place to a screen reader, and how many there are", async ({ page, person }) => {
  await person.hasMany(120);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const feed = inbox.panel.getByRole("feed", { name: "Unread notifications" });
  const second = feed.getByRole("article", { name: "Unread Message 119 and quite", exact: false });
  await expect(second).toHaveAttribute("aria-posinset", "2");
  await expect(second).toHaveAttribute("aria-setsize", "120");
  await expect(feed.getByRole("heading", { level: 3, name: "Today" })).toHaveCount(1);
});

test("older ones that could not be loaded are said to be missing, and come when tried again", async ({
  page,
  person,
}) => {
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
