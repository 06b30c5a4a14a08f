import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { System } from "@/tests/support/app/system";
import { createCertificate, type Certificate } from "@/tests/support/programs/certificate";
import { startRedisCluster, type RedisCluster } from "@/tests/support/redis/redis-cluster";

describe("two processes on a Redis Cluster with TLS and a password", () => {
  let certificate: Certificate;
  let cluster: RedisCluster;
  let system: System;

  beforeAll(async () => {
    certificate = await createCertificate();
    cluster = await startRedisCluster(certificate);
    system = await System.start({
      instances: 2,
      env: {
        REDIS_CLUSTER: "1",
        REDIS_URL: cluster.primaries.map(({ url }) => url).join(","),
        NODE_EXTRA_CA_CERTS: certificate.certificate,
      },
    });
  });
  afterAll(async () => {
    await system.stop();
    await cluster.stop();
    await certificate.remove();
  });

  async function published(): Promise<number> {
    const stats = await Promise.all(cluster.primaries.map(({ client }) => client.info("commandstats")));
    return stats.reduce((sum, text) => sum + Number(/cmdstat_spublish:calls=(\d+)/.exec(text)?.[1] ?? 0), 0);
  }

  it("counts together what a producer sends through either", async () => {
    const [user] = (await system.addUsers(1)) as [string];
    const before = await sent();
    for (const { url } of system.apps)
      expect((await system.produce({ user_id: user, type: "test", message: "Hello" }, {}, url)).status).toBe(201);
    expect(await sent()).toBe(before + 2);
  });

  async function sent(): Promise<number> {
    const key = await system.producerKey("suite");
    const counts = await Promise.all(cluster.primaries.map(({ client }) => client.get(key).catch(() => null)));
    return counts.reduce((sum, count) => sum + Number(count), 0);
  }

  /** How many processes receive what is published for the user. */
  async function receivers(userId: string): Promise<number> {
    const channel = await system.channel(userId);
    const counts = await Promise.all(
      cluster.primaries.map(({ client }) => client.call("PUBSUB", "SHARDNUMSUB", channel)),
    );
    return counts.reduce<number>((sum, count) => sum + Number((count as unknown[])[1]), 0);
  }

  it("say that they are well", async () => {
    for (const { url } of system.apps) {
      const readiness = async (): Promise<unknown> => (await system.fetch("/api/health/ready", undefined, url)).json();
      await vi.waitUntil(async () => ((await readiness()) as { redis: string }).redis === "up", { timeout: 5000 });
      expect(await readiness()).toEqual({ status: "ok", postgres: "up", redis: "up" });
    }
  });

  it("bring an event from one process to the streams on both, through the cluster", async () => {
    const users = await system.addUsers(20);
    const urls = system.apps.map(({ url }) => url);
    const clients = await Promise.all(
      users.flatMap((user) => urls.map(async (url) => (await system.openStream(user, undefined, url)).synced())),
    );
    expect(await Promise.all(users.map(receivers))).toEqual(users.map(() => 2));
    const before = await published();
    const sentAt = Date.now();
    await system.produce({ user_ids: users, type: "t", message: "m" });
    await Promise.all(clients.map((client) => client.until(({ positions }) => positions.length === 1)));
    for (const client of clients) {
      expect(client.events.at(-1)?.at).toBeLessThan(sentAt + 2000);
      client.close();
    }
    expect((await published()) - before).toBe(users.length);
  });
});
