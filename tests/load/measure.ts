/**
 * Measures delivery on the production build with a real Postgres and a real Redis, counting every id:
 * `npm run build && npm run measure [streams]`. Exits non-zero when anything was lost, repeated or out of order.
 */
import { readFileSync } from "node:fs";

import { connect } from "@/db/client";
import { moved } from "@/db/feed";
import { token } from "@/tests/support/settings";

import { percentiles } from "./percentiles";
import { post } from "./post";
import { startMeasured } from "./started-app";
import { StreamCrowd } from "./stream-crowd";

const STREAMS = Number(process.argv[2] ?? 5_000);
const OPENING_AT_ONCE = 100;
const SINGLES = 300;
const SINGLES_WITHOUT_REDIS = 20;
const RATE_SECONDS = 10;
const EVENTS_PER_SECOND = 1_000;
const EVENTS_PER_POST = 50;
const IDLE_SECONDS = 10;
const SWEEPS = 50;
const ARRIVAL_TIMEOUT_MS = 30_000;

const bench = await startMeasured();
const { app } = bench;
const crowd = new StreamCrowd(app.url);
/** When each notification was asked for, by id. */
const sentAt = new Map<string, number>();
const rows: [string, string][] = [];

try {
  const users = await bench.addUsers(STREAMS);
  await report("Opening the streams", openAll);
  await report("A single POST to its stream", () => singles(SINGLES));
  await report(`${EVENTS_PER_SECOND.toLocaleString("en")} events a second, ${RATE_SECONDS} seconds`, steadyRate);
  await report("One POST to everybody", broadcast);
  await report(`Nothing happening, ${IDLE_SECONDS} seconds`, idle);
  await report("The query of one sweep", sweepQuery);
  await bench.redis.stop();
  await report("Redis stopped: a single POST to its stream", () => singles(SINGLES_WITHOUT_REDIS));
  await report("Redis stopped: one POST to everybody", broadcast);
  row("Lost, repeated, out of order", verdict());
  console.log(`\n| ${STREAMS.toLocaleString("en")} streams, one process | |\n|---|---|`);
  for (const [what, figures] of rows) console.log(`| ${what} | ${figures} |`);

  async function openAll(): Promise<string> {
    const startedAt = performance.now();
    for (let opened = 0; opened < users.length; opened += OPENING_AT_ONCE)
      await Promise.all(
        users
          .slice(opened, opened + OPENING_AT_ONCE)
          .map(async (userId) => crowd.open(userId, await token({ sub: userId }))),
      );
    const seconds = (performance.now() - startedAt) / 1000;
    return `${seconds.toFixed(1)} s; the server then holds ${residentMegabytes(app.pid)} MB`;
  }

  async function singles(count: number): Promise<string> {
    const latencies: number[] = [];
    for (let index = 0; index < count; index++) {
      const [id] = await send([anybody()]);
      latencies.push(...latenciesOf(new Set([id])));
    }
    return percentiles(latencies);
  }

  async function steadyRate(): Promise<string> {
    const sent: Promise<string[]>[] = [];
    const posts = (RATE_SECONDS * EVENTS_PER_SECOND) / EVENTS_PER_POST;
    const arrived = crowd.arrivals(posts * EVENTS_PER_POST, RATE_SECONDS * 1000 + ARRIVAL_TIMEOUT_MS);
    const cpuBefore = cpuSeconds(app.pid);
    const startedAt = performance.now();
    for (let index = 0; index < posts; index++) {
      const due = startedAt + (index * EVENTS_PER_POST * 1000) / EVENTS_PER_SECOND;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      sent.push(send(somebody(EVENTS_PER_POST), false));
    }
    const ids = new Set((await Promise.all(sent)).flat());
    await arrived;
    const microseconds = ((cpuSeconds(app.pid) - cpuBefore) * 1e6) / ids.size;
    return `${percentiles(latenciesOf(ids))}; ${microseconds.toFixed(0)} µs of CPU an event`;
  }

  async function broadcast(): Promise<string> {
    const ids = new Set(await send(users));
    const latencies = latenciesOf(ids);
    return `first after ${Math.min(...latencies).toFixed(0)} ms, last after ${Math.max(...latencies).toFixed(0)} ms`;
  }

  /** What the sweep and the heartbeat cost, since nothing else goes on. */
  async function idle(): Promise<string> {
    const before = cpuSeconds(app.pid);
    await new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
    return `${(((cpuSeconds(app.pid) - before) * 100) / IDLE_SECONDS).toFixed(1)}% of a core`;
  }

  /** The query that each process makes once a second, from here. */
  async function sweepQuery(): Promise<string> {
    const feeds = connect(bench.databaseUrl, { max: 1 });
    const known = users.map((userId) => ({ userId, position: 1 }));
    const times: number[] = [];
    for (let index = 0; index < SWEEPS; index++) {
      const startedAt = performance.now();
      await moved(feeds, known);
      times.push(performance.now() - startedAt);
    }
    await feeds.end();
    return percentiles(times);
  }

  /** Notifies these users, and by default waits until all have it. Returns the ids. */
  async function send(recipients: readonly string[], wait = true): Promise<string[]> {
    const arrived = wait ? crowd.arrivals(recipients.length, ARRIVAL_TIMEOUT_MS) : undefined;
    const at = performance.now();
    const ids = await post(app.url, recipients, "A message of an ordinary length.");
    for (const id of ids) sentAt.set(id, at);
    await arrived;
    return ids;
  }

  function anybody(): string {
    return users[Math.floor(Math.random() * users.length)] ?? "";
  }

  function somebody(count: number): string[] {
    const chosen = new Set<string>();
    while (chosen.size < Math.min(count, users.length)) chosen.add(anybody());
    return [...chosen];
  }
} finally {
  crowd.close();
  await bench.stop();
}

async function report(what: string, measure: () => Promise<string>): Promise<void> {
  console.log(`${what} …`);
  row(what, await measure());
}

function row(what: string, figures: string): void {
  rows.push([what, figures]);
  console.log(`  ${figures}`);
}

function latenciesOf(ids: ReadonlySet<string | undefined>): number[] {
  return crowd.members.flatMap(({ arrivals }) =>
    arrivals.filter(({ id }) => ids.has(id)).map(({ id, at }) => at - (sentAt.get(id) ?? Number.NaN)),
  );
}

/** Holds every id and every position that arrived against what was accepted. */
function verdict(): string {
  const received = new Map<string, number>();
  let disordered = 0;
  for (const { arrivals } of crowd.members)
    for (const [index, { id, position }] of arrivals.entries()) {
      received.set(id, (received.get(id) ?? 0) + 1);
      if (position !== index + 1) disordered++;
    }
  const lost = [...sentAt.keys()].filter((id) => !received.has(id)).length;
  const repeated = [...received.values()].filter((times) => times > 1).length;
  if (lost + repeated + disordered > 0) process.exitCode = 1;
  return `${lost}, ${repeated}, ${disordered} of ${sentAt.size.toLocaleString("en")}`;
}

/** User and system time of a process so far, from Linux's /proc; a tick is a hundredth of a second there. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
