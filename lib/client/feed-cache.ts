import type { Notification, StreamEvent } from "@/lib/contract";

/** A loaded notification. */
interface Item {
  notification: Notification;
  /**
   * Feed position at which it was there already: its own when it came over the stream, the list's when it came in one, and
   * never more than that of the one above, which is newer.
   */
  position: number;
}

/** What the user has acknowledged and the feed has not confirmed yet. */
export interface Acknowledgement {
  target: { ids: readonly string[] } | { through: number };
  /** Feed position at which the server has done it; null while it has not answered. */
  doneAt: number | null;
}

/** A list answer. */
export interface Snapshot {
  notifications: readonly Notification[];
  position: number;
  unread: number;
  /** Address of the next older page, null when there is none. */
  older: string | null;
}

/**
 * What one browser knows of its user's feed. `items` and `unread` are the server's word at `position`; what the user has
 * done since is kept beside them and applied by `visible`, so undoing it is dropping it.
 */
export interface FeedCache {
  position: number;
  unread: number;
  /** Unread, newest first. */
  items: readonly Item[];
  older: string | null;
  acknowledgements: readonly Acknowledgement[];
  /** Something is missing that the stream will not bring: the list must be fetched again. */
  stale: boolean;
}

/** A fresh start from a list. What the user has done stays done. */
export function fromSnapshot(snapshot: Snapshot, previous?: FeedCache): FeedCache {
  const known = new Map(previous?.items.map((item) => [item.notification.id, item.position]));
  let { position } = snapshot;
  return settle({
    position,
    unread: snapshot.unread,
    items: snapshot.notifications.map((notification) => {
      position = Math.min(position, known.get(notification.id) ?? position);
      return { notification, position };
    }),
    older: snapshot.older,
    acknowledgements: previous?.acknowledgements ?? [],
    stale: false,
  });
}

/**
 * Adds the page that `address` led to, if that is still where the list ends: then all of it is older than what is there.
 * A page from before the cache's position may hold what the cache has seen go: it must be fetched again, and only the
 * address says so by staying what it was.
 */
export function withOlder(cache: FeedCache, address: string, page: Snapshot): FeedCache {
  if (cache.older !== address || page.position < cache.position) return cache;
  const position = cache.items.at(-1)?.position ?? cache.position;
  return {
    ...cache,
    items: [...cache.items, ...page.notifications.map((notification) => ({ notification, position }))],
    older: page.older,
  };
}

/**
 * The cache after a stream event. What it has already is ignored; a hole makes it stale. A stale one stands still, so that
 * the list it waits for is never older than what it shows; the stream brings the rest again from there.
 */
export function withEvent(cache: FeedCache, position: number, event: StreamEvent): FeedCache {
  if (cache.stale) return cache;
  if (event.type === "SYNC") {
    if (!event.payload.complete || position > cache.position) return { ...cache, stale: true };
    return position < cache.position ? cache : { ...cache, unread: event.payload.unread };
  }
  if (position <= cache.position) return cache;
  if (position > cache.position + 1) return { ...cache, stale: true };
  if (event.type === "NOTIFICATION")
    return settle({
      ...cache,
      position,
      unread: cache.unread + 1,
      items: [{ notification: event.payload, position }, ...cache.items],
    });
  const read = new Set(event.payload.ids);
  return settle({
    ...cache,
    position,
    unread: cache.unread - read.size,
    items: cache.items.filter((item) => !read.has(item.notification.id)),
  });
}

/** The user acknowledges: seen at once. */
export function withAcknowledgement(cache: FeedCache, acknowledgement: Acknowledgement): FeedCache {
  return { ...cache, acknowledgements: [...cache.acknowledgements, acknowledgement] };
}

/** The server has done it at a feed position: it is forgotten once the feed has come that far. */
export function withConfirmation(cache: FeedCache, confirmed: Acknowledgement, doneAt: number): FeedCache {
  return settle({
    ...cache,
    acknowledgements: cache.acknowledgements.map((one) => (one === confirmed ? { ...one, doneAt } : one)),
  });
}

/** The server has refused it: what was hidden is back. */
export function withoutAcknowledgement(cache: FeedCache, refused: Acknowledgement): FeedCache {
  return { ...cache, acknowledgements: cache.acknowledgements.filter((one) => one !== refused) };
}

/** What to show: the feed, less what the user has acknowledged. */
export function visible(cache: FeedCache): { notifications: Notification[]; unread: number } {
  const ids = new Set(cache.acknowledgements.flatMap(({ target }) => ("ids" in target ? target.ids : [])));
  const through = Math.max(
    -1,
    ...cache.acknowledgements.map(({ target }) => ("through" in target ? target.through : -1)),
  );
  const shown = cache.items.filter((item) => item.position > through && !ids.has(item.notification.id));
  return {
    notifications: shown.map((item) => item.notification),
    // All that is older than an acknowledged position is read, loaded or not; all that is newer is loaded.
    unread: through >= 0 ? shown.length : cache.unread - (cache.items.length - shown.length),
  };
}

function settle(cache: FeedCache): FeedCache {
  const open = cache.acknowledgements.filter(({ doneAt }) => doneAt === null || doneAt > cache.position);
  return open.length === cache.acknowledgements.length ? cache : { ...cache, acknowledgements: open };
}
