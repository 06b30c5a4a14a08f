import type { Page } from "@playwright/test";

import { Inbox } from "@/tests/support/e2e/inbox";
import { expect, test } from "@/tests/support/e2e/test";

/** Which of these marks a tab shows, or keeps in any of its stores. */
async function found(page: Page, marks: readonly string[]): Promise<string[]> {
  const places = {
    ...(await page.evaluate(async () => ({
      document: document.title + document.documentElement.outerHTML,
      session: JSON.stringify([sessionStorage, history.state, window.name, await caches.keys()]),
    }))),
    storage: JSON.stringify(await page.context().storageState({ indexedDB: true })),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    marks.filter((mark) => text.includes(mark)).map((mark) => `${mark} in ${place}`),
  );
}

const keptIn = (page: Page): Promise<string[]> => page.evaluate(() => Object.keys(localStorage));

test("an erasure leaves nothing of a person in any tab or its storage", async ({ page, person, context }) => {
  const reader = await Inbox.open(page);
  const follower = await Inbox.open(await context.newPage());
  const playground = await Inbox.open(await context.newPage(), "/playground");
  const tabs = [reader, follower, playground];

  const marks = ["Mark in a message", "mark.in.a.type", "/orders/mark-in-a-link"];
  const [message = "", type = "", link = ""] = marks;
  const ids = [await person.notify(message, { type, link })];
  // One tab shows the toast.
  const toasts = tabs.map((tab) => tab.toasts.getByText(message));
  await expect
    .poll(async () => (await Promise.all(toasts.map((toast) => toast.count()))).reduce((sum, count) => sum + count))
    .toBe(1);
  await expect.poll(() => found(playground.page, [type])).toEqual([`${type} in document`]);
  ids.push(await person.notify("Mark in a message, and another", { type, link }));
  await reader.openPanel();
  await reader.acknowledge(message);
  await reader.showList("All");
  await reader.expectMessages("Mark in a message, and another", message);
  for (const tab of tabs) await expect(tab.page).toHaveTitle(/^\(1\) /);

  await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
  await person.erase();
  for (const tab of tabs) {
    await expect.poll(() => found(tab.page, [...marks, ...ids])).toEqual([]);
    await tab.expectBadge(0);
    await expect(tab.page).not.toHaveTitle(/\(\d/);
    // By design the browser keeps how far it has shown the feed: a position under the person's id.
    expect(await found(tab.page, [person.id])).toEqual(expect.arrayContaining([`${person.id} in storage`]));
    expect(await keptIn(tab.page)).toEqual([]);
  }
  expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
  await reader.showList("Unread");
  await person.notify("after the erasure");
  await reader.expectMessages("after the erasure");
  await reader.expectBadge(1);
});

test("one acknowledged offline and erased meanwhile leaves the browser once it is online", async ({
  page,
  person,
  context,
}) => {
  const id = await person.notify("Mark in a message");
  const reader = await Inbox.openPanel(page);
  const follower = await Inbox.open(await context.newPage());
  await reader.expectMessages("Mark in a message");
  await context.setOffline(true);
  await reader.acknowledge("Mark in a message");
  await expect.poll(() => found(page, [id])).toEqual([`${id} in storage`]);

  await person.erase();
  await context.setOffline(false);
  for (const tab of [reader, follower]) {
    await expect.poll(() => found(tab.page, [id, "Mark in a message"])).toEqual([]);
    expect(await keptIn(tab.page)).toEqual([]);
    await tab.expectBadge(0);
  }
});

test("a person who is deleted altogether leaves no notification in a tab", async ({ page, person }) => {
  await person.notify("Mark in a message");
  const inbox = await Inbox.openPanel(page);
  await inbox.expectMessages("Mark in a message");
  await person.sql`delete from users where id = ${person.id}`;
  await expect.poll(() => found(page, ["Mark in a message"])).toEqual([]);
  await inbox.expectBadge(0);
});
