import type { StreamEvent } from "../../contract";

/**
 * The unread count after a stream event, by the contract's rule: a notification adds one, an acknowledgement takes off
 * what became read, and a sync says how many there are. Null until the first of those.
 */
export function countAfter(unread: number | null, event: StreamEvent): number | null {
  if (event.type === "SYNC") return event.payload.unread;
  if (unread === null) return null;
  return event.type === "NOTIFICATION" ? unread + 1 : unread - event.payload.ids.length;
}
