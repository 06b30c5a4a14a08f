import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";

import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { openDeafClient } from "@/tests/support/deaf-client";
import { DISCONNECTS } from "@/tests/support/disconnects";
import { token } from "@/tests/support/settings";
import { openStalledReader, sendBacklog } from "@/tests/support/stalled-reader";
import { bearer, System } from "@/tests/support/system";
import { upTo } from "@/tests/support/up-to";

/** Of each kind. */
const CONNECTIONS = 200;
const AT_ONCE = 10;
const SETTLES = { timeout: 10_000, interval: 20 };
const WITHIN_A_MINUTE = { timeout: 60_000, interval: 200 };

const isLinux = process.platform === "linux";

let system: System;
let redis: Redis;

beforeAll(async () => {
  system = await System.start({ env: { MAX_STREAMS_PER_USER: "1" } });
  redis = new Redis(inject("redisUrl"));
});
afterAll(async () => {
  redis.disconnect();
  await system.stop();
});

/** Whether Redis sends this user's messages to the server, which it does while there is a stream of theirs. */
async function isSubscribed(userId: string): Promise<boolean> {
  const [, count] = await redis.pubsub("NUMSUB", await system.channel(userId));
  return Number(count) > 0;
}

describe("what leaves nothing behind", () => {
  it.each(Object.entries(DISCONNECTS))("%s", async (_, disconnect) => {
    const users = await system.addUsers(AT_ONCE);
    const port = Number(new URL(system.url).port);
    const churn = async (count: number): Promise<void> => {
      await Promise.all(
        users.map(async (userId) => {
          const session = await token({ sub: userId });
          for (let connection = 0; connection < count / AT_ONCE; connection++) {
            await disconnect({ port, token: session });
            await vi.waitUntil(async () => !(await isSubscribed(userId)), SETTLES);
          }
        }),
      );
    };
    // The first ones open what is kept, such as connections to the database.
    await churn(AT_ONCE);
    const before = isLinux ? descriptors() : 0;
    await churn(CONNECTIONS);
    if (isLinux) await vi.waitUntil(() => descriptors() <= before, SETTLES);
    // Each user may have one stream, so a single one left open would be in the way.
    for (const userId of users) {
      const headers = await bearer(userId);
      const head = () => system.fetch("/api/notifications/stream", { method: "HEAD", headers });
      await expect.poll(async () => (await head()).status, SETTLES).toBe(200);
    }
  });

  function descriptors(): number {
    return readdirSync(`/proc/${system.apps[0]?.pid}/fd`).length;
  }
});

// Elsewhere nobody can see who acknowledges, and the kernel's own time applies.
describe.each(isLinux ? ["Linux"] : [])("on %s, a peer that acknowledges nothing any more", () => {
  it("is noticed within a minute, while one that is alive and only does not read keeps its stream", async () => {
    const [gone, goneWhileStalled, stalled] = (await system.addUsers(3)) as [string, string, string];
    const reader = await openStalledReader(system.url, stalled);
    const clients = [
      await openDeafClient(system.url, await token({ sub: gone })),
      await openDeafClient(system.url, await token({ sub: goneWhileStalled })),
    ] as const;
    try {
      const backlog = await sendBacklog(system, [stalled]);
      await vi.waitUntil(() => isWindowClosed(reader.port), SETTLES);
      await sendBacklog(system, [goneWhileStalled], 10);
      await vi.waitUntil(() => isWindowClosed(clients[1].port), SETTLES);
      for (const client of clients) await client.goDeaf();
      await system.notify(gone);
      for (const userId of [gone, goneWhileStalled, stalled]) expect(await isSubscribed(userId)).toBe(true);

      for (const userId of [gone, goneWhileStalled])
        await vi.waitUntil(async () => !(await isSubscribed(userId)), WITHIN_A_MINUTE);

      expect(await isWindowClosed(reader.port)).toBe(true);
      expect(await reader.readUntil(backlog)).toEqual(upTo(backlog));
    } finally {
      reader.close();
      await Promise.all(clients.map((client) => client.stop()));
    }
  }, 180_000);

  /** Whether Linux is probing the window of the client at this port, which takes no more. */
  async function isWindowClosed(port: number): Promise<boolean> {
    const hex = port.toString(16).toUpperCase().padStart(4, "0");
    const tables = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "latin1")));
    return new RegExp(`^ *\\d+: \\w+:\\w+ \\w+:${hex} 01 \\w+:\\w+ 04:`, "m").test(tables.join(""));
  }
});
