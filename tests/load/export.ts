/**
 * Measures the export of a long feed: `npm run build && npm run measure:export [notifications]`, twice: taken as fast as it
 * comes, and with a reader that stands still for ten seconds in the middle. Exits non-zero when an id is missing or comes
 * twice. Linux only.
 */
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import postgres from "postgres";

import { PRODUCER_KEY } from "@/tests/support/settings";

import { REPORTS_MEMORY, serverMemory } from "./server-memory";
import { startMeasured } from "./started-app";

const COUNT = Number(process.argv[2] ?? 1_000_000);
const SAMPLE_MS = 100;
const PAUSE_MS = 10_000;

const bench = await startMeasured(REPORTS_MEMORY);
const { app } = bench;
const sql = postgres(bench.databaseUrl, { max: 1 });

try {
  const [user = ""] = await bench.addUsers(1);
  await sql`insert into notification_feeds (user_id, head_seq, unread_count) values (${user}, ${COUNT}, ${COUNT})`;
  await sql`
    insert into notifications (id, user_id, type, message, created_at, seq)
    select gen_random_uuid(), ${user}, 'order.shipped', 'Order ' || n || ' has shipped', now(), n
    from generate_series(1, ${COUNT}::int) as n`;
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  const open = (): Promise<Response> => fetch(`${app.url}/api/internal/users/${user}/notifications`, { headers });
  await (await open()).body?.cancel();
  console.log(
    `| export of ${COUNT.toLocaleString("en")} | resident before | at most meanwhile | heap after | time | MB |`,
  );
  for (const pauseMs of [0, PAUSE_MS]) await measure(await open(), pauseMs);
} finally {
  await sql.end();
  await bench.stop();
}

async function measure(response: Response, pauseMs: number): Promise<void> {
  const { resident } = await serverMemory(app);
  let most = 0;
  const sampler = setInterval(() => (most = Math.max(most, residentNow())), SAMPLE_MS);
  const startedAt = performance.now();
  const ids = new Set<string>();
  let bytes = 0;
  let rest = "";
  let isPaused = pauseMs === 0;
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    bytes += text.length;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const id = /^\{"id":"([^"]+)"/.exec(line)?.[1];
      if (id !== undefined) ids.add(id);
    }
    if (!isPaused && ids.size > COUNT / 2) {
      isPaused = true;
      await delay(pauseMs);
    }
  }
  const seconds = (performance.now() - startedAt - pauseMs) / 1000;
  clearInterval(sampler);
  const { heapUsed } = await serverMemory(app);
  const figures = [
    `${resident} MB`,
    `${most} MB`,
    `${heapUsed} MB`,
    `${seconds.toFixed(1)} s`,
    Math.round(bytes / 1e6),
  ];
  console.log(`| ${pauseMs === 0 ? "as fast as it comes" : "with a pause"} | ${figures.join(" | ")} |`);
  if (ids.size !== COUNT) process.exitCode = 1;
}

/** Megabytes of the server's process. */
function residentNow(): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${app.pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1e3);
}
