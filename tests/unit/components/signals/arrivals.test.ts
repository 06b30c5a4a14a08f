import { describe, expect, it } from "vitest";

import { arrivalsIn } from "@/lib/notifications/client/arrivals/arrivals";
import type { PositionedEvent } from "@/lib/notifications/client/connection/positioned-event";

import { idOf, notificationOf } from "./notifications";

const arrived = (position: number): PositionedEvent => ({
  position,
  event: { type: "NOTIFICATION", payload: notificationOf(position) },
});
const read = (position: number, ...of: number[]): PositionedEvent => ({
  position,
  event: { type: "READ", payload: { ids: of.map(idOf), read_at: "2026-11-22T10:00:00.000Z" } },
});
const sync = (position: number, unread: number, complete = true): PositionedEvent => ({
  position,
  event: { type: "SYNC", payload: { position, replayed: 0, complete, unread } },
});
const positionsIn = (...events: PositionedEvent[]) =>
  arrivalsIn({ position: 5, unread: 2 }, events).arrivals.map(({ position, count }) => [position, count]);

describe("what newly arrives", () => {
  it("is nothing that was there when the page began to follow", () => {
    const { seen, arrivals } = arrivalsIn(null, [sync(5, 2)]);
    expect(arrivals).toEqual([]);
    expect(seen).toEqual({ position: 5, unread: 2 });
  });

  it("is what comes first to a page that joins others, which know how many", () => {
    const { seen, arrivals } = arrivalsIn(null, [arrived(6), read(7, 3), sync(7, 2)]);
    expect(arrivals.map(({ position }) => position)).toEqual([6]);
    expect(seen).toEqual({ position: 7, unread: 2 });
  });

  it("is what comes after that, with its contents", () => {
    const { seen, arrivals } = arrivalsIn({ position: 5, unread: 2 }, [arrived(6)]);
    expect(arrivals).toEqual([{ position: 6, count: 1, notification: notificationOf(6) }]);
    expect(seen).toEqual({ position: 6, unread: 3 });
  });

  it("is what a connection brings that was missed, each position once", () => {
    expect(positionsIn(arrived(4), arrived(5), arrived(6), arrived(7), sync(7, 4), arrived(6), arrived(8))).toEqual([
      [6, 1],
      [7, 1],
      [8, 1],
    ]);
  });

  it("is only a count when nothing else is told", () => {
    expect(positionsIn(sync(9, 5))).toEqual([[9, 3]]);
    expect(positionsIn(sync(9, 5), sync(9, 5), arrived(8))).toEqual([[9, 3]]);
  });

  it("is nothing when the count did not rise, or the position did not move", () => {
    expect(positionsIn(sync(9, 2))).toEqual([]);
    expect(positionsIn(sync(9, 1))).toEqual([]);
    expect(positionsIn(sync(5, 4))).toEqual([]);
  });

  it("is nothing that was acknowledged in the same burst", () => {
    const { seen, arrivals, acknowledged } = arrivalsIn({ position: 5, unread: 2 }, [
      arrived(6),
      arrived(7),
      read(8, 6),
    ]);
    expect(arrivals.map(({ position }) => position)).toEqual([7]);
    expect(acknowledged).toEqual(new Set([idOf(6)]));
    expect(seen).toEqual({ position: 8, unread: 3 });
  });

  it("begins anew when the feed was set back", () => {
    const { seen, arrivals, setBack } = arrivalsIn({ position: 5, unread: 2 }, [
      arrived(6),
      sync(1, 1, false),
      arrived(2),
    ]);
    expect(setBack).toEqual({ from: 6, to: 1 });
    expect(arrivals.map(({ position }) => position)).toEqual([2]);
    expect(seen).toEqual({ position: 2, unread: 2 });
  });
});
