import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";

import type { Bus, Message } from "@/lib/notifications/stream/bus/bus";
import { LocalBus } from "@/lib/notifications/stream/bus/local-bus";
import { RedisBus } from "@/lib/notifications/stream/bus/redis-bus";
import { ScopedBus } from "@/lib/notifications/stream/bus/scoped-bus";
import { startRedisCluster, type RedisCluster } from "@/tests/support/redis/redis-cluster";

const message = (channel: string, text: string): Message => {
  return { kind: "change", channel, position: 1, changedAt: null, frame: new TextEncoder().encode(text) };
};
const textOf = (received: Message): string =>
  `${received.channel} ${received.kind === "change" && received.frame ? new TextDecoder().decode(received.frame) : received.kind}`;

let cluster: RedisCluster;
beforeAll(async () => {
  cluster = await startRedisCluster();
});
afterAll(() => cluster.stop());

function scoped(bus: Bus): Bus {
  const result = new ScopedBus(bus);
  result.enter("one");
  return result;
}

/** What the hub relies on, whichever doorbell rings. */
describe.each([
  ["in-process", () => new LocalBus()],
  ["Redis", () => new RedisBus({ url: inject("redisUrl") })],
  ["in-process, scoped", () => scoped(new LocalBus())],
  ["Redis, scoped", () => scoped(new RedisBus({ url: inject("redisUrl") }))],
  ["Redis Cluster, scoped", () => scoped(new RedisBus({ clusterUrls: [cluster.replica.url] }))],
  ["Redis Cluster", () => new RedisBus({ clusterUrls: [cluster.replica.url] })],
])("the %s bus", (_, create) => {
  let bus: Bus;
  let received: string[];
  /** Begins the channels of this test alone, since all tests share one Redis. */
  let unique: string;

  beforeEach(async () => {
    unique = crypto.randomUUID();
    received = [];
    bus = create();
    bus.listen({ receive: (message) => received.push(textOf(message)), recover: () => {} });
    await vi.waitUntil(() => bus.status() === "up", { timeout: 5000 });
  });
  afterEach(() => bus.close());

  /** Order is promised on one channel only; braces bring channels to one node of a cluster, so that tests can tell it. */
  const channel = (suffix: string): string => `{${unique}}:${suffix}`;
  const publish = (suffix: string, ...texts: string[]): Promise<void> =>
    bus.publish(texts.map((text) => message(channel(suffix), text)));

  it("delivers everything published after subscribe has resolved, in order", async () => {
    await bus.subscribe(channel("a"));
    const texts = Array.from({ length: 500 }, (_, index) => `message ${index}`);
    await publish("a", ...texts);
    await vi.waitUntil(() => received.length >= texts.length);
    expect(received).toEqual(texts.map((text) => `${channel("a")} ${text}`));
  });

  it("delivers bytes as they were", async () => {
    await bus.subscribe(channel("a"));
    const text = 'id: 1\ndata: {"message":"🔔 naïve\\u2028"}\n\n';
    await publish("a", text);
    await vi.waitUntil(() => received.length > 0);
    expect(received).toEqual([`${channel("a")} ${text}`]);
  });

  it("delivers an order to end", async () => {
    await bus.subscribe(channel("a"));
    await bus.publish([{ kind: "end", channel: channel("a") }]);
    await vi.waitUntil(() => received.length > 0);
    expect(received).toEqual([`${channel("a")} end`]);
  });

  it("delivers nothing of a channel that is not subscribed", async () => {
    await bus.subscribe(channel("a"));
    await publish("b", "unheard");
    await publish("a", "heard");
    await vi.waitUntil(() => received.length > 0);
    expect(received).toEqual([`${channel("a")} heard`]);
  });

  it("delivers nothing after unsubscribe, and again after a new subscribe", async () => {
    await bus.subscribe(channel("a"));
    await bus.subscribe(channel("witness"));
    bus.unsubscribe(channel("a"));
    // Whatever a bus gathers before it acts is behind us once another subscription has resolved.
    await bus.subscribe(channel("later"));
    await publish("a", "unheard");
    await publish("witness", "heard");
    await vi.waitUntil(() => received.length > 0);
    expect(received).toEqual([`${channel("witness")} heard`]);

    await bus.subscribe(channel("a"));
    await publish("a", "heard again");
    await vi.waitUntil(() => received.length > 1);
    expect(received[1]).toBe(`${channel("a")} heard again`);
  });

  it("keeps a subscription that is dropped and taken up again at once", async () => {
    await bus.subscribe(channel("a"));
    bus.unsubscribe(channel("a"));
    await bus.subscribe(channel("a"));
    await publish("a", "heard");
    await vi.waitUntil(() => received.length > 0);
    expect(received).toEqual([`${channel("a")} heard`]);
  });

  it("delivers once, however often the channel was subscribed", async () => {
    await Promise.all([bus.subscribe(channel("a")), bus.subscribe(channel("a")), bus.subscribe(channel("witness"))]);
    await publish("a", "once");
    await publish("witness", "end");
    await vi.waitUntil(() => received.some((message) => message.endsWith("end")));
    expect(received.filter((message) => message.endsWith("once"))).toHaveLength(1);
  });

  it("takes thousands of subscriptions at once", async () => {
    const channels = Array.from({ length: 1000 }, (_, index) => `${unique}:${index}`);
    await Promise.all(channels.map((one) => bus.subscribe(one)));
    await bus.publish(channels.map((one) => message(one, "hello")));
    await vi.waitUntil(() => received.length >= channels.length, { timeout: 10_000 });
    expect(new Set(received)).toEqual(new Set(channels.map((one) => `${one} hello`)));
  });

  it("publishes nothing when there is nothing to publish", async () => {
    await expect(bus.publish([])).resolves.toBeUndefined();
  });
});
