import type { Page } from "@playwright/test";

import { expect, Inbox, newPerson, test } from "./fixtures";

test("a tab of a former user shows and does nothing of the next one's", async ({ page, person, context }) => {
  await person.notify("private");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("private");

  const next = await newPerson();
  await next.notifyMany(3);
  await next.signIn(context);
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  await inbox.expectMessages("private");

  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await inbox.expectBadge(0);
  // It waits until it is this person's browser again.
  expect(await person.read()).toEqual(new Map());
  await person.signIn(context);
  await page.reload();
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["private"]);
  expect(await next.read()).toEqual(new Map());
  await next.end();
});

test("signing out in one tab starts the others afresh", async ({ page, context }) => {
  await Inbox.open(page);
  const other = await context.newPage();
  const inbox = await Inbox.open(other);
  await page.getByRole("button", { name: /account|guest/i }).click();
  await page.getByRole("button", { name: /sign out/i }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(other).toHaveURL(/\/sign-in/);
  await expect(inbox.bell).toBeHidden();
});

test("an ended session leads to sign-in and back to a live page", async ({ page, person, context }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await context.clearCookies();
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  await inbox.panel.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/sign-in?next=%2Forders");
  await person.signIn(context);
  await page.reload();
  await expect(page).toHaveURL("/orders");
  await person.notify("back again");
  await inbox.expectBadge(1);
});

for (const [what, happens] of [
  ["somebody looks", (page: Page) => page.evaluate(() => window.dispatchEvent(new Event("focus")))],
  [
    "somebody goes to another page of the app",
    (page: Page) => page.getByRole("link", { name: "Fjord Seafood" }).click(),
  ],
  ["another tab is opened", async (page: Page) => void (await (await page.context().newPage()).goto("/orders/7"))],
] as const)
  test(`a session that is back is noticed when ${what}, by stream, list and outbox together`, async ({
    page,
    person,
    context,
  }) => {
    await person.notify("first");
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await inbox.expectMessages("first");
    await context.clearCookies();
    await context.setOffline(true);
    await context.setOffline(false);
    await inbox.expectConnection("signed-out");
    await inbox.acknowledge("first");
    await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
    await person.signIn(context);
    await person.notify("second");
    await inbox.panel.getByRole("button", { name: "Close" }).click();
    await happens(page);
    await inbox.expectConnection("live");
    await inbox.expectBadge(1);
    await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["first"]);
    await inbox.openPanel();
    await inbox.expectMessages("second");
  });

const UNAUTHORIZED = {
  status: 401,
  contentType: "application/problem+json",
  json: { type: "urn:problem-type:notifications:unauthorized", title: "Sign-in needed", status: 401 },
};

test("one 401 on the list ends no session: the page stays live, and the list comes", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await page.route("**/api/notifications?*", (route) => route.fulfill(UNAUTHORIZED), { times: 1 });
  await inbox.openPanel();
  await inbox.expectMessages("first");
  await inbox.expectConnection("live");
  await person.notify("second");
  await inbox.expectMessages("second", "first");
});

test("one 401 on acknowledging keeps no mark waiting", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await page.route("**/api/notifications/read*", (route) => route.fulfill(UNAUTHORIZED), { times: 1 });
  await inbox.acknowledge("first");
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["first"]);
  await inbox.expectBadge(0);
  await inbox.expectConnection("live");
});
