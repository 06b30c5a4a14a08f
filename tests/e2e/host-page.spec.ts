import type { Page } from "@playwright/test";

import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { complaintsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";

const CHUNKS = "**/_next/static/chunks/**";

test.describe("in a browser whose own functions throw", () => {
  test("bell, toasts and items go on, and the panel can be tried again", async ({ page, person }) => {
    await breakable(page);
    const errors = complaintsOf(page);
    const inbox = await Inbox.open(page);
    await person.notify("before");
    await expect(inbox.toasts).toContainText("before");
    await inbox.toasts.getByRole("button", { name: "Dismiss" }).click();
    await inbox.openPanel();
    await page.keyboard.press("Escape");
    expect(errors).toEqual([]);

    await breakNow(page, ["RelativeTimeFormat"]);
    await person.notify("first");
    await expect(inbox.toasts).toContainText("first");
    await inbox.toasts.getByRole("button", { name: "Dismiss" }).click();
    await inbox.openPanel();
    await inbox.expectMessages("first", "before");
    await inbox.items.first().getByRole("button", { name: "Mark as read" }).click();
    await inbox.expectMessages("before");
    await inbox.expectBadge(1);
    await page.keyboard.press("Escape");

    await breakNow(page, ["RelativeTimeFormat", "NumberFormat"]);
    await person.notify("second");
    await expect(inbox.bell).toHaveAccessibleName("Notifications, 2");
    await expect(inbox.bell).toContainText("2");
    await inbox.bell.click();
    await expect(inbox.panel.getByRole("alert")).toContainText("Something went wrong here");
    await expect(inbox.panel.getByRole("heading", { name: "Notifications" })).toBeFocused();
    await expectPage(page);

    await breakNow(page, []);
    await inbox.panel.getByRole("button", { name: "Try again" }).click();
    await inbox.expectMessages("second", "before");
    await inbox.expectBadge(2);
    await expectPage(page);
    expect(errors.filter((error) => !error.includes("broken by the test"))).toEqual([]);
  });

  test("a connection that cannot be made leaves a bell without a count", async ({ page }) => {
    await page.addInitScript(() => {
      navigator.locks.request = () => {
        throw new Error("locks are broken by the test");
      };
    });
    const errors = complaintsOf(page);
    await page.goto(HOME.path);
    await expect.poll(() => errors.join()).toContain("locks are broken by the test");
    await expectPage(page);
    await expect(new Inbox(page).bell).toHaveAccessibleName("Notifications");
  });

  test("a panel that cannot open says so, and opens once it can", async ({ page, person }) => {
    await breakable(page);
    await person.notify("Hello");
    const inbox = await Inbox.open(page);
    await inbox.expectBadge(1);
    await breakNow(page, ["showModal"]);
    await inbox.bell.click();
    const notice = page.getByRole("alert").filter({ hasText: "The panel could not be shown" });
    await expect(notice).toBeVisible();
    await person.notify("Counts on");
    await inbox.expectBadge(2);
    await breakNow(page, []);
    await notice.getByRole("button", { name: "Try again" }).click();
    await inbox.expectMessages("Counts on", "Hello");
    await expectPage(page);
  });
});

test("a page translator breaks nothing, and every count and text stays current", async ({ page, person, context }) => {
  const errors = complaintsOf(page);
  const inbox = await Inbox.open(page);
  await translate(page);
  for (const [index, message] of ["one", "two"].entries()) {
    await person.notify(message, { link: "/orders/7" });
    await expect(inbox.toasts.filter({ hasText: message })).toBeVisible();
    await inbox.expectBadge(index + 1);
    await expect(page).toHaveTitle(new RegExp(`^\\(${index + 1}\\) (?!\\()`));
    await inbox.toasts.filter({ hasText: message }).getByRole("button", { name: "Dismiss" }).click();
    await expect(inbox.toasts).toHaveCount(0);
  }
  await inbox.openPanel();
  await inbox.expectMessages("two", "one");
  const heading = inbox.panel.getByRole("heading", { level: 2 }).first();
  await expect(heading).toHaveText("Notifications 2 unread");
  await person.notify("three", { link: "https://example.org/" });
  await inbox.expectMessages("three (opens in a new tab)", "two", "one");
  await expect(heading).toHaveText("Notifications 3 unread");
  await expect(inbox.panel.getByRole("tab", { name: "Unread" })).toHaveText(/3$/);

  await context.setOffline(true);
  await expect(inbox.panel.getByText("You are offline.")).toBeVisible();
  await inbox.acknowledge("two");
  await expect(inbox.panel.getByText("1 acknowledgement waits to be sent.")).toBeVisible();
  await context.setOffline(false);
  await expect(inbox.panel.getByText("You are offline.")).toBeHidden();
  await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
  await person.expectRead(["two"]);
  await inbox.expectBadge(2);

  await inbox.refuseAcknowledgements();
  await inbox.acknowledge("one");
  await expect(inbox.panel.getByRole("alert").filter({ hasText: "Not marked as read." })).toBeVisible();
  await inbox.panel.getByRole("button", { name: "Dismiss" }).click();
  await inbox.answerNormally();

  await inbox.showList("All");
  await inbox.expectMessages("three (opens in a new tab)", "two", "one");
  await expect(inbox.panel.getByText("That is everything")).toBeVisible();
  await inbox.showList("Unread");
  await inbox.acknowledgeAll();
  await expect(inbox.panel.getByText("You’re all caught up")).toBeVisible();
  await inbox.expectBadge(0);
  await person.notify("four");
  await inbox.expectMessages("four");
  await expect(heading).toHaveText("Notifications 1 unread");
  await page.keyboard.press("Escape");
  await expect(page).toHaveTitle(/^\(1\) (?!\()/);
  await expectPage(page);
  expect(errors).toEqual([]);
});

test.describe("when the code of a page", () => {
  test("fails to connect it at first, the bell says so, and counts as soon as it can", async ({ page, person }) => {
    await person.notify("first");
    const connection: string[] = [];
    await page.route(CHUNKS, async (route) => {
      const response = await route.fetch();
      if (!(await response.text()).includes("last_event_id=")) return route.fulfill({ response });
      connection.push(route.request().url());
      return route.abort();
    });
    await page.goto(HOME.path);
    const inbox = new Inbox(page);
    await inbox.expectConnection("reconnecting");
    expect(connection).not.toEqual([]);
    await expectPage(page);
    await page.unroute(CHUNKS);
    await inbox.expectConnection("live");
    await inbox.expectBadge(1);
    await inbox.openPanel();
    await inbox.expectMessages("first");
  });

  test("is unavailable for four seconds, first toast and panel come by themselves", async ({ page, person }) => {
    const inbox = await Inbox.open(page);
    await page.route(CHUNKS, (route) => route.fulfill({ status: 404, body: "" }));
    await person.notify("first");
    await inbox.expectBadge(1);
    await inbox.bell.click();
    await expect(page.getByRole("alert").filter({ hasText: "Trying again" })).toBeVisible();
    await page.waitForTimeout(4_000);
    await expect(page.getByText("out of date")).toBeHidden();
    await page.unroute(CHUNKS);
    await inbox.expectMessages("first");
    await expectPage(page);
  });

  test("is unavailable for a first toast, it comes by itself", async ({ page, person }) => {
    const inbox = await Inbox.open(page);
    await page.route(CHUNKS, (route) => route.abort());
    await person.notify("first");
    await inbox.expectBadge(1);
    await page.unroute(CHUNKS);
    await expect(inbox.toasts).toContainText("first");
  });

  test("fails while something is acknowledged, the next page sends the acknowledgement", async ({ page, person }) => {
    const inbox = await Inbox.open(page);
    await person.notify("first");
    await expect(inbox.toasts).toContainText("first");
    await page.route(CHUNKS, (route) => route.abort());
    await inbox.toasts.getByRole("button", { name: "Mark as read" }).click();
    await page.unroute(CHUNKS);
    await page.goto(HOME.path);
    await inbox.expectBadge(0);
    await person.expectRead(["first"]);
  });

  test("is gone, the bell counts on and offers to reload the page @rest", async ({ page, person }) => {
    const inbox = await Inbox.open(page);
    await page.route(CHUNKS, (route) => route.fulfill({ status: 404, body: "" }));
    await person.notify("first");
    await inbox.expectBadge(1);
    await inbox.bell.click();
    const notice = page.getByRole("alert").filter({ hasText: "This page is out of date" });
    await expect(notice).toBeVisible({ timeout: 30_000 });
    await person.notify("second");
    await inbox.expectBadge(2);
    await page.keyboard.press("Escape");
    await expect(notice).toBeHidden();
    await inbox.bell.click();
    await expect(notice).toBeVisible();
    await page.getByRole("heading", { level: 1 }).click();
    await expect(notice).toBeHidden();

    await inbox.bell.click();
    await page.unroute(CHUNKS);
    await notice.getByRole("button", { name: "Reload" }).click();
    await inbox.expectConnection("live");
    await inbox.openPanel();
    await inbox.expectMessages("second", "first");
  });
});

/** Lets `breakNow` make functions of the browser throw. */
async function breakable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const breaks = (name: string): void => {
      if ((globalThis as { broken?: string[] }).broken?.includes(name))
        throw new Error(`${name} is broken by the test`);
    };
    const { format } = Intl.RelativeTimeFormat.prototype;
    Intl.RelativeTimeFormat.prototype.format = function (
      this: Intl.RelativeTimeFormat,
      ...values: Parameters<typeof format>
    ) {
      breaks("RelativeTimeFormat");
      return format.apply(this, values);
    };
    Intl.NumberFormat = new Proxy(Intl.NumberFormat, {
      construct(target, values: []) {
        breaks("NumberFormat");
        return new target(...values);
      },
    });
    const { showModal } = HTMLDialogElement.prototype;
    HTMLDialogElement.prototype.showModal = function () {
      breaks("showModal");
      showModal.call(this);
    };
  });
}

function breakNow(page: Page, broken: string[]): Promise<unknown> {
  return page.evaluate((names) => Object.assign(globalThis, { broken: names }), broken);
}

/** Does as a browser's translator does, now and on every change: it puts two elements with new text in each text's place. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const translateAll = (): void => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found: Text[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const isTranslated = node.parentElement?.closest("font, script, style") !== null;
        if (node instanceof Text && node.data.trim() !== "" && !isTranslated) found.push(node);
      }
      for (const node of found) {
        const [outer, inner] = [document.createElement("font"), document.createElement("font")];
        inner.textContent = node.data;
        outer.append(inner);
        node.replaceWith(outer);
      }
      // Its words come and go with the count in front of them.
      if (!document.title.includes("translated")) document.title = `${document.title} translated`;
    };
    translateAll();
    new MutationObserver(translateAll).observe(document, { subtree: true, childList: true, characterData: true });
  });
}

function expectPage(page: Page): Promise<void> {
  return expect(page.locator("h1")).toHaveText(HOME.name);
}
