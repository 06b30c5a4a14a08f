import { expect, Inbox, test } from "./fixtures";

test("an event reaches the badge in under two seconds, without a reload", async ({ page, person }) => {
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(0);
  const sentAt = Date.now();
  await person.notify("Your order has shipped");
  await inbox.expectBadge(1);
  expect(Date.now() - sentAt).toBeLessThan(2000);
});

test("the panel shows notifications newest first, also one that arrives while it is open", async ({ page, person }) => {
  await person.notify("first");
  await person.notify("second");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.expectMessages("second", "first");
  await person.notify("third");
  await inbox.expectMessages("third", "second", "first");
  await inbox.expectBadge(3);
});

test("a hundred and more are counted as 99+, and said in full to a screen reader", async ({ page, person }) => {
  await person.notifyMany(101);
  const inbox = await Inbox.open(page);
  await inbox.expectBadge("99+");
  await expect(inbox.bell).toHaveAccessibleName("Notifications, 101 unread");
});

test("a burst arrives complete and in order", async ({ page, person }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await person.notifyMany(40);
  await inbox.expectMessages(...Array.from({ length: 40 }, (_, index) => `Message ${40 - index}`));
  await inbox.expectBadge(40);
});

test("older ones than the first page come as one scrolls, until that was everything", async ({ page, person }) => {
  await person.notifyMany(60);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.items).toHaveCount(50);
  await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await inbox.expectMessages(...Array.from({ length: 60 }, (_, index) => `Message ${60 - index}`));
  await expect(inbox.panel.getByText("That is everything")).toBeAttached();
});

test("older ones are not looked for when there are none unread", async ({ page, person }) => {
  await person.notifyMany(60);
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await inbox.panel.getByRole("button", { name: "Mark all as read" }).click();
  await person.notify("new");
  await inbox.expectMessages("new");
  await expect(inbox.panel.getByText("That is everything")).toBeVisible();
});

test("a plain EventSource with nothing but onmessage gets the original envelope", async ({ page, person }) => {
  await page.goto("/orders");
  await page.evaluate(() => {
    const received: unknown[] = [];
    Object.assign(globalThis, { received });
    const source = new EventSource("/api/notifications/stream");
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- this is how such clients listen
    source.onmessage = ({ data }) => received.push(JSON.parse(String(data)));
    return new Promise((resolve) => source.addEventListener("sync", resolve));
  });
  const id = await person.notify("Hello", { type: "greeting" });
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { received: unknown[] }).received))
    .toEqual([
      { type: "NOTIFICATION", payload: { id, message: "Hello", type: "greeting", created_at: expect.any(String) } },
    ]);
});

test("markup in a message is shown, not run", async ({ page, person }) => {
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const message = `<img src=x onerror="alert(1)"> & <b>bold</b>`;
  await person.notify(message);
  await inbox.expectMessages(message);
  expect(dialogs).toEqual([]);
});
