import type { Page } from "@playwright/test";

import { Inbox } from "@/tests/support/e2e/inbox";
import { expect, test } from "@/tests/support/e2e/test";

/** To the list with Tab alone, as somebody without a pointer goes. */
async function tabToList(page: Page, inbox: Inbox): Promise<void> {
  await inbox.bell.focus();
  await page.keyboard.press("Enter");
  await expect(inbox.panel).toBeVisible();
  await expect(inbox.items.first()).toBeVisible();
  for (let presses = 0; presses < 10 && (await inbox.focusedMessage()) === null; presses++)
    await page.keyboard.press("Tab");
}

test("the list is one tab stop, and has keys for the next, the last, and pages", async ({ page, person }) => {
  await person.hasMany(40);
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  await inbox.expectFocusOn("Message 40");
  for (const [key, message] of [
    ["ArrowDown", "Message 39"],
    ["j", "Message 38"],
    ["ArrowUp", "Message 39"],
    ["k", "Message 40"],
    ["k", "Message 40"],
    ["End", "Message 1"],
    ["ArrowDown", "Message 1"],
    ["Home", "Message 40"],
  ] as const) {
    await page.keyboard.press(key);
    await inbox.expectFocusOn(message);
  }
  await page.keyboard.press("PageDown");
  const afterPage = await inbox.focusedMessage();
  expect(afterPage).not.toBe("Message 40");
  expect(afterPage).not.toBe("Message 39");
  await page.keyboard.press("PageUp");
  await inbox.expectFocusOn("Message 40");

  await page.keyboard.press("Shift+Tab");
  expect(await inbox.focusedMessage()).toBeNull();
  await page.keyboard.press("Tab");
  await inbox.expectFocusOn("Message 40");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await inbox.expectFocusOn("Message 39");
});

test("e acknowledges, and focus goes to the one that takes its place", async ({ page, person }) => {
  await person.notifyAll("one", "two", "three");
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await inbox.expectFocusOn("one");
  await page.keyboard.press("e");
  await inbox.expectFocusOn("three");
  await page.keyboard.press("e");
  await expect(inbox.panel.getByRole("heading", { name: /^Notifications/ })).toBeFocused();
  await expect.poll(() => person.read()).toHaveLength(3);
});

test("focus stays with its item while others arrive and go", async ({ page, person, openElsewhere }) => {
  await person.notifyAll("one", "two", "three");
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  await page.keyboard.press("j");
  await inbox.expectFocusOn("two");
  await person.notify("four");
  await expect(inbox.items).toHaveCount(4);
  await inbox.expectFocusOn("two");

  const other = await openElsewhere();
  await other.openPanel();
  await other.acknowledge("three");
  await expect(inbox.items).toHaveCount(3);
  await inbox.expectFocusOn("two");
  await other.acknowledge("two");
  await inbox.expectFocusOn("one");
});

test("Enter follows, with Ctrl into a new tab, and Space unfolds a long one", async ({ page, person, context }) => {
  await person.notify("Order 7 has shipped", { link: "/orders/7" });
  await person.notify("Order 3 has shipped", { link: "/orders/3" });
  await person.notify("Many words. ".repeat(60));
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  const folded = inbox.items.first().getByRole("button", { expanded: false });
  await expect(folded).toBeVisible();
  await page.keyboard.press("Space");
  await expect(inbox.items.first().getByRole("button", { expanded: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(folded).toBeVisible();

  await page.keyboard.press("j");
  const newTab = context.waitForEvent("page");
  await page.keyboard.press("Control+Enter");
  await expect(await newTab).toHaveURL("/orders/3");
  await expect(inbox.panel).toBeVisible();
  await inbox.expectFocusOn("Order 7 has shipped");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/orders/7");
  await expect(inbox.panel).toBeHidden();
  await expect.poll(() => person.read()).toHaveLength(2);
});

test("Shift+E acknowledges all", async ({ page, person }) => {
  await person.hasMany(60);
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  await page.keyboard.press("Shift+E");
  await inbox.expectBadge(0);
  await expect(inbox.panel.getByRole("heading", { name: /^Notifications/ })).toBeFocused();
  await expect.poll(() => person.read()).toHaveLength(60);
});

test("combinations do nothing in the list, and single letters nothing outside of it", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  for (const key of ["Control+e", "Alt+e", "Meta+e", "x"]) await page.keyboard.press(key);
  await inbox.expectFocusOn("first");
  await inbox.panel.getByRole("button", { name: "Close" }).focus();
  for (const key of ["e", "Shift+E", "j", "?"]) await page.keyboard.press(key);
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeHidden();
  await inbox.expectMessages("first");
  await inbox.expectBadge(1);
});

test("a question mark and a button show the keys; Escape closes that dialog alone", async ({ page, person }) => {
  await person.notify("first");
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await page.keyboard.press("?");
  await expect(keys).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await expect(inbox.panel).toBeVisible();
  await inbox.expectFocusOn("first");
  await inbox.panel.getByRole("button", { name: "Keyboard shortcuts" }).click();
  await expect(keys).toBeVisible();
  await keys.getByRole("button", { name: "Close" }).click();
  await expect(keys).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(inbox.panel).toBeHidden();
  await expect(inbox.bell).toBeFocused();
});

test("focus finds its way through many, and older ones come to the last key", async ({ page, person }) => {
  await person.hasMany(152);
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  await expect
    .poll(
      async () => {
        await page.keyboard.press("End");
        return inbox.focusedMessage();
      },
      { timeout: 20_000 },
    )
    .toBe("Message 1");
  await expect(inbox.item("Message 1")).toBeInViewport();
  await page.keyboard.press("Home");
  await inbox.expectFocusOn("Message 152");
  await expect(inbox.item("Message 152")).toBeInViewport();
  // Scrolled out of sight it keeps focus, and the next key goes on from it.
  await inbox.scroller.evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await inbox.expectFocusOn("Message 152");
  await page.keyboard.press("j");
  await inbox.expectFocusOn("Message 151");
  await expect(inbox.item("Message 151")).toBeInViewport();
});

test("what has focus is never under the day above the list", async ({ page, person }) => {
  await person.hasMany(120);
  const inbox = await Inbox.open(page);
  await tabToList(page, inbox);
  for (let presses = 0; presses < 16; presses++) await page.keyboard.press("j");
  for (let presses = 0; presses < 14; presses++) {
    await page.keyboard.press("k");
    const hiddenPx = await inbox.scroller.evaluate((scroller) => {
      const row = document.activeElement?.closest("[data-notification]");
      if (row == null) throw new Error("nothing has focus");
      return scroller.getBoundingClientRect().top - row.getBoundingClientRect().top;
    });
    expect(hiddenPx).toBeLessThan(1);
  }
});
