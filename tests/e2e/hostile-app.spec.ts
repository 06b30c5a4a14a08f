import type { Page } from "@playwright/test";

import { Inbox } from "@/tests/support/e2e/inbox";
import { type ProductApp, startProductApp } from "@/tests/support/e2e/product-app";
import { complaintsOf, requestsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

/** Names that every object has. */
const INHERITED = ["constructor", "__proto__", "valueOf", "toString", "hasOwnProperty"];

test.describe("an app with a basePath, whose texts, items, language and SWR are broken @rest", () => {
  // One build for all of them.
  test.describe.configure({ mode: "default" });
  let app: ProductApp;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    app = await startProductApp("hostile", "tests/hostile-app/app", "/app");
  });
  test.afterAll(() => app?.stop());

  test("types named like properties of every object are types like any other", async ({ page, person }) => {
    const errors = complaintsOf(page);
    const inbox = await open(page);
    for (const type of INHERITED) {
      await person.notify(`Message of ${type}`, { type });
      await inbox.toasts
        .filter({ hasText: `Message of ${type}` })
        .getByRole("button", { name: "Ausblenden" })
        .click();
      await expect(inbox.toasts).toHaveCount(0);
    }
    await inbox.openPanel();
    await inbox.expectMessages(...INHERITED.toReversed().map((type) => `Message of ${type}`));
    await expect(inbox.items.locator("bdi").first()).toHaveText("Has own property");
    await expectPage(page);
    // The app's two texts that say nothing, once each.
    expect(errors).toEqual([
      expect.stringContaining("own text is broken"),
      expect.stringContaining("returned no text"),
    ]);
  });

  test("an app's item that throws, waits for ever or is no node shows its message", async ({ page, person }) => {
    const errors = complaintsOf(page);
    const inbox = await open(page);
    await person.notify("It throws", { type: "item.throws", link: "/app/orders/7" });
    await expect(inbox.toasts.getByRole("link", { name: "It throws" })).toBeVisible();
    await expect(inbox.bell).toHaveAccessibleName("Glocke, 1 ungelesen");
    expect(errors).toHaveLength(2);
    for (const broken of ["own text is broken", "own item is broken"])
      expect(errors.filter((error) => error.includes(broken))).toHaveLength(1);
    for (const type of ["object", "waits", "none", "fine"])
      await person.notify(`It is ${type}`, { type: `item.${type}` });
    await inbox.openPanel();
    for (const message of ["It throws", "It is object", "It is waits", "It is none", "It is fine"])
      await expect(inbox.items.getByText(message, { exact: true }).first()).toBeVisible();
    await expect(inbox.items.locator("strong")).toHaveText(["It is fine"]);
    await inbox.items.first().focus();
    for (let left = 5; left > 0; left--) {
      await inbox.expectBadge(left);
      await page.keyboard.press("e");
    }
    await inbox.expectBadge(0);
    await expectPage(page);
  });

  test("invalid texts and languages leave the built-in ones", async ({ page, person }) => {
    await person.notify("Hallo");
    const inbox = await open(page);
    await expect(inbox.bell).toHaveAccessibleName("Glocke, 1 ungelesen");
    for (const [language, name] of [
      ["xx-invalid-!", "Glocke, 1 unread"],
      ["de-AT", "Glocke, 1 ungelesen"],
      ["", "Glocke, 1 unread"],
      ["constructor", "Glocke, 1 unread"],
      ["de-AT", "Glocke, 1 ungelesen"],
    ] as const) {
      await page.getByRole("button", { name: `Language “${language}”` }).click();
      await expect(inbox.bell).toHaveAccessibleName(name);
    }
    await inbox.openPanel();
    await expect(inbox.panel.getByRole("heading", { name: "Mitteilungen 1 ungelesen" })).toBeVisible();
    await expect(inbox.panel.getByRole("tab", { name: "Ungelesen" })).toBeVisible();
    await expect(inbox.panel.getByRole("button", { name: "Alle als gelesen markieren" })).toBeVisible();
    await expect(inbox.panel.getByRole("button", { name: "Schließen" }).first()).toBeVisible();
    await inbox.expectMessages("Hallo");
    await expectPage(page);
  });

  test("an app that empties its SWR cache does not reach the lists", async ({ page, person }) => {
    await person.notify("Hallo");
    const inbox = await open(page);
    await inbox.openPanel();
    await inbox.expectMessages("Hallo");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Forget every key" }).click();
    await person.notify("Noch da");
    await inbox.expectBadge(2);
    await inbox.openPanel();
    await inbox.expectMessages("Noch da", "Hallo");
    await expectPage(page);
  });

  test("a link that works once is asked for once, from the panel and from a toast", async ({ page, person }) => {
    const inbox = await open(page);
    const asked = requestsOf(page, "/once");
    const token = `token=${person.id}`;
    await person.notify("Confirm", { link: `/app/once?${token}` });
    await inbox.toasts.getByRole("link", { name: "Confirm" }).click();
    await expect(page.getByText("Confirmed")).toBeVisible();
    expect(asked).toEqual([`${app.url}/once?${token}`]);

    // A page that is left at once may leave it to the next one to acknowledge.
    await page.goto(app.url);
    await person.expectRead(["Confirm"]);
    await person.notify("Again", { link: `/app/once?${token}-2` });
    await inbox.expectBadge(1);
    await inbox.openPanel();
    await inbox.items.getByRole("link", { name: "Again" }).hover();
    await inbox.items.getByRole("link", { name: "Again" }).click();
    await expect(page.getByText("Confirmed")).toBeVisible();
    expect(asked).toEqual([`${app.url}/once?${token}`, `${app.url}/once?${token}-2`]);
    await page.goto(app.url);
    await person.expectRead(["Again", "Confirm"]);
  });

  test("a link has the basePath once, and is followed without loading the page anew", async ({ page, person }) => {
    const inbox = await open(page);
    await person.notify("Order 7 has shipped", { link: "/app/orders/7" });
    await inbox.openPanel();
    await page.evaluate(() => Object.assign(globalThis, { stays: true }));
    await inbox.items.getByRole("link", { name: "Order 7 has shipped" }).click();
    await expect(page.getByRole("heading", { name: "Order 7" })).toBeVisible();
    await expect(page).toHaveURL(`${app.url}/orders/7`);
    expect(await page.evaluate(() => "stays" in globalThis)).toBe(true);
    await expect(inbox.panel).toBeHidden();
    await inbox.expectBadge(0);
  });

  test("toasts appear and work in an open dialog of the app, and after it on the page", async ({ page, person }) => {
    const inbox = await open(page);
    await page.getByRole("button", { name: "Open a dialog" }).click();
    await person.notify("In the dialog", { link: "/app/orders/7" });
    const toast = inbox.toasts.filter({ hasText: "In the dialog" });
    await expect(toast).toBeVisible();
    const dialog = page.getByRole("dialog", { name: "The app’s own" });
    await expect(dialog.getByRole("status")).toHaveText("In the dialog. 1 ungelesene Mitteilung");
    const [box, size] = [await toast.boundingBox(), page.viewportSize()];
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeCloseTo((size?.width ?? 0) - 16, 0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeCloseTo((size?.height ?? 0) - 16, 0);
    await toast.getByRole("button", { name: "Als gelesen markieren" }).click();
    await expect(toast).toHaveCount(0);
    await inbox.expectBadge(0);
    await dialog.getByRole("button", { name: "Pressed 0 times" }).click();
    await expect(dialog.getByRole("button", { name: "Pressed 1 times" })).toBeVisible();

    await person.notify("Still there");
    await expect(inbox.toasts).toBeVisible();
    await dialog.getByRole("button", { name: "Close the dialog" }).click();
    await expect(inbox.toasts.filter({ hasText: "Still there" })).toBeVisible();
    await expect(dialog).toBeHidden();
    await inbox.openPanel();
    await inbox.expectMessages("Still there");
    await expectPage(page);
  });

  test("toasts follow the colour scheme that a script sets, light by default", async ({ page, person }) => {
    const inbox = await open(page);
    await person.notify("Hallo");
    const card = inbox.toasts.locator("> div > div");
    await expect(card).toHaveCSS("background-color", "rgb(255, 255, 255)");
    await expect(card).toHaveCSS("color", "rgb(22, 25, 29)");
    await page.evaluate(() => void (document.documentElement.style.colorScheme = "dark"));
    await expect(card).toHaveCSS("background-color", "rgb(26, 30, 35)");
    await expect(card).toHaveCSS("color", "rgb(236, 238, 240)");
    await page.evaluate(() => {
      document.documentElement.removeAttribute("style");
      document.head.insertAdjacentHTML("beforeend", '<meta name="color-scheme" content="dark">');
    });
    await expect(card).toHaveCSS("background-color", "rgb(26, 30, 35)");
  });

  test("the panel opens above a dialog, and a dialog that is removed lets toasts go", async ({ page, person }) => {
    const inbox = await open(page);
    await page.getByRole("button", { name: "Open a dialog" }).click();
    await person.notifyAll("one", "two");
    await inbox.toasts.getByRole("button", { name: "2 neue Mitteilungen" }).click();
    await expect(inbox.panel).toBeVisible();
    await inbox.expectMessages("two", "one");
    await page.keyboard.press("Escape");
    await expect(inbox.panel).toBeHidden();
    await expect(page.getByRole("dialog", { name: "The app’s own" })).toBeVisible();
    await person.notify("three");
    await expect(inbox.toasts).toBeVisible();
    await page.evaluate(() => document.querySelector("dialog[aria-label]")?.remove());
    await expect(inbox.toasts).toBeVisible();
    await inbox.toasts.getByRole("button", { name: "Als gelesen markieren" }).click();
    await inbox.expectBadge(2);
  });

  async function open(page: Page): Promise<Inbox> {
    const inbox = new Inbox(page, { bell: /^Glocke/, panel: /^Mitteilungen/, toasts: "Neue Mitteilungen (F6)" });
    await page.goto(app.url);
    await inbox.expectConnection("live");
    return inbox;
  }
});

function expectPage(page: Page): Promise<void> {
  return expect(page.locator("h1")).toHaveText("The page of the app");
}
