import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { HEARTBEAT_MS } from "@/lib/notifications/protocol";
import { BEAT_MS } from "@/lib/notifications/stream/timings";
import { upTo } from "@/tests/support/app/stream-client";

import { CHANGED_AT, messageOf, settled, type MemoryFeed } from "./memory-feed";
import { MemoryClient, MemoryProcess } from "./memory-process";

const USER = "0190a1b0-0000-7000-8000-000000000001";
const BUFFER_BYTES = 16 * 1024;
const BEATS = HEARTBEAT_MS / BEAT_MS;
const MINUTE_MS = 60_000;

describe("a stream", () => {
  let process: MemoryProcess;
  let feed: MemoryFeed;

  beforeEach(() => {
    process = new MemoryProcess({ streams: 100, streamsPerUser: 100 });
    feed = process.feed(USER);
  });

  const beat = (count = BEATS): void => {
    for (let index = 0; index < count; index++) process.hub.beat();
  };

  it("begins with a time to come back between one and three seconds", async () => {
    const [milliseconds] = (await process.connect(USER)).retries;
    expect(milliseconds).toBeGreaterThanOrEqual(1000);
    expect(milliseconds).toBeLessThanOrEqual(3000);
  });

  it("reads the feed only once its messages are heard, so that nothing falls in between", async () => {
    let acknowledge = (): void => {};
    process.bus.subscribe = () => new Promise((resolve) => (acknowledge = resolve));
    const client = await process.connect(USER);
    // Published to nobody, as Redis does while it has not yet subscribed.
    feed.appendMany(1);
    acknowledge();
    await settled();
    expect(client.positions).toEqual([1]);
    expect(feed.reads).toBe(1);
  });

  it("tells of each change where it came from, and when it happened", async () => {
    feed.appendMany(1);
    await process.connect(USER);
    await process.publish(USER);
    feed.appendMany(1);
    await process.hub.sweep();
    await settled();
    expect(process.delivered).toEqual([
      ["replayed", CHANGED_AT + 1],
      ["live", CHANGED_AT + 2],
      ["caught_up", CHANGED_AT + 3],
    ]);
  });

  describe("whose client takes nothing", () => {
    it("holds no more than its buffer, replayed or live", async () => {
      feed.appendMany(5_000);
      const body = process.open(USER);
      await settled();
      for (let count = 0; count < 5_000; count++) await process.bus.publish([messageOf(USER, feed.append())]);
      process.hub.close();
      const client = new MemoryClient(body);
      await settled();
      expect(client.text.length).toBeGreaterThan(BUFFER_BYTES / 2);
      expect(client.text.length).toBeLessThan(BUFFER_BYTES + 100);
      expect(client.positions).toEqual(upTo(client.positions.length));
    });

    it("brings everything once the client takes it, then goes on live", async () => {
      feed.appendMany(5_000);
      const body = process.open(USER);
      await settled();
      const client = new MemoryClient(body);
      await vi.waitUntil(() => client.syncs.length > 0);
      await process.publish(USER);
      expect(client.positions).toEqual(upTo(5_001));
      expect(process.delivered.at(-1)?.[0]).toBe("live");
    });

    it("is not pinged", async () => {
      feed.appendMany(5_000);
      const body = process.open(USER);
      await settled();
      beat(2 * BEATS);
      const client = new MemoryClient(body);
      await settled();
      expect(client.pings).toBe(0);
    });
  });

  it("is pinged one to two seconds after its sync, not near that, and then once in a heartbeat, apart from others", async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => process.connect(USER)));
    const beats = clients.map((): number[] => []);
    for (let index = 1; index <= 5 * BEATS; index++) {
      const before = clients.map(({ pings }) => pings);
      beat(1);
      await settled();
      for (const [client, { pings }] of clients.entries())
        if (pings > (before[client] ?? 0)) beats[client]?.push(index);
    }
    for (const [proof, first = 0, second = 0, third = 0] of beats) {
      expect(proof).toBe(2);
      expect(first - 2).toBeGreaterThanOrEqual(7);
      expect(first - 2).toBeLessThanOrEqual(BEATS);
      expect([second - first, third - second]).toEqual([BEATS, BEATS]);
    }
    expect(new Set(beats.map(([, first]) => first)).size).toBeGreaterThan(1);
  });

  describe("as time goes by", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
    afterEach(() => void vi.useRealTimers());

    it("ends after five to ten minutes, each at its own time", async () => {
      const clients = await Promise.all(Array.from({ length: 10 }, () => process.connect(USER)));
      const openedAt = Date.now();
      const endedAfter = new Map<MemoryClient, number>();
      while (endedAfter.size < clients.length) {
        vi.setSystemTime(Date.now() + HEARTBEAT_MS);
        beat(1);
        await settled();
        for (const client of clients)
          if (client.hasEnded && !endedAfter.has(client)) endedAfter.set(client, Date.now() - openedAt);
      }
      const times = [...endedAfter.values()];
      expect(Math.min(...times)).toBeGreaterThan(4.5 * MINUTE_MS);
      expect(Math.max(...times)).toBeLessThanOrEqual(10 * MINUTE_MS);
      expect(new Set(times).size).toBeGreaterThan(1);
    });

    it("ends with its session, when that is sooner, and has its client come back almost at once", async () => {
      const client = await process.connect(USER, { expiresAt: Date.now() + 2 * MINUTE_MS });
      vi.setSystemTime(Date.now() + 2 * MINUTE_MS - 1);
      beat();
      await settled();
      expect(client.hasEnded).toBe(false);
      vi.setSystemTime(Date.now() + 1);
      beat();
      await settled();
      expect(client.hasEnded).toBe(true);
      expect(client.retries).toHaveLength(2);
      expect(client.retries[1]).toBeLessThan(400);
    });
  });

  describe("that is the only one its process takes", () => {
    beforeEach(() => {
      process = new MemoryProcess({ streams: 1, streamsPerUser: 1 });
      feed = process.feed(USER);
    });

    it.each([
      ["its request is aborted", async (_: MemoryClient, request: AbortController) => request.abort()],
      ["its reader cancels", (client: MemoryClient) => client.leave()],
    ])("makes room when %s", async (_, end) => {
      const request = new AbortController();
      const client = await process.connect(USER, { signal: request.signal });
      expect(process.hub.admission(USER)).toBe("full");
      await end(client, request);
      expect(process.hub.admission(USER)).toBe("admitted");
    });

    it("counts after its end until its client has taken everything", async () => {
      feed.appendMany(5_000);
      const body = process.open(USER);
      await settled();
      process.hub.endStreams(USER);
      expect(process.hub.admission(USER)).toBe("full");
      const client = new MemoryClient(body);
      await settled();
      expect(client.positions).toEqual(upTo(client.positions.length));
      expect(process.hub.admission(USER)).toBe("admitted");
    });

    it("is over at once for a client that keeps up", async () => {
      const client = await process.connect(USER);
      process.hub.endStreams(USER);
      await settled();
      expect(client.hasEnded).toBe(true);
      expect(process.hub.admission(USER)).toBe("admitted");
    });

    it("is a time to come back and nothing else when it is opened while the process closes", async () => {
      process.hub.close();
      const client = await process.connect(USER);
      expect(client.text).toMatch(/^retry: \d+\n\n$/);
      expect(client.hasEnded).toBe(true);
      expect(process.hub.admission(USER)).toBe("admitted");
    });

    it("is empty, and never joins, when its client is gone before it begins", async () => {
      const client = await process.connect(USER, { signal: AbortSignal.abort() });
      expect(client.text).toBe("");
      expect(process.hub.admission(USER)).toBe("admitted");
    });

    describe("for a client that takes nothing any more", () => {
      beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
      afterEach(() => void vi.useRealTimers());

      it("breaks off after its end, and counts no longer", async () => {
        feed.appendMany(5_000);
        const body = process.open(USER);
        await settled();
        process.hub.endStreams(USER);
        vi.advanceTimersByTime(9_000);
        expect(process.hub.admission(USER)).toBe("full");
        vi.advanceTimersByTime(1_000);
        expect(process.hub.admission(USER)).toBe("admitted");
        // Next logs nothing about an abort.
        await expect(new Response(body).text()).rejects.toMatchObject({ name: "AbortError" });
      });

      it("leaves no timer behind when it has gone by itself", async () => {
        feed.appendMany(5_000);
        const body = process.open(USER);
        await settled();
        process.hub.endStreams(USER);
        await body.cancel();
        expect(vi.getTimerCount()).toBe(0);
        expect(process.hub.admission(USER)).toBe("admitted");
      });
    });
  });
});
