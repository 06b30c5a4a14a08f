import { setTimeout as delay } from "node:timers/promises";

import { afterEach, expect, it } from "vitest";

import { PRODUCER_KEY, token } from "@/tests/support/app/settings";
import { openStalledReader, sendBacklog, untilStalled } from "@/tests/support/app/stalled-reader";
import { StreamClient, upTo } from "@/tests/support/app/stream-client";
import { bearer, System } from "@/tests/support/app/system";
import { fakeClock } from "@/tests/support/fake-clock";

const SETTLES = { timeout: 30_000, interval: 100 };
/** With this the longest life of a stream takes five seconds, and what is left of its heartbeat. */
const CLOCK_SPEED = 120;
const DAY_SECONDS = 24 * 3600;

let system: System;
afterEach(() => system.stop());

function endStreams(userId: string): Promise<Response> {
  const headers = { Authorization: `Bearer ${PRODUCER_KEY}` };
  return system.fetch(`/api/internal/users/${userId}/streams`, { method: "DELETE", headers });
}

it("nobody keeps a stream by not reading it once it has ended", async () => {
  system = await System.start({ env: { MAX_STREAMS_PER_USER: "1" } });
  const [user] = (await system.addUsers(1)) as [string];
  const head = async (): Promise<number> =>
    (await system.fetch("/api/notifications/stream", { method: "HEAD", headers: await bearer(user) })).status;
  const reader = await openStalledReader(system.url, user);
  await sendBacklog(system, user);
  await untilStalled(system);
  expect((await endStreams(user)).status).toBe(204);
  expect(await head()).toBe(429);
  await expect.poll(head, SETTLES).toBe(200);
  reader.close();
}, 120_000);

it("a stream ends by itself within ten minutes, and whoever comes back misses and repeats nothing", async () => {
  system = await System.start({ env: fakeClock(`+0 x${CLOCK_SPEED}`) });
  const users = await system.addUsers(5);

  async function follow(user: string): Promise<void> {
    const headers = { Authorization: `Bearer ${await token({ sub: user, expiresIn: DAY_SECONDS })}` };
    const positions: number[] = [];
    for (let life = 0; life < 2; life++) {
      const cursor = String(positions.at(-1) ?? 0);
      const stream = await StreamClient.open(system.url, { ...headers, "Last-Event-ID": cursor });
      await stream.ended;
      expect(stream.raw).toMatch(/\n\nretry: [123]\d\d\n\n$/);
      positions.push(...stream.positions);
    }
    expect(positions.length).toBeGreaterThan(3);
    expect(positions).toEqual(upTo(positions.length));
  }

  const over = new AbortController();
  const followed = Promise.all(users.map(follow)).finally(() => over.abort());
  while (!over.signal.aborted) {
    await system.produce({ user_ids: users, type: "test", message: "Hello" });
    await delay(50);
  }
  await followed;
}, 120_000);
