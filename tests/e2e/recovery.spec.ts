import { expect, Inbox, test } from "./fixtures";

test("unread ones are still there after a reload and a new session", async ({ page, person, context }) => {
  await person.notify("first");
  await person.notify("second");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(2);
  await page.reload();
  await inbox.expectBadge(2);
  await context.clearCookies();
  await person.signIn(context);
  const again = await Inbox.open(await context.newPage());
  await again.openPanel();
  await again.expectMessages("second", "first");
});

test("what was missed offline is there when the network is back: all of it, once, in order", async ({
  page,
  person,
  context,
}) => {
  await person.notify("before");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await context.setOffline(true);
  await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
  await person.notifyMany(5);
  await context.setOffline(false);
  await inbox.expectMessages("Message 5", "Message 4", "Message 3", "Message 2", "Message 1", "before");
  await inbox.expectBadge(6);
  await person.notify("after");
  await inbox.expectBadge(7);
});

test("what was read elsewhere while offline is gone when the network is back", async ({
  page,
  person,
  context,
  browser,
}) => {
  await person.notify("first");
  await person.notify("second");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(2);
  await context.setOffline(true);
  const device = await browser.newContext();
  await person.signIn(device);
  const other = await Inbox.open(await device.newPage());
  await other.openPanel();
  await other.acknowledge("first");
  await expect.poll(async () => (await person.read()).size).toBe(1);
  await context.setOffline(false);
  await inbox.expectBadge(1);
  await inbox.openPanel();
  await inbox.expectMessages("second");
  await device.close();
});

test("a stream that is refused is opened again, and nothing is missed", async ({ page, person }) => {
  let refusals = 0;
  await page.route("**/api/notifications/stream*", async (route) => {
    if (refusals++ < 4) await route.fulfill({ status: 503, headers: { "Retry-After": "0" }, body: "" });
    else await route.continue();
  });
  await page.goto("/orders");
  const inbox = new Inbox(page);
  await expect(inbox.bell).toBeVisible();
  await expect.poll(() => refusals).toBeGreaterThan(0);
  await person.notify("meanwhile");
  await inbox.expectBadge(1);
  await inbox.expectConnection("live");
  expect(refusals).toBeGreaterThan(4);
});

test("feed data erased behind the page's back is noticed on the next connection", async ({ page, person, context }) => {
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

test("an erasure empties the open panel and takes the badge away, and what comes later is shown", async ({
  page,
  person,
}) => {
  await person.notifyMany(3);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("Message 3", "Message 2", "Message 1");
  await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
  await person.erase();
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await inbox.expectMessages();
  await inbox.expectBadge(0);
  await person.notify("after the erasure");
  await inbox.expectMessages("after the erasure");
  await inbox.expectBadge(1);
  expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
});

test("a page that comes back from the back/forward cache is up to date", async ({ page, person }) => {
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(0);
  await page.goto("about:blank");
  await person.notify("meanwhile");
  await page.goBack();
  await inbox.expectBadge(1);
});

test("an ended session stops the stream and says so", async ({ page, person, context }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await context.clearCookies();
  await context.setOffline(true);
  await context.setOffline(false);
  await expect(inbox.panel.getByText("Your session has ended.")).toBeVisible();
  const attempts: string[] = [];
  page.on("request", (request) => request.url().includes("/api/") && attempts.push(request.url()));
  await page.waitForTimeout(3000);
  expect(attempts).toEqual([]);
});

test("a first list that failed is fetched again as soon as the network is back", async ({ page, person, context }) => {
  await person.notify("first");
  await page.route("**/api/notifications?*", (route) => route.abort());
  await page.goto("/orders");
  const inbox = new Inbox(page);
  await inbox.openPanel();
  await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
  await page.unroute("**/api/notifications?*");
  await context.setOffline(true);
  await context.setOffline(false);
  await inbox.expectMessages("first");
  await inbox.expectBadge(1);
});

test("a long absence is caught up with completely", async ({ page, person, context }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await context.setOffline(true);
  await person.hasMany(300);
  await context.setOffline(false);
  await inbox.expectBadge("99+");
  await expect(inbox.items.first()).toContainText("Message 300");
  const read = (await inbox.readThrough()).map((message) => Number(/^Message (\d+)/.exec(message)?.[1]));
  expect(read).toEqual(Array.from({ length: 300 }, (_, index) => 300 - index));
});

test("a server that asks to wait for weeks gets neither a storm nor a blank page", async ({
  page,
  person,
  context,
}) => {
  await person.notify("first");
  let refusals = 0;
  await page.route("**/api/notifications/stream*", (route) => {
    refusals++;
    return route.fulfill({
      status: 503,
      headers: { "Retry-After": "2200000" },
      contentType: "application/problem+json",
      json: { type: "urn:problem-type:notifications:unavailable", title: "Away", status: 503 },
    });
  });
  const inbox = new Inbox(page);
  await page.goto("/orders");
  await inbox.expectBadge(1);
  await inbox.expectConnection("polling");
  await person.notify("second");
  await expect(inbox.badge).toHaveText("2", { timeout: 20_000 });
  expect(refusals).toBeLessThan(10);
  await page.unroute("**/api/notifications/stream*");
  await context.setOffline(true);
  await context.setOffline(false);
  await inbox.expectConnection("live");
});

test("questions that are never answered keep nobody from a stream", async ({ page, person }) => {
  await page.route("**/api/notifications**", (route) => {
    if (route.request().method() === "HEAD") return;
    return route.fulfill({ status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" });
  });
  await page.goto("/orders");
  const inbox = new Inbox(page);
  await expect(inbox.bell).toBeVisible();
  await page.waitForRequest((request) => request.method() === "HEAD" && request.url().includes("/stream"));
  await page.unroute("**/api/notifications**");
  await page.route("**/api/notifications**", (route) =>
    route.request().method() === "HEAD" ? undefined : route.continue(),
  );
  await person.notify("first");
  await expect(inbox.badge).toHaveText("1", { timeout: 30_000 });
  await inbox.expectConnection("live");
});

test("a list that is never answered is asked for again", async ({ page, person }) => {
  await person.notify("erased");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("erased");
  let unanswered = 0;
  await page.route("**/api/notifications?status=*", (route) => {
    if (route.request().method() === "GET" && unanswered++ === 0) return;
    return route.continue();
  });
  await person.erase();
  await expect.poll(() => unanswered).toBe(1);
  // What is shown is old, and said to be.
  await inbox.expectConnection("catching-up");
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible({ timeout: 30_000 });
  await inbox.expectConnection("live");
});
