import { startApp } from "@/tests/support/app-server";
import { startBufferingNginx } from "@/tests/support/nginx";
import { StreamProxy } from "@/tests/support/stream-proxy";

import { environmentOfRun, expect, Inbox, test } from "./fixtures";

/** Longer than the pause between two questions while something happens. */
const POLLED = { timeout: 12_000 };

test("behind an nginx that compresses event streams, and so holds them back, the list is polled, and the badge and the panel are right", async ({
  page,
  person,
}) => {
  const nginx = await startBufferingNginx(environmentOfRun().url);
  try {
    await person.notify("before");
    const inbox = new Inbox(page);
    await page.goto(`${nginx.url.replace("127.0.0.1", "localhost")}/orders`);
    await expect(inbox.badge).toHaveText("1", POLLED);
    await inbox.expectConnection("polling");
    await inbox.openPanel();
    await inbox.expectMessages("before");
    await person.notify("after");
    await expect(inbox.badge).toHaveText("2", POLLED);
    await inbox.expectMessages("after", "before");
  } finally {
    await nginx.stop();
  }
});

test.describe("where a proxy", () => {
  let proxy: StreamProxy;

  test.beforeEach(async () => {
    proxy = await StreamProxy.start(environmentOfRun().url);
  });
  test.afterEach(() => proxy.stop());

  for (const [how, treatment] of [
    ["buffers event streams", "buffered"],
    ["answers them with a page of its own", "refused"],
  ] as const)
    test(`${how}, one tab polls for all of them, until streams get through`, async ({ page, person, context }) => {
      proxy.treatStreams(treatment);
      await page.goto(`${proxy.url}/orders`);
      const other = await context.newPage();
      await other.goto(`${proxy.url}/orders`);
      const tabs = [new Inbox(page), new Inbox(other)];
      for (const { bell } of tabs) await expect(bell).toHaveAttribute("data-connection", "polling", POLLED);
      await person.notify("polled");
      for (const { badge } of tabs) await expect(badge).toHaveText("1", POLLED);
      const askedByTheOther: string[] = [];
      other.on("request", (request) => askedByTheOther.push(request.url()));

      // Into another network.
      await context.setOffline(true);
      proxy.treatStreams("passed");
      await context.setOffline(false);
      for (const { bell } of tabs) await expect(bell).toHaveAttribute("data-connection", "live", POLLED);
      const asked = proxy.otherRequests.length;
      await person.notify("streamed");
      for (const tab of tabs) await tab.expectBadge(2);
      expect(proxy.otherRequests).toHaveLength(asked);
      expect(askedByTheOther).toEqual([]);
      expect(proxy.streams).toBe(1);
    });

  for (const [how, treatment] of [
    ["holds each chunk of a stream back until the next one", "lagging"],
    ["passes streams on every ten seconds", "flushed"],
  ] as const)
    test(`${how}, the list is polled, and nothing old is called live`, async ({ page, person }) => {
      proxy.treatStreams(treatment);
      const inbox = new Inbox(page);
      await page.goto(`${proxy.url}/orders`);
      await expect(inbox.bell).toHaveAttribute("data-connection", "polling", POLLED);
      await page.evaluate(() => {
        const bell = document.querySelector("[data-connection]");
        const states: (string | null | undefined)[] = [];
        Object.assign(globalThis, { states });
        new MutationObserver(() => states.push(bell?.getAttribute("data-connection"))).observe(document.body, {
          attributes: true,
          subtree: true,
          attributeFilter: ["data-connection"],
        });
      });
      for (let count = 1; count <= 3; count++) {
        await person.notify(`Message ${count}`);
        await expect(inbox.badge).toHaveText(String(count), POLLED);
      }
      expect(await page.evaluate(() => (globalThis as unknown as { states: string[] }).states)).not.toContain("live");
    });

  test("sends streams to a page of the site, the session is over, until they get through", async ({ page }) => {
    proxy.treatStreams("redirected");
    const inbox = new Inbox(page);
    await page.goto(`${proxy.url}/orders`);
    await inbox.expectConnection("signed-out");
    proxy.treatStreams("passed");
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await inbox.expectConnection("live");
  });
});

test("refused a stream by a server that has no room, a page has the count and the list, and streams once there is", async ({
  page,
  person,
  browser,
}) => {
  const { databaseUrl, authSecret, producerKey } = environmentOfRun();
  const settings = { AUTH_SECRET: authSecret, INTERNAL_API_KEYS: `suite:${producerKey}`, DEMO: "1" };
  const app = await startApp({ ...settings, DATABASE_URL: databaseUrl, MAX_STREAMS_PER_USER: "1" });
  try {
    const device = await browser.newContext();
    await person.signIn(device);
    await Inbox.open(await device.newPage(), `${app.url}/orders`);
    await person.notify("before");
    const inbox = new Inbox(page);
    await page.goto(`${app.url}/orders`);
    await expect(inbox.badge).toHaveText("1", POLLED);
    await inbox.expectConnection("polling");
    await person.notify("after");
    await expect(inbox.badge).toHaveText("2", POLLED);
    await device.close();
    await expect(inbox.bell).toHaveAttribute("data-connection", "live", { timeout: 30_000 });
  } finally {
    await app.stop();
  }
});

test("where everything is answered by a page of somebody else, it is said that the server cannot be reached", async ({
  page,
  context,
}) => {
  await page.route("**/api/notifications**", (route) =>
    route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Please wait</h1>" }),
  );
  await page.goto("/orders");
  const inbox = new Inbox(page);
  await expect(inbox.bell).toHaveAttribute("data-connection", "unreachable", { timeout: 40_000 });
  await page.unroute("**/api/notifications**");
  await context.setOffline(true);
  await context.setOffline(false);
  await inbox.expectConnection("live");
});
