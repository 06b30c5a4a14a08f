import { expect, Inbox, test } from "./fixtures";

test("opens from the keyboard with focus inside, closes with Escape, and gives focus back", async ({
  page,
  person,
}) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.bell.focus();
  await page.keyboard.press("Enter");
  await expect(inbox.panel.getByRole("heading", { name: /^Notifications/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  await expect(inbox.bell).toBeFocused();
});

test("opens by a double click too, which presses nothing inside", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  // Once, so that it need not be loaded.
  await inbox.openPanel();
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  await inbox.bell.dblclick();
  await inbox.expectMessages("first");
  await expect(page.getByRole("dialog")).toHaveCount(1);
});

test("keeps the keyboard inside while it is open", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const active = document.activeElement;
      return active !== null && active !== document.body && active.closest("dialog") === null;
    });
    expect(outside).toBe(false);
  }
});

test("says that there is nothing to read", async ({ page }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await expect(inbox.panel.getByRole("button", { name: "Mark all as read" })).toBeHidden();
});

test("shows that it is loading, says when that failed, and tries again", async ({ page, person }) => {
  await person.notify("first");
  let answer = (): void => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  let triedAgain = false;
  await page.exposeFunction("triesAgain", () => (triedAgain = true));
  await page.route("**/api/notifications?*", async (route) => {
    await held;
    // It also tries by itself: what is answered must be what was asked for by hand.
    if (triedAgain) await route.continue();
    else await route.abort();
  });
  await page.goto("/orders");
  const inbox = new Inbox(page);
  await inbox.openPanel();
  await expect(inbox.panel.getByText(/loading/i)).toBeAttached();
  answer();
  await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
  await page.evaluate(() => document.addEventListener("click", () => Reflect.get(globalThis, "triesAgain")(), true));
  await inbox.panel.getByRole("button", { name: "Try again" }).click();
  await inbox.expectMessages("first");
  await person.notify("second");
  await inbox.expectMessages("second", "first");
});

test("says when the connection is lost, and when it is back", async ({ page, context }) => {
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await context.setOffline(true);
  await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
  await context.setOffline(false);
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await expect(inbox.panel.getByText("You are offline.")).toBeHidden();
});

test("stays open while text is selected across its edge, and closes on a click beside it", async ({ page, person }) => {
  await person.notify("Some words to select");
  const inbox = await Inbox.open(page);
  await inbox.openPanel();
  const words = await inbox.panel.getByText("Some words to select").boundingBox();
  if (!words) throw new Error("not on screen");
  await page.mouse.move(words.x + 60, words.y + 5);
  await page.mouse.down();
  await page.mouse.move(200, 300);
  await page.mouse.up();
  await expect(inbox.panel).toBeVisible();
  await page.mouse.click(200, 300);
  await expect(inbox.panel).toBeHidden();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test("fills the screen and scrolls in one direction only", async ({ page, person }) => {
    await person.notify(`Word ${"x".repeat(300)} end`);
    await person.notifyMany(12);
    const inbox = await Inbox.open(page);
    await inbox.openPanel();
    await expect.poll(async () => (await inbox.panel.boundingBox())?.x).toBe(0);
    expect((await inbox.panel.boundingBox())?.width).toBe(320);
    const sideways = await inbox.panel.evaluate((panel) =>
      [panel, ...panel.querySelectorAll("*")].some(
        (element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === "auto",
      ),
    );
    expect(sideways).toBe(false);
  });
});
