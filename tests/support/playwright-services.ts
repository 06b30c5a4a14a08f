import { seed } from "@/lib/demo/seed";

import { startApp } from "./app-server";
import { findChromium, findWholeChromium } from "./chromium";
import { publishEnvironment } from "./e2e-environment";
import { copyTemplate } from "./postgres-server";
import { startServices } from "./services";

/** The global setup of the browser tests: one production server with a database and a Redis of its own. */
export default async function setup(): Promise<() => Promise<void>> {
  const [chromium, wholeChromium] = [findChromium(), findWholeChromium()];
  const services = await startServices();
  try {
    const database = await copyTemplate(services.postgres);
    await seed(database.url);
    const producerKey = "key-of-the-browser-tests";
    const authSecret = "a secret of the browser tests, 32 bytes or more";
    const app = await startApp({
      DATABASE_URL: database.url,
      REDIS_URL: services.redis.url,
      AUTH_SECRET: authSecret,
      INTERNAL_API_KEYS: `suite/send/privacy:${producerKey}`,
      DEMO: "1",
    });
    const { url } = app;
    publishEnvironment({ chromium, wholeChromium, url, producerKey, databaseUrl: database.url, authSecret });
    return async () => {
      await app.stop();
      await database.drop();
      await services.stop();
    };
  } catch (error) {
    await services.stop();
    throw error;
  }
}
