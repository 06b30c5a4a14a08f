import { seed } from "@/lib/demo/seed";
import { startApp } from "@/tests/support/app/app-server";
import { startServices } from "@/tests/support/app/services";
import { copyTemplate } from "@/tests/support/postgres/postgres-server";
import { findChromium, findWholeChromium } from "@/tests/support/programs/chromium";

import { publishEnvironment, serverSettings } from "./environment";

/** The global setup of the browser tests: one production server with its own database and Redis. */
export default async function setup(): Promise<() => Promise<void>> {
  const [chromium, wholeChromium] = [findChromium(), findWholeChromium()];
  const services = await startServices();
  try {
    const database = await copyTemplate(services.postgres);
    await seed(database.url);
    const environment = {
      chromium,
      wholeChromium,
      url: "",
      producerKey: "key-of-the-browser-tests",
      databaseUrl: database.url,
      authSecret: "a secret of the browser tests, 32 bytes or more",
    };
    publishEnvironment(environment);
    const app = await startApp({
      ...serverSettings(),
      INTERNAL_API_KEYS: `suite/send/privacy:${environment.producerKey}`,
      REDIS_URL: services.redis.url,
    });
    publishEnvironment({ ...environment, url: app.url });
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
