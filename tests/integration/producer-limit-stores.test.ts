import { randomUUID } from "node:crypto";

import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { ProducerLimit } from "@/lib/notifications/rate-limit/producer-limit";
import type { Env } from "@/lib/notifications/server/env";
import { composeFile } from "@/tests/deployment/compose-file";
import { startRedis } from "@/tests/support/redis/redis";
import { startRedisCluster } from "@/tests/support/redis/redis-cluster";
import { until } from "@/tests/support/until";

const LIMIT = 10;
const MINUTE_MS = 60_000;

interface Store {
  redis: Env["redis"];
  /** Of Redis: the nodes on one of which a key is. */
  clients: readonly Redis[];
  stop(): Promise<void>;
}

/** The name of the database whose producers are counted. */
const SCOPE = "test";

const keyOf = (producer: string): string => `notifications:producer:${producer}:${SCOPE}`;

/** What Redis has counted for the producer, or null. */
async function countIn({ clients }: Pick<Store, "clients">, producer: string): Promise<string | null> {
  const counts = await Promise.all(clients.map((client) => client.get(keyOf(producer)).catch(() => null)));
  return counts.find((count) => count !== null) ?? null;
}

/** Resolves when the limit is counted in Redis: until it is connected there, each process counts for itself. */
async function connected(limit: ProducerLimit, store: Pick<Store, "clients">): Promise<void> {
  await until("it is counted in Redis", 10_000, async () => {
    const producer = randomUUID();
    await limit.reserve(producer, 1);
    return (await countIn(store, producer)) === "1";
  });
}

async function startOneRedis(): Promise<Store> {
  const server = await startRedis();
  const client = new Redis(server.url);
  return {
    redis: { url: server.url },
    clients: [client],
    stop: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}

/** With the one user that compose.yaml lets in, who may do nothing that is not needed. */
async function startComposeRedis(): Promise<Store> {
  const [, ...flags] = composeFile().services["redis"]?.command ?? [];
  const ownUser = flags.map((flag) => flag.replace(/\$\{REDIS_PASSWORD[^}]*\}/, "password"));
  const testUser = ["--user", "test", "on", ">password", "~*", "+@all"];
  const server = await startRedis({ flags: [...ownUser, ...testUser] });
  const client = new Redis(server.url, { username: "test", password: "password" });
  return {
    redis: { url: `redis://notifications:password@127.0.0.1:${server.port}` },
    clients: [client],
    stop: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}

async function startCluster(): Promise<Store> {
  const cluster = await startRedisCluster();
  const [{ url }] = cluster.primaries;
  const clients = cluster.primaries.map(({ client }) => client);
  return { redis: { clusterUrls: [url] }, clients, stop: () => cluster.stop() };
}

const STORES: Record<string, () => Promise<Store>> = {
  "this process": async () => ({ redis: undefined, clients: [], stop: async () => {} }),
  Redis: startOneRedis,
  "the Redis of compose.yaml": startComposeRedis,
  "a Redis Cluster": startCluster,
};

describe.each(Object.entries(STORES))("a producer's limit, counted in %s", (_, start) => {
  let store: Store;
  let limit: ProducerLimit;
  let producer: string;

  beforeAll(async () => {
    store = await start();
    limit = new ProducerLimit(LIMIT, store.redis);
    limit.enter(SCOPE);
    if (store.redis) await connected(limit, store);
  });
  afterAll(async () => {
    limit.close();
    await store.stop();
  });
  beforeEach(() => {
    producer = randomUUID();
    vi.useFakeTimers({ toFake: ["performance"] });
  });
  afterEach(() => vi.useRealTimers());

  async function granted(count: number): Promise<boolean> {
    return (await limit.reserve(producer, count)).granted;
  }

  async function nextMinute(): Promise<void> {
    vi.advanceTimersByTime(MINUTE_MS);
    await endMinuteInRedis();
  }

  /** Redis' own clock goes on as ever. */
  async function endMinuteInRedis(): Promise<void> {
    await Promise.allSettled(store.clients.map((client) => client.del(keyOf(producer))));
  }

  it("takes all or nothing, and of what does not fit it counts nothing", async () => {
    expect(await granted(6)).toBe(true);
    expect(await granted(5)).toBe(false);
    expect(await granted(4)).toBe(true);
    expect(await granted(1)).toBe(false);
  });

  it("says how long the minute still takes, which does not begin anew", async () => {
    await granted(LIMIT);
    for (let attempt = 0; attempt < 3; attempt++)
      expect(await limit.reserve(producer, 1)).toEqual({ granted: false, retryAfterSeconds: 60 });
    await nextMinute();
    expect(await granted(LIMIT)).toBe(true);
  });

  it("is never exceeded by many who ask at once, nor left unused", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => granted(index % 2 ? 1 : LIMIT + 1)));
    expect(answers.filter(Boolean)).toHaveLength(LIMIT);
  });

  it("is another one for each database, also for what is released", async () => {
    const reservation = await limit.reserve(producer, LIMIT);
    limit.enter("other");
    try {
      expect(await granted(LIMIT)).toBe(true);
      if (reservation.granted) await reservation.release();
      expect(await granted(1)).toBe(false);
    } finally {
      limit.enter(SCOPE);
    }
    expect(await granted(LIMIT)).toBe(true);
  });

  it("has what was released again, at once", async () => {
    const reservation = await limit.reserve(producer, 6);
    expect(await granted(4)).toBe(true);
    expect(await granted(1)).toBe(false);
    if (reservation.granted) await reservation.release();
    expect(await granted(6)).toBe(true);
    expect(await granted(1)).toBe(false);
  });

  it("gives the next minute nothing of what this one releases", async () => {
    const reservation = await limit.reserve(producer, 6);
    await nextMinute();
    expect(await granted(4)).toBe(true);
    if (reservation.granted) await reservation.release();
    expect(await granted(6)).toBe(true);
    expect(await granted(1)).toBe(false);
  });

  it("is not raised by what is released just when its minute has ended", async () => {
    const reservation = await limit.reserve(producer, 6);
    await endMinuteInRedis();
    if (reservation.granted) await reservation.release();
    expect(await granted(LIMIT + 1)).toBe(false);
  });
});

describe("a producer's limit, when Redis goes away", () => {
  it("is counted here, and credits nothing that Redis had counted", async () => {
    const store = await startOneRedis();
    const limit = new ProducerLimit(LIMIT, store.redis);
    limit.enter(SCOPE);
    const producer = randomUUID();
    await connected(limit, store);
    const reservation = await limit.reserve(producer, 6);
    await store.stop();
    await until("it is counted here", 10_000, async () => (await limit.reserve(producer, LIMIT)).granted);
    if (reservation.granted) await reservation.release();
    expect((await limit.reserve(producer, 1)).granted).toBe(false);
    limit.close();
  });
});
