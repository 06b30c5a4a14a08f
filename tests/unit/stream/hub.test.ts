import { beforeEach, describe, expect, it } from "vitest";

import { messageOf, settled } from "./memory-feed";
import { MemoryProcess } from "./memory-process";

const ADA = "0190a1b0-0000-7000-8000-000000000001";
const GRACE = "0190a1b0-0000-7000-8000-000000000002";

describe("the hub", () => {
  let process: MemoryProcess;

  beforeEach(() => {
    process = new MemoryProcess({ streams: 4, streamsPerUser: 3 });
  });

  it("brings a change to every stream of its user and to nobody else", async () => {
    const [first, second, other] = [
      await process.connect(ADA),
      await process.connect(ADA),
      await process.connect(GRACE),
    ];
    await process.publish(ADA);
    expect([first.positions, second.positions, other.positions]).toEqual([[1], [1], []]);
  });

  it("has every stream of a user read a change of which a message tells the position alone", async () => {
    const clients = [await process.connect(ADA), await process.connect(ADA)];
    await process.bus.publish([messageOf(ADA, { ...process.feed(ADA).append(), frame: null })]);
    await settled();
    for (const { positions } of clients) expect(positions).toEqual([1]);
  });

  it("brings nothing to a stream that has left", async () => {
    const [gone, staying] = [await process.connect(ADA), await process.connect(ADA)];
    await gone.leave();
    await process.publish(ADA);
    expect([gone.positions, staying.positions]).toEqual([[], [1]]);
  });

  it("refuses a user's stream too many, and takes one again when one has left", async () => {
    const { hub } = process;
    const first = await process.connect(ADA);
    await process.connect(ADA);
    expect(hub.admission(ADA)).toBe("admitted");
    await process.connect(ADA);
    expect([hub.admission(ADA), hub.admission(GRACE)]).toEqual(["user-full", "admitted"]);
    await first.leave();
    expect(hub.admission(ADA)).toBe("admitted");
  });

  it("refuses everybody's stream when the process is full", async () => {
    for (const userId of [ADA, ADA, GRACE, GRACE]) await process.connect(userId);
    expect([process.hub.admission(ADA), process.hub.admission(GRACE)]).toEqual(["full", "full"]);
  });

  it("finds by sweeping what no message told, with one look at all users", async () => {
    const [ada, grace] = [await process.connect(ADA), await process.connect(GRACE)];
    process.feed(ADA).appendMany(2);
    process.feed(GRACE).appendMany(1);
    await process.hub.sweep();
    await settled();
    expect([ada.positions, grace.positions]).toEqual([[1, 2], [1]]);
    expect(process.sweeps).toHaveLength(1);
    expect(process.gaps).toBe(2);
  });

  it("finds by sweeping a feed that moved back, also when a newer stream knows where it is now", async () => {
    process.feed(ADA).appendMany(5);
    const older = await process.connect(ADA);
    process.feed(ADA).head = 2;
    const newer = await process.connect(ADA);
    await process.hub.sweep();
    await settled();
    expect(older.syncs.at(-1)).toEqual({ position: 2, replayed: 0, complete: false, unread: 2 });
    expect(newer.syncs).toHaveLength(1);
  });

  it("sweeps for a user once, however many streams agree on where the feed is", async () => {
    for (const userId of [ADA, ADA, GRACE]) await process.connect(userId);
    await process.hub.sweep();
    expect(process.sweeps).toEqual([[ADA, GRACE].map((userId) => ({ userId, position: 0 }))]);
  });

  it("asks nothing when nobody is connected", async () => {
    await (await process.connect(ADA)).leave();
    await process.hub.sweep();
    expect(process.sweeps).toHaveLength(0);
  });

  it("catches everybody up when the bus has been away", async () => {
    const client = await process.connect(ADA);
    process.feed(ADA).appendMany(1);
    process.hub.recover();
    await settled();
    expect(client.positions).toEqual([1]);
  });

  it("ends all streams of a user when a message says so, and nobody else's", async () => {
    const [first, second, other] = [
      await process.connect(ADA),
      await process.connect(ADA),
      await process.connect(GRACE),
    ];
    await process.bus.publish([{ kind: "end", channel: ADA }]);
    await settled();
    expect([first.hasEnded, second.hasEnded, other.hasEnded]).toEqual([true, true, false]);
    await process.publish(ADA);
    await process.publish(GRACE);
    expect([first.positions, other.positions]).toEqual([[], [1]]);
  });

  it("closes by ending every stream, each with its own time to come back", async () => {
    const clients = [];
    for (const userId of [ADA, ADA, ADA, GRACE]) clients.push(await process.connect(userId));
    process.hub.close();
    await settled();
    expect(process.hub.closing).toBe(true);
    expect(clients.every(({ hasEnded }) => hasEnded)).toBe(true);
    expect(new Set(clients.map(({ retries }) => retries.at(-1))).size).toBeGreaterThan(1);
  });
});
