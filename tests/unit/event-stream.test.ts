import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LocalBus } from "@/lib/notifications/stream/bus/local-bus";
import { eventStream } from "@/lib/notifications/stream/event-stream";
import { channelName, Hub } from "@/lib/notifications/stream/hub";
import { upTo } from "@/tests/support/stream-client";

import { MemoryFeed, positionsIn, readerOf, settled, UNOBSERVED } from "./memory-feed";

const USER = "0190a1b0-0000-7000-8000-000000000001";
const BUFFER_BYTES = 16 * 1024;

describe("the body of a stream", () => {
  let bus: LocalBus;
  let hub: Hub;
  let feed: MemoryFeed;
  let gone: AbortController;

  beforeEach(() => {
    bus = new LocalBus();
    feed = new MemoryFeed();
    gone = new AbortController();
    hub = new Hub(
      bus,
      readerOf(() => feed),
      { streams: 1, streamsPerUser: 1 },
      UNOBSERVED,
    );
  });

  const open = (after = 0): ReadableStreamDefaultReader<Uint8Array> =>
    eventStream(hub, { userId: USER, start: { after }, expiresAt: Infinity, signal: gone.signal }).getReader();

  /** Everything until the end of the stream. */
  async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return text;
      text += new TextDecoder().decode(value);
    }
  }

  it("holds no more than its buffer for a client that takes nothing, replayed or live", async () => {
    feed.appendMany(5_000);
    const reader = open();
    await settled();
    for (let count = 0; count < 5_000; count++) {
      const { frame } = feed.append();
      await bus.publish([{ channel: channelName(USER), frame }]);
    }
    await settled();
    hub.close();
    const text = await readAll(reader);
    expect(text.length).toBeGreaterThan(BUFFER_BYTES / 2);
    expect(text.length).toBeLessThan(BUFFER_BYTES + 100);
    const positions = positionsIn(text);
    expect(positions).toEqual(upTo(positions.length));
  });

  it("brings everything once the client takes it, then goes on live", async () => {
    feed.appendMany(5_000);
    const reader = open();
    await settled();
    let text = "";
    while (!text.includes("event: sync")) text += new TextDecoder().decode((await reader.read()).value);
    expect(positionsIn(text)).toEqual(upTo(5_000));
    const { frame } = feed.append();
    await bus.publish([{ channel: channelName(USER), frame }]);
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(new TextDecoder().decode(frame));
  });

  it.each([
    ["its request is aborted", () => gone.abort()],
    ["its reader cancels", (reader: ReadableStreamDefaultReader) => reader.cancel()],
  ])("leaves the hub when %s", async (_, end) => {
    const reader = open();
    expect(hub.admission(USER)).toBe("full");
    await end(reader);
    expect(hub.admission(USER)).toBe("admitted");
  });

  it("counts after its end until its client has taken everything", async () => {
    feed.appendMany(5_000);
    const reader = open();
    await settled();
    hub.endStreams(USER);
    expect(hub.admission(USER)).toBe("full");
    const positions = positionsIn(await readAll(reader));
    expect(positions).toEqual(upTo(positions.length));
    expect(hub.admission(USER)).toBe("admitted");
  });

  it("is over at once for a client that keeps up", async () => {
    const reader = open();
    const taken = readAll(reader);
    await settled();
    hub.endStreams(USER);
    expect(hub.admission(USER)).toBe("admitted");
    expect(await taken).toMatch(/retry: \d+\n\n$/);
  });

  describe("for a client that takes nothing any more", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
    afterEach(() => void vi.useRealTimers());

    it("breaks off after its end, and counts no longer", async () => {
      feed.appendMany(5_000);
      const reader = open();
      await settled();
      hub.endStreams(USER);
      vi.advanceTimersByTime(9_000);
      expect(hub.admission(USER)).toBe("full");
      vi.advanceTimersByTime(1_000);
      expect(hub.admission(USER)).toBe("admitted");
      // Next logs nothing of an abort.
      await expect(readAll(reader)).rejects.toMatchObject({ name: "AbortError" });
    });

    it("leaves no timer behind when it has gone by itself", async () => {
      feed.appendMany(5_000);
      const reader = open();
      await settled();
      hub.endStreams(USER);
      await reader.cancel();
      expect(vi.getTimerCount()).toBe(0);
      expect(hub.admission(USER)).toBe("admitted");
    });
  });

  it("is empty, and never joins, when its client is gone before it begins", async () => {
    gone.abort();
    expect(await readAll(open())).toBe("");
    expect(hub.admission(USER)).toBe("admitted");
  });
});
