import type { ListedNotification, StreamEvent } from "../../contract";
import type { ListStatus, Snapshot } from "../requests/api";
import { isUnread } from "./notifications";

/** A loaded notification. */
export interface Item {
  notification: ListedNotification;
  /**
   * A feed position at which it was there already: its own if the stream brought it, that of the list if a list did. Never more
   * than that of the item above, which is newer.
   */
  position: number;
}

/** What one browser knows of its user's feed: one list, unread or all, as the server has it at `position`. */
export interface FeedCache {
  status: ListStatus;
  position: number;
  /** All unread, also those not loaded yet. */
  unread: number;
  /** Newest first. */
  items: readonly Item[];
  older: string | null;
  /** Everything that is not loaded was there at this position already. */
  bottom: number;
  /** Something is missing that the stream will not bring. The list must be fetched again. */
  stale: boolean;
}

/** Starts afresh from a list. Keeps older pages of `previous` if the list proves them unchanged. */
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
 * What was loaded below the page of a new list. It is unchanged if as many are unread below that page as before, since nothing
 * becomes unread again. Undefined if something may have changed.
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
 * Adds the page at `address`, if the list still ends there: then everything on it is older than what is loaded. A page from
 * before the cache's position may hold what the cache has seen go, and is refused: `older` keeps its address, to fetch it again.
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
 * The cache after a stream event. Ignores what it has already; a gap makes it stale. A stale cache stands still, so that the
 * list it waits for is never older than what it shows.
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

function countUnread(notifications: readonly ListedNotification[]): number {
  return notifications.filter(isUnread).length;
}
