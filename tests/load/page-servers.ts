import { randomUUID } from "node:crypto";

import postgres from "postgres";

import { startApp } from "@/tests/support/app/app-server";
import { buildWithoutBell } from "@/tests/support/app/checkout-copy";
import { startServices } from "@/tests/support/app/services";
import { SUITE_SETTINGS, token } from "@/tests/support/app/settings";
import { copyTemplate } from "@/tests/support/postgres/postgres-server";

import { post } from "./post";

const UNREAD = 20;
const SESSION_SECONDS = 3600;

export interface PageServers {
  /** Addresses of the same app on the same database. */
  urls: { without: string; withBell: string };
  /** The session of somebody with unread notifications. */
  session: string;
  stop(): Promise<void>;
}

/** Two servers at once: the production build of this checkout, and one of the same without the bell. */
export async function startPageServers(): Promise<PageServers> {
  const ends: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const build = await buildWithoutBell();
    ends.push(build.remove);
    const services = await startServices();
    ends.push(services.stop);
    const database = await copyTemplate(services.postgres);
    ends.push(database.drop);

    const settings = { ...SUITE_SETTINGS, DATABASE_URL: database.url, REDIS_URL: services.redis.url };
    const withBell = await startApp(settings);
    ends.push(withBell.stop);
    const without = await startApp(settings, { folder: build.folder });
    ends.push(without.stop);

    const userId = randomUUID();
    const sql = postgres(database.url, { max: 1 });
    await sql`insert into users (id, name) values (${userId}, 'somebody')`;
    await sql.end();
    for (let sent = 0; sent < UNREAD; sent++) await post(withBell.url, [userId], "Order HAL-0012 has shipped");
    return {
      urls: { without: `${without.url}/orders`, withBell: `${withBell.url}/orders` },
      session: await token({ sub: userId, expiresIn: SESSION_SECONDS }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
