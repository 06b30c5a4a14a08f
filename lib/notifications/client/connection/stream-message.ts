import type { StreamEvent } from "../../contract";

/** One message of the stream, not parsed: the contract's parser is seven times the code of the connection. */
export interface StreamMessage {
  /** The feed position. */
  id: string;
  event: StreamEvent;
}

/** The messages that are new after `position`, so that nobody is told anything twice. */
export function newTo(position: string | null, messages: readonly StreamMessage[]): StreamMessage[] {
  let reached = Number(position ?? -1);
  return messages.filter(({ id, event }) => {
    const at = Number(id);
    // A feed that was made anew starts at the beginning.
    const isNew = event.type === "SYNC" ? at >= reached || !event.payload.complete : at > reached;
    if (isNew) reached = at;
    return isNew;
  });
}

/** A SYNC as the stream sends it, for a position that something else told. */
export function syncMessage(position: string, unread: number, complete = true): StreamMessage {
  const payload = { position, replayed: 0, complete, unread };
  // Before parsing, positions are text.
  return { id: position, event: { type: "SYNC", payload } as unknown as StreamMessage["event"] };
}

/**
 * The unread count after a stream event, by the contract's rule: a notification adds one, an acknowledgement takes off what
 * became read, and a sync says how many there are. Null until the first sync.
 */
export function countAfter(unread: number | null, event: StreamEvent): number | null {
  if (event.type === "SYNC") return event.payload.unread;
  if (unread === null) return null;
  return event.type === "NOTIFICATION" ? unread + 1 : unread - event.payload.ids.length;
}
