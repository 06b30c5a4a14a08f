import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { expectProblem } from "@/tests/support/app/problem";
import { System } from "@/tests/support/app/system";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";
import { eventually } from "@/tests/support/until";

/** What one producer may send in a minute: as little as the settings take. */
const LIMIT = 10_000;

const PRODUCERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"] as const;

describe("what a producer may send in a minute", () => {
  let redis: RedisServer;
  let client: Redis;
  let toDatabase: FaultProxy;
  let system: System;
  let users: string[];
  /** Each test has a producer who has sent nothing yet. */
  const fresh = PRODUCERS.map((name) => ({ name, key: randomUUID() }));
  const next = (): { name: string; key: string } => fresh.pop() ?? { name: "", key: "" };

  beforeAll(async () => {
    redis = await startRedis();
    client = new Redis(redis.url);
    client.on("error", () => {
      // The last tests end it.
    });
    toDatabase = await FaultProxy.start(Number(new URL(inject("postgres").adminUrl).port));
    system = await System.start({
      instances: 2,
      databasePort: toDatabase.port,
      env: {
        REDIS_URL: redis.url,
        PRODUCER_NOTIFICATIONS_PER_MINUTE: String(LIMIT),
        INTERNAL_API_KEYS: fresh.map(({ name, key }) => `${name}:${key},${name}/send/privacy:new-${key}`).join(","),
      },
    });
    users = await system.addUsers(LIMIT);
  });
  afterAll(async () => {
    client.disconnect();
    await system.stop();
    toDatabase.stop();
    await redis.stop();
  });

  interface Options {
    key: string;
    instance?: number;
    idempotencyKey?: string;
    message?: string;
  }

  function sendTo(userIds: readonly string[], { key, instance = 0, idempotencyKey, message = "Hello" }: Options) {
    return system.produce(
      { user_ids: userIds, type: "test", message },
      { Authorization: `Bearer ${key}`, ...(idempotencyKey !== undefined && { "Idempotency-Key": idempotencyKey }) },
      system.apps[instance]?.url,
    );
  }

  /** To as many users. */
  const send = (count: number, options: Options): Promise<Response> => sendTo(users.slice(0, count), options);

  it("is one count over all instances, and each producer's own", async () => {
    const { key } = next();
    expect((await send(LIMIT - 1, { key })).status).toBe(201);
    expect((await send(1, { key, instance: 1 })).status).toBe(201);
    for (const instance of [0, 1]) {
      const problem = await expectProblem(await send(1, { key, instance }), 429);
      expect(problem.type).toMatch(/:rate-limited$/);
      expect(problem.detail).toContain("10,000");
    }
    expect((await send(1, { key: next().key })).status).toBe(201);
  });

  it("is one count over all keys of a producer, as its idempotency keys are", async () => {
    const { key } = next();
    const first = await send(LIMIT - 1, { key, idempotencyKey: "one" });
    expect(first.status).toBe(201);
    const again = await send(LIMIT - 1, { key: `new-${key}`, idempotencyKey: "one" });
    expect(again.status).toBe(201);
    expect(await again.json()).toEqual(await first.json());
    expect((await send(1, { key: `new-${key}` })).status).toBe(201);
    await expectProblem(await send(1, { key }), 429);
  });

  it("is not used up by what was over it, not even for a moment", async () => {
    const { key } = next();
    expect((await send(9_700, { key })).status).toBe(201);
    const before = await count();
    // Fewer than a broadcast has, of which only so many are taken at once.
    const requests = Array.from({ length: 40 }, (_, index) => send(index % 2 ? 1 : 400, { key, instance: index % 2 }));
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses).toEqual(statuses.map((_, index) => (index % 2 ? 201 : 429)));
    expect(await count()).toBe(before + 20);
    expect((await send(280, { key })).status).toBe(201);
  });

  it("is not used up by requests for users who do not exist, nor by naming one twice", async () => {
    const { key } = next();
    for (let attempt = 0; attempt < 3; attempt++)
      await expectProblem(await sendTo([...users.slice(1), randomUUID()], { key }), 422);
    const twice = users.slice(0, LIMIT / 2);
    expect((await sendTo([...twice, ...twice], { key })).status).toBe(201);
    expect((await send(LIMIT / 2, { key })).status).toBe(201);
    await expectProblem(await send(1, { key }), 429);
  });

  it("is not used up by a repeated request, which is answered although nothing is left", async () => {
    const { key } = next();
    const first = await send(6_000, { key, idempotencyKey: "first" });
    expect(first.status).toBe(201);
    const answer = await first.json();
    for (let attempt = 0; attempt < 3; attempt++) {
      const repeated = await send(6_000, { key, idempotencyKey: "first", instance: attempt % 2 });
      expect(repeated.status).toBe(201);
      expect(await repeated.json()).toEqual(answer);
      await expectProblem(await send(6_000, { key, idempotencyKey: "first", message: "Other" }), 409);
    }
    expect((await send(4_000, { key })).status).toBe(201);
    expect((await send(6_000, { key, idempotencyKey: "first" })).status).toBe(201);
    await expectProblem(await send(1, { key, idempotencyKey: "first" }), 409);
    await expectProblem(await send(1, { key, idempotencyKey: "second" }), 429);
  });

  it("is not used up while the database is away", async () => {
    const { key } = next();
    toDatabase.refuse();
    toDatabase.cut("reset");
    for (let attempt = 0; attempt < 3; attempt++) await expectProblem(await send(6_000, { key }), 503);
    await toDatabase.accept();
    await eventually(async () => (await send(LIMIT, { key })).status === 201);
    await expectProblem(await send(1, { key }), 429);
  });

  it("is there again after the seconds of Retry-After, and not much sooner", async () => {
    const { name, key } = next();
    expect((await send(LIMIT, { key })).status).toBe(201);
    const whole = Number((await send(1, { key })).headers.get("retry-after"));
    expect(whole).toBeGreaterThan(30);
    expect(whole).toBeLessThanOrEqual(60);
    await client.pexpire(await system.producerKey(name), 2_500);
    const refused = await send(1, { key });
    await expectProblem(refused, 429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect([1, 2, 3]).toContain(seconds);
    await delay(seconds * 1000);
    expect((await send(LIMIT, { key })).status).toBe(201);
  });

  it.each([
    { state: "frozen", fail: () => process.kill(redis.pid, "SIGSTOP") },
    { state: "gone", fail: () => redis.stop() },
  ])("is counted by each instance while Redis is $state, and nobody waits for it", async ({ fail }) => {
    const { key } = next();
    await fail();
    for (const instance of [0, 1]) {
      await eventually(async () => (await send(LIMIT, { key, instance })).status === 201);
      await expectProblem(await send(1, { key, instance }), 429);
    }
  });

  async function count(): Promise<number> {
    const [row] = await system.sql<{ count: number }[]>`select count(*)::int as count from notifications`;
    return row?.count ?? -1;
  }
});
