import { expect, Inbox, test } from "./fixtures";

test("acknowledging one takes it off the list and the badge, and is stored", async ({ page, person }) => {
  await person.notify("first");
  await person.notify("second");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.acknowledge("first");
  await inbox.expectMessages("second");
  await inbox.expectBadge(1);
  await expect.poll(() => person.read()).toEqual(new Map([["first", expect.any(Date)]]));
});

test("acknowledging all empties the list and the badge, the ones not loaded included", async ({ page, person }) => {
  await person.notifyMany(60);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await inbox.expectBadge(0);
  await expect.poll(async () => (await person.read()).size).toBe(60);
  await person.notify("a moment later");
  await inbox.expectMessages("a moment later");
  await inbox.expectBadge(1);
});

test("following a link acknowledges and leads there", async ({ page, person }) => {
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.panel.getByRole("link", { name: "Order 7 has shipped" }).click();
  await expect(page).toHaveURL("/orders/7");
  await expect(inbox.panel).toBeHidden();
  await inbox.expectBadge(0);
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["Order 7 has shipped"]);
});

test("a second tab and a second device follow", async ({ page, person, context, browser }) => {
  await person.notify("first");
  await person.notify("second");
  const tab = await Inbox.open(page);
  const otherTab = await Inbox.open(await context.newPage(), "/orders");
  const device = await browser.newContext();
  await person.signIn(device);
  const otherDevice = await Inbox.open(await device.newPage(), "/");
  for (const inbox of [tab, otherTab, otherDevice]) await inbox.expectBadge(2);

  await tab.openPanel();
  await tab.acknowledge("first");
  for (const inbox of [tab, otherTab, otherDevice]) await inbox.expectBadge(1);

  await otherDevice.openPanel();
  await otherDevice.expectMessages("second");
  await otherDevice.panel.getByRole("button", { name: "Mark all as read" }).click();
  for (const inbox of [tab, otherTab, otherDevice]) await inbox.expectBadge(0);
  await device.close();
});

test("two devices acknowledging the same one at once end equal", async ({ page, person, context, browser }) => {
  await person.notify("kept");
  await person.notify("read twice");
  const device = await browser.newContext();
  await person.signIn(device);
  const inboxes = [await Inbox.open(page), await Inbox.open(await device.newPage())];
  const bothHaveClicked = barrier(2);
  for (const browserContext of [context, device])
    await browserContext.route("**/api/notifications/read*", async (route) => {
      await bothHaveClicked();
      await route.continue();
    });
  for (const inbox of inboxes) {
    await inbox.openPanel();
    await inbox.acknowledge("read twice");
  }
  for (const inbox of inboxes) {
    await inbox.expectMessages("kept");
    await inbox.expectBadge(1);
  }
  await person.notify("new");
  for (const inbox of inboxes) await inbox.expectBadge(2);
  await device.close();
});

test("what the server does not take comes back, with a message", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.refuseAcknowledgements();
  await inbox.acknowledge("first");
  await expect(inbox.panel.getByRole("alert")).toContainText("Not marked as read");
  await inbox.expectMessages("first");
  await inbox.expectBadge(1);
  expect(await person.read()).toEqual(new Map());

  await page.unroute("**/api/notifications/read*");
  await inbox.acknowledge("first");
  await inbox.expectBadge(0);
  await expect.poll(async () => (await person.read()).size).toBe(1);
});

for (const status of [403, 404])
  test(`a ${status} of something on the way says nothing about an acknowledgement, which waits`, async ({
    page,
    person,
  }) => {
    await person.notify("first");
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await page.route("**/api/notifications/read*", (route) =>
      route.fulfill({ status, contentType: "text/html", body: "<h1>Of a proxy</h1>" }),
    );
    await inbox.acknowledge("first");
    await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
    await inbox.expectBadge(0);
    await expect(inbox.panel.getByRole("alert")).toBeEmpty();
    expect(await person.read()).toEqual(new Map());

    await page.unroute("**/api/notifications/read*");
    await expect.poll(async () => [...(await person.read()).keys()], { timeout: 30_000 }).toEqual(["first"]);
    await inbox.expectBadge(0);
  });

test("what was acknowledged is hidden at once, however slow the server is", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/api/notifications/read*", async (route) => {
    await held;
    await route.continue();
  });
  await inbox.acknowledge("first");
  await inbox.expectBadge(0);
  expect(await person.read()).toEqual(new Map());
  answer();
  await expect.poll(async () => (await person.read()).size).toBe(1);
  await inbox.expectBadge(0);
});

/** A wait that ends for everybody when `parties` are waiting. */
function barrier(parties: number): () => Promise<void> {
  let release = (): void => {};
  const complete = new Promise<void>((resolve) => (release = resolve));
  return () => {
    if (--parties === 0) release();
    return complete;
  };
}

test("what could not be sent stays acknowledged over a reload, in every tab, and is sent when that is possible", async ({
  page,
  person,
  context,
}) => {
  await person.notifyMany(3);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const other = await Inbox.open(await context.newPage());
  await other.expectBadge(3);
  await context.route("**/api/notifications/read*", (route) => route.abort());
  await inbox.acknowledge("Message 2");
  await inbox.expectBadge(2);
  await other.expectBadge(2);
  expect(await person.read()).toEqual(new Map());

  await page.reload();
  await inbox.expectBadge(2);
  await inbox.openPanel();
  await inbox.expectMessages("Message 3", "Message 1");
  await context.unroute("**/api/notifications/read*");
  await page.reload();
  await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["Message 2"]);
  await inbox.expectBadge(2);
  await other.expectBadge(2);
});

test("a server in trouble is asked again, and nothing comes back meanwhile", async ({ page, person }) => {
  await person.notifyMany(2);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  let refusals = 0;
  await page.route("**/api/notifications/read*", (route) =>
    refusals++ < 2
      ? route.fulfill({
          status: 503,
          contentType: "application/problem+json",
          json: { type: "about:blank", title: "Away", status: 503 },
        })
      : route.continue(),
  );
  await inbox.acknowledge("Message 1");
  await inbox.expectMessages("Message 2");
  await expect.poll(async () => [...(await person.read()).keys()], { timeout: 20_000 }).toEqual(["Message 1"]);
  expect(refusals).toBeGreaterThan(2);
  await inbox.expectBadge(1);
});

test("what is acknowledged offline is read everywhere when the network is back, and what arrived later is not", async ({
  page,
  person,
  context,
  browser,
}) => {
  await person.notifyMany(3);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("Message 3", "Message 2", "Message 1");
  const device = await browser.newContext();
  await person.signIn(device);
  const elsewhere = await Inbox.open(await device.newPage());
  await elsewhere.expectBadge(3);

  await context.setOffline(true);
  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await inbox.expectBadge(0);
  await person.notify("later");
  await elsewhere.expectBadge(4);
  await context.setOffline(false);
  await inbox.expectMessages("later");
  await inbox.expectBadge(1);
  await elsewhere.expectBadge(1);
  expect([...(await person.read()).keys()].toSorted()).toEqual(["Message 1", "Message 2", "Message 3"]);
});

test("an acknowledgement that is never answered waits, which is said, and is sent again", async ({ page, person }) => {
  await person.notifyMany(2);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await page.route("**/api/notifications/read*", () => {}, { times: 1 });
  await inbox.acknowledge("Message 1");
  await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
  await inbox.acknowledge("Message 2");
  await expect.poll(async () => (await person.read()).size, { timeout: 40_000 }).toBe(2);
  await expect(inbox.panel.getByText("waits to be sent")).toBeHidden();
});

test("“Mark all as read” is not lost on an old list, as a service worker keeps it", async ({ page, person }) => {
  await person.notifyMany(2);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("Message 2", "Message 1");
  const old = await page.request.get(`/api/notifications?status=unread&limit=50&user=${person.id}`);
  const { "x-last-event-id": position = "" } = old.headers();
  expect(position).toBe("2");
  await person.notify("third");
  await inbox.expectMessages("third", "Message 2", "Message 1");

  // From here on: no stream, lists from what was kept, and at first no way for a POST.
  await page.route("**/api/notifications/stream*", (route) => route.abort());
  await page.route("**/api/notifications?*", (route) =>
    route.request().method() === "GET" ? route.fulfill({ response: old }) : route.abort(),
  );
  await page.route("**/api/notifications/read*", (route) => route.abort(), { times: 2 });
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await inbox.expectBadge(0);
  await expect.poll(async () => (await person.read()).size, { timeout: 30_000 }).toBe(3);
});
