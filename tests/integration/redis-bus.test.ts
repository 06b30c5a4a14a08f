import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { RedisBus } from "@/lib/stream/redis-bus";
import { startRedis, type RedisServer } from "@/tests/support/redis";

describe("the Redis bus", () => {
  let redis: RedisServer;
  let observer: Redis;
  let bus: RedisBus;
  let recoveries: number;
  let received: string[];

  beforeEach(async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    redis = await startRedis();
    observer = new Redis(redis.url);
    bus = new RedisBus(redis.url);
    recoveries = 0;
    received = [];
    bus.listen({
      receive: ({ frame }) => received.push(new TextDecoder().decode(frame)),
      recover: () => recoveries++,
    });
    await vi.waitUntil(() => bus.status() === "up" && recoveries === 1);
  });
  afterEach(async () => {
    await bus.close();
    observer.disconnect();
    await redis.stop();
    vi.restoreAllMocks();
  });

  async function commandCount(command: string): Promise<number> {
    const stats = await observer.info("commandstats");
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  }

  it("sends the subscriptions of one moment as one command", async () => {
    await Promise.all(Array.from({ length: 900 }, (_, index) => bus.subscribe(`channel ${index}`)));
    expect(await commandCount("subscribe")).toBe(1);
  });

  it("subscribes again after its connection was cut, and says when to recover", async () => {
    await bus.subscribe("a");
    await observer.call("CLIENT", "KILL", "TYPE", "pubsub");
    await vi.waitUntil(() => recoveries === 2);
    await bus.publish([{ channel: "a", frame: new TextEncoder().encode("after the cut") }]);
    await vi.waitUntil(() => received.length > 0);
    expect(received).toEqual(["after the cut"]);
  });

  it("answers a subscription at once while Redis is away, and rejects a publish", async () => {
    await redis.stop();
    await vi.waitUntil(() => bus.status() === "down");
    await bus.subscribe("a");
    await expect(bus.publish([{ channel: "a", frame: new Uint8Array() }])).rejects.toThrow(/Stream|closed|offline/i);
  });

  it("answers a subscription within its time when Redis is frozen", async () => {
    process.kill(redis.pid, "SIGSTOP");
    await expect(bus.subscribe("a")).resolves.toBeUndefined();
    process.kill(redis.pid, "SIGCONT");
  });
});
