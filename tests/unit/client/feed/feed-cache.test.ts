import { describe, expect, it } from "vitest";

import {
  type FeedCache,
  fromSnapshot as fromList,
  withEvent,
  withOlder,
} from "@/lib/notifications/client/feed/feed-cache";
import { visible } from "@/lib/notifications/client/feed/visible";
import type { Acknowledgement, Target } from "@/lib/notifications/client/outbox/acknowledgement";
import type { Snapshot } from "@/lib/notifications/client/requests/api";
import type { ListedNotification, StreamEvent } from "@/lib/notifications/contract";

const TIME = "2026-11-22T10:00:00.000Z";

const notification = (id: string): ListedNotification => ({
  id,
  type: "t",
  message: `message ${id}`,
  created_at: TIME,
});
const arrival = (id: string): StreamEvent => ({ type: "NOTIFICATION", payload: notification(id) });
const reading = (...ids: string[]): StreamEvent => ({ type: "READ", payload: { ids, read_at: TIME } });
const acknowledging = (target: Target, doneAt: number | null = null, at = TIME): Acknowledgement => ({
  key: JSON.stringify(target),
  target,
  at,
  doneAt,
});
const ofAll = (through: number, ...seen: string[]): Target => ({ through, seen });

const fromSnapshot = (snapshot: Snapshot, previous?: FeedCache): FeedCache => fromList("unread", snapshot, previous);

/** Three unread, a b c, at position 3; `unread` more than that when older ones are not loaded. */
function cacheOf(unread = 3, older: string | null = null): FeedCache {
  return fromSnapshot({ notifications: ["c", "b", "a"].map(notification), position: 3, unread, older });
}

const ids = (cache: FeedCache, ...acknowledgements: Acknowledgement[]): string =>
  visible(cache, acknowledgements)
    .notifications.map(({ id }) => id)
    .join("");
const count = (cache: FeedCache, ...acknowledgements: Acknowledgement[]): number =>
  visible(cache, acknowledgements).unread;

/** What feed-cache-model.test.ts does not see: whether anything is kept, drawn or remembered more often than needed. */
describe("the feed cache", () => {
  it("stays the same object when an event brings nothing new", () => {
    const cache = withEvent(cacheOf(), 4, arrival("d"));
    expect(withEvent(cache, 4, arrival("d"))).toBe(cache);
    expect(withEvent(cache, 2, reading("b"))).toBe(cache);
    const sync = { position: 2, replayed: 0, complete: true, unread: 99 };
    expect(withEvent(cache, 2, { type: "SYNC", payload: sync })).toBe(cache);
  });

  describe("when everything is acknowledged", () => {
    it("hides what could be seen, also the older ones that are not loaded, but not what arrives later", () => {
      const all = acknowledging(ofAll(3));
      expect(visible(cacheOf(50, "/older"), [all])).toEqual({ notifications: [], unread: 0 });
      const cache = withEvent(cacheOf(50, "/older"), 4, arrival("d"));
      expect(ids(cache, all)).toBe("d");
      expect(count(cache, all)).toBe(1);
    });

    it("stays right while its events come in parts", () => {
      const all = acknowledging(ofAll(3), 5);
      let cache = withEvent(cacheOf(50, "/older"), 4, reading("a", "b", "c"));
      expect(visible(cache, [all])).toEqual({ notifications: [], unread: 0 });
      cache = withEvent(cache, 5, reading(...Array.from({ length: 47 }, (_, index) => `old ${index}`)));
      expect(visible(cache, [all])).toEqual({ notifications: [], unread: 0 });
    });

    it("knows by what was seen where to begin in a list without positions", () => {
      const fetched = { notifications: ["d", "c", "b"].map(notification), position: 9, unread: 30, older: "/older" };
      expect(visible(fromSnapshot(fetched), [acknowledging(ofAll(3, "c", "b"))])).toEqual({
        notifications: [notification("d")],
        unread: 1,
      });
    });

    it("takes nothing off the count of a list that shows only what came later", () => {
      const fetched = { notifications: ["f", "e", "d"].map(notification), position: 9, unread: 30, older: "/older" };
      expect(count(fromSnapshot(fetched), acknowledging(ofAll(3, "c", "b")))).toBe(30);
    });

    it("hides also what an older page or a new list brings below what was there", () => {
      const all = acknowledging(ofAll(3));
      const arrived = withEvent(cacheOf(5, "/older"), 4, arrival("d"));
      const older = { notifications: ["z", "y"].map(notification), position: 4, unread: 6, older: null };
      const seen = { notifications: [notification("d")], unread: 1 };
      expect(visible(withOlder(arrived, "/older", older), [all])).toEqual(seen);
      const list = { notifications: ["d", "a", "z"].map(notification), position: 5, unread: 4, older: "/older" };
      expect(visible(fromSnapshot(list, arrived), [all])).toEqual(seen);
    });
  });

  describe("with the list of all", () => {
    const listed = (id: string, read_at: string | null = null): ListedNotification => ({
      ...notification(id),
      read_at,
    });
    const LATER = "2026-11-22T11:00:00.000Z";

    /** b is read, a and c are not. */
    function allOf(unread = 2, older: string | null = null): FeedCache {
      const notifications = [listed("c"), listed("b", TIME), listed("a")];
      return fromList("all", { notifications, position: 3, unread, older });
    }
    const times = (cache: FeedCache, ...acknowledgements: Acknowledgement[]): (string | null | undefined)[] =>
      visible(cache, acknowledgements).notifications.map(({ read_at }) => read_at);

    it("keeps the time at which another device has read one", () => {
      const event: StreamEvent = { type: "READ", payload: { ids: ["c"], read_at: LATER } };
      expect(times(withEvent(allOf(), 4, event))).toEqual([LATER, TIME, null]);
    });

    it("shows an acknowledged one as read at once, and does not count it", () => {
      const one = acknowledging({ ids: ["a", "b"] }, null, LATER);
      expect(times(allOf(), one)).toEqual([null, TIME, LATER]);
      expect(count(allOf(), one)).toBe(1);
    });

    it("shows everything that could be seen as read, but not what arrives later", () => {
      const cache = withEvent(allOf(9, "/older"), 4, arrival("d"));
      const all = acknowledging(ofAll(3), null, LATER);
      expect(times(cache, all)).toEqual([null, LATER, TIME, LATER]);
      expect(count(cache, all)).toBe(1);
    });

    it("gives an acknowledged one as the same object each time", () => {
      const all = [acknowledging(ofAll(3))];
      const cache = allOf();
      expect(visible(cache, all).notifications[0]).toBe(
        visible(withEvent(cache, 4, arrival("d")), all).notifications[1],
      );
    });
  });

  describe("fetched again", () => {
    /** Three of a page, z y below. */
    const loaded = (): FeedCache =>
      withOlder(cacheOf(6, "/older"), "/older", {
        notifications: [notification("z"), notification("y")],
        position: 3,
        unread: 6,
        older: "/older still",
      });

    it("keeps the older pages when nothing but new ones came", () => {
      const list = { notifications: ["d", "c", "b"].map(notification), position: 4, unread: 7, older: "/new older" };
      const cache = fromSnapshot(list, { ...loaded(), stale: true });
      expect(ids(cache)).toBe("dcbazy");
      expect(cache).toMatchObject({ older: "/older still", position: 4, unread: 7, stale: false });
    });

    it("keeps them when what was read stood above", () => {
      const list = { notifications: ["c", "a", "z"].map(notification), position: 4, unread: 5, older: "/new older" };
      expect(ids(fromSnapshot(list, loaded()))).toBe("cazy");
    });
  });
});
