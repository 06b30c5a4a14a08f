import { type BrowserContext, chromium, type Page } from "@playwright/test";

import { environmentOfRun } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { Person } from "@/tests/support/e2e/person";
import { expect, proxiedTest as test } from "@/tests/support/e2e/test";
import { chromiumArguments } from "@/tests/support/programs/chromium";

/** Ways for a tab to end, or to pause until the returned function is called. */
const ENDS: Record<string, (page: Page) => Promise<(() => Promise<void>) | void>> = {
  "is closed": (page) => page.close(),
  crashes: async (page) => {
    const crashed = page.waitForEvent("crash");
    await page.goto("chrome://crash").catch(() => {});
    await crashed;
  },
  "is frozen @rest": async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Page.setWebLifecycleState", { state: "frozen" });
    return async () => {
      await session.send("Page.setWebLifecycleState", { state: "active" });
    };
  },
  "hangs @rest": async (page) => {
    const hanging = page.evaluate(() => {
      for (const end = Date.now() + 6_000; Date.now() < end;);
    });
    return () => hanging;
  },
};

/** Browsers without usable locks, and how many streams two visible tabs of them have. */
const UNSHARED: Record<string, { unshare: () => void; streams: number }> = {
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

test.describe("the tabs of a browser", () => {
  test("are all live with one stream, ten of them too @rest", async ({ page, person, context, streamProxy: proxy }) => {
    await person.notify("before");
    const tabs = [await Inbox.open(page)];
    while (tabs.length < 10) tabs.push(await openTab(context));
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

  test("have one stream when they are opened all at once", async ({ person, context, streamProxy: proxy }) => {
    await person.signIn(context);
    const tabs = await Promise.all(Array.from({ length: 6 }, () => openTab(context)));
    await person.notify("to all of them");
    for (const tab of tabs) await tab.expectBadge(1);
    expect(proxy.streams).toBe(1);
  });

  test("tell a new one how many are unread, before a server could", async ({ page, person, context }) => {
    await person.notifyMany(2);
    await (await Inbox.open(page)).expectBadge(2);
    const other = await context.newPage();
    await other.route("**/api/**", () => {});
    const inbox = await Inbox.open(other);
    await inbox.expectBadge(2);
    await person.notify("third");
    await inbox.expectBadge(3);
  });

  test("all know when the session is over", async ({ page, context, streamProxy: proxy }) => {
    const tabs = [await Inbox.open(page), await openTab(context)];
    await context.clearCookies();
    proxy.endStreams();
    for (const tab of tabs) await tab.expectConnection("signed-out");
    expect(proxy.streams).toBe(0);
    // The one that was open, and at most a refused one for each: the lock may be passed on before the news.
    expect(proxy.streamRequests.length).toBeLessThanOrEqual(1 + tabs.length);
  });

  for (const [why, { unshare, streams }] of Object.entries(UNSHARED))
    test(`are live where the browser ${why}, and acknowledge`, async ({
      page,
      person,
      context,
      streamProxy: proxy,
    }) => {
      await context.addInitScript(unshare);
      const tabs = [await Inbox.open(page), await openTab(context)];
      await person.notify("to both");
      for (const tab of tabs) await tab.expectBadge(1);
      await expect.poll(() => proxy.streams).toBe(streams);
      await tabs[1]?.openPanel();
      await tabs[1]?.acknowledge("to both");
      for (const tab of tabs) await tab.expectBadge(0);
      await person.expectRead(["to both"]);
    });

  test("share a stream over plain http, where a browser opens no more than six @rest", async ({
    person,
    streamProxy: proxy,
  }) => {
    const browser = await chromium.launch({
      executablePath: environmentOfRun().chromium,
      args: [...chromiumArguments(), "--host-resolver-rules=MAP app.test 127.0.0.1"],
    });
    const url = proxy.url.replace("localhost", "app.test");
    const context = await browser.newContext({ baseURL: proxy.url });
    await person.signIn(context);
    const [{ value } = { value: "" }] = await context.cookies();
    await context.addCookies([{ name: "session", value, domain: "app.test", path: "/" }]);
    const tabs: Inbox[] = [];
    while (tabs.length < 8) tabs.push(await openTab(context, url + HOME.path));
    expect(await tabs[0]?.page.evaluate(() => [isSecureContext, "locks" in navigator])).toEqual([false, false]);
    await person.notify("to all of them");
    for (const tab of tabs) await tab.expectBadge(1);
    await expect.poll(() => proxy.streams).toBe(1);

    // One of these has the stream.
    for (const tab of tabs.splice(0, 7)) await tab.page.close();
    await person.notify("to the last one");
    await tabs[0]?.expectBadge(2);
    await tabs[0]?.expectConnection("live");
    await browser.close();
  });

  test("of two people have a stream each, and know nothing of each other", async ({
    page,
    person,
    context,
    streamProxy: proxy,
  }) => {
    const tab = await Inbox.open(page);
    const next = await Person.create();
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
    test(`lose and repeat nothing when the one with the stream ${how}`, async ({
      page,
      person,
      context,
      streamProxy: proxy,
    }) => {
      const leader = await Inbox.openPanel(page);
      const others = [await openTab(context), await openTab(context)];
      for (const inbox of others) await inbox.openPanel();
      expect(proxy.streamRequests).toHaveLength(1);

      const sending = person.notifyMany(60);
      await others[0]?.expectItems(10);
      const revive = await stop(page);
      // On a busy machine this takes longer than an expectation waits.
      await sending;
      for (const inbox of others) {
        await inbox.expectMany(60);
        await inbox.expectBadge(60);
        await inbox.expectConnection("live");
      }
      await expect.poll(() => proxy.streams).toBe(1);

      if (!revive) return;
      await revive();
      await person.notify("after");
      for (const inbox of [leader, ...others]) {
        await inbox.expectMany(60, "after");
        await inbox.expectBadge(61);
        await inbox.expectConnection("live");
      }
      await expect.poll(() => proxy.streams).toBe(1);
    });
});

async function openTab(context: BrowserContext, address?: string): Promise<Inbox> {
  return Inbox.open(await context.newPage(), address);
}
