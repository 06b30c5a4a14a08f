import { startApp, type App } from "@/tests/support/app-server";
import { startRedis, type RedisServer } from "@/tests/support/redis";

import { environmentOfRun, expect, Inbox, newPerson, test } from "./fixtures";

test.describe("with Redis stopped", () => {
  let redis: RedisServer;
  let app: App;

  test.beforeEach(async () => {
    const { databaseUrl, authSecret, producerKey } = environmentOfRun();
    redis = await startRedis();
    app = await startApp({
      DATABASE_URL: databaseUrl,
      REDIS_URL: redis.url,
      AUTH_SECRET: authSecret,
      INTERNAL_API_KEYS: `suite:${producerKey}`,
      DEMO: "1",
    });
  });
  test.afterEach(async () => {
    await app.stop();
    await redis.stop();
  });

  test("the panel stays live, and the badge follows in under two seconds", async ({ context }) => {
    const person = await newPerson(app.url);
    await person.signIn(context);
    const inbox = await Inbox.open(await context.newPage(), `${app.url}/team`);
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
    await person.end();
  });
});
