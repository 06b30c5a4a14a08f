import type { ListedNotification, StreamEvent } from "../../contract";
import type { ListStatus } from "../use-notifications";

/** A loaded notification. */
export interface Item {
  notification: ListedNotification;
  /**
   * Feed position at which it was there already: its own when it came over the stream, the list's when it came in one, and
   * never more than that of the one above, which is newer.
   */
  position: number;
}

/** A list answer. */
export interface Snapshot {
  notifications: readonly ListedNotification[];
  position: number;
  unread: number;
  /** Address of the next older page, null when there is none. */
  older: string | null;
}

/** What one browser knows of its user's feed: the server's word at `position`, of the unread ones or of all. */
export interface FeedCache {
  status: ListStatus;
  position: number;
  /** All unread, the ones not loaded yet included. */
  unread: number;
  /** Newest first. */
  items: readonly Item[];
  older: string | null;
  /** What is not loaded was there at this position already. */
  bottom: number;
  /** Something is missing that the stream will not bring: the list must be fetched again. */
  stale: boolean;
}

/** A fresh start from a list, with the older pages that the list shows to be as they were. */
export function fromSnapshot(status: ListStatus, snapshot: Snapshot, previous?: FeedCache): FeedCache {
  const known = new Map(previous?.items.map((item) => [item.notification.id, item.position]));
  let { position } = snapshot;
  const items = snapshot.notifications.map((notification) => {
    position = Math.min(position, known.get(notification.id) ?? position);
    return { notification, position };
  });
  const { unread, older } = snapshot;
  const fresh = { status, position: snapshot.position, unread, items, older, bottom: position, stale: false };
  const below = previous && unchangedBelow(previous, snapshot);
  if (!below) return fresh;
  return { ...fresh, items: [...items, ...below], older: previous.older, bottom: previous.bottom };
}

/**
 * What was loaded below the page of a new list: as it was when as many are unread below that page as before, since nothing
 * becomes unread again. Undefined when something has changed, or may have.
 */
function unchangedBelow(previous: FeedCache, { notifications, unread, older }: Snapshot): readonly Item[] | undefined {
  const last = notifications.at(-1);
  if (older === null || !last) return undefined;
  const end = previous.items.findIndex(({ notification }) => notification.id === last.id) + 1;
  if (end === 0) return undefined;
  const above = previous.items.slice(0, end).map(({ notification }) => notification);
  const isUnchanged = previous.unread - countUnread(above) === unread - countUnread(notifications);
  return isUnchanged ? previous.items.slice(end) : undefined;
}

/**
 * Adds the page that `address` led to, if that is still where the list ends: then all of it is older than what is there.
 * A page from before the cache's position may hold what the cache has seen go: it must be fetched again, and only the
 * address says so by staying what it was.
 */
export function withOlder(cache: FeedCache, address: string, page: Snapshot): FeedCache {
  if (cache.older !== address || page.position < cache.position) return cache;
  const position = cache.bottom;
  return {
    ...cache,
    items: [...cache.items, ...page.notifications.map((notification) => ({ notification, position }))],
    older: page.older,
  };
}

/**
 * The cache after a stream event. What it has already is ignored; a hole makes it stale. A stale one stands still, so that
 * the list it waits for is never older than what it shows.
 */
export function withEvent(cache: FeedCache, position: number, event: StreamEvent): FeedCache {
  if (cache.stale) return cache;
  if (event.type === "SYNC") {
    if (!event.payload.complete || position > cache.position) return { ...cache, stale: true };
    return position < cache.position ? cache : { ...cache, unread: event.payload.unread };
  }
  if (position <= cache.position) return cache;
  if (position > cache.position + 1) return { ...cache, stale: true };
  if (event.type === "NOTIFICATION") {
    const notification = cache.status === "all" ? { ...event.payload, read_at: null } : event.payload;
    return {
      ...cache,
      position,
      unread: cache.unread + 1,
      items: [{ notification, position }, ...cache.items],
    };
  }
  const read = new Set(event.payload.ids);
  return {
    ...cache,
    position,
    unread: cache.unread - read.size,
    items:
      cache.status === "all"
        ? cache.items.map((item) => (read.has(item.notification.id) ? readAt(item, event.payload.read_at) : item))
        : cache.items.filter((item) => !read.has(item.notification.id)),
  };
}

function readAt(item: Item, time: string): Item {
  return { ...item, notification: { ...item.notification, read_at: time } };
}

/** An unread list says nothing of it: all of its are. */
export function isUnread({ read_at }: ListedNotification): boolean {
  return (read_at ?? null) === null;
}

function countUnread(notifications: readonly ListedNotification[]): number {
  return notifications.filter(isUnread).length;
}
