import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { complaintsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

test("an event reaches the badge in under two seconds, without a reload", async ({ page, person }) => {
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(0);
  const sentAt = Date.now();
  await person.notify("Your order has shipped");
  await inbox.expectBadge(1);
  expect(Date.now() - sentAt).toBeLessThan(2000);
});

test("a hundred and more are counted as 99+, and said in full to a screen reader", async ({ page, person }) => {
  await person.hasMany(100);
  const inbox = await Inbox.open(page);
  await inbox.expectBadge("99+");
  await person.notify("one more");
  await expect(inbox.bell).toHaveAccessibleName("Notifications, 101 unread");
});

test("an open panel shows a burst completely, newest first", async ({ page, person }) => {
  await person.notify("before");
  const inbox = await Inbox.openPanel(page);
  await inbox.expectMessages("before");
  await person.notifyMany(40);
  await inbox.expectMessages(...Array.from({ length: 40 }, (_, index) => `Message ${40 - index}`), "before");
  await inbox.expectBadge(41);
});

test("a plain EventSource with nothing but onmessage gets the original envelope", async ({ page, person }) => {
  await page.goto(HOME.path);
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
  const complaints = complaintsOf(page);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const inbox = await Inbox.openPanel(page);
  const message = `<img src=x onerror="alert(1)"> & <b>bold</b>`;
  await person.notify(message);
  await inbox.expectMessages(message);
  expect([...dialogs, ...complaints]).toEqual([]);
});
