import { Inbox } from "@/tests/support/e2e/inbox";
import { problem, proxyPage, reconnect } from "@/tests/support/e2e/interruptions";
import { HOME } from "@/tests/support/e2e/pages";
import { expect, test } from "@/tests/support/e2e/test";

const STREAM = "**/api/notifications/stream*";

test("unread ones are still there after a reload and a new session", async ({ page, person, context }) => {
  await person.notifyAll("first", "second");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(2);
  await page.reload();
  await inbox.expectBadge(2);
  await context.clearCookies();
  await person.signIn(context);
  const again = await Inbox.openPanel(await context.newPage());
  await again.expectMessages("second", "first");
});

test("all that was missed offline comes when the network is back: once, in order", async ({
  page,
  person,
  context,
}) => {
  await person.notify("before");
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await context.setOffline(true);
  await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
  await person.notifyMany(5);
  await context.setOffline(false);
  await inbox.expectMessages("Message 5", "Message 4", "Message 3", "Message 2", "Message 1", "before");
  await inbox.expectBadge(6);
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await expect(inbox.panel.getByText("You are offline.")).toBeHidden();
  await person.notify("after");
  await inbox.expectBadge(7);
});

test("one read elsewhere while offline is gone when the network is back", async ({
  page,
  person,
  context,
  openElsewhere,
}) => {
  await person.notifyAll("first", "second");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(2);
  await context.setOffline(true);
  const other = await openElsewhere();
  await other.openPanel();
  await other.acknowledge("first");
  await person.expectRead(["first"]);
  await context.setOffline(false);
  await inbox.expectBadge(1);
  await inbox.openPanel();
  await inbox.expectMessages("second");
});

test("a stream that is refused is opened again, and nothing is missed", async ({ page, person }) => {
  let refusals = 0;
  await page.route(STREAM, (route) =>
    refusals++ < 3 ? route.fulfill({ status: 503, headers: { "Retry-After": "0" }, body: "" }) : route.continue(),
  );
  await page.goto(HOME.path);
  const inbox = new Inbox(page);
  await expect.poll(() => refusals).toBeGreaterThan(0);
  await person.notify("meanwhile");
  await inbox.expectBadge(1);
  await inbox.expectConnection("live");
  expect(refusals).toBeGreaterThan(3);
});

test("a page notices on the next connection that its feed was erased", async ({ page, person, context }) => {
  await person.notifyMany(3);
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(3);
  await context.setOffline(true);
  await person.sql`delete from notification_feeds where user_id = ${person.id}`;
  await person.notify("after the erasure");
  await context.setOffline(false);
  await inbox.expectBadge(1);
  await inbox.openPanel();
  await inbox.expectMessages("after the erasure");
});

test("a page that is gone back to is up to date", async ({ page, person }) => {
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(0);
  await page.goto("about:blank");
  await person.notify("meanwhile");
  await page.goBack();
  await inbox.expectBadge(1);
});

test("a first list that failed is fetched again as soon as the network is back", async ({ page, person, context }) => {
  await person.notify("first");
  await page.route("**/api/notifications?*", (route) => route.abort());
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
  await page.unroute("**/api/notifications?*");
  await reconnect(context);
  await inbox.expectMessages("first");
  await inbox.expectBadge(1);
});

test("a long absence is caught up with completely", async ({ page, person, context }) => {
  const inbox = await Inbox.openPanel(page);
  await context.setOffline(true);
  await person.hasMany(120);
  await context.setOffline(false);
  await inbox.expectBadge("99+");
  await expect(inbox.items.first()).toContainText("Message 120");
  expect(await inbox.readThrough()).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index));
});

test("a server that asks to wait for weeks gets neither storm nor blank page @rest", async ({
  page,
  person,
  context,
}) => {
  await person.notify("first");
  let refusals = 0;
  await page.route(STREAM, (route) => {
    refusals++;
    return route.fulfill(problem(503, "unavailable", { "Retry-After": "2200000" }));
  });
  const inbox = new Inbox(page);
  await page.goto(HOME.path);
  await inbox.expectBadge(1);
  await inbox.expectConnection("polling");
  await person.notify("second");
  await inbox.expectBadge(2, 20_000);
  expect(refusals).toBeLessThan(10);
  await page.unroute(STREAM);
  await reconnect(context);
  await inbox.expectConnection("live");
});

test("questions that are never answered keep nobody from a stream @rest", async ({ page, person }) => {
  let isAway = true;
  await page.route("**/api/notifications**", (route) => {
    if (route.request().method() === "HEAD") return;
    return isAway ? route.fulfill(proxyPage(502)) : route.continue();
  });
  const asked = page.waitForRequest((request) => request.method() === "HEAD" && request.url().includes("/stream"));
  await page.goto(HOME.path);
  await asked;
  isAway = false;
  await person.notify("first");
  const inbox = new Inbox(page);
  await inbox.expectBadge(1, 30_000);
  await inbox.expectConnection("live");
});

test("a list that is never answered is asked for again @rest", async ({ page, person }) => {
  await person.notify("erased");
  const inbox = await Inbox.openPanel(page);
  await inbox.expectMessages("erased");
  let unanswered = 0;
  await page.route("**/api/notifications?status=*", (route) => {
    if (route.request().method() === "GET" && unanswered++ === 0) return;
    return route.continue();
  });
  await person.erase();
  await expect.poll(() => unanswered).toBe(1);
  // The old list is still shown, and the page says that it is old.
  await inbox.expectConnection("catching-up");
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible({ timeout: 30_000 });
  await inbox.expectConnection("live");
});
