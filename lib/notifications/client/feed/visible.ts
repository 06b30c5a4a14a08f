import type { ListedNotification } from "../../contract";
import type { Acknowledgement } from "../outbox/acknowledgement";
import type { FeedCache, Item } from "./feed-cache";
import { isUnread } from "./notifications";

/** What to show of a list: what the server says, less what the user has acknowledged since. */
export function visible(
  cache: FeedCache,
  acknowledgements: readonly Acknowledgement[],
): { notifications: readonly ListedNotification[]; unread: number } {
  const { at, isAllBelow } = coverage(cache, acknowledgements);
  const notifications: ListedNotification[] = [];
  let covered = 0;
  let left = 0;
  for (const [index, item] of cache.items.entries()) {
    const time = isUnread(item.notification) ? at(item, index) : undefined;
    if (time === undefined) {
      notifications.push(item.notification);
      if (isUnread(item.notification)) left++;
    } else {
      covered++;
      if (cache.status === "all") notifications.push(withReadAt(item.notification, time));
    }
  }
  return { notifications, unread: isAllBelow ? left : cache.unread - covered };
}

/**
 * How many items the user has acknowledged in the list of all that the unread list has not loaded: its count includes them.
 * Lists at different positions cannot be compared: 0.
 */
export function acknowledgedBeyond(
  unreadOnes: FeedCache,
  all: FeedCache,
  acknowledgements: readonly Acknowledgement[],
): number {
  if (all.position !== unreadOnes.position || coverage(unreadOnes, acknowledgements).isAllBelow) return 0;
  const { at } = coverage(all, acknowledgements);
  const covered = all.items.filter((item, index) => isUnread(item.notification) && at(item, index) !== undefined);
  if (covered.length === 0) return 0;
  const loaded = new Set(unreadOnes.items.map(({ notification }) => notification.id));
  return covered.filter(({ notification }) => !loaded.has(notification.id)).length;
}

interface Coverage {
  /** When an item was acknowledged; undefined if it was not. */
  at(item: Item, index: number): string | undefined;
  /** Everything that is not loaded is acknowledged. */
  isAllBelow: boolean;
}

function coverage(cache: FeedCache, acknowledgements: readonly Acknowledgement[]): Coverage {
  const times = new Map<string, string>();
  const seen = new Set<string>();
  let through = -1;
  let allAt = "";
  for (const { target, at, doneAt } of acknowledgements) {
    if (doneAt !== null && doneAt <= cache.position) continue;
    if ("ids" in target) for (const id of target.ids) times.set(id, at);
    else {
      for (const id of target.seen) seen.add(id);
      if (target.through > through) [through, allAt] = [target.through, at];
    }
  }
  // Newest first: everything below an item that was there when all were acknowledged was there too.
  const found =
    through < 0
      ? -1
      : cache.items.findIndex(({ notification, position }) => position <= through || seen.has(notification.id));
  const start = found < 0 ? cache.items.length : found;
  return {
    at: ({ notification }, index) => (index >= start ? allAt : times.get(notification.id)),
    isAllBelow: through >= 0 && (through >= cache.bottom || found >= 0),
  };
}

/** The same object each time, so that an unchanged item is not drawn again. */
function withReadAt(notification: ListedNotification, time: string): ListedNotification {
  let read = readVersions.get(notification);
  if (read?.read_at !== time) {
    read = { ...notification, read_at: time };
    readVersions.set(notification, read);
  }
  return read;
}

const readVersions = new WeakMap<ListedNotification, ListedNotification>();
