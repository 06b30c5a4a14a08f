import { describe, expect, it } from "vitest";

import {
  fromSnapshot,
  visible,
  withAcknowledgement,
  withConfirmation,
  withEvent,
  withOlder,
  withoutAcknowledgement,
  type Acknowledgement,
  type FeedCache,
} from "@/lib/client/feed-cache";
import type { Notification, StreamEvent } from "@/lib/contract";

const TIME = "2026-11-22T10:00:00.000Z";

const notification = (id: string): Notification => ({ id, type: "t", message: `message ${id}`, created_at: TIME });
const arrival = (id: string): StreamEvent => ({ type: "NOTIFICATION", payload: notification(id) });
const reading = (...ids: string[]): StreamEvent => ({ type: "READ", payload: { ids, read_at: TIME } });
const sync = (position: number, unread: number, complete = true): StreamEvent => ({
  type: "SYNC",
  payload: { position, replayed: 0, complete, unread },
});
const acknowledging = (target: Acknowledgement["target"]): Acknowledgement => ({ target, doneAt: null });

/** Three unread, a b c, at position 3; `unread` more than that when older ones are not loaded. */
function cacheOf(unread = 3, older: string | null = null): FeedCache {
  return fromSnapshot({ notifications: ["c", "b", "a"].map(notification), position: 3, unread, older });
}

const ids = (cache: FeedCache): string =>
  visible(cache)
    .notifications.map(({ id }) => id)
    .join("");

describe("the feed cache", () => {
  it("shows a new notification first and counts it", () => {
    const cache = withEvent(cacheOf(), 4, arrival("d"));
    expect(ids(cache)).toBe("dcba");
    expect(visible(cache).unread).toBe(4);
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
    expect(visible(cache).unread).toBe(7);
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
    expect(visible(withEvent(cacheOf(), 3, sync(3, 7))).unread).toBe(7);
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
      const cache = withAcknowledgement(cacheOf(), acknowledging({ ids: ["b"] }));
      expect(ids(cache)).toBe("ca");
      expect(visible(cache).unread).toBe(2);
    });

    it("shows it again when it is refused", () => {
      const one = acknowledging({ ids: ["b"] });
      const cache = withoutAcknowledgement(withAcknowledgement(cacheOf(), one), one);
      expect(ids(cache)).toBe("cba");
      expect(visible(cache).unread).toBe(3);
    });

    it.each(["event first", "answer first"])("counts it once, %s", (order) => {
      const one = acknowledging({ ids: ["b"] });
      let cache = withAcknowledgement(cacheOf(), one);
      if (order === "event first") cache = withConfirmation(withEvent(cache, 4, reading("b")), one, 4);
      else cache = withEvent(withConfirmation(cache, one, 4), 4, reading("b"));
      expect(ids(cache)).toBe("ca");
      expect(visible(cache).unread).toBe(2);
      expect(cache.acknowledgements).toEqual([]);
    });

    it("keeps it hidden between the answer and the event", () => {
      const one = acknowledging({ ids: ["b"] });
      const cache = withConfirmation(withAcknowledgement(cacheOf(), one), one, 4);
      expect(ids(cache)).toBe("ca");
      expect(visible(cache).unread).toBe(2);
    });

    it("all hides what could be seen, the older ones not loaded too, and not what arrives later", () => {
      let cache = withAcknowledgement(cacheOf(50, "/older"), acknowledging({ through: 3 }));
      expect(visible(cache)).toEqual({ notifications: [], unread: 0 });
      cache = withEvent(cache, 4, arrival("d"));
      expect(ids(cache)).toBe("d");
      expect(visible(cache).unread).toBe(1);
    });

    it("all stays right while its events come in parts", () => {
      const all = acknowledging({ through: 3 });
      let cache = withConfirmation(withAcknowledgement(cacheOf(50, "/older"), all), all, 5);
      cache = withEvent(cache, 4, reading("a", "b"));
      expect(visible(cache).unread).toBe(0);
      cache = withEvent(cache, 5, reading("c", ...Array.from({ length: 47 }, (_, index) => `old ${index}`)));
      expect(visible(cache)).toEqual({ notifications: [], unread: 0 });
      expect(cache.acknowledgements).toEqual([]);
    });

    it("survives a list that was fetched before it was done", () => {
      const one = acknowledging({ ids: ["b"] });
      const pending = withAcknowledgement(cacheOf(), one);
      const fetched = { notifications: ["d", "c", "b", "a"].map(notification), position: 4, unread: 4, older: null };
      const cache = fromSnapshot(fetched, pending);
      expect(ids(cache)).toBe("dca");
      expect(visible(cache).unread).toBe(3);
    });

    it("all survives a list that was fetched before it was done, but for what came later", () => {
      const pending = withAcknowledgement(cacheOf(), acknowledging({ through: 3 }));
      const fetched = { notifications: ["d", "c", "b", "a"].map(notification), position: 4, unread: 4, older: null };
      expect(ids(fromSnapshot(fetched, pending))).toBe("d");
    });

    it("all hides what an older page or a new list brings below what was there, too", () => {
      const arrived = withEvent(cacheOf(5, "/older"), 4, arrival("d"));
      const pending = withAcknowledgement(arrived, acknowledging({ through: 3 }));
      const older = { notifications: ["z", "y"].map(notification), position: 4, unread: 6, older: null };
      expect(visible(withOlder(pending, "/older", older))).toEqual({ notifications: [notification("d")], unread: 1 });
      const list = { notifications: ["d", "a", "z"].map(notification), position: 5, unread: 4, older: "/older" };
      expect(visible(fromSnapshot(list, pending))).toEqual({ notifications: [notification("d")], unread: 1 });
    });

    it("is forgotten by a list that was fetched after it was done", () => {
      const one = acknowledging({ ids: ["b"] });
      const done = withConfirmation(withAcknowledgement(cacheOf(), one), one, 4);
      const fetched = { notifications: ["c", "a"].map(notification), position: 4, unread: 2, older: null };
      expect(fromSnapshot(fetched, done).acknowledgements).toEqual([]);
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
