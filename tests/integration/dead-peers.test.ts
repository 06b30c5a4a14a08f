import { readFile } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";

import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { channelName } from "@/lib/stream/hub";
import { openDeafClient } from "@/tests/support/deaf-client";
import { token } from "@/tests/support/settings";
import { bearer, System } from "@/tests/support/system";

const MINUTE_MS = 60_000;
/** Far more than the kernel takes for a client that does not read. */
const BACKLOG = 1_000;
const LONG_MESSAGE = "🔔".repeat(2000);

// Elsewhere the kernel's own time applies.
describe.runIf(process.platform === "linux")("a peer that acknowledges nothing", () => {
  let system: System;
  let redis: Redis;

  beforeAll(async () => {
    system = await System.start();
    redis = new Redis(inject("redisUrl"));
  });
  afterAll(async () => {
    redis.disconnect();
    await system.stop();
  });

  it("is noticed within a minute, while one that is alive and only does not read keeps its stream", async () => {
    const [gone, stalled, goneWhileStalled] = (await system.addUsers(3)) as [string, string, string];
    const reader = await openStalledReader(system.url, stalled);
    const clients = await Promise.all(
      [gone, goneWhileStalled].map(async (user) => openDeafClient(system.url, await token({ sub: user }))),
    );
    const [first, second] = clients as [(typeof clients)[0], (typeof clients)[0]];
    try {
      for (const user of [stalled, goneWhileStalled])
        for (let sent = 0; sent < BACKLOG; sent += 20)
          await Promise.all(Array.from({ length: 20 }, () => system.notify(user, LONG_MESSAGE)));
      await vi.waitUntil(async () => (await isWindowClosed(reader.port)) && (await isWindowClosed(second.port)), 10_000);

      await Promise.all([first.goDeaf(), second.goDeaf()]);
      await system.notify(gone);
      expect(await subscribers(redis, gone, stalled, goneWhileStalled)).toEqual([1, 1, 1]);
      await vi.waitUntil(async () => (await subscribers(redis, gone))[0] === 0, { timeout: MINUTE_MS, interval: 200 });
      await vi.waitUntil(async () => (await subscribers(redis, goneWhileStalled))[0] === 0, {
        timeout: MINUTE_MS,
        interval: 200,
      });

      expect(await isWindowClosed(reader.port)).toBe(true);
      expect(await subscribers(redis, stalled)).toEqual([1]);
      await reader.readUntil(BACKLOG);
      expect(reader.positions()).toEqual(Array.from({ length: BACKLOG }, (_, index) => index + 1));
    } finally {
      reader.close();
      await Promise.all(clients.map((client) => client.stop()));
    }
  }, 180_000);
});

/** How many connections of Redis listen to each user: one for every server process that has a stream of theirs. */
async function subscribers(redis: Redis, ...users: string[]): Promise<number[]> {
  const answer = (await redis.pubsub("NUMSUB", ...users.map(channelName))) as (string | number)[];
  return users.map((_, index) => Number(answer[2 * index + 1]));
}

/** Whether Linux is probing the window of the client at this port: it takes no more. */
async function isWindowClosed(port: number): Promise<boolean> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const table = await readFile("/proc/net/tcp6", "latin1");
  return new RegExp(`^ *\\d+: \\w+:\\w+ \\w+:${hex} 01 \\w+:\\w+ 04:`, "m").test(table);
}

async function openStalledReader(url: string, userId: string) {
  const headers = await bearer(userId);
  const address = `${url.replace("localhost", "127.0.0.1")}/api/notifications/stream`;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(address, { headers, agent: false }, resolve).on("error", reject);
  });
  let text = "";
  response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  await vi.waitUntil(() => text.includes("event: sync"));
  response.pause();
  const positions = (): number[] => Array.from(text.matchAll(/^id: (\d+)\ndata:/gm), ([, id]) => Number(id));
  return {
    port: response.socket.localPort ?? 0,
    positions,
    readUntil: async (count: number) => {
      response.resume();
      await vi.waitUntil(() => positions().length >= count, { timeout: 30_000 });
    },
    close: () => response.destroy(),
  };
}
