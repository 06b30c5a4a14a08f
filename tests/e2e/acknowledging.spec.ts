import { Inbox } from "@/tests/support/e2e/inbox";
import { holdRequests, problem, proxyPage } from "@/tests/support/e2e/interruptions";
import { expect, test } from "@/tests/support/e2e/test";

test("acknowledging one takes it off the list and the badge, and is stored", async ({ page, person }) => {
  await person.notifyAll("first", "second");
  const inbox = await Inbox.openPanel(page);
  await inbox.acknowledge("first");
  await inbox.expectMessages("second");
  await inbox.expectBadge(1);
  await person.expectRead(["first"]);
});

test("acknowledging all empties list and badge, and reaches ones that were not loaded", async ({ page, person }) => {
  await person.hasMany(60);
  const inbox = await Inbox.openPanel(page);
  await inbox.acknowledgeAll();
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await inbox.expectBadge(0);
  await expect.poll(() => person.read()).toHaveLength(60);
  await person.notify("a moment later");
  await inbox.expectMessages("a moment later");
  await inbox.expectBadge(1);
  await expect(inbox.panel.getByText("That is everything")).toBeVisible();
});

test("following a link acknowledges and leads there", async ({ page, person }) => {
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  const inbox = await Inbox.openPanel(page);
  await inbox.panel.getByRole("link", { name: "Order 7 has shipped" }).click();
  await expect(page).toHaveURL("/orders/7");
  await expect(inbox.panel).toBeHidden();
  await inbox.expectBadge(0);
  await person.expectRead(["Order 7 has shipped"]);
});

test("a second tab and a second device follow", async ({ page, person, context, openElsewhere }) => {
  await person.notifyAll("first", "second");
  const tab = await Inbox.open(page);
  const otherDevice = await openElsewhere();
  const all = [tab, await Inbox.open(await context.newPage(), "/orders/7"), otherDevice];
  for (const inbox of all) await inbox.expectBadge(2);

  await tab.openPanel();
  await tab.acknowledge("first");
  for (const inbox of all) await inbox.expectBadge(1);

  await otherDevice.openPanel();
  await otherDevice.expectMessages("second");
  await otherDevice.acknowledgeAll();
  for (const inbox of all) await inbox.expectBadge(0);
});

test("two devices acknowledging the same one at once end equal", async ({ page, person, openElsewhere }) => {
  await person.notifyAll("kept", "read twice");
  const inboxes = [await Inbox.open(page), await openElsewhere()];
  let clicks = 0;
  let release = (): void => {};
  const bothHaveClicked = new Promise<void>((resolve) => (release = resolve));
  for (const inbox of inboxes)
    await inbox.answerAcknowledgements(async (route) => {
      if (++clicks === inboxes.length) release();
      await bothHaveClicked;
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
});

test("a refused acknowledgement is taken back, with a message until that is dismissed", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.openPanel(page);
  await inbox.refuseAcknowledgements();
  await inbox.acknowledge("first");
  const alert = inbox.panel.getByRole("alert");
  await expect(alert).toContainText("Not marked as read. The server refused.");
  await inbox.expectMessages("first");
  await inbox.expectBadge(1);
  expect(await person.read()).toEqual([]);
  await alert.getByRole("button", { name: "Dismiss" }).click();
  await expect(alert).toBeEmpty();

  await inbox.answerNormally();
  await inbox.acknowledge("first");
  await inbox.expectBadge(0);
  await person.expectRead(["first"]);
});

test("an acknowledgement outlasts proxies and a server in trouble, hidden meanwhile", async ({ page, person }) => {
  await person.notifyAll("first", "second");
  const inbox = await Inbox.openPanel(page);
  const answers = [proxyPage(403), proxyPage(404), problem(503, "unavailable")];
  await inbox.answerAcknowledgements((route) => {
    const answer = answers.shift();
    return answer ? route.fulfill(answer) : route.continue();
  });
  await inbox.acknowledge("first");
  await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
  await inbox.expectMessages("second");
  await inbox.expectBadge(1);
  await expect(inbox.panel.getByRole("alert")).toBeEmpty();
  await person.expectRead(["first"], 30_000);
  expect(answers).toEqual([]);
  await inbox.expectBadge(1);
});

test("an acknowledged one is hidden at once, however slow the server is", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.openPanel(page);
  const answer = await holdRequests(page, "**/api/notifications/read*", (route) => route.continue());
  await inbox.acknowledge("first");
  await inbox.expectBadge(0);
  expect(await person.read()).toEqual([]);
  answer();
  await person.expectRead(["first"]);
  await inbox.expectBadge(0);
});

test("an unsent acknowledgement survives a reload, and is sent later", async ({ page, person, context }) => {
  await person.notifyMany(3);
  const inbox = await Inbox.openPanel(page);
  const other = await Inbox.open(await context.newPage());
  await other.expectBadge(3);
  await context.route("**/api/notifications/read*", (route) => route.abort());
  await inbox.acknowledge("Message 2");
  for (const tab of [inbox, other]) await tab.expectBadge(2);
  expect(await person.read()).toEqual([]);

  await page.reload();
  await inbox.expectBadge(2);
  await inbox.openPanel();
  await inbox.expectMessages("Message 3", "Message 1");
  await context.unroute("**/api/notifications/read*");
  await page.reload();
  await person.expectRead(["Message 2"]);
  for (const tab of [inbox, other]) await tab.expectBadge(2);
});

test("acknowledgements made offline wait, visibly, and reach nothing that came later", async ({
  page,
  person,
  context,
  openElsewhere,
}) => {
  await person.notifyMany(3);
  const inbox = await Inbox.openPanel(page);
  await inbox.expectMany(3);
  const elsewhere = await openElsewhere();
  await elsewhere.expectBadge(3);

  await context.setOffline(true);
  for (const message of ["Message 3", "Message 1"]) await inbox.acknowledge(message);
  await expect(inbox.panel.getByText("2 acknowledgements wait to be sent.")).toBeVisible();
  await inbox.expectMessages("Message 2");
  await inbox.acknowledgeAll();
  await inbox.expectBadge(0);
  await person.notify("later");
  await elsewhere.expectBadge(4);
  await context.setOffline(false);
  await inbox.expectMessages("later");
  await inbox.expectBadge(1);
  await elsewhere.expectBadge(1);
  await person.expectRead(["Message 1", "Message 2", "Message 3"]);
  await expect(inbox.panel.getByText("to be sent")).toBeHidden();
});

test("an acknowledgement that is never answered waits, visibly, and is sent again @rest", async ({ page, person }) => {
  await person.notifyMany(2);
  const inbox = await Inbox.openPanel(page);
  await page.route("**/api/notifications/read*", () => {}, { times: 1 });
  await inbox.acknowledge("Message 1");
  await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
  await inbox.acknowledge("Message 2");
  await person.expectRead(["Message 1", "Message 2"], 40_000);
  await expect(inbox.panel.getByText("waits to be sent")).toBeHidden();
});

test("“Mark all as read” is not lost on an old list, as a service worker keeps it", async ({ page, person }) => {
  await person.notifyMany(2);
  const inbox = await Inbox.openPanel(page);
  await inbox.expectMany(2);
  const old = await person.unreadList(page.context());
  expect(old.headers()["x-last-event-id"]).toBe("2");
  await person.notify("third");
  await inbox.expectMany(2, "third");

  // From here on: no stream, lists from what was kept, and at first no way for a POST.
  await page.route("**/api/notifications/stream*", (route) => route.abort());
  await page.route("**/api/notifications?*", (route) =>
    route.request().method() === "GET" ? route.fulfill({ response: old }) : route.abort(),
  );
  await page.route("**/api/notifications/read*", (route) => route.abort(), { times: 2 });
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  await inbox.acknowledgeAll();
  await inbox.expectBadge(0);
  await expect.poll(() => person.read(), { timeout: 30_000 }).toHaveLength(3);
});
