import path from "node:path";

import nextEnv from "@next/env";

import { curlToSend } from "@/lib/demo/curl-to-send";
import { DEMO_USERS } from "@/lib/demo/users";
import { readEnv, type Env } from "@/lib/notifications/server/env";

import { inspectDatabase, startDevDatabase } from "./dev-database";
import { devPort } from "./dev-port";
import { startNextDev } from "./next-dev";
import { stopSignal } from "./stop-signal";
import { summary } from "./summary";

const [ADA] = DEMO_USERS;
const GREETING = { user_id: ADA.id, type: "greeting", message: "Hello Ada" };

/**
 * `npm run dev`: the app with everything it needs and nothing to install. Without DATABASE_URL it brings its own
 * Postgres and stops it again, however this process ends.
 */
async function develop(stop: AbortSignal): Promise<number> {
  // Next reads the .env files itself, and again whenever they change; handing it our values would freeze them.
  // Its reports to Vercel are off unless they were switched on.
  const inherited: NodeJS.ProcessEnv = { NEXT_TELEMETRY_DISABLED: "1", ...process.env, NODE_ENV: "development" };
  const { combinedEnv } = nextEnv.loadEnvConfig(process.cwd(), true);

  const given = combinedEnv["DATABASE_URL"];
  const { redis, demo, producerKeys } = readEnv({
    ...combinedEnv,
    NODE_ENV: "development",
    DATABASE_URL: given || "postgresql://started-below",
  });
  const port = await devPort(combinedEnv["PORT"]);
  const database = given ? await inspectDatabase(given) : await startDevDatabase(path.resolve(".data/postgres"));
  try {
    if (stop.aborted) return 0;

    const origin = `http://localhost:${port}`;
    const producerKey = producerKeys.find(({ scopes }) => scopes.includes("send"))?.key ?? "";
    const entries = {
      Postgres: database.description,
      Doorbell: [redis ? `Redis at ${redisHosts(redis)}` : "in-process (for one process; REDIS_URL for several)"],
      "Sign in": demo ? [`${origin}/sign-in`] : [],
      "Producer key": [producerKey],
      "Notify Ada": curlToSend(origin, producerKey, GREETING).split("\n"),
    };
    console.log(`\n${summary(entries)}\n`);

    const next = startNextDev(port, given ? inherited : { ...inherited, DATABASE_URL: database.url });
    const asked = new Promise<number>((resolve) => stop.addEventListener("abort", () => resolve(0)));
    const lost = database.exited.then(() => "Postgres has ended, so the app ends too.");
    const end = await Promise.race([next.exited, asked, lost]);
    await next.stop();
    if (typeof end === "number") return end;
    console.error(end);
    return 1;
  } finally {
    await database.stop();
  }
}

function redisHosts(redis: NonNullable<Env["redis"]>): string {
  const urls = "url" in redis ? [redis.url] : redis.clusterUrls;
  return urls.map((url) => new URL(url).host).join(", ");
}

const stop = stopSignal();
try {
  process.exitCode = await develop(stop);
} catch (error) {
  process.exitCode = 1;
  if (!stop.aborted) console.error(error instanceof Error ? error.message : error);
}
