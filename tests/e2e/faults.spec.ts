import { startApp, type App } from "@/tests/support/app-server";
import { startRedis, type RedisServer } from "@/tests/support/redis";

import { environmentOfRun, expect, Inbox, test } from "./fixtures";

/** A server of its own, which may fail: on the database of the one that all tests share, with another Redis. */
test.describe("the panel", () => {
  let redis: RedisServer;
  let app: App;

  const start = (port?: number): Promise<App> => {
    const { databaseUrl, authSecret, producerKey } = environmentOfRun();
    const settings = { AUTH_SECRET: authSecret, INTERNAL_API_KEYS: `suite:${producerKey}`, DEMO: "1" };
    return startApp({ ...settings, DATABASE_URL: databaseUrl, REDIS_URL: redis.url }, { ...(port && { port }) });
  };

  test.beforeEach(async () => {
    redis = await startRedis();
    app = await start();
  });
  test.afterEach(async () => {
    await app.kill();
    await redis.stop();
  });

  test("stays live with Redis stopped, and the badge follows in under two seconds", async ({ page, person }) => {
    const inbox = await Inbox.open(page, `${app.url}/orders`);
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
    await expect.poll(async () => (await person.read()).size).toBe(1);
  });

  for (const [how, end] of [
    ["restarted", () => app.stop()],
    ["killed and started again", () => app.kill()],
  ] as const)
    test(`goes on by itself when its server is ${how}, with what was sent meanwhile`, async ({ page, person }) => {
      await person.notify("before");
      const inbox = await Inbox.open(page, `${app.url}/orders`);
      await inbox.expectBadge(1);
      await inbox.openPanel();
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
