import { type BrowserContext, chromium, type Page } from "@playwright/test";

import { chromiumArguments } from "@/tests/support/chromium";
import { StreamProxy } from "@/tests/support/stream-proxy";

import { environmentOfRun, expect, Inbox, newPerson, test } from "./fixtures";

/** Ways for a tab to end, or to pause until what they return is called. */
const ENDS: Record<string, (page: Page) => Promise<(() => Promise<void>) | void>> = {
  "is closed": (page) => page.close(),
  crashes: async (page) => {
    const crashed = page.waitForEvent("crash");
    await page.goto("chrome://crash").catch(() => {});
    await crashed;
  },
  "is frozen": async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    return async () => {
      await session.send("Page.setWebLifecycleState", { state: "active" });
    };
  },
  hangs: async (page) => {
    const hanging = page.evaluate(() => {
      for (const end = Date.now() + 6_000; Date.now() < end;);
    });
    return () => hanging;
  },
};

/** How a browser is without locks, and how many streams two tabs of it have that are both looked at. */
const UNSHARED: Record<string, { unshare: () => void; streams: number }> = {
  "has no locks, as on plain http": {
    unshare: () => Reflect.deleteProperty(Navigator.prototype, "locks"),
    streams: 1,
  },
  "has neither locks nor a BroadcastChannel": {
    unshare: () => {
      Reflect.deleteProperty(Navigator.prototype, "locks");
      Reflect.deleteProperty(globalThis, "BroadcastChannel");
    },
    streams: 2,
  },
  "refuses locks, as where storage is forbidden": {
    unshare: () => {
      LockManager.prototype.request = () => Promise.reject(new DOMException("", "SecurityError"));
    },
    streams: 1,
  },
};

/** Tabs of one browser, over HTTP/1.1, through a proxy that counts streams. */
test.describe("the tabs of a browser", () => {
  let proxy: StreamProxy;

  test.beforeEach(async () => {
    proxy = await StreamProxy.start(environmentOfRun().url);
  });
  test.afterEach(() => proxy.stop());

  const openTab = async (context: BrowserContext): Promise<Inbox> =>
    Inbox.open(await context.newPage(), `${proxy.url}/orders`);

  test("are all live with one stream, ten of them too, and show each notification once", async ({
    page,
    person,
    context,
  }) => {
    await person.notify("before");
    const tabs = [await Inbox.open(page, `${proxy.url}/orders`)];
    for (let count = 2; count <= 10; count++) tabs.push(await openTab(context));
    expect(proxy.streamRequests).toHaveLength(1);
    expect(proxy.streams).toBe(1);
    for (const tab of tabs) await tab.openPanel();
    await person.notifyMany(3);
    for (const tab of tabs) {
      await tab.expectMessages("Message 3", "Message 2", "Message 1", "before");
      await tab.expectBadge(4);
    }
    expect(proxy.streamRequests).toHaveLength(1);
    // A list for each panel, and none of them again.
    expect(proxy.otherRequests).toHaveLength(10);
  });

  test("opened all at once have one stream", async ({ person, context }) => {
    await person.signIn(context);
    const pages = await Promise.all(Array.from({ length: 12 }, () => context.newPage()));
    const tabs = await Promise.all(pages.map((page) => Inbox.open(page, `${proxy.url}/orders`)));
    await person.notify("to all of them");
    for (const tab of tabs) await tab.expectBadge(1);
    expect(proxy.streams).toBe(1);
  });

  test("tell a new one how many are unread, before a server could", async ({ page, person, context }) => {
    await person.notifyMany(2);
    await (await Inbox.open(page, `${proxy.url}/orders`)).expectBadge(2);
    const other = await context.newPage();
    await other.route("**/api/**", () => {});
    const inbox = new Inbox(other);
    await other.goto(`${proxy.url}/orders`);
    await inbox.expectBadge(2);
    await inbox.expectConnection("live");
    await person.notify("third");
    await inbox.expectBadge(3);
  });

  test("all know when the session is over", async ({ page, context }) => {
    const tabs = [await Inbox.open(page, `${proxy.url}/orders`), await openTab(context)];
    await context.clearCookies();
    proxy.endStreams();
    for (const tab of tabs) await tab.expectConnection("signed-out");
    expect(proxy.streams).toBe(0);
    // The one that was open, and at most a refused one for each: the lock may be passed on before the news.
    expect(proxy.streamRequests.length).toBeLessThanOrEqual(1 + tabs.length);
  });

  for (const [why, { unshare, streams }] of Object.entries(UNSHARED))
    test(`are live where the browser ${why}, and acknowledge`, async ({ page, person, context }) => {
      await context.addInitScript(unshare);
      const tabs = [await Inbox.open(page, `${proxy.url}/orders`), await openTab(context)];
      await person.notify("to both");
      for (const tab of tabs) await tab.expectBadge(1);
      await expect.poll(() => proxy.streams).toBe(streams);
      await tabs[1]?.openPanel();
      await tabs[1]?.acknowledge("to both");
      for (const tab of tabs) await tab.expectBadge(0);
      await expect.poll(async () => [...(await person.read()).keys()]).toEqual(["to both"]);
    });

  test("share a stream over plain http on a name, eight of them, where the sixth would have been the last to load", async ({
    person,
  }) => {
    const browser = await chromium.launch({
      executablePath: environmentOfRun().chromium,
      args: [...chromiumArguments(), "--host-resolver-rules=MAP app.test 127.0.0.1"],
    });
    const url = proxy.url.replace("localhost", "app.test");
    const context = await browser.newContext();
    const session = await context.request.post(`${proxy.url}/api/session`, { data: { user_id: person.id } });
    const [, value = ""] = /session=([^;]+)/.exec(session.headers()["set-cookie"] ?? "") ?? [];
    await context.addCookies([{ name: "session", value, domain: "app.test", path: "/" }]);
    const tabs: Inbox[] = [];
    for (let count = 1; count <= 8; count++) tabs.push(await Inbox.open(await context.newPage(), `${url}/orders`));
    expect(await tabs[0]?.page.evaluate(() => [isSecureContext, "locks" in navigator])).toEqual([false, false]);
    await person.notify("to all of them");
    for (const tab of tabs) await tab.expectBadge(1);
    await expect.poll(() => proxy.streams).toBe(1);

    // The one with the stream is closed, whichever it is.
    for (const tab of tabs.splice(0, 7)) await tab.page.close();
    await person.notify("to the last one");
    await tabs[0]?.expectBadge(2);
    await tabs[0]?.expectConnection("live");
    await browser.close();
  });

  test("of two people have a stream each, and know nothing of each other", async ({ page, person, context }) => {
    const tab = await Inbox.open(page, `${proxy.url}/orders`);
    const next = await newPerson();
    await next.signIn(context);
    const other = await openTab(context);
    await person.notifyMany(2);
    await next.notify("for the other");
    await tab.expectBadge(2);
    await other.expectBadge(1);
    expect(proxy.streams).toBe(2);
    await next.end();
  });

  for (const [how, stop] of Object.entries(ENDS))
    test(`go on when the one with the stream ${how}: nothing is lost, and nothing shown twice`, async ({
      page,
      person,
      context,
    }) => {
      const leader = await Inbox.open(page, `${proxy.url}/orders`);
      const others = [await openTab(context), await openTab(context)];
      for (const inbox of [leader, ...others]) await inbox.openPanel();
      expect(proxy.streamRequests).toHaveLength(1);

      const sending = person.notifyMany(60);
      await others[0]?.expectItems(10);
      const revive = await stop(page);
      // On a busy machine this takes longer than an expectation waits.
      await sending;
      const all = Array.from({ length: 60 }, (_, index) => `Message ${60 - index}`);
      for (const inbox of others) {
        await inbox.expectMessages(...all);
        await inbox.expectBadge(60);
        await inbox.expectConnection("live");
      }
      await expect.poll(() => proxy.streams).toBe(1);

      if (!revive) return;
      await revive();
      await person.notify("after");
      for (const inbox of [leader, ...others]) {
        await inbox.expectMessages("after", ...all);
        await inbox.expectBadge(61);
        await inbox.expectConnection("live");
      }
      await expect.poll(() => proxy.streams).toBe(1);
    });
});
