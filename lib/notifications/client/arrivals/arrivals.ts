import type { Notification } from "../../contract";
import type { PositionedEvent } from "../connection/positioned-event";
import { countAfter } from "../connection/stream-message";

/** Something new. Without a notification, only its count is known. */
export interface Arrival {
  position: number;
  count: number;
  notification: Notification | null;
}

/** How far a page has seen its feed. */
export interface Seen {
  position: number;
  /** Null until a sync has said how many. */
  unread: number | null;
}

interface Arrivals {
  seen: Seen | null;
  arrivals: readonly Arrival[];
  acknowledged: ReadonlySet<string>;
  /** The feed does not go on from where it was: what was shown of it may be gone. */
  setBack: { from: number; to: number } | null;
}

/**
 * What a burst of stream events brings that the page has not seen. Nothing is new that was unread when the page began to
 * follow, that a connection brings again, or that was acknowledged in the same burst.
 */
export function arrivalsIn(before: Seen | null, events: readonly PositionedEvent[]): Arrivals {
  let seen = before;
  let arrivals: Arrival[] = [];
  const acknowledged = new Set<string>();
  let setBack: Arrivals["setBack"] = null;

  for (const { position, event } of events) {
    if (event.type === "SYNC") {
      const { unread, complete } = event.payload;
      if (seen !== null) {
        if (!complete) {
          setBack = { from: seen.position, to: position };
          arrivals = [];
        }
        const risen = seen.unread === null ? 0 : unread - seen.unread;
        if (position > seen.position && risen > 0) arrivals.push({ position, count: risen, notification: null });
      }
      seen = { position, unread };
    } else if (seen === null || position > seen.position) {
      if (event.type === "NOTIFICATION") arrivals.push({ position, count: 1, notification: event.payload });
      else for (const id of event.payload.ids) acknowledged.add(id);
      seen = { position, unread: countAfter(seen?.unread ?? null, event) };
    }
  }
  arrivals = arrivals.filter(({ notification }) => notification === null || !acknowledged.has(notification.id));
  return { seen, arrivals, acknowledged, setBack };
}
