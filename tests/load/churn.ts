/**
 * Measures what comings and goings leave behind in a server of the production build: clients of every kind connect and
 * leave, some in the middle of a request. `npm run build && npm run measure:churn [connections]`. Exits non-zero when a
 * subscription or a file descriptor is left.
 */
import { readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { Redis } from "ioredis";

import { DISCONNECTS } from "@/tests/support/app/disconnects";
import { token } from "@/tests/support/app/settings";

import { REPORTS_MEMORY, serverMemory } from "./server-memory";
import { startMeasured } from "./started-app";

const CONNECTIONS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 10;
const AT_ONCE = 25;
const USERS = 100;
const SETTLE_TIMEOUT_MS = 60_000;

const bench = await startMeasured(REPORTS_MEMORY);
const { app } = bench;
const redis = new Redis(bench.redis.url);

try {
  const users = await bench.addUsers(USERS);
  const tokens = await Promise.all(users.map((sub) => token({ sub, expiresIn: 24 * 3600 })));
  const port = Number(new URL(app.url).port);
  const kinds = Object.values(DISCONNECTS);
  let connections = 0;

  console.log("| connections | RSS | heap used | outside the heap | descriptors |\n|---|---|---|---|---|");
  // The first ones load code and open pools.
  await churn(kinds.length * AT_ONCE * 10);
  const descriptors = await report();
  const startedAt = performance.now();
  for (let round = 0; round < ROUNDS; round++) {
    await churn(CONNECTIONS / ROUNDS);
    await report();
  }
  const rate = CONNECTIONS / ((performance.now() - startedAt) / 1000);
  const left = (await openDescriptors()) - descriptors;
  const channels = await subscribedChannels();
  console.log(`${rate.toFixed(0)} connections a second; ${left} descriptors and ${channels} subscriptions left`);
  if (left > 0 || channels > 0) process.exitCode = 1;

  async function churn(count: number): Promise<void> {
    const end = connections + count;
    const client = async (): Promise<void> => {
      while (connections < end) {
        const index = connections++;
        await kinds[index % kinds.length]?.({ port, token: tokens[index % USERS] ?? "" });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, client));
  }

  /** Prints a row of the table and returns the open descriptors. */
  async function report(): Promise<number> {
    await settled();
    const { resident, heapUsed, external } = await serverMemory(app);
    const descriptors = await openDescriptors();
    console.log(`| ${connections} | ${resident} MB | ${heapUsed} MB | ${external} MB | ${descriptors} |`);
    return descriptors;
  }

  /** Waits for the server to notice the last ones. */
  async function settled(): Promise<void> {
    for (const deadline = Date.now() + SETTLE_TIMEOUT_MS; Date.now() < deadline; await delay(100))
      if ((await subscribedChannels()) === 0) return;
  }

  async function subscribedChannels(): Promise<number> {
    return (await redis.pubsub("CHANNELS", "notifications:*")).length;
  }

  async function openDescriptors(): Promise<number> {
    return readdirSync(`/proc/${app.pid}/fd`).length;
  }
} finally {
  redis.disconnect();
  await bench.stop();
}
