import path from "node:path";

import nextEnv from "@next/env";
import getPort, { portNumbers } from "get-port";

import { curlToSend } from "@/lib/demo/curl-to-send";
import { DEMO_USERS } from "@/lib/demo/users";
import { readEnv, type Env } from "@/lib/notifications/server/env";

import { inspectDatabase, startDevDatabase } from "./dev-database";
import { startNextDev } from "./next-dev";
import { stopSignal } from "./stop-signal";

const [ADA] = DEMO_USERS;
const GREETING = { user_id: ADA.id, type: "greeting", message: "Hello Ada" };
const MARGIN = "  ";

/**
 * `npm run dev`: the app with everything it needs, and nothing to install. Without DATABASE_URL it starts a Postgres, and
 * stops it again however this process ends.
 */
async function develop(stop: AbortSignal): Promise<number> {
  // Next reads the .env files itself, and again whenever they change. Values from here would freeze them.
  // Its reports to Vercel are off, unless somebody switches them on.
  const inherited: NodeJS.ProcessEnv = { NEXT_TELEMETRY_DISABLED: "1", ...process.env, NODE_ENV: "development" };
  const { combinedEnv } = nextEnv.loadEnvConfig(process.cwd(), true);

  const given = combinedEnv["DATABASE_URL"];
  const { redis, demo, producerKeys } = readEnv({
    ...combinedEnv,
    NODE_ENV: "development",
    DATABASE_URL: given || "postgresql://started-below",
  });
  const port = await freePort(combinedEnv["PORT"]);
  const database = given ? await inspectDatabase(given) : await startDevDatabase(path.resolve(".data/postgres"));
  try {
    if (stop.aborted) return 0;

    const origin = `http://localhost:${port}`;
    const producerKey = producerKeys.find(({ scopes }) => scopes.includes("send"))?.key ?? "";
    print({
      Postgres: database.description,
      Doorbell: [redis ? `Redis at ${redisHosts(redis)}` : "in-process (for one process; REDIS_URL for several)"],
      "Sign in": demo ? [`${origin}/sign-in`] : [],
      "Producer key": [producerKey],
      "Notify Ada": curlToSend(origin, producerKey, GREETING).split("\n"),
    });

    const next = startNextDev(port, given ? inherited : { ...inherited, DATABASE_URL: database.url });
    const asked = new Promise<number>((resolve) => stop.addEventListener("abort", () => resolve(0)));
    const exitCode = await Promise.race([next.exited, asked]);
    await next.stop();
    return exitCode;
  } finally {
    await database.stop();
  }
}

/** PORT if it is set, which must be free then; otherwise the first free port from 3000. */
async function freePort(wanted: string | undefined): Promise<number> {
  if (!wanted) return getPort({ port: portNumbers(3000, 3999) });
  if (!/^\d{1,5}$/.test(wanted) || Number(wanted) > 65_535) throw new Error(`PORT is not a port: ${wanted}`);
  const free = await getPort({ port: Number(wanted) });
  if (free !== Number(wanted)) throw new Error(`Port ${wanted} is in use: set PORT to another one, or leave it out`);
  return free;
}

function redisHosts(redis: NonNullable<Env["redis"]>): string {
  const urls = "url" in redis ? [redis.url] : redis.clusterUrls;
  return urls.map((url) => new URL(url).host).join(", ");
}

/** Prints each entry with its first line beside the label, and its other lines below. */
function print(entries: Readonly<Record<string, readonly string[]>>): void {
  const width = Math.max(...Object.keys(entries).map((label) => label.length)) + MARGIN.length;
  const lines = Object.entries(entries).flatMap(([label, texts]) =>
    texts.map((text, index) => MARGIN + (index === 0 ? label : "").padEnd(width) + text),
  );
  console.log(`\n${lines.join("\n")}\n`);
}

const stop = stopSignal();
try {
  process.exitCode = await develop(stop);
} catch (error) {
  process.exitCode = 1;
  if (!stop.aborted) console.error(error instanceof Error ? error.message : error);
}
