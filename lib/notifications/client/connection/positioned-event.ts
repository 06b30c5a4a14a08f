import { Position, StreamEvent } from "../../contract";
import type { StreamMessage } from "./live-connection";

export interface PositionedEvent {
  position: number;
  event: StreamEvent;
}

/** As the contract has them. What is not leaves a hole, which whoever needs every one notices by the positions. */
export function positionedEvents(messages: readonly StreamMessage[]): PositionedEvent[] {
  return messages.flatMap(({ id, event }) => {
    const position = Position.safeParse(id);
    const parsed = StreamEvent.safeParse(event);
    return position.success && parsed.success ? [{ position: position.data, event: parsed.data }] : [];
  });
}
