import { execFile } from "node:child_process";
import { promisify } from "node:util";

import hashSlot from "cluster-key-slot";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Message } from "@/lib/notifications/stream/bus/bus";
import { RedisBus } from "@/lib/notifications/stream/bus/redis-bus";
import {
  SLOT_COUNT,
  startRedisCluster,
  type ClusterNode,
  type RedisCluster,
} from "@/tests/support/redis/redis-cluster";
import { eventually } from "@/tests/support/until";

const execute = promisify(execFile);

const message = (channel: string, text: string): Message => {
  return { kind: "change", channel, position: 1, changedAt: null, frame: new TextEncoder().encode(text) };
};
const textOf = (received: Message): string =>
  new TextDecoder().decode(received.kind === "change" && received.frame ? received.frame : undefined);

describe("the Redis Cluster bus", () => {
  let cluster: RedisCluster;
  /** Subscribes, in one process. */
  let bus: RedisBus;
  /** Publishes, in another. */
  let other: RedisBus;
  let recoveries: number;
  let received: string[];
  let warnings: string[];
  /** A channel on each primary. */
  let channels: [string, string, string];

  beforeEach(async () => {
    warnings = [];
    vi.spyOn(console, "warn").mockImplementation((line: string) => void warnings.push(line));
    cluster = await startRedisCluster();
    channels = [channelOn(0), channelOn(1), channelOn(2)];
    recoveries = 0;
    received = [];
    bus = new RedisBus({ clusterUrls: [cluster.primaries[0].url] });
    bus.listen({
      receive: (message) => received.push(textOf(message)),
      recover: () => recoveries++,
    });
    other = new RedisBus({ clusterUrls: cluster.primaries.map(({ url }) => url) });
    await until("up", bus);
    await until("up", other);
    await Promise.all(channels.map((channel) => bus.subscribe(channel)));
  });
  afterEach(async () => {
    bus.close();
    other.close();
    await cluster.stop();
    vi.restoreAllMocks();
  });

  /** The primaries share the slots in order. */
  const lastSlot = (primary: number): number => Math.round((SLOT_COUNT * (primary + 1)) / 3) - 1;

  function channelOn(primary: number): string {
    for (let number = 0; ; number++) {
      const channel = `notifications:{${number}}`;
      const slot = hashSlot(channel);
      if (slot > lastSlot(primary - 1) && slot <= lastSlot(primary)) return channel;
    }
  }

  const publish = (channel: string, text: string): Promise<void> => other.publish([message(channel, text)]);

  async function until(status: "up" | "down", which = bus): Promise<void> {
    await eventually(() => which.status() === status);
  }

  /** Resolves when messages arrive again, and fails when one then is lost or comes twice. */
  async function expectDelivery(channel: string): Promise<void> {
    const sent: string[] = [];
    await eventually(async () => {
      const text = crypto.randomUUID();
      sent.push(text);
      await publish(channel, text).catch(() => {});
      return sent.some((one) => received.includes(one));
    });
    const texts = Array.from({ length: 100 }, (_, index) => `${channel} ${index} ${crypto.randomUUID()}`);
    for (const text of texts) await publish(channel, text);
    await eventually(() => received.includes(texts.at(-1) as string));
    expect(received.filter((text) => texts.includes(text))).toEqual(texts);
  }

  async function subscriptions(node: ClusterNode, channel: string): Promise<number> {
    return Number(((await node.client.call("PUBSUB", "SHARDNUMSUB", channel)) as unknown[])[1]);
  }

  /** As `redis-cli --cluster reshard` does it. */
  async function moveSlot(slot: number, from: ClusterNode, to: ClusterNode): Promise<void> {
    await to.client.cluster("SETSLOT", slot, "IMPORTING", from.id);
    await from.client.cluster("SETSLOT", slot, "MIGRATING", to.id);
    await to.client.cluster("SETSLOT", slot, "NODE", to.id);
    await from.client.cluster("SETSLOT", slot, "NODE", to.id);
  }

  it("delivers on every node, each message once", async () => {
    for (const channel of channels) await expectDelivery(channel);
    expect(
      await Promise.all(cluster.primaries.map((node, index) => subscriptions(node, channels[index] as string))),
    ).toEqual([1, 1, 1]);
  });

  it("follows a slot that moves to another node, and recovers", async () => {
    const [channel] = channels;
    const [from, to] = cluster.primaries;
    await moveSlot(hashSlot(channel), from, to);
    await eventually(() => recoveries > 3);
    expect(await subscriptions(to, channel)).toBe(1);
    await expectDelivery(channel);
    for (const unmoved of channels.slice(1)) await expectDelivery(unmoved);
    expect(bus.status()).toBe("up");
    expect(warnings).toEqual([]);
  });

  it("finds the subscriptions again that a node dropped when a slot moved away and at once back", async () => {
    const [channel] = channels;
    const [from, to] = cluster.primaries;
    await moveSlot(hashSlot(channel), from, to);
    await moveSlot(hashSlot(channel), to, from);
    await eventually(async () => (await subscriptions(from, channel)) === 1);
    await expectDelivery(channel);
  });

  it("follows many slots that move while users come and go", async () => {
    const [from, to] = cluster.primaries;
    const users = Array.from({ length: 300 }, (_, index) => `notifications:{user ${index}}`);
    await Promise.all(users.map((user) => bus.subscribe(user)));
    const moving = new AbortController();
    const comeAndGo = (async () => {
      for (let turn = 0; !moving.signal.aborted; turn++) {
        const user = users[turn % users.length] as string;
        bus.unsubscribe(user);
        if (turn % 2 === 0) await new Promise(setImmediate);
        await Promise.all([bus.subscribe(user), new Promise(setImmediate)]);
      }
    })();
    for (const slot of new Set(users.map(hashSlot))) if (slot <= lastSlot(0)) await moveSlot(slot, from, to);
    moving.abort();
    await comeAndGo;

    const isSubscribedOnce = async (user: string): Promise<boolean> => {
      const counts = await Promise.all(cluster.primaries.map((node) => subscriptions(node, user)));
      return counts.reduce((sum, count) => sum + count, 0) === 1;
    };
    await eventually(async () => !(await Promise.all(users.map(isSubscribedOnce))).includes(false));
    const publishAll = (round: string): Promise<void> =>
      other.publish(users.map((channel) => message(channel, `${round} ${channel}`)));
    // The publishing process learns that slots have moved when it publishes.
    await eventually(() =>
      publishAll("first").then(
        () => true,
        () => false,
      ),
    );
    await publishAll("last");
    const last = users.map((user) => `last ${user}`);
    await eventually(() => received.filter((text) => text.startsWith("last")).length >= last.length);
    expect(received.filter((text) => text.startsWith("last")).toSorted()).toEqual(last.toSorted());
  });

  it("delivers on the other nodes while one is dead, and on all again when its replica has taken over", async () => {
    // It takes over when it is told to, however busy this machine is.
    process.kill(cluster.replica.pid, "SIGSTOP");
    await cluster.primaries[0].stop();
    await until("down");
    for (const unaffected of channels.slice(1)) await expectDelivery(unaffected);
    expect(bus.status()).toBe("down");
    process.kill(cluster.replica.pid, "SIGCONT");
    await until("up");
    await until("up", other);
    await expectDelivery(channels[0]);
    expect(await subscriptions(cluster.replica, channels[0])).toBe(1);
    expect(recoveries).toBeGreaterThan(3);
  });

  it("delivers again after a node froze and its replica took over, and when it thaws as a replica", async () => {
    process.kill(cluster.primaries[0].pid, "SIGSTOP");
    await until("down");
    await expectDelivery(channels[1]);
    await until("up");
    await expectDelivery(channels[0]);
    process.kill(cluster.primaries[0].pid, "SIGCONT");
    await eventually(async () => (await cluster.primaries[0].client.role())[0] === "slave");
    await cluster.settled();
    for (const channel of channels) await expectDelivery(channel);
  });

  it("moves to a replica that was promoted on purpose", async () => {
    await cluster.replica.client.cluster("FAILOVER");
    await eventually(async () => (await subscriptions(cluster.replica, channels[0])) === 1);
    await until("up");
    await until("up", other);
    await expectDelivery(channels[0]);
  });

  it("takes subscriptions while the whole cluster is away, at once, and refuses to publish", async () => {
    await cluster.stop();
    await until("down");
    await until("down", other);
    await bus.subscribe("notifications:{new}");
    await expect(publish(channels[0], "unheard")).rejects.toThrow("away");
  });

  it("says once that a node is away, and once that all is back", async () => {
    other.close();
    await cluster.primaries[0].stop();
    await until("down");
    await until("up");
    expect(warnings).toEqual([expect.stringContaining("Redis is away"), "Redis is back."]);
  });

  it("leaves nothing behind that keeps a process alive when it is closed", async () => {
    const program = `
      const { RedisBus } = await import("./lib/notifications/stream/bus/redis-bus.ts");
      const bus = new RedisBus({ clusterUrls: ["${cluster.replica.url}"] });
      setTimeout(() => { console.log(bus.status()); bus.close(); }, 1500);`;
    const child = await execute(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program]);
    expect(child.stdout).toBe("up\n");
  });
});
