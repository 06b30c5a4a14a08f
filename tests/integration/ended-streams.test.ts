import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { PRODUCER_KEY } from "@/tests/support/app/settings";
import type { StreamClient } from "@/tests/support/app/stream-client";
import { System } from "@/tests/support/app/system";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";
import { eventually } from "@/tests/support/until";

describe("a process that is told to end a user's streams", () => {
  let redis: RedisServer;
  let system: System;
  let user: string;
  let stream: StreamClient;

  beforeAll(async () => {
    redis = await startRedis();
    system = await System.start({ env: { REDIS_URL: redis.url } });
  });
  afterAll(async () => {
    await system.stop();
    await redis.stop();
  });
  beforeEach(async () => {
    [user] = (await system.addUsers(1)) as [string];
    stream = await (await system.openStream(user)).synced();
  });

  const endStreams = (): Promise<Response> =>
    system.fetch(`/api/internal/users/${user}/streams`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${PRODUCER_KEY}` },
    });

  it("ends its own while Redis takes messages and brings none", async () => {
    const client = new Redis(redis.url);
    await client.call("ACL", "SETUSER", "default", "-subscribe");
    await client.call("CLIENT", "KILL", "TYPE", "pubsub");
    client.disconnect();
    // Connected again, and refused.
    let status = 503;
    await eventually(async () => (status = (await endStreams()).status) !== 503);
    expect(status).toBe(204);
    await stream.ended;
  });

  it("says that it could not tell the others while Redis is away, and ends its own", async () => {
    await redis.stop();
    const answer = await endStreams();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    await stream.ended;
  });
});
