import { startApp, type App } from "@/tests/support/app/app-server";
import { serverSettings } from "@/tests/support/e2e/environment";
import { Inbox } from "@/tests/support/e2e/inbox";
import { HOME } from "@/tests/support/e2e/pages";
import { expect, test } from "@/tests/support/e2e/test";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";

/** The panel of a server that may fail. It has its own Redis and shares the database of the run. */
test.describe("the panel @rest", () => {
  let redis: RedisServer;
  let app: App;

  const start = (port?: number): Promise<App> =>
    startApp({ ...serverSettings(), REDIS_URL: redis.url }, { ...(port && { port }) });

  test.beforeEach(async () => {
    redis = await startRedis();
    app = await start();
  });
  test.afterEach(async () => {
    await app.kill();
    await redis.stop();
  });

  test("stays live with Redis stopped, and the badge follows in under two seconds", async ({ page, person }) => {
    const inbox = await Inbox.open(page, app.url + HOME.path);
    await redis.stop();
    for (let count = 1; count <= 3; count++) {
      await person.notify(`Message ${count}`);
      const sentAt = Date.now();
      await inbox.expectBadge(count);
      expect(Date.now() - sentAt).toBeLessThan(2000);
    }
    await inbox.openPanel();
    await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
    await inbox.acknowledge("Message 2");
    await inbox.expectBadge(2);
    await person.expectRead(["Message 2"]);
  });

  for (const [how, end] of [
    ["restarted", () => app.stop()],
    ["killed and started again", () => app.kill()],
  ] as const)
    test(`goes on by itself when its server is ${how}, with what was sent meanwhile`, async ({ page, person }) => {
      await person.notify("before");
      const inbox = await Inbox.openPanel(page, app.url + HOME.path);
      await inbox.expectMessages("before");
      await end();
      await expect(inbox.panel.getByText("Reconnecting", { exact: true })).toBeVisible();
      await person.notify("meanwhile");
      app = await start(Number(new URL(app.url).port));
      await expect(inbox.panel.getByText("Live", { exact: true })).toBeVisible();
      await person.notify("after");
      await inbox.expectMessages("after", "meanwhile", "before");
      await inbox.expectBadge(3);
    });
});
