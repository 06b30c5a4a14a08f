import { describe, expect, it } from "vitest";

import {
  type FeedCache,
  fromSnapshot as fromList,
  withEvent,
  withOlder,
} from "@/lib/notifications/client/feed/feed-cache";
import { acknowledgedBeyond, visible } from "@/lib/notifications/client/feed/visible";
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
const sync = (position: number, unread: number, complete = true): StreamEvent => ({
  type: "SYNC",
  payload: { position, replayed: 0, complete, unread },
});
const acknowledging = (target: Target, doneAt: number | null = null): Acknowledgement => ({
  key: JSON.stringify(target),
  target,
  at: TIME,
  doneAt,
});
const ofIds = (...ids: string[]): Target => ({ ids });
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

describe("the feed cache", () => {
  it("shows a new notification first and counts it", () => {
    const cache = withEvent(cacheOf(), 4, arrival("d"));
    expect(ids(cache)).toBe("dcba");
    expect(count(cache)).toBe(4);
    expect(cache.position).toBe(4);
  });

  it("ignores what it has already", () => {
    const cache = withEvent(cacheOf(), 4, arrival("d"));
    expect(withEvent(cache, 4, arrival("d"))).toBe(cache);
    expect(withEvent(cache, 2, reading("b"))).toBe(cache);
  });

  it("removes what was read on another device, and counts what it had not loaded too", () => {
    const cache = withEvent(cacheOf(10), 4, reading("b", "x", "y"));
    expect(ids(cache)).toBe("ca");
    expect(count(cache)).toBe(7);
  });

  it("is stale after a hole, and keeps what it has until it is fetched again", () => {
    const cache = withEvent(cacheOf(), 5, arrival("e"));
    expect(cache).toMatchObject({ stale: true, position: 3 });
    expect(ids(cache)).toBe("cba");
    expect(fromSnapshot({ notifications: [notification("e")], position: 5, unread: 1, older: null }, cache).stale).toBe(
      false,
    );
  });

  it("takes the count of a sync at its own position", () => {
    expect(count(withEvent(cacheOf(), 3, sync(3, 7)))).toBe(7);
  });

  it("is stale when a sync says complete:false, also behind its position", () => {
    expect(withEvent(cacheOf(), 3, sync(3, 3, false)).stale).toBe(true);
    expect(withEvent(cacheOf(), 1, sync(1, 0, false)).stale).toBe(true);
  });

  it("is stale when a sync is further than everything it was told", () => {
    expect(withEvent(cacheOf(), 9, sync(9, 3)).stale).toBe(true);
  });

  it("stands still while it is stale, so that no list which comes late brings back what was seen to go", () => {
    const stale = { ...cacheOf(), stale: true };
    const cache = withEvent(stale, 4, reading("b"));
    expect(ids(cache)).toBe("cba");
    const late = { notifications: ["c", "b", "a"].map(notification), position: 3, unread: 3, older: null };
    expect(ids(withEvent(fromSnapshot(late, cache), 4, reading("b")))).toBe("ca");
  });

  it("ignores a complete sync of the past", () => {
    const cache = cacheOf();
    expect(withEvent(cache, 2, sync(2, 99))).toBe(cache);
  });

  describe("acknowledging", () => {
    it("hides one at once, and counts it out", () => {
      const one = acknowledging(ofIds("b"));
      expect(ids(cacheOf(), one)).toBe("ca");
      expect(count(cacheOf(), one)).toBe(2);
    });

    it.each([null, 4])("counts it once, while the event comes before or after the answer (done at %s)", (doneAt) => {
      const one = acknowledging(ofIds("b"), doneAt);
      expect(ids(cacheOf(), one)).toBe("ca");
      expect(count(cacheOf(), one)).toBe(2);
      const cache = withEvent(cacheOf(), 4, reading("b"));
      expect(ids(cache, one)).toBe("ca");
      expect(count(cache, one)).toBe(2);
    });

    it("all hides what could be seen, the older ones not loaded too, and not what arrives later", () => {
      const all = acknowledging(ofAll(3));
      expect(visible(cacheOf(50, "/older"), [all])).toEqual({ notifications: [], unread: 0 });
      const cache = withEvent(cacheOf(50, "/older"), 4, arrival("d"));
      expect(ids(cache, all)).toBe("d");
      expect(count(cache, all)).toBe(1);
    });

    it("all stays right while its events come in parts", () => {
      const all = acknowledging(ofAll(3), 5);
      let cache = withEvent(cacheOf(50, "/older"), 4, reading("a", "b", "c"));
      expect(visible(cache, [all])).toEqual({ notifications: [], unread: 0 });
      cache = withEvent(cache, 5, reading(...Array.from({ length: 47 }, (_, index) => `old ${index}`)));
      expect(visible(cache, [all])).toEqual({ notifications: [], unread: 0 });
    });

    it("survives a list that was fetched before it was done", () => {
      const fetched = { notifications: ["d", "c", "b", "a"].map(notification), position: 4, unread: 4, older: null };
      const cache = fromSnapshot(fetched, cacheOf());
      expect(ids(cache, acknowledging(ofIds("b")))).toBe("dca");
      expect(count(cache, acknowledging(ofIds("b")))).toBe(3);
    });

    it("all survives a list that was fetched before it was done, but for what came later", () => {
      const fetched = { notifications: ["d", "c", "b", "a"].map(notification), position: 4, unread: 4, older: null };
      expect(ids(fromSnapshot(fetched, cacheOf()), acknowledging(ofAll(3)))).toBe("d");
    });

    it("all is known again by what was seen, in a list that knows no positions", () => {
      const fetched = { notifications: ["d", "c", "b"].map(notification), position: 9, unread: 30, older: "/older" };
      expect(visible(fromSnapshot(fetched), [acknowledging(ofAll(3, "c", "b"))])).toEqual({
        notifications: [notification("d")],
        unread: 1,
      });
    });

    it("all takes nothing off the count of a list that shows only what came later", () => {
      const fetched = { notifications: ["f", "e", "d"].map(notification), position: 9, unread: 30, older: "/older" };
      expect(count(fromSnapshot(fetched), acknowledging(ofAll(3, "c", "b")))).toBe(30);
    });

    it("all hides what an older page or a new list brings below what was there, too", () => {
      const all = acknowledging(ofAll(3));
      const arrived = withEvent(cacheOf(5, "/older"), 4, arrival("d"));
      const older = { notifications: ["z", "y"].map(notification), position: 4, unread: 6, older: null };
      const seen = { notifications: [notification("d")], unread: 1 };
      expect(visible(withOlder(arrived, "/older", older), [all])).toEqual(seen);
      const list = { notifications: ["d", "a", "z"].map(notification), position: 5, unread: 4, older: "/older" };
      expect(visible(fromSnapshot(list, arrived), [all])).toEqual(seen);
    });

    it("hides nothing any more in a list that was fetched after it was done", () => {
      const cache = fromSnapshot({ notifications: ["b"].map(notification), position: 4, unread: 1, older: null });
      expect(ids(cache, acknowledging(ofIds("b"), 4), acknowledging(ofAll(3), 4))).toBe("b");
    });
  });

  describe("of all", () => {
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

    it("has a new one unread, and keeps what was read, with its time", () => {
      const cache = withEvent(withEvent(allOf(), 4, arrival("d")), 5, {
        type: "READ",
        payload: { ids: ["c"], read_at: LATER },
      });
      expect(ids(cache)).toBe("dcba");
      expect(times(cache)).toEqual([null, LATER, TIME, null]);
      expect(count(cache)).toBe(2);
    });

    it("shows one that is acknowledged as read at once, and counts it out", () => {
      const one = { ...acknowledging(ofIds("a", "b")), at: LATER };
      expect(times(allOf(), one)).toEqual([null, TIME, LATER]);
      expect(count(allOf(), one)).toBe(1);
    });

    it("shows all that could be seen as read, and not what arrives later", () => {
      const cache = withEvent(allOf(9, "/older"), 4, arrival("d"));
      const all = { ...acknowledging(ofAll(3)), at: LATER };
      expect(times(cache, all)).toEqual([null, LATER, TIME, LATER]);
      expect(count(cache, all)).toBe(1);
    });

    it("does not draw what stays acknowledged again", () => {
      const all = [acknowledging(ofAll(3))];
      const [before, after] = [visible(allOf(), all), visible(withEvent(allOf(), 4, arrival("d")), all)];
      expect(visible(allOf(), all).notifications[0]).not.toBe(before.notifications[0]);
      const cache = allOf();
      expect(visible(cache, all).notifications[0]).toBe(
        visible(withEvent(cache, 4, arrival("d")), all).notifications[1],
      );
      expect(after.notifications).toHaveLength(4);
    });

    it("tells what the list of the unread ones has not loaded", () => {
      const unreadOnes = fromSnapshot({ notifications: [notification("c")], position: 3, unread: 2, older: "/older" });
      expect(acknowledgedBeyond(unreadOnes, allOf(), [acknowledging(ofIds("a", "c"))])).toBe(1);
      expect(acknowledgedBeyond({ ...unreadOnes, position: 4 }, allOf(), [acknowledging(ofIds("a"))])).toBe(0);
      expect(acknowledgedBeyond(unreadOnes, allOf(), [acknowledging(ofAll(3))])).toBe(0);
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

    it("drops them when one of them may have been read", () => {
      const list = { notifications: ["d", "c", "b"].map(notification), position: 5, unread: 6, older: "/new older" };
      expect(fromSnapshot(list, loaded())).toMatchObject({ older: "/new older" });
      expect(ids(fromSnapshot(list, loaded()))).toBe("dcb");
    });

    it("drops them when more came than it shows", () => {
      const list = { notifications: ["g", "f", "e"].map(notification), position: 7, unread: 10, older: "/new older" };
      expect(ids(fromSnapshot(list, loaded()))).toBe("gfe");
    });
  });

  describe("loading older ones", () => {
    const page = (position: number) => ({
      notifications: [notification("z"), notification("y")],
      position,
      unread: 4,
      older: null,
    });

    it("adds them at the end, once", () => {
      const cache = withOlder(cacheOf(4, "/older"), "/older", page(3));
      expect(ids(cache)).toBe("cbazy");
      expect(cache.older).toBeNull();
      expect(withOlder(cache, "/older", page(3))).toBe(cache);
    });

    it("refuses a page from before something that the cache knows", () => {
      const cache = withEvent(cacheOf(4, "/older"), 4, reading("z"));
      expect(withOlder(cache, "/older", page(3))).toBe(cache);
    });

    it("refuses a page that no longer follows what is shown", () => {
      const cache = cacheOf(6, "/older");
      expect(withOlder(cache, "/older still", page(3))).toBe(cache);
    });
  });
});
