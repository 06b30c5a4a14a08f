import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { eventually } from "@/tests/support/eventually";
import { expectProblem } from "@/tests/support/problem";
import { startRedis, type RedisServer } from "@/tests/support/redis";
import { OTHER_PRODUCER_KEY, PRODUCER_KEY } from "@/tests/support/settings";
import { System } from "@/tests/support/system";

const LIMIT = 10_000;

describe("what a producer may send in a minute", () => {
  let redis: RedisServer;
  let system: System;
  let users: string[];
  /** Of producers that have sent nothing yet. */
  const fresh = { shared: randomUUID(), refused: randomUUID(), frozen: randomUUID(), away: randomUUID() };

  beforeAll(async () => {
    redis = await startRedis();
    const keys = Object.entries(fresh).map(([name, key]) => `${name}:${key}`);
    system = await System.start({
      instances: 2,
      env: {
        REDIS_URL: redis.url,
        PRODUCER_NOTIFICATIONS_PER_MINUTE: String(LIMIT),
        INTERNAL_API_KEYS: [`suite:${PRODUCER_KEY}`, `other:${OTHER_PRODUCER_KEY}`, ...keys].join(","),
      },
    });
    users = await system.addUsers(LIMIT);
  });
  afterAll(async () => {
    await system.stop();
    await redis.stop();
  });

  /** To as many users, through instance 0 or 1. */
  const send = (count: number, { key = PRODUCER_KEY, instance = 0 } = {}): Promise<Response> =>
    system.produce(
      { user_ids: users.slice(0, count), type: "test", message: "Hello" },
      { Authorization: `Bearer ${key}` },
      system.apps[instance]?.url,
    );

  it("is one count over all instances, and each producer's own", async () => {
    const key = fresh.shared;
    expect((await send(LIMIT - 1, { key })).status).toBe(201);
    expect((await send(1, { key, instance: 1 })).status).toBe(201);
    for (const instance of [0, 1]) {
      const response = await send(1, { key, instance });
      const seconds = Number(response.headers.get("retry-after"));
      expect(seconds).toBeGreaterThanOrEqual(1);
      expect(seconds).toBeLessThanOrEqual(60);
      const problem = await expectProblem(response, 429);
      expect(problem.type).toMatch(/:rate-limited$/);
      expect(problem.detail).toContain("10,000");
    }
    expect((await send(1, { key: OTHER_PRODUCER_KEY })).status).toBe(201);
  });

  it("is not used up by what was refused", async () => {
    const key = fresh.refused;
    expect((await send(6_000, { key })).status).toBe(201);
    const before = await count();
    await expectProblem(await send(6_000, { key }), 429);
    expect(await count()).toBe(before);
    expect((await send(4_000, { key })).status).toBe(201);
  });

  it.each([
    { state: "frozen", key: fresh.frozen, fail: () => process.kill(redis.pid, "SIGSTOP") },
    { state: "gone", key: fresh.away, fail: () => redis.stop() },
  ])("is counted by each instance while Redis is $state, and nobody waits for it", async ({ key, fail }) => {
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
