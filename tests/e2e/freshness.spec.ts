import { chromium } from "@playwright/test";

import { chromiumArguments } from "@/tests/support/chromium";
import { StreamProxy } from "@/tests/support/stream-proxy";

import { environmentOfRun, expect, Inbox, test } from "./fixtures";

test.describe("what is shown", () => {
  let proxy: StreamProxy;

  test.beforeEach(async () => {
    proxy = await StreamProxy.start(environmentOfRun().url);
  });
  test.afterEach(() => proxy.stop());

  test("is said to be catching up from a new stream's opening until all that was missed is there", async ({
    page,
    person,
  }) => {
    const inbox = await Inbox.open(page, `${proxy.url}/orders`);
    proxy.treatStreams("buffered");
    proxy.endStreams();
    await person.notify("missed");
    await inbox.expectConnection("catching-up");
    await inbox.expectBadge(0);
    proxy.treatStreams("passed");
    await inbox.expectConnection("live");
    await inbox.expectBadge(1);
  });

  test("stays live in every tab when a stream ends after its time, and nothing that came meanwhile is missed", async ({
    page,
    person,
    context,
  }) => {
    const tabs = [await Inbox.open(page, `${proxy.url}/orders`)];
    tabs.push(await Inbox.open(await context.newPage(), `${proxy.url}/orders`));
    for (const tab of tabs)
      await tab.page.evaluate(() => {
        const bell = document.querySelector("[data-connection]");
        const states: (string | null | undefined)[] = [];
        Object.assign(globalThis, { states });
        new MutationObserver(() => states.push(bell?.getAttribute("data-connection"))).observe(document.body, {
          attributes: true,
          subtree: true,
          attributeFilter: ["data-connection"],
        });
      });
    // One that has lasted to its second ping.
    await page.waitForTimeout(17_000);
    for (let round = 1; round <= 2; round++) {
      proxy.endStreams();
      await person.notify("meanwhile");
      for (const tab of tabs) await tab.expectBadge(round);
      await expect.poll(() => proxy.streamRequests.length).toBe(1 + round);
      if (round === 1) await page.waitForTimeout(23_000);
    }
    for (const tab of tabs)
      expect(await tab.page.evaluate(() => (globalThis as unknown as { states: string[] }).states)).toEqual([]);
  });

  test("is said to be old in every tab while the browser is offline, and is right in all of them when it is back", async ({
    page,
    person,
    context,
  }) => {
    const tabs = [await Inbox.open(page, `${proxy.url}/orders`)];
    tabs.push(await Inbox.open(await context.newPage(), `${proxy.url}/orders`));
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

  test("is right at once after the machine has slept, though its connection died without a word", async ({
    person,
  }) => {
    const server = await chromium.launchServer({
      executablePath: environmentOfRun().chromium,
      args: chromiumArguments(),
    });
    const browser = await chromium.connect(server.wsEndpoint());
    const context = await browser.newContext({ baseURL: proxy.url });
    await person.signIn(context);
    const tabs = [
      await Inbox.open(await context.newPage(), `${proxy.url}/orders`),
      await Inbox.open(await context.newPage(), `${proxy.url}/orders`),
    ];
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

  test("is never an old list that a service worker has kept: it is asked for until it is the right one", async ({
    page,
    person,
    context,
  }) => {
    await person.notify("first");
    const inbox = await Inbox.open(page, `${proxy.url}/orders`);
    await inbox.expectBadge(1);
    const old = await page.request.get(`${proxy.url}/api/notifications?status=unread&limit=50&user=${person.id}`);
    let kept = 0;
    await page.route("**/api/notifications?*", (route) => {
      if (route.request().method() !== "GET" || kept === 0) return route.continue();
      kept--;
      return route.fulfill({ response: old });
    });
    const first = person.sql<{ id: string }[]>`select id from notifications where user_id = ${person.id}`;
    const [{ id } = { id: "" }] = await first;
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

  test("is right in a page that comes back from the back/forward cache, which holds nothing back there", async ({
    person,
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
    await Inbox.open(page, `${proxy.url}/orders`);
    // Playwright loses sight of a page that comes back in this way, so it says itself what it shows, to the other tab.
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
    const other = await Inbox.open(witness, `${proxy.url}/orders`);

    // Another site, for which the browser leaves the page behind whole.
    await page.goto(`${proxy.url.replace("localhost", "127.0.0.1")}/api/health/live`);
    await person.notify("meanwhile");
    await other.expectBadge(1);
    expect(proxy.streams).toBe(1);
    void page.goBack().catch(() => {});
    await expect.poll(() => witness.evaluate(() => localStorage.getItem("shown"))).toBe("true, 1, live");
    expect(proxy.streams).toBe(1);
    await browser.close();
  });
});
