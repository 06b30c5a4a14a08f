import { Inbox } from "@/tests/support/e2e/inbox";
import { endSession, look } from "@/tests/support/e2e/interruptions";
import { expect, test } from "@/tests/support/e2e/test";

const HOUR_MS = 3_600_000;

for (const [name, off] of [
  ["a day fast", 24 * HOUR_MS],
  ["an hour slow", -HOUR_MS],
] as const)
  test(`times are right by a device clock that is ${name}`, async ({ page, person }) => {
    const message = "five minutes old";
    await person.notifyOldOnes([{ message, type: "order.shipped", hoursAgo: 1 / 12 }], new Date().toISOString());
    await page.addInitScript(setClock, off);
    const inbox = await Inbox.openPanel(page);
    await expect(inbox.item(message).locator("time")).toHaveText(/^[56] min\. ago$/);
    await person.notify("new");
    await expect(inbox.item("new").locator("time")).toHaveText("now");
    await expect(inbox.panel.getByRole("heading", { name: "Today" })).toBeAttached();
    await inbox.acknowledge("new");
    await inbox.showList("All");
    await expect(inbox.item("new").locator("time").first()).toHaveText("now");
  });

test("a page notices that a session is back although its clock is set back", async ({ page, person, context }) => {
  const inbox = await Inbox.open(page);
  await look(page);
  await page.evaluate(setClock, -HOUR_MS);
  await endSession(context);
  await inbox.expectConnection("signed-out");
  await person.signIn(context);
  await person.notify("first");
  // Of two looks within two seconds the second one counts for nothing.
  const lookAndSee = async (): Promise<string | null> => {
    await look(page);
    return inbox.bell.getAttribute("data-connection");
  };
  await expect.poll(lookAndSee).toBe("live");
  await inbox.expectBadge(1);
});

test("a toast comes although IndexedDB never answers", async ({ page, person }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
  });
  const inbox = await Inbox.open(page);
  await person.notify("first");
  await expect(inbox.toasts.first()).toContainText("first");
  await person.notify("second");
  // One for both, where they come as one burst.
  await expect(inbox.toasts.first()).toContainText(/second|2 new notifications/);
  await inbox.expectBadge(2);
});

/** Runs in the page: its clock is off by so much from now on. */
function setClock(offMs: number): void {
  const now = Date.now.bind(Date);
  Date.now = () => now() + offMs;
}
