import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { Redis } from "ioredis";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Message } from "@/lib/notifications/stream/bus/bus";
import { RedisBus } from "@/lib/notifications/stream/bus/redis-bus";
import { FaultProxy } from "@/tests/support/programs/fault-proxy";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";
import { eventually } from "@/tests/support/until";

const execute = promisify(execFile);

const message = (channel: string, text: string): Message => {
  return { kind: "change", channel, position: 1, changedAt: null, frame: new TextEncoder().encode(text) };
};
const textOf = (received: Message): string =>
  new TextDecoder().decode(received.kind === "change" && received.frame ? received.frame : undefined);

describe("the Redis bus", () => {
  let redis: RedisServer;
  let proxy: FaultProxy;
  let observer: Redis;
  let bus: RedisBus;
  let recoveries: number;
  let received: string[];
  let warnings: string[];
  /** What follows when the bus says that it has recovered. */
  let onRecovery: () => void;

  beforeEach(async () => {
    warnings = [];
    vi.spyOn(console, "warn").mockImplementation((line: string) => void warnings.push(line));
    redis = await startRedis();
    proxy = await FaultProxy.start(redis.port);
    observer = new Redis(redis.url, { lazyConnect: true });
    observer.on("error", () => {});
    await observer.connect();
    onRecovery = () => {};
    bus = open();
    await eventually(() => bus.status() === "up" && recoveries === 1);
  });
  afterEach(async () => {
    bus.close();
    observer.disconnect();
    proxy.stop();
    await redis.stop();
    vi.restoreAllMocks();
  });

  function open(credentials = ""): RedisBus {
    const opened = new RedisBus({ url: `redis://${credentials}127.0.0.1:${proxy.port}` });
    recoveries = 0;
    received = [];
    opened.listen({
      receive: (message) => received.push(textOf(message)),
      recover: () => {
        recoveries++;
        onRecovery();
      },
    });
    return opened;
  }

  const publish = (channel: string, text: string): Promise<void> => bus.publish([message(channel, text)]);

  /** Resolves when a message goes from this bus to Redis and back. */
  async function expectDelivery(channel: string): Promise<void> {
    const text = crypto.randomUUID();
    await publish(channel, text);
    await eventually(() => received.includes(text));
    expect(received.filter((one) => one === text)).toHaveLength(1);
  }

  async function until(status: "up" | "down"): Promise<void> {
    await eventually(() => bus.status() === status);
  }

  async function commandCount(command: string): Promise<number> {
    const stats = await observer.info("commandstats");
    return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  }

  it("sends the subscriptions of one moment as one command", async () => {
    await Promise.all(Array.from({ length: 900 }, (_, index) => bus.subscribe(`channel ${index}`)));
    expect(await commandCount("subscribe")).toBe(1);
  });

  it("goes on after Redis has killed its connection", async () => {
    await bus.subscribe("a");
    await observer.call("CLIENT", "KILL", "TYPE", "pubsub");
    await eventually(() => warnings.some((line) => line.includes("back")));
    await expectDelivery("a");
  });

  it("says that it has recovered once all that is wanted is subscribed", async () => {
    const channels = Array.from({ length: 5_000 }, (_, index) => `channel ${index}`);
    await Promise.all(channels.map((channel) => bus.subscribe(channel)));
    // Begins with those that are subscribed last.
    const messages = channels.toReversed().map((channel) => message(channel, channel));
    onRecovery = () => void bus.publish([...messages, message("channel 0", "end")]);
    await observer.call("CLIENT", "KILL", "TYPE", "pubsub");
    await eventually(() => received.includes("end"));
    expect(recoveries).toBe(2);
    expect(received).toHaveLength(messages.length + 1);
  });

  it("takes subscriptions while Redis is away, at once, and receives on them when it is back", async () => {
    await redis.stop();
    await until("down");
    await bus.subscribe("a");
    await expect(publish("a", "unheard")).rejects.toThrow("away");
    redis = await startRedis({ port: redis.port });
    await eventually(() => recoveries === 2);
    await until("up");
    await expectDelivery("a");
  });

  it("says once that Redis is away, and once that it is back", async () => {
    await redis.stop();
    await until("down");
    redis = await startRedis({ port: redis.port });
    await until("up");
    expect(warnings).toEqual([expect.stringContaining("Redis is away"), "Redis is back."]);
  });

  it("notices a frozen Redis, refuses to publish meanwhile, and goes on when it thaws", async () => {
    await bus.subscribe("a");
    process.kill(redis.pid, "SIGSTOP");
    await until("down");
    await expect(publish("a", "unheard")).rejects.toThrow("away");
    await bus.subscribe("b");
    process.kill(redis.pid, "SIGCONT");
    await until("up");
    await expectDelivery("a");
    await expectDelivery("b");
  });

  it("answers a subscription that a frozen Redis does not answer, and makes up for it", async () => {
    process.kill(redis.pid, "SIGSTOP");
    await expect(bus.subscribe("a")).resolves.toBeUndefined();
    expect(bus.status()).toBe("down");
    process.kill(redis.pid, "SIGCONT");
    await eventually(() => recoveries === 2);
    await until("up");
    await expectDelivery("a");
  });

  it("keeps memory flat while tens of thousands of messages go to a frozen Redis", async () => {
    process.kill(redis.pid, "SIGSTOP");
    const large = message("a", "x".repeat(20_000));
    const before = process.memoryUsage().rss;
    // At once, so that it cannot have been noticed yet.
    const results = Array.from({ length: 30_000 }, () => bus.publish([large]).then(() => "sent", String));
    await new Promise(setImmediate);
    const highest = process.memoryUsage().rss;
    await until("down");
    process.kill(redis.pid, "SIGCONT");
    expect(await Promise.all(results)).not.toContain("sent");
    // All of them together are 600 MB.
    expect((highest - before) / 1e6).toBeLessThan(250);
  });

  it("replaces a connection through which nothing passes any more", async () => {
    await bus.subscribe("a");
    proxy.swallow();
    await until("down");
    proxy.pass();
    await until("up");
    await expectDelivery("a");
  });

  it("gives up on a handshake that is never answered", async () => {
    await bus.subscribe("a");
    proxy.swallow();
    await observer.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await observer.call("CLIENT", "KILL", "TYPE", "pubsub");
    await until("down");
    await eventually(() => proxy.connections === 1);
    proxy.pass();
    await until("up");
    await expectDelivery("a");
  });

  it("subscribes again, and recovers, when Redis drops it for being slow", async () => {
    await bus.subscribe("a");
    await observer.config("SET", "client-output-buffer-limit", "pubsub 32kb 0 0");
    await observer.publish("a", "x".repeat(1_000_000));
    await eventually(() => recoveries === 2);
    await expectDelivery("a");
  });

  it("goes on after a pause of all clients", async () => {
    await bus.subscribe("a");
    await observer.call("CLIENT", "PAUSE", "2500", "ALL");
    await until("down");
    await until("up");
    await expectDelivery("a");
  });

  it("leaves a primary that was demoted for the one behind the same address", async () => {
    await bus.subscribe("a");
    const replica = await startRedis({ flags: ["--replicaof", `127.0.0.1 ${redis.port}`] });
    const promoted = new Redis(replica.url);
    try {
      await promoted.call("REPLICAOF", "NO", "ONE");
      await observer.call("REPLICAOF", "127.0.0.1", String(replica.port));
      // As a proxy in front of Redis does it, which leaves alone the connections that there are.
      proxy.target = replica.port;
      await eventually(async () => (await promoted.pubsub("NUMSUB", "a"))[1] === 1);
      await until("up");
      await expectDelivery("a");
      expect(await observer.pubsub("NUMSUB", "a")).toEqual(["a", 0]);
    } finally {
      promoted.disconnect();
      await replica.stop();
    }
  });

  it("is down, and says why, while Redis refuses its subscriptions", async () => {
    await observer.call("ACL", "SETUSER", "limited", "on", ">password", "+@all", "resetchannels");
    bus.close();
    warnings.length = 0;
    bus = open("limited:password@");
    await until("up");
    await bus.subscribe("a");
    const refusals = async (): Promise<number> =>
      Number(/cmdstat_subscribe:.*rejected_calls=(\d+)/.exec(await observer.info("commandstats"))?.[1] ?? 0);
    await eventually(async () => (await refusals()) >= 4);
    expect(bus.status()).toBe("down");
    expect(warnings).toEqual([expect.stringContaining("NOPERM")]);
    // Others may still hear it.
    await observer.call("ACL", "SETUSER", "limited", "allchannels", "-subscribe");
    await publish("a", "taken");
    await observer.call("ACL", "SETUSER", "limited", "+subscribe");
    await until("up");
    await expectDelivery("a");
  });

  it("says why Redis does not let it in", async () => {
    await observer.call("ACL", "SETUSER", "known", "on", ">password", "+@all", "allchannels");
    warnings.length = 0;
    const stranger = new RedisBus({ url: `redis://known:wrong@127.0.0.1:${redis.port}` });
    await eventually(() => warnings.length > 0);
    stranger.close();
    expect(warnings).toEqual([expect.stringContaining("WRONGPASS")]);
  });

  it("is subscribed to exactly what is wanted, after any order of subscribing, unsubscribing and lost connections", async () => {
    const wanted = new Set<string>();
    for (let round = 0; round < 20; round++) {
      for (let step = 0; step < 50; step++) {
        const channel = `channel ${Math.floor(Math.random() * 20)}`;
        if (Math.random() < 0.5) {
          wanted.add(channel);
          void bus.subscribe(channel);
        } else {
          wanted.delete(channel);
          bus.unsubscribe(channel);
        }
        if (step % 10 === 0) await new Promise(setImmediate);
      }
      if (round % 3 === 0) await observer.call("CLIENT", "KILL", "TYPE", "pubsub");
    }
    await Promise.all(Array.from(wanted, (channel) => bus.subscribe(channel)));
    await until("up");
    await eventually(async () => {
      const channels = (await observer.pubsub("CHANNELS")) as string[];
      return channels.length === wanted.size && channels.every((channel) => wanted.has(channel));
    });
    for (const channel of wanted) await expectDelivery(channel);
  });

  it.each([
    ["connected", async () => {}],
    ["waiting to connect again", () => redis.stop()],
    ["waiting for the answer of a frozen Redis", async () => void process.kill(redis.pid, "SIGSTOP")],
  ])("leaves nothing behind that keeps a process alive when it is closed while %s", async (_, prepare) => {
    await prepare();
    const program = `
      const { RedisBus } = await import("./lib/notifications/stream/bus/redis-bus.ts");
      const bus = new RedisBus({ url: "${redis.url}" });
      setTimeout(() => bus.close(), 300);`;
    const child = await execute(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program]);
    expect(child.stdout).toBe("");
  });
});
