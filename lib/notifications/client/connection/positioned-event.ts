import { Position, StreamEvent } from "../../contract";
import type { StreamMessage } from "./stream-message";

/** A stream event, parsed, and its place in the feed. */
export interface PositionedEvent {
  position: number;
  event: StreamEvent;
}

/** Parses messages by the contract. One that does not fit is left out: whoever needs every event notices by the positions. */
export function positionedEvents(messages: readonly StreamMessage[]): PositionedEvent[] {
  return messages.flatMap(({ id, event }) => {
    const position = Position.safeParse(id);
    const parsed = StreamEvent.safeParse(event);
    return position.success && parsed.success ? [{ position: position.data, event: parsed.data }] : [];
  });
}
