import { readdirSync } from "node:fs";

import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { DISCONNECTS } from "@/tests/support/app/disconnects";
import { token } from "@/tests/support/app/settings";
import { bearer, System } from "@/tests/support/app/system";

/** Of each kind. */
const CONNECTIONS = 20;
const AT_ONCE = 10;
const SETTLES = { timeout: 10_000, interval: 20 };

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
