import type { Erasure } from "../../../db/feed/erase";
import type { Change } from "../../../db/feed/feed";
import type { FeedNotification } from "../../../db/feed/notification";
import type { Notification, NotificationEvent, ReadEvent } from "../contract";
import type { FeedChange, SyncReport } from "../stream/feed-reader";
import { eventFrame, type Frame } from "../stream/sse-frame";

/** A notification as every route and every stream shows it. */
export function toPayload(notification: FeedNotification): Notification {
  const { id, type, message, link, createdAt } = notification;
  return { id, message, type, created_at: createdAt.toISOString(), ...(link !== null && { link }) };
}

/** A change as streams send it, byte for byte the same live and replayed. */
export function feedChange(change: Change | Erasure): FeedChange {
  const { position } = change;
  if (change.kind === "notification") {
    const event = { type: "NOTIFICATION", payload: toPayload(change.notification) } satisfies NotificationEvent;
    // The default event: an EventSource sees in `onmessage` what a WebSocket client saw there.
    const frame = eventFrame({ id: position, data: JSON.stringify(event) });
    return { position, changedAt: change.notification.createdAt.getTime(), frame };
  }
  if (change.kind === "erasure") {
    const frame = syncFrame({ position, replayed: 0, complete: false, unread: change.unread });
    return { position, changedAt: null, frame };
  }
  const payload = { ids: change.ids, read_at: change.readAt.toISOString() };
  const event = { type: "READ", payload } satisfies ReadEvent;
  const frame = eventFrame({ id: position, event: "read", data: JSON.stringify(event) });
  return { position, changedAt: change.readAt.getTime(), frame };
}

/** The end of a catch-up, and how it went. */
export function syncFrame(report: SyncReport): Frame {
  const payload = { ...report, position: String(report.position) };
  return eventFrame({ id: report.position, event: "sync", data: JSON.stringify({ type: "SYNC", payload }) });
}
