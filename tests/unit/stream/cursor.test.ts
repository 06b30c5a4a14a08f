import { beforeEach, describe, expect, it } from "vitest";

import { Cursor, type DeliverySource, type Start } from "@/lib/notifications/stream/cursor";

import { MemoryFeed, MemorySink, settled, syncFrame } from "./memory-feed";

describe("a cursor", () => {
  let feed: MemoryFeed;
  let sink: MemorySink;
  let failures = 0;
  let sources: DeliverySource[];
  let read: (after: number | null, limit: number) => ReturnType<MemoryFeed["read"]>;

  beforeEach(() => {
    feed = new MemoryFeed();
    sink = new MemorySink();
    failures = 0;
    sources = [];
    read = (after, limit) => feed.read(after, limit);
  });

  function cursor(start: Start): Cursor {
    return new Cursor(
      start,
      {
        read: (after, limit) => read(after, limit),
        syncFrame,
        retryDelay: async () => {
          failures++;
        },
        delivered: (source) => void sources.push(source),
      },
      sink,
    );
  }

  async function openAt(start: Start | number): Promise<Cursor> {
    const opened = cursor(typeof start === "number" ? { after: start } : start);
    opened.open();
    await settled();
    return opened;
  }

  it("without a position starts at the head with a complete sync", async () => {
    feed.appendMany(5);
    await openAt("head");
    expect(sink.received).toEqual([{ position: 5, replayed: 0, complete: true, unread: 5 }]);
  });

  it("replays exactly what came after a position, over many pages, then syncs", async () => {
    feed.appendMany(1000);
    await openAt(2);
    expect(sink.positions).toEqual(Array.from({ length: 998 }, (_, index) => index + 3));
    expect(sink.received.at(-1)).toEqual({ position: 1000, replayed: 998, complete: true, unread: 1000 });
  });

  it("replays a whole feed from position 0", async () => {
    feed.appendMany(4);
    await openAt(0);
    expect(sink.positions).toEqual([1, 2, 3, 4]);
  });

  it("at the head replays nothing and syncs", async () => {
    feed.appendMany(4);
    await openAt(4);
    expect(sink.received).toEqual([{ position: 4, replayed: 0, complete: true, unread: 4 }]);
  });

  it("delivers live changes as they come, without reading", async () => {
    const live = await openAt(0);
    const { reads } = feed;
    for (let i = 0; i < 3; i++) {
      live.offer(feed.append());
    }
    expect(sink.positions).toEqual([1, 2, 3]);
    expect(feed.reads).toBe(reads);
  });

  it("tells by what way each change came", async () => {
    feed.appendMany(2);
    const live = await openAt(0);
    live.offer(feed.append());
    feed.append();
    live.announce(feed.head);
    await settled();
    expect(sources).toEqual(["replayed", "replayed", "live", "caught_up"]);
  });

  it("reads what it is told the position of alone, and nothing when it is told again", async () => {
    const live = await openAt(0);
    const told = { ...feed.append(), frame: null };
    live.offer(told);
    await settled();
    expect(sink.positions).toEqual([1]);
    const { reads } = feed;
    live.offer(told);
    await settled();
    expect([sink.positions, feed.reads]).toEqual([[1], reads]);
  });

  it("is not confused by a client that takes a frame while it is being sent", async () => {
    const live = await openAt(0);
    const { reads } = feed;
    // A ReadableStream asks for more from within enqueue when its reader is waiting.
    const send = sink.send.bind(sink);
    sink.send = (frame) => {
      send(frame);
      live.drained();
    };
    for (let i = 0; i < 3; i++) {
      live.offer(feed.append());
      await settled();
    }
    expect(sink.positions).toEqual([1, 2, 3]);
    expect(sink.syncs).toHaveLength(1);
    expect(feed.reads).toBe(reads);
  });

  it("drops what it has delivered already", async () => {
    const live = await openAt(0);
    const change = feed.append();
    live.offer(change);
    live.offer(change);
    await settled();
    expect(sink.positions).toEqual([1]);
  });

  it("fills a gap from the database before what follows it", async () => {
    const live = await openAt(0);
    feed.append();
    feed.append();
    const third = feed.append();
    live.offer(third);
    await settled();
    expect(sink.positions).toEqual([1, 2, 3]);
  });

  it("puts messages that arrive in the wrong order right", async () => {
    const live = await openAt(0);
    const first = feed.append();
    const second = feed.append();
    live.offer(second);
    live.offer(first);
    await settled();
    expect(sink.positions).toEqual([1, 2]);
  });

  it("loses nothing that is committed while a read is under way", async () => {
    feed.appendMany(2);
    const opening = cursor({ after: 0 });
    opening.open();
    const third = feed.append();
    opening.offer(third);
    await settled();
    expect(sink.positions).toEqual([1, 2, 3]);
    expect(sink.syncs).toHaveLength(1);
  });

  it("delivers nothing live before its own replay", async () => {
    feed.appendMany(1);
    const opening = cursor({ after: 0 });
    const second = feed.append();
    opening.offer(second);
    expect(sink.received).toEqual([]);
    opening.open();
    await settled();
    expect(sink.positions).toEqual([1, 2]);
  });

  it("delivers nothing live before its sync, also to a client that has just made room", async () => {
    feed.append();
    const second = feed.append();
    sink.room = 1;
    const opening = await openAt(0);
    sink.room = 5;
    opening.offer(second);
    await settled();
    expect(sink.received).toEqual([1, 2, { position: 2, replayed: 2, complete: true, unread: 2 }]);
  });

  it("reads nothing before it is opened", async () => {
    feed.appendMany(1);
    const waiting = cursor({ after: 0 });
    waiting.announce(1);
    waiting.drained();
    await settled();
    expect(feed.reads).toBe(0);
  });

  it("catches up when the feed is found to have moved without a message", async () => {
    const live = await openAt(0);
    feed.appendMany(2);
    live.announce(2);
    await settled();
    expect(sink.positions).toEqual([1, 2]);
    expect(sink.syncs).toHaveLength(1);
  });

  it("stops at a client that has no room, and goes on from the database when it drains", async () => {
    const live = await openAt(0);
    sink.room = 1;
    for (let i = 0; i < 10; i++) {
      live.offer(feed.append());
    }
    await settled();
    expect(sink.positions).toEqual([1]);
    while (sink.positions.length < 10) {
      sink.room = 2;
      live.drained();
      await settled();
    }
    expect(sink.positions).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(sink.syncs).toHaveLength(1);
  });

  it("reads nothing for a client that has no room", async () => {
    const live = await openAt(0);
    sink.room = 0;
    const { reads } = feed;
    live.offer(feed.append());
    await settled();
    expect(feed.reads).toBe(reads);
  });

  it("replays any backlog to a slow client, with its sync at the end", async () => {
    feed.appendMany(20);
    sink.room = 1;
    const opening = await openAt(0);
    while (sink.syncs.length === 0) {
      sink.room = 1;
      opening.drained();
      await settled();
    }
    expect(sink.positions).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(sink.received.at(-1)).toEqual({ position: 20, replayed: 20, complete: true, unread: 20 });
  });

  it("reads little more than a slow client takes", async () => {
    feed.appendMany(1000);
    sink.room = 5;
    const opening = await openAt(0);
    while (sink.syncs.length === 0) {
      sink.room = 5;
      opening.drained();
      await settled();
    }
    expect(sink.positions).toHaveLength(1000);
    expect(feed.changesRead).toBeLessThan(2500);
  });

  it("does not read again and again after a message from another database", async () => {
    feed.appendMany(4);
    const live = await openAt(4);
    const { reads } = feed;
    const foreign = new MemoryFeed();
    foreign.appendMany(49);
    live.offer(foreign.append());
    await settled();
    expect(feed.reads).toBe(reads + 1);
    const next = feed.append();
    live.offer(next);
    expect(sink.positions).toEqual([5]);
  });

  it.each([
    ["ahead of the head", 9],
    ["older than what retention kept", 1],
    ["that was unreadable", "unreadable" as const],
  ])("says complete:false at the head to a position %s", async (_, start) => {
    feed.appendMany(5);
    feed.floor = 3;
    await openAt(start);
    expect(sink.received).toEqual([{ position: 5, replayed: 0, complete: false, unread: 5 }]);
  });

  it("replays from the very position that retention kept", async () => {
    feed.appendMany(5);
    feed.floor = 3;
    await openAt(3);
    expect(sink.positions).toEqual([4, 5]);
    expect(sink.syncs[0]?.complete).toBe(true);
  });

  it("never skips a hole in silence", async () => {
    feed.appendMany(5);
    feed.holes.add(4);
    await openAt(2);
    expect(sink.received).toEqual([{ position: 5, replayed: 0, complete: false, unread: 5 }]);
  });

  it("says complete:false when everything after a position is gone", async () => {
    feed.appendMany(2);
    feed.holes.add(1).add(2);
    await openAt(0);
    expect(sink.syncs).toEqual([{ position: 2, replayed: 0, complete: false, unread: 2 }]);
  });

  it("goes on live after a reset", async () => {
    feed.appendMany(5);
    const live = await openAt(99);
    live.offer(feed.append());
    expect(sink.positions).toEqual([6]);
  });

  it("says complete:false on a connection whose feed was erased", async () => {
    feed.appendMany(3);
    const live = await openAt(3);
    feed.head = 4;
    feed.floor = 4;
    live.announce(4);
    await settled();
    expect(sink.syncs.at(-1)).toEqual({ position: 4, replayed: 0, complete: false, unread: 4 });
  });

  it("says complete:false on a connection whose feed moved back, and goes on from there", async () => {
    feed.appendMany(3);
    const live = await openAt(3);
    feed.head = 1;
    live.announce(1);
    await settled();
    expect(sink.syncs.at(-1)).toEqual({ position: 1, replayed: 0, complete: false, unread: 1 });
    live.offer(feed.append());
    expect(sink.positions).toEqual([2]);
  });

  it("reads on for what it heard of while it was finding out that it cannot continue", async () => {
    const live = await openAt(0);
    feed.appendMany(1);
    feed.floor = 1;
    live.announce(1);
    live.offer(feed.append());
    await settled();
    expect(sink.received.slice(1)).toEqual([{ position: 1, replayed: 0, complete: false, unread: 1 }, 2]);
  });

  it("is not misled by an old sight of the feed", async () => {
    feed.appendMany(3);
    const live = await openAt(3);
    const { reads } = feed;
    live.announce(2);
    await settled();
    expect(sink.syncs).toHaveLength(1);
    expect(feed.reads).toBe(reads + 1);
  });

  it("takes back a message from another database once the feed is seen without it", async () => {
    const live = await openAt(0);
    const foreign = new MemoryFeed().append();
    live.offer(foreign);
    live.announce(0);
    await settled();
    expect(sink.syncs.at(-1)).toEqual({ position: 0, replayed: 0, complete: false, unread: 0 });
  });

  it("tries a failed read again until it succeeds", async () => {
    feed.appendMany(2);
    let calls = 0;
    read = async (after, limit) => {
      if (++calls < 4) throw new Error("the database is away");
      return feed.read(after, limit);
    };
    await openAt(0);
    expect(failures).toBe(3);
    expect(sink.positions).toEqual([1, 2]);
  });

  it("sends nothing after it is closed", async () => {
    feed.appendMany(2);
    const closing = cursor({ after: 0 });
    closing.open();
    closing.close();
    await settled();
    expect(sink.received).toEqual([]);
  });
});
