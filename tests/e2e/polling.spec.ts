import { startApp } from "@/tests/support/app/app-server";
import { environmentOfRun, serverSettings } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { look, proxyPage, reconnect } from "@/tests/support/e2e/interruptions";
import { HOME } from "@/tests/support/e2e/pages";
import { requestsOf } from "@/tests/support/e2e/records";
import { expect, proxiedTest, test } from "@/tests/support/e2e/test";
import { startBufferingNginx } from "@/tests/support/programs/nginx";

/** Longer than the pause between two questions while something happens. */
const POLLED_MS = 20_000;

test("behind an nginx that compresses streams, and so buffers them, the list is polled @rest", async ({
  page,
  person,
}) => {
  const nginx = await startBufferingNginx(environmentOfRun().url);
  try {
    await person.notify("before");
    const inbox = new Inbox(page);
    await page.goto(nginx.url.replace("127.0.0.1", "localhost") + HOME.path);
    await inbox.expectBadge(1, POLLED_MS);
    await inbox.expectConnection("polling");
    await inbox.openPanel();
    await inbox.expectMessages("before");
    await person.notify("after");
    await inbox.expectBadge(2, POLLED_MS);
    await inbox.expectMessages("after", "before");
  } finally {
    await nginx.stop();
  }
});

for (const [how, treatment] of [
  ["buffers event streams", "buffered"],
  ["answers streams with an error page @rest", "refused"],
] as const)
  proxiedTest(
    `behind a proxy that ${how}, one tab polls for all, until streams get through`,
    async ({ page, person, context, streamProxy: proxy }) => {
      proxy.treatStreams(treatment);
      await page.goto(HOME.path);
      const other = await context.newPage();
      await other.goto(HOME.path);
      const tabs = [new Inbox(page), new Inbox(other)];
      for (const tab of tabs) await tab.expectConnection("polling", POLLED_MS);
      await person.notify("polled");
      for (const tab of tabs) await tab.expectBadge(1, POLLED_MS);
      const askedByTheOther = requestsOf(other, "");

      // Into another network.
      await context.setOffline(true);
      proxy.treatStreams("passed");
      await context.setOffline(false);
      for (const tab of tabs) await tab.expectConnection("live", POLLED_MS);
      const asked = proxy.otherRequests.length;
      await person.notify("streamed");
      for (const tab of tabs) await tab.expectBadge(2);
      expect(proxy.otherRequests).toHaveLength(asked);
      expect(askedByTheOther).toEqual([]);
      expect(proxy.streams).toBe(1);
    },
  );

for (const [how, treatment] of [
  ["holds each chunk of a stream back until the next one", "lagging"],
  ["passes streams on every ten seconds", "flushed"],
] as const)
  proxiedTest(
    `behind a proxy that ${how}, the list is polled, and nothing old is called live @rest`,
    async ({ page, person, streamProxy: proxy }) => {
      proxy.treatStreams(treatment);
      const inbox = new Inbox(page);
      await page.goto(HOME.path);
      await inbox.expectConnection("polling", POLLED_MS);
      const connections = await inbox.recordConnections();
      for (let count = 1; count <= 3; count++) {
        await person.notify(`Message ${count}`);
        await inbox.expectBadge(count, POLLED_MS);
      }
      expect(await connections()).not.toContain("live");
    },
  );

proxiedTest(
  "a proxy that redirects streams to a page of the site ends the session, until they get through",
  async ({ page, streamProxy: proxy }) => {
    proxy.treatStreams("redirected");
    const inbox = new Inbox(page);
    await page.goto(HOME.path);
    await inbox.expectConnection("signed-out");
    proxy.treatStreams("passed");
    await look(page);
    await inbox.expectConnection("live");
  },
);

test("a page that a full server refuses polls, and streams once there is room @rest", async ({
  page,
  person,
  browser,
}) => {
  const app = await startApp({ ...serverSettings(), MAX_STREAMS_PER_USER: "1" });
  try {
    const device = await browser.newContext();
    await person.signIn(device);
    await Inbox.open(await device.newPage(), app.url + HOME.path);
    await person.notify("before");
    const inbox = new Inbox(page);
    await page.goto(app.url + HOME.path);
    await inbox.expectBadge(1, POLLED_MS);
    await inbox.expectConnection("polling");
    await person.notify("after");
    await inbox.expectBadge(2, POLLED_MS);
    await device.close();
    await inbox.expectConnection("live", 30_000);
  } finally {
    await app.stop();
  }
});

test("the server is unreachable when a stranger's page answers everything @rest", async ({ page, context }) => {
  await page.route("**/api/notifications**", (route) => route.fulfill(proxyPage(200)));
  await page.goto(HOME.path);
  const inbox = new Inbox(page);
  await inbox.expectConnection("unreachable", 40_000);
  await page.unroute("**/api/notifications**");
  await reconnect(context);
  await inbox.expectConnection("live");
});
