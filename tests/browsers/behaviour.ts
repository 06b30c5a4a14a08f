import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { DEMO_USERS } from "@/lib/demo/users";

import type { Driver, Preferences } from "./drivers/driver";
import { Inbox } from "./inbox";
import { Page } from "./page";
import { Stage } from "./stage";

/** What holds in every browser. */
export function describeBrowser(name: string, startBrowser: (preferences?: Preferences) => Promise<Driver>): void {
  describe(`In ${name}`, () => {
    let stage: Stage;
    let userId: string;

    beforeAll(async () => {
      stage = await Stage.start(startBrowser);
    });
    afterAll(() => stage?.stop());
    afterEach(() => stage.closeAll());

    const notifyAll = async (...messages: string[]): Promise<void> => {
      for (const message of messages) await stage.system.notify(userId, message);
    };
    const notifyMany = (first: number, last: number): Promise<void> =>
      notifyAll(...Array.from({ length: last - first + 1 }, (_, index) => `Message ${first + index}`));

    it.for(["127.0.0.1", "localhost"])("signs in on the demo's page at http://%s, and stays so", async (host) => {
      const page = await stage.open("window", host);
      await page.goto("/sign-in");
      await page.click("main li:nth-of-type(2) button");
      await expect.poll(() => page.evaluate(() => location.pathname)).not.toBe("/sign-in");
      const inbox = new Inbox(page);
      await inbox.expectConnection("live");
      const before = await page.text("[data-testid=unread-badge]");
      await stage.system.notify(DEMO_USERS[1].id);
      await inbox.expectBadge(Number(before) + 1);
      await page.reload();
      await inbox.expectConnection("live");
      await inbox.expectBadge(Number(before) + 1);
    });

    it("is dark and does not move for somebody whose system says so", async () => {
      const browser = await startBrowser({ dark: true, reducedMotion: true });
      try {
        const page = new Page(browser, await browser.open("window"), stage.url());
        await page.goto("/sign-in");
        const look = await page.evaluate(() => {
          const button = document.querySelector("main button") ?? document.body;
          return [getComputedStyle(document.body).backgroundColor, getComputedStyle(button).transitionDuration];
        });
        expect(look).toEqual(["rgb(13, 15, 18)", "0s"]);
      } finally {
        await browser.stop();
      }
    });

    describe("of somebody who is signed in", () => {
      beforeEach(async () => {
        userId = await stage.signIn();
      });

      it("shows what comes within two seconds", async () => {
        const inbox = await stage.openInbox();
        await inbox.page.evaluate(() => {
          new MutationObserver((_, observer) => {
            if (!document.querySelector("[data-testid=unread-badge]")) return;
            observer.disconnect();
            document.documentElement.dataset["shownAt"] = String(Date.now());
          }).observe(document.body, { childList: true, subtree: true });
        });
        await stage.system.notify(userId);
        const committedAt = Date.now();
        await inbox.expectBadge(1);
        const shownAt = await inbox.page.evaluate(() => Number(document.documentElement.dataset["shownAt"]));
        expect(shownAt - committedAt).toBeLessThan(2_000);
      });

      it("takes what is acknowledged from the badge, the list and the database", async () => {
        await notifyAll("first", "second", "third");
        const inbox = await stage.openInbox();
        await inbox.expectBadge(3);
        await inbox.openPanel();
        await inbox.expectMessages("third", "second", "first");
        await inbox.acknowledge("second");
        await inbox.expectMessages("third", "first");
        await inbox.expectBadge(2);
        await expect.poll(() => stage.readMessages(userId)).toEqual(["second"]);
        await inbox.showList("All");
        await inbox.expectMessages("third", "second", "first");
      });

      it("is worked with keys: the list, which scrolls, is one tab stop, and F6 leads to what is new", async () => {
        await notifyMany(1, 15);
        const inbox = await stage.openInbox();
        const { page } = inbox;
        await inbox.openPanel();
        await inbox.expectItems(5);
        const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.textContent ?? null);
        for (let presses = 0; presses < 10 && (await focused()) !== "Mark all as read"; presses++)
          await page.press("Tab");
        await page.press("Tab");
        await inbox.expectFocusOn("Message 15");
        await page.press("ArrowDown");
        await inbox.expectFocusOn("Message 14");
        await page.press("e");
        await inbox.expectFocusOn("Message 13");
        await inbox.expectBadge(14);
        await page.press("Escape");
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
          .toBe("Notifications, 14 unread");
        await stage.system.notify(userId, "new");
        await inbox.expectBadge(15);
        await expect
          .poll(async () => {
            await page.press("F6");
            return page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
          })
          .toBe("New notifications (F6)");
      });

      it("has one stream for ten tabs, and all of them show what comes", async () => {
        const inboxes = [await stage.openInbox()];
        while (inboxes.length < 10) inboxes.push(await stage.openInbox("tab"));
        expect(await stage.streams()).toBe(1);
        await notifyMany(1, 3);
        for (const inbox of inboxes) await inbox.expectBadge(3);
        expect(await stage.streams()).toBe(1);
      });

      it("goes on when the page with the stream is closed: nothing is lost, nothing shown twice", async () => {
        const leader = await stage.openInbox();
        const others = [await stage.openInbox(), await stage.openInbox()];
        for (const inbox of others) await inbox.openPanel();
        await notifyMany(1, 10);
        await others[0]?.expectBadge(10);
        await Promise.all([stage.close(leader.page), notifyMany(11, 40)]);
        const all = Array.from({ length: 40 }, (_, index) => `Message ${40 - index}`);
        for (const inbox of others) {
          await inbox.expectMessages(...all);
          await inbox.expectBadge(40);
          await inbox.expectConnection("live");
        }
        await expect.poll(() => stage.streams()).toBe(1);
      });

      it("catches up after the network was away, with what it acknowledged meanwhile", async () => {
        await notifyAll("first", "second");
        const inbox = await stage.openInbox();
        await inbox.openPanel();
        await inbox.expectMessages("second", "first");
        stage.disconnect();
        await inbox.expectConnection("reconnecting");
        await inbox.acknowledge("first");
        await inbox.expectMessages("second");
        await inbox.expectBadge(1);
        await notifyMany(1, 5);
        await stage.connect();
        await inbox.expectMessages("Message 5", "Message 4", "Message 3", "Message 2", "Message 1", "second");
        await inbox.expectBadge(6);
        await inbox.expectConnection("live");
        await expect.poll(() => stage.readMessages(userId)).toEqual(["first"]);
      });

      it("keeps what is unread over a reload", async () => {
        await notifyMany(1, 2);
        const inbox = await stage.openInbox();
        await inbox.expectBadge(2);
        await inbox.page.reload();
        await inbox.expectBadge(2);
        await inbox.openPanel();
        await inbox.expectMessages("Message 2", "Message 1");
        await expect.poll(() => stage.streams()).toBe(1);
      });

      it("is up to date, with one stream, when a page comes back that was left for another", async () => {
        const inbox = await stage.openInbox();
        await inbox.page.goto("about:blank");
        await expect.poll(() => stage.streams()).toBe(0);
        await stage.system.notify(userId, "meanwhile");
        await inbox.page.evaluate(() => history.back());
        await inbox.expectBadge(1);
        await inbox.expectConnection("live");
        // As long as a lost stream waits at most before it is opened again for the first time.
        await inbox.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 2_000)));
        expect(await stage.streams()).toBe(1);
        await inbox.openPanel();
        await inbox.expectMessages("meanwhile");
      });
    });
  });
}
