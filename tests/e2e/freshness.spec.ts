import { chromium } from "@playwright/test";

import { environmentOfRun } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { expect, proxiedTest as test } from "@/tests/support/e2e/test";
import { chromiumArguments } from "@/tests/support/programs/chromium";

test("a new stream is catching up until it has brought everything that was missed", async ({
  page,
  person,
  streamProxy: proxy,
}) => {
  const inbox = await Inbox.open(page);
  proxy.treatStreams("buffered");
  proxy.endStreams();
  await person.notify("missed");
  await inbox.expectConnection("catching-up");
  await inbox.expectBadge(0);
  proxy.treatStreams("passed");
  await inbox.expectConnection("live");
  await inbox.expectBadge(1);
});

test("every tab stays live when a stream ends after its time @rest", async ({
  page,
  person,
  context,
  streamProxy: proxy,
}) => {
  const tabs = [await Inbox.open(page), await Inbox.open(await context.newPage())];
  const records = await Promise.all(tabs.map((tab) => tab.recordConnections()));
  // A stream has lasted when its second ping has come.
  await page.waitForTimeout(17_000);
  for (let round = 1; round <= 2; round++) {
    proxy.endStreams();
    await person.notify("meanwhile");
    for (const tab of tabs) await tab.expectBadge(round);
    await expect.poll(() => proxy.streamRequests.length).toBe(1 + round);
    if (round === 1) await page.waitForTimeout(23_000);
  }
  for (const record of records) expect(await record()).toEqual([]);
});

test("every tab says that it is offline, and is right when the network is back", async ({
  page,
  person,
  context,
  streamProxy: proxy,
}) => {
  const tabs = [await Inbox.open(page), await Inbox.open(await context.newPage())];
  await context.setOffline(true);
  for (const tab of tabs) await tab.expectConnection("offline");
  await person.notifyMany(3);
  await context.setOffline(false);
  for (const tab of tabs) {
    await tab.expectBadge(3);
    await tab.expectConnection("live");
  }
  expect(proxy.streams).toBe(1);
});

test("every tab is right at once after the machine has slept @rest", async ({ person, streamProxy: proxy }) => {
  const server = await chromium.launchServer({
    executablePath: environmentOfRun().chromium,
    args: chromiumArguments(),
  });
  const browser = await chromium.connect(server.wsEndpoint());
  const context = await browser.newContext({ baseURL: proxy.url });
  await person.signIn(context);
  const tabs = [await Inbox.open(await context.newPage()), await Inbox.open(await context.newPage())];
  const all = -(server.process().pid ?? 0);
  process.kill(all, "SIGSTOP");
  try {
    proxy.loseStreams();
    await person.notify("while it slept");
    await new Promise((resolve) => setTimeout(resolve, 6_000));
  } finally {
    process.kill(all, "SIGCONT");
  }
  for (const tab of tabs) {
    await tab.expectBadge(1);
    await tab.expectConnection("live");
  }
  await browser.close();
  await server.close();
});

test("an old list, as a service worker keeps it, is asked for again until it is right", async ({
  page,
  person,
  context,
}) => {
  const id = await person.notify("first");
  const inbox = await Inbox.open(page);
  await inbox.expectBadge(1);
  const old = await person.unreadList(context);
  let kept = 0;
  await page.route("**/api/notifications?*", (route) => {
    if (route.request().method() !== "GET" || kept === 0) return route.continue();
    kept--;
    return route.fulfill({ response: old });
  });
  await person.notify("second");
  await inbox.expectBadge(2);
  kept = 2;
  await inbox.openPanel();
  await inbox.expectMessages("second", "first");
  await inbox.expectBadge(2);
  expect(kept).toBe(0);

  // Again with a list that is there already, when the stream cannot bring what was missed.
  await context.setOffline(true);
  await inbox.expectConnection("offline");
  await person.acknowledgeElsewhere(context, id);
  await person.sql`update notification_feeds set floor_seq = head_seq where user_id = ${person.id}`;
  kept = 2;
  await context.setOffline(false);
  await inbox.expectMessages("second");
  await inbox.expectBadge(1);
  await inbox.expectConnection("live");
  expect(kept).toBe(0);
});

test("a page from the back/forward cache is right, and holds no stream while it is there", async ({
  person,
  streamProxy: proxy,
}) => {
  proxy.mayKeepPages = true;
  const browser = await chromium.launch({
    executablePath: environmentOfRun().wholeChromium,
    args: chromiumArguments(),
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const context = await browser.newContext({ baseURL: proxy.url });
  await person.signIn(context);
  const page = await context.newPage();
  await Inbox.open(page, proxy.url + HOME.path);
  // Playwright loses sight of a page that comes back in this way, so the page tells the other tab what it shows.
  await page.evaluate(() =>
    addEventListener("pageshow", ({ persisted }) => {
      const show = (): void => {
        const badge = document.querySelector("[data-testid=unread-badge]");
        const bell = document.querySelector<HTMLElement>("[data-connection]");
        localStorage.setItem("shown", `${persisted}, ${badge?.textContent}, ${bell?.dataset["connection"]}`);
      };
      setInterval(show, 50);
    }),
  );
  const witness = await context.newPage();
  const other = await Inbox.open(witness);

  // The browser leaves the page behind whole for a page of another site.
  await page.goto(`${proxy.url.replace("localhost", "127.0.0.1")}/api/health/live`);
  await person.notify("meanwhile");
  await other.expectBadge(1);
  expect(proxy.streams).toBe(1);
  void page.goBack().catch(() => {});
  await expect.poll(() => witness.evaluate(() => localStorage.getItem("shown"))).toBe("true, 1, live");
  expect(proxy.streams).toBe(1);
  await browser.close();
});
