import { setTimeout as delay } from "node:timers/promises";

import { Redis } from "ioredis";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";

import { eventually } from "@/tests/support/eventually";
import { fakeClock } from "@/tests/support/fake-clock";
import { startRedis } from "@/tests/support/redis";
import { startRedisCluster } from "@/tests/support/redis-cluster";
import { PRODUCER_KEY, token } from "@/tests/support/settings";
import { openStalledReader, sendBacklog } from "@/tests/support/stalled-reader";
import { StreamClient } from "@/tests/support/stream-client";
import { bearer, System } from "@/tests/support/system";
import { upTo } from "@/tests/support/up-to";

const SETTLES = { timeout: 30_000, interval: 100 };
/** With this the longest life of a stream takes five seconds, and what is left of its heartbeat. */
const CLOCK_SPEED = 120;
const DAY_SECONDS = 24 * 3600;

let system: System;
afterEach(() => system.stop());

function endStreams(userId: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  return system.fetch(`/api/internal/users/${userId}/streams`, { method: "DELETE", headers });
}

/** Opens the user's stream on every instance. */
function openEverywhere(open: (url: string) => Promise<StreamClient>): Promise<StreamClient[]> {
  return Promise.all(system.apps.map(async ({ url }) => (await open(url)).synced()));
}

describe.each([
  ["one process", 1, async () => ({ redis: false })],
  ["two on Redis", 2, async () => ({})],
  [
    "two on a Redis Cluster",
    2,
    async () => {
      const cluster = await startRedisCluster();
      onTestFinished(() => cluster.stop());
      return { env: { REDIS_CLUSTER: "1", REDIS_URL: cluster.primaries.map(({ url }) => url).join(",") } };
    },
  ],
])("with %s", (_, instances, options) => {
  it("all streams of a user end when the application says so, and go on where they were", async () => {
    system = await System.start({ instances, ...(await options()) });
    const [user, other] = (await system.addUsers(2)) as [string, string];
    const streams = await openEverywhere((url) => system.openStream(user, undefined, url));
    const others = await openEverywhere((url) => system.openStream(other, undefined, url));
    await system.notify(user);
    for (const stream of streams) await stream.until(({ positions }) => positions.length === 1);

    const answer = await endStreams(user);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    for (const stream of streams) {
      await stream.ended;
      expect(stream.raw).toMatch(/\n\nretry: [123]\d\d\n\n$/);
    }

    await system.notify(user);
    await system.notify(other);
    for (const stream of await openEverywhere((url) => system.openStream(user, 1, url))) {
      expect(stream.positions).toEqual([2]);
      stream.close();
    }
    for (const stream of others) {
      await stream.until(({ positions }) => positions.length === 1);
      stream.close();
    }
  });

  it("all streams of a user end when they sign out, and none is opened with what is left", async () => {
    system = await System.start({ instances, ...(await options()) });
    const [user] = (await system.addUsers(1)) as [string];
    const cookie = { Cookie: `session=${await token({ sub: user })}` };
    const streams = await openEverywhere((url) => StreamClient.open(url, cookie));
    const answer = await system.fetch("/api/session", { method: "DELETE", headers: cookie });
    expect(answer.status).toBe(204);
    for (const stream of streams) await stream.ended;
    const left = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect((await StreamClient.open(system.url, { Cookie: left })).response.status).toBe(401);
  });
});

it("says that it could not tell the others while Redis is away, and ends its own", async () => {
  const redis = await startRedis();
  system = await System.start({ env: { REDIS_URL: redis.url } });
  const [user] = (await system.addUsers(1)) as [string];
  const stream = await (await system.openStream(user)).synced();
  await redis.stop();
  const answer = await endStreams(user);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  await stream.ended;
});

it("ends its own while Redis takes messages and brings none", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  system = await System.start({ env: { REDIS_URL: redis.url } });
  const [user] = (await system.addUsers(1)) as [string];
  const stream = await (await system.openStream(user)).synced();
  const client = new Redis(redis.url);
  await client.call("ACL", "SETUSER", "default", "-subscribe");
  await client.call("CLIENT", "KILL", "TYPE", "pubsub");
  client.disconnect();
  // Connected again, and refused.
  let status = 503;
  await eventually(async () => (status = (await endStreams(user)).status) !== 503);
  expect(status).toBe(204);
  await stream.ended;
});

/** Waits until streams are given nothing more: the client that does not read has all that the kernel holds for it. */
async function untilStalled(): Promise<void> {
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  const delivered = async (): Promise<string> => {
    const metrics = await (await system.fetch("/api/metrics", { headers })).text();
    return (metrics.match(/^notifications_events_delivered_total.*$/gm) ?? []).join();
  };
  for (let before = ""; ;) {
    const now = await delivered();
    if (now === before) return;
    before = now;
    await delay(1_000);
  }
}

it("nobody keeps a stream by not reading it once it has ended", async () => {
  system = await System.start({ env: { MAX_STREAMS_PER_USER: "1" } });
  const [user] = (await system.addUsers(1)) as [string];
  const head = async (): Promise<number> =>
    (await system.fetch("/api/notifications/stream", { method: "HEAD", headers: await bearer(user) })).status;
  const reader = await openStalledReader(system.url, user);
  await sendBacklog(system, [user]);
  await untilStalled();
  expect((await endStreams(user)).status).toBe(204);
  expect(await head()).toBe(429);
  await expect.poll(head, SETTLES).toBe(200);
  reader.close();
}, 120_000);

it("a stream ends by itself within ten minutes, and whoever comes back misses and repeats nothing", async () => {
  system = await System.start({ env: fakeClock(`+0 x${CLOCK_SPEED}`) });
  const users = await system.addUsers(5);

  async function follow(user: string): Promise<void> {
    const headers = { Authorization: `Bearer ${await token({ sub: user, expiresIn: DAY_SECONDS })}` };
    const positions: number[] = [];
    for (let life = 0; life < 2; life++) {
      const cursor = String(positions.at(-1) ?? 0);
      const stream = await StreamClient.open(system.url, { ...headers, "Last-Event-ID": cursor });
      await stream.ended;
      expect(stream.raw).toMatch(/\n\nretry: [123]\d\d\n\n$/);
      positions.push(...stream.positions);
    }
    expect(positions.length).toBeGreaterThan(3);
    expect(positions).toEqual(upTo(positions.length));
  }

  const over = new AbortController();
  const followed = Promise.all(users.map(follow)).finally(() => over.abort());
  while (!over.signal.aborted) {
    await system.produce({ user_ids: users, type: "test", message: "Hello" });
    await delay(50);
  }
  await followed;
}, 120_000);
