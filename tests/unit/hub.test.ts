import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { LocalBus } from "@/lib/notifications/stream/bus/local-bus";
import { channelName, HEARTBEAT_TURNS, Hub, type KnownHead } from "@/lib/notifications/stream/hub";
import { END_MARK, positionMark } from "@/lib/notifications/stream/sse-frame";

import { MemoryFeed, MemorySink, settled, syncFrame } from "./memory-feed";

const ADA = "0190a1b0-0000-7000-8000-000000000001";
const GRACE = "0190a1b0-0000-7000-8000-000000000002";
const FROM_START = { after: 0 };
const NEVER = Infinity;

const MINUTE_MS = 60_000;
const HEARTBEAT_MS = 15_000;

describe("the hub", () => {
  let bus: LocalBus;
  let hub: Hub;
  let feeds: Map<string, MemoryFeed>;
  let delivered: number;
  let gapsFound: number;
  let sweeps: (readonly KnownHead[])[];

  beforeEach(() => {
    bus = new LocalBus();
    sweeps = [];
    delivered = 0;
    gapsFound = 0;
    feeds = new Map([ADA, GRACE].map((userId) => [userId, new MemoryFeed()]));
    hub = new Hub(
      bus,
      {
        read: (userId, after, limit) => feed(userId).read(after, limit),
        moved: async (known) => {
          sweeps.push(known);
          return known
            .map(({ userId, position }) => ({ userId, head: feed(userId).head, position }))
            .filter(({ head, position }) => head !== position);
        },
        syncFrame,
      },
      { streams: 4, streamsPerUser: 3 },
      { delivered: () => delivered++, swept: (_, gaps) => (gapsFound += gaps) },
    );
  });

  function feed(userId: string): MemoryFeed {
    const found = feeds.get(userId);
    if (!found) throw new Error(`no feed of ${userId}`);
    return found;
  }

  async function join(userId: string, expiresAt = NEVER): Promise<{ sink: MemorySink; leave: () => void }> {
    const sink = new MemorySink();
    const { leave } = hub.join(userId, FROM_START, sink, expiresAt);
    await settled();
    return { sink, leave };
  }

  async function publish(userId: string): Promise<void> {
    const { frame } = feed(userId).append();
    await bus.publish([{ channel: channelName(userId), frame }]);
    await settled();
  }

  it("greets a stream with a reconnection time between one and three seconds", async () => {
    const { sink } = await join(ADA);
    const milliseconds = Number(/^retry: (\d+)\n\n$/.exec(sink.texts[0] ?? "")?.[1]);
    expect(milliseconds).toBeGreaterThanOrEqual(1000);
    expect(milliseconds).toBeLessThanOrEqual(3000);
  });

  it("gives streams that end together different times to come back", async () => {
    const streams = [await join(ADA), await join(ADA), await join(ADA), await join(GRACE)];
    hub.close();
    const times = (index: number): unknown[] => streams.map(({ sink }) => sink.texts.at(index));
    expect(new Set(times(0)).size).toBeGreaterThan(1);
    expect(new Set(times(-1)).size).toBeGreaterThan(1);
  });

  it("brings every stream of a user what a message tells the position of alone", async () => {
    const streams = [await join(ADA), await join(ADA)];
    const { position } = feed(ADA).append();
    await bus.publish([{ channel: channelName(ADA), frame: positionMark(position) }]);
    await settled();
    for (const { sink } of streams) expect(sink.positions).toEqual([position]);
  });

  it("reads a feed only once its messages are heard, so that nothing falls in between", async () => {
    let acknowledge = (): void => {};
    bus.subscribe = () => new Promise((resolve) => (acknowledge = resolve));
    const { sink } = await join(ADA);
    // Published to nobody, as Redis does while it has not yet subscribed.
    feed(ADA).appendMany(1);
    acknowledge();
    await settled();
    expect(sink.positions).toEqual([1]);
    expect(feed(ADA).reads).toBe(1);
  });

  it("brings a change to every stream of its user and to nobody else", async () => {
    const [first, second, other] = [await join(ADA), await join(ADA), await join(GRACE)];
    await publish(ADA);
    expect(first.sink.positions).toEqual([1]);
    expect(second.sink.positions).toEqual([1]);
    expect(other.sink.positions).toEqual([]);
  });

  it("brings nothing to a stream that has left, also when it leaves twice", async () => {
    const [gone, staying] = [await join(ADA), await join(ADA)];
    gone.leave();
    gone.leave();
    await publish(ADA);
    expect(gone.sink.positions).toEqual([]);
    expect(staying.sink.positions).toEqual([1]);
  });

  it("refuses a user's stream too many, and takes one again when one has left", async () => {
    const { leave } = await join(ADA);
    await join(ADA);
    expect(hub.admission(ADA)).toBe("admitted");
    await join(ADA);
    expect(hub.admission(ADA)).toBe("user-full");
    expect(hub.admission(GRACE)).toBe("admitted");
    leave();
    expect(hub.admission(ADA)).toBe("admitted");
  });

  it("refuses everybody's stream when the process is full", async () => {
    for (const userId of [ADA, ADA, GRACE, GRACE]) await join(userId);
    expect(hub.admission(ADA)).toBe("full");
    expect(hub.admission(GRACE)).toBe("full");
  });

  it("finds by sweeping what no message told, with one look at all users", async () => {
    const [ada, grace] = [await join(ADA), await join(GRACE)];
    feed(ADA).appendMany(2);
    feed(GRACE).appendMany(1);
    await hub.sweep();
    await settled();
    expect(ada.sink.positions).toEqual([1, 2]);
    expect(grace.sink.positions).toEqual([1]);
    expect(sweeps).toHaveLength(1);
    expect({ delivered, gapsFound }).toEqual({ delivered: 3, gapsFound: 2 });
  });

  it("finds by sweeping a feed that moved back, also when a newer stream knows where it is now", async () => {
    feed(ADA).appendMany(5);
    const older = await join(ADA);
    feed(ADA).head = 2;
    const newer = await join(ADA);
    await hub.sweep();
    await settled();
    expect(older.sink.syncs.at(-1)).toEqual({ position: 2, replayed: 0, complete: false, unread: 2 });
    expect(newer.sink.syncs).toHaveLength(1);
  });

  it("sweeps for a user once, however many streams agree on where the feed is", async () => {
    await Promise.all([join(ADA), join(ADA), join(GRACE)]);
    await hub.sweep();
    expect(sweeps).toEqual([
      [
        { userId: ADA, position: 0 },
        { userId: GRACE, position: 0 },
      ],
    ]);
  });

  it("asks nothing when nobody is connected", async () => {
    const { leave } = await join(ADA);
    leave();
    await hub.sweep();
    expect(sweeps).toHaveLength(0);
  });

  it("catches everybody up when the bus has been away", async () => {
    const { sink } = await join(ADA);
    feed(ADA).appendMany(1);
    hub.recover();
    await settled();
    expect(sink.positions).toEqual([1]);
  });

  const heartbeat = (): void => {
    for (let turn = 0; turn < HEARTBEAT_TURNS; turn++) hub.heartbeat();
  };

  it("pings every stream one to two seconds after its sync, nothing near it, and then once in a heartbeat, each at its turn", async () => {
    const streams = [await join(ADA), await join(ADA), await join(GRACE)];
    const turns: number[][] = streams.map(() => []);
    for (let turn = 1; turn <= 4 * HEARTBEAT_TURNS; turn++) {
      const before = streams.map(({ sink }) => sink.texts.length);
      hub.heartbeat();
      for (const [index, { sink }] of streams.entries())
        if (sink.texts.slice(before[index]).includes("event: ping\ndata: {}\n\n")) turns[index]?.push(turn);
    }
    const regular = turns.map(([proof, first = 0, second = 0, third = 0]) => {
      expect(proof).toBe(2);
      expect(first).toBeGreaterThanOrEqual(7);
      expect([second - first, third - second]).toEqual([HEARTBEAT_TURNS, HEARTBEAT_TURNS]);
      return first % HEARTBEAT_TURNS;
    });
    expect(new Set(regular).size).toBe(streams.length);
  });

  it("pings streams that keep up, and not the stalled ones", async () => {
    const [lively, stalled] = [await join(ADA), await join(ADA)];
    stalled.sink.room = 0;
    heartbeat();
    expect(lively.sink.texts.at(-1)).toBe("event: ping\ndata: {}\n\n");
    expect(stalled.sink.texts).not.toContain("event: ping\ndata: {}\n\n");
  });

  it("ends a stream whose session is over", async () => {
    const [over, valid] = [await join(ADA, Date.now() - 1), await join(ADA, Date.now() + 60_000)];
    heartbeat();
    expect(over.sink.ended).toBe(true);
    expect(valid.sink.ended).toBe(false);
  });

  describe("as time goes by", () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
    afterEach(() => void vi.useRealTimers());

    it("ends every stream after five to ten minutes, each at its own time", async () => {
      const sinks = await Promise.all([ADA, ADA, ADA, GRACE].map(async (userId) => (await join(userId)).sink));
      const openedAt = Date.now();
      const endedAfter = new Map<MemorySink, number>();
      while (endedAfter.size < sinks.length) {
        vi.setSystemTime(Date.now() + HEARTBEAT_MS);
        heartbeat();
        for (const sink of sinks) if (sink.ended && !endedAfter.has(sink)) endedAfter.set(sink, Date.now() - openedAt);
      }
      const times = [...endedAfter.values()];
      expect(Math.min(...times)).toBeGreaterThan(4.5 * MINUTE_MS);
      expect(Math.max(...times)).toBeLessThanOrEqual(10 * MINUTE_MS);
      expect(new Set(times).size).toBeGreaterThan(1);
    });

    it("ends a stream with its session, when that is sooner", async () => {
      const { sink } = await join(ADA, Date.now() + 2 * MINUTE_MS);
      vi.setSystemTime(Date.now() + 2 * MINUTE_MS - 1);
      heartbeat();
      expect(sink.ended).toBe(false);
      vi.setSystemTime(Date.now() + 1);
      heartbeat();
      expect(sink.ended).toBe(true);
    });
  });

  it("has a stream whose time is over come back almost at once, and ends it once", async () => {
    const { sink } = await join(ADA, Date.now() - 1);
    heartbeat();
    heartbeat();
    const retries = sink.texts.filter((text) => text.startsWith("retry: "));
    expect(retries).toHaveLength(2);
    expect(Number(retries.at(-1)?.slice("retry: ".length))).toBeLessThan(400);
  });

  it("ends all streams of a user when it is told to, and nobody else's", async () => {
    const [first, second, other] = [await join(ADA), await join(ADA), await join(GRACE)];
    await bus.publish([{ channel: channelName(ADA), frame: END_MARK }]);
    for (const { sink } of [first, second]) {
      expect(sink.ended).toBe(true);
      expect(sink.texts.at(-1)).toMatch(/^retry: \d+\n\n$/);
    }
    expect(other.sink.ended).toBe(false);
    await publish(ADA);
    await publish(GRACE);
    expect(first.sink.positions).toEqual([]);
    expect(other.sink.positions).toEqual([1]);
  });

  it("counts a stream that has ended until it leaves", async () => {
    const streams = [await join(ADA), await join(ADA), await join(ADA)];
    hub.endStreams(ADA);
    expect(hub.admission(ADA)).toBe("user-full");
    streams[0]?.leave();
    expect(hub.admission(ADA)).toBe("admitted");
  });

  it("closes by ending every stream with a time to come back", async () => {
    const streams = [await join(ADA), await join(GRACE)];
    hub.close();
    for (const { sink } of streams) {
      expect(sink.texts.at(-1)).toMatch(/^retry: \d+\n\n$/);
      expect(sink.ended).toBe(true);
    }
    expect(hub.closing).toBe(true);
  });

  it("ignores a message that carries no position", async () => {
    const { sink } = await join(ADA);
    await bus.publish([{ channel: channelName(ADA), frame: new TextEncoder().encode("nonsense") }]);
    await settled();
    expect(sink.positions).toEqual([]);
  });
});
