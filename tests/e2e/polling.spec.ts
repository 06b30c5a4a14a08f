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
    await page.goto(`${nginx.url.replace("127.0.0.1", "localhost")}/team`);
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
      await page.goto(`${proxy.url}/team`);
      const other = await context.newPage();
      await other.goto(`${proxy.url}/team`);
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
});
