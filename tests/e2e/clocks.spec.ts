import { expect, Inbox, test } from "./fixtures";

const HOUR_MS = 3_600_000;

for (const [what, off] of [
  ["an hour fast", HOUR_MS],
  ["a day fast", 24 * HOUR_MS],
  ["an hour slow", -HOUR_MS],
  ["a day slow", -24 * HOUR_MS],
] as const)
  test(`by a device clock that is ${what}, times are right`, async ({ page, person }) => {
    await person.notifyOldOnes(
      [{ message: "five minutes old", type: "order.shipped", hoursAgo: 1 / 12 }],
      new Date().toISOString(),
    );
    await page.addInitScript((milliseconds) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + milliseconds;
    }, off);
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await expect(inbox.item("five minutes old").locator("time")).toHaveText(/^[56] min\. ago$/);
    await person.notify("new");
    await expect(inbox.item("new").locator("time")).toHaveText("now");
    await expect(inbox.panel.getByRole("heading", { name: "Today" })).toBeAttached();
    await inbox.acknowledge("new");
    await inbox.showList("All");
    await expect(inbox.item("new").locator("time").first()).toHaveText("now");
  });

test("a clock that is set back keeps no session that is back from being noticed", async ({ page, person, context }) => {
  const inbox = await Inbox.open(page);
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await page.evaluate((milliseconds) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - milliseconds;
  }, HOUR_MS);
  await context.clearCookies();
  await context.setOffline(true);
  await context.setOffline(false);
  await inbox.expectConnection("signed-out");
  await person.signIn(context);
  await person.notify("first");
  // A second look within two seconds is none.
  const lookAndSee = async (): Promise<string | null> => {
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
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
  const toasts = page.getByRole("region", { name: /^New notifications/ });
  await expect(toasts).toContainText("first");
  await person.notify("second");
  // One for both, where they come as one burst.
  await expect(toasts).toContainText(/second|2 new notifications/);
  await inbox.expectBadge(2);
});
