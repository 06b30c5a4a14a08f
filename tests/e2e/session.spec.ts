import type { Page } from "@playwright/test";

import { Inbox } from "@/tests/support/e2e/inbox";
import { endSession, look, problem, reconnect } from "@/tests/support/e2e/interruptions";
import { HOME, OTHER } from "@/tests/support/e2e/pages";
import { Person } from "@/tests/support/e2e/person";
import { requestsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

test("a tab of a former user shows and does nothing of the next one's", async ({ page, person, context }) => {
  await person.notify("private");
  const inbox = await Inbox.openPanel(page);
  await inbox.expectMessages("private");

  const next = await Person.create();
  await next.notifyMany(3);
  await next.signIn(context);
  await reconnect(context);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  await inbox.expectMessages("private");

  await inbox.acknowledgeAll();
  await inbox.expectBadge(0);
  // It waits until it is this person's browser again.
  expect(await person.read()).toEqual([]);
  await person.signIn(context);
  await page.reload();
  await person.expectRead(["private"]);
  expect(await next.read()).toEqual([]);
  await next.end();
});

test("signing out in one tab starts the others afresh", async ({ page, context }) => {
  await Inbox.open(page);
  const other = await Inbox.open(await context.newPage());
  await page.getByRole("button", { name: /account|guest/i }).click();
  await page.getByRole("button", { name: /sign out/i }).click();
  for (const tab of [page, other.page]) await expect(tab).toHaveURL(/\/sign-in/);
  await expect(other.bell).toBeHidden();
});

test("an ended session asks for nothing, and leads to sign-in and back", async ({ page, person, context }) => {
  const inbox = await Inbox.openPanel(page);
  await endSession(context);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  const asked = requestsOf(page, "/api/");
  // Longer than a lost stream waits before it is opened again.
  await page.waitForTimeout(2_000);
  expect(asked).toEqual([]);
  await inbox.panel.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(HOME.path)}`);
  await person.signIn(context);
  await page.reload();
  await expect(page).toHaveURL(HOME.path);
  await person.notify("back again");
  await inbox.expectBadge(1);
});

for (const [what, happens] of [
  ["somebody looks", look],
  ["somebody goes on in the app @rest", (page: Page) => page.getByRole("link", { name: OTHER.name }).click()],
  ["a tab is opened @rest", async (page: Page) => Inbox.open(await page.context().newPage())],
] as const)
  test(`stream, list and outbox notice together that a session is back when ${what}`, async ({
    page,
    person,
    context,
  }) => {
    await person.notify("first");
    const inbox = await Inbox.openPanel(page);
    await inbox.expectMessages("first");
    await endSession(context);
    await inbox.expectConnection("signed-out");
    await inbox.acknowledge("first");
    await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
    await person.signIn(context);
    await person.notify("second");
    await inbox.panel.getByRole("button", { name: "Close" }).click();
    await happens(page);
    await inbox.expectConnection("live");
    await inbox.expectBadge(1);
    await person.expectRead(["first"]);
    await inbox.openPanel();
    await inbox.expectMessages("second");
  });

test("one 401 on the list ends no session: the page stays live, and the list comes", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await page.route("**/api/notifications?*", (route) => route.fulfill(problem(401, "unauthorized")), { times: 1 });
  await inbox.openPanel();
  await inbox.expectMessages("first");
  await inbox.expectConnection("live");
  await person.notify("second");
  await inbox.expectMessages("second", "first");
});

test("one 401 on acknowledging keeps no acknowledgement waiting", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.openPanel(page);
  await page.route("**/api/notifications/read*", (route) => route.fulfill(problem(401, "unauthorized")), { times: 1 });
  await inbox.acknowledge("first");
  await person.expectRead(["first"]);
  await inbox.expectBadge(0);
  await inbox.expectConnection("live");
});
