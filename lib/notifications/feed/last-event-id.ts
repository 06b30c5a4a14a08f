import { Position } from "../contract";
import type { Start } from "../stream/cursor";

/**
 * Where a client says it is: the `Last-Event-ID` header of a reconnecting EventSource, else `?last_event_id=` of a new
 * one. What cannot be read is not an error, since EventSource gives up for good on one: the stream says so in `sync`.
 */
export function lastEventId(request: Request): Start {
  const text = request.headers.get("last-event-id") || new URL(request.url).searchParams.get("last_event_id");
  if (!text) return "head";
  const position = Position.safeParse(text);
  return position.success ? { after: position.data } : "unreadable";
}
