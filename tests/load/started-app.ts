import { randomUUID } from "node:crypto";

import postgres from "postgres";

import { startApp } from "@/tests/support/app/app-server";
import { startServices } from "@/tests/support/app/services";
import { SUITE_SETTINGS } from "@/tests/support/app/settings";
import { copyTemplate } from "@/tests/support/postgres/postgres-server";

/** What is measured: one process of the production build, with a real Redis and a database of its own in a real Postgres. */
export async function startMeasured(env: Readonly<Record<string, string>> = {}) {
  const services = await startServices();
  const database = await copyTemplate(services.postgres);
  const sql = postgres(database.url, { max: 2 });
  const settings = {
    ...SUITE_SETTINGS,
    // What one process can do is measured, not what a producer may.
    PRODUCER_NOTIFICATIONS_PER_MINUTE: "999999999",
    DATABASE_URL: database.url,
    REDIS_URL: services.redis.url,
  };
  const app = await startApp({ ...settings, ...env });
  return {
    app,
    redis: services.redis,
    databaseUrl: database.url,

    /** Ids of as many new users. */
    async addUsers(count: number): Promise<string[]> {
      const users = Array.from({ length: count }, () => randomUUID());
      await sql`insert into users select unnest(${users}::uuid[]), 'somebody'`;
      return users;
    },

    async stop(): Promise<void> {
      await app.stop();
      await sql.end();
      await database.drop();
      await services.stop();
    },
  };
}
