import { Inbox } from "@/tests/support/e2e/inbox";
import { holdRequests, reconnect } from "@/tests/support/e2e/interruptions";
import { expect, test } from "@/tests/support/e2e/test";

test("opens from the keyboard, keeps focus inside, and gives it back on Escape", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.bell.focus();
  await page.keyboard.press("Enter");
  await expect(inbox.panel.getByRole("heading", { name: /^Notifications/ })).toBeFocused();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const active = document.activeElement;
      return active !== null && active !== document.body && active.closest("dialog") === null;
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  await expect(inbox.bell).toBeFocused();
});

test("opens by a double click too, which presses nothing inside", async ({ page, person }) => {
  await person.notify("first");
  // The first opening loads its code.
  const inbox = await Inbox.openPanel(page);
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  await inbox.bell.dblclick();
  await inbox.expectMessages("first");
  await expect(page.getByRole("dialog")).toHaveCount(1);
});

test("shows that it is loading, says when that failed, and tries again", async ({ page, person }) => {
  await person.notify("first");
  let triedAgain = false;
  await page.exposeFunction("triesAgain", () => (triedAgain = true));
  // The list retries by itself too; only the retry by hand may succeed.
  const fail = await holdRequests(page, "**/api/notifications?*", (route) =>
    triedAgain ? route.continue() : route.abort(),
  );
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.panel.getByText(/loading/i)).toBeAttached();
  fail();
  await expect(inbox.panel.getByText("Notifications could not be loaded")).toBeVisible();
  await page.evaluate(() => document.addEventListener("click", () => Reflect.get(globalThis, "triesAgain")(), true));
  await inbox.panel.getByRole("button", { name: "Try again" }).click();
  await inbox.expectMessages("first");
  await person.notify("second");
  await inbox.expectMessages("second", "first");
});

test("does not show a blip of the network", async ({ page, person, context }) => {
  await person.notify("one");
  const inbox = await Inbox.openPanel(page);
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await page.evaluate(() => {
    const seen = Object.assign(globalThis, { offlineWasSeen: false });
    new MutationObserver(() => {
      seen.offlineWasSeen ||= document.body.textContent.includes("You are offline.");
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await reconnect(context);
  await person.notify("two");
  await inbox.expectMessages("two", "one");
  expect(await page.evaluate(() => (globalThis as unknown as { offlineWasSeen: boolean }).offlineWasSeen)).toBe(false);
});

test("stays open while text is selected across its edge, and closes on a click beside it", async ({ page, person }) => {
  await person.notify("Some words to select");
  const inbox = await Inbox.openPanel(page);
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
