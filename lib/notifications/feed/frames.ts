import type { Erasure } from "../../../db/feed/erase";
import type { Change } from "../../../db/feed/feed";
import type { FeedNotification } from "../../../db/feed/notification";
import type { Notification, NotificationEvent, ReadEvent } from "../contract";
import type { SyncReport } from "../stream/cursor";
import { eventFrame, type Frame } from "../stream/sse-frame";

/** A notification as every route and every stream shows it. */
export function toPayload(notification: FeedNotification): Notification {
  const { id, type, message, link, createdAt } = notification;
  return { id, message, type, created_at: createdAt.toISOString(), ...(link !== null && { link }) };
}

/** The event of a change, byte for byte the same live and replayed. */
export function changeFrame(change: Change | Erasure): Frame {
  if (change.kind === "notification") {
    const event = { type: "NOTIFICATION", payload: toPayload(change.notification) } satisfies NotificationEvent;
    // The default event: what a WebSocket client saw in `onmessage`, an EventSource sees there too.
    return eventFrame({ id: change.position, data: JSON.stringify(event) });
  }
  if (change.kind === "erasure")
    return syncFrame({ position: change.position, replayed: 0, complete: false, unread: change.unread });
  const payload = { ids: change.ids, read_at: change.readAt.toISOString() };
  const event = { type: "READ", payload } satisfies ReadEvent;
  return eventFrame({ id: change.position, event: "read", data: JSON.stringify(event) });
}

const TIMES = ['"created_at":"', '"read_at":"'];
const ISO_LENGTH = "2026-01-01T00:00:00.000Z".length;

/** When the change of an event happened, in milliseconds since 1970, read without parsing the rest; null when it says not. */
export function changedAt(frame: Frame): number | null {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  for (const field of TIMES) {
    const start = bytes.lastIndexOf(field);
    if (start >= 0)
      return Date.parse(bytes.toString("latin1", start + field.length, start + field.length + ISO_LENGTH));
  }
  return null;
}

/** The end of a catch-up, and how it went. */
export function syncFrame(report: SyncReport): Frame {
  const payload = { ...report, position: String(report.position) };
  return eventFrame({ id: report.position, event: "sync", data: JSON.stringify({ type: "SYNC", payload }) });
}
