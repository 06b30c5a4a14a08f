import { Position } from "../contract";
import type { Start } from "../stream/cursor";

/**
 * Where a client says it is: in the `Last-Event-ID` header of a reconnecting EventSource, or in `?last_event_id=` of a new
 * one. An unreadable position is not an error, since EventSource gives up for good on one: `sync` reports it.
 */
export function lastEventId(request: Request): Start {
  const text = request.headers.get("last-event-id") || new URL(request.url).searchParams.get("last_event_id");
  if (!text) return "head";
  const position = Position.safeParse(text);
  return position.success ? { after: position.data } : "unreadable";
}
