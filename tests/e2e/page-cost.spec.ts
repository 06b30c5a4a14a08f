import type { Page } from "@playwright/test";

import { startApp } from "@/tests/support/app/app-server";
import { buildWithoutBell } from "@/tests/support/app/checkout-copy";
import { serverSettings } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { requestsOf } from "@/tests/support/e2e/records";
import { expect, test } from "@/tests/support/e2e/test";
import { scriptBytes } from "@/tests/support/script-bytes";

const LIST = "**/api/notifications?*";
const MAX_BELL_GZIPPED_BYTES = 7_250;
const MAX_CONNECTION_GZIPPED_BYTES = 5_000;

test("the bell adds less than a twentieth to the scripts that a page loads @rest", async ({ page, person }) => {
  test.setTimeout(300_000);
  await person.notify("first");
  await (await Inbox.open(page)).expectBadge(1);
  const withBell = await scriptsOfLoad(page);

  const { folder, remove } = await buildWithoutBell();
  const app = await startApp(serverSettings(), { folder }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  try {
    // The session of the other one, since a cookie knows no ports.
    const other = await page.context().newPage();
    await other.goto(app.url + HOME.path);
    await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
    const without = await scriptsOfLoad(other);
    await expect(new Inbox(other).bell).toBeHidden();

    const [has, hadBefore] = [await scriptBytes(withBell), await scriptBytes(without)];
    expect(hadBefore.plain).toBeGreaterThan(0);
    expect(has.gzipped - hadBefore.gzipped).toBeLessThan(MAX_BELL_GZIPPED_BYTES);
    expect(has.gzipped / hadBefore.gzipped).toBeLessThan(1.05);
    expect(has.plain / hadBefore.plain).toBeLessThan(1.05);
  } finally {
    await app.stop();
    await remove();
  }
});

test("a page loads the connection's code alone until something arrives or is hovered", async ({ page, person }) => {
  await person.notify("first");
  const scripts = requestsOf(page, ".js");
  const notifications = requestsOf(page, "/api/notifications");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(1);
  await idle(page);
  expect(notifications).toEqual([expect.stringContaining("/stream")]);
  const markup = await (await page.request.get(HOME.path, { maxRetries: 1 })).text();
  const late = (): string[] => scripts.filter((address) => !markup.includes(new URL(address).pathname));
  const connection = late();
  expect(connection).toHaveLength(1);
  expect(await scriptsOfLoad(page)).not.toContain(connection[0]);
  expect((await scriptBytes(connection)).gzipped).toBeLessThan(MAX_CONNECTION_GZIPPED_BYTES);

  await person.notify("second");
  await inbox.expectBadge(2);
  await expect.poll(late).not.toEqual(connection);
  await expect(page.getByRole("region", { name: /^New notifications/ })).toContainText("second");
  expect(notifications).toHaveLength(1);

  await inbox.bell.hover();
  await expect.poll(() => notifications.length).toBe(2);
  await inbox.openPanel();
  await inbox.expectMessages("second", "first");
  expect(notifications).toEqual([expect.stringContaining("/stream"), expect.stringContaining("?status=unread")]);
});

test("one that arrives during the first fetch is there once, without a second fetch", async ({ page, person }) => {
  await person.notify("before");
  const notifications = requestsOf(page, "/api/notifications");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(1);
  await page.route(LIST, async (route) => {
    const response = await route.fetch();
    await person.notifyMany(3);
    await inbox.expectBadge(4);
    await route.fulfill({ response });
  });
  await inbox.openPanel();
  await inbox.expectMessages("Message 3", "Message 2", "Message 1", "before");
  await person.notify("after");
  await inbox.expectMessages("after", "Message 3", "Message 2", "Message 1", "before");
  await inbox.expectBadge(5);
  expect(notifications).toHaveLength(2);
});

test("the bell is live on a page that does not finish loading", async ({ page, person }) => {
  await person.notify("first");
  await page.route("**/a-slow-picture", () => {});
  await page.addInitScript(() =>
    document.addEventListener(
      "DOMContentLoaded",
      () => (document.body.appendChild(new Image()).src = "/a-slow-picture"),
    ),
  );
  await page.goto(HOME.path, { waitUntil: "commit" });
  await new Inbox(page).expectBadge(1);
  expect(await page.evaluate(() => document.readyState)).not.toBe("complete");
});

/** Addresses of the scripts that the page asked for before its load event. */
async function scriptsOfLoad(page: Page): Promise<string[]> {
  await page.waitForLoadState();
  const addresses = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return performance
      .getEntriesByType("resource")
      .filter(({ startTime }) => startTime < (navigation?.loadEventStart ?? Infinity))
      .map(({ name }) => name);
  });
  return [...new Set(addresses)].filter((address) => new URL(address).pathname.endsWith(".js"));
}

/** Waits until the page has done what it puts off until it is idle. */
async function idle(page: Page): Promise<void> {
  await page.waitForLoadState();
  await page.evaluate(() => new Promise<void>((done) => requestIdleCallback(() => requestIdleCallback(() => done()))));
}
