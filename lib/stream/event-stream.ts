import type { Start } from "./cursor";
import { sendAway, type Hub, type Membership, type StreamSink } from "./hub";

/** Bytes a stream holds for a client that is slower than its feed; the rest stays in the database. */
const BUFFER_BYTES = 16 * 1024;

interface StreamRequest {
  userId: string;
  start: Start;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
}

/**
 * The body of one `text/event-stream` response: its user's feed from `start` on. It leaves the hub when `signal` aborts or
 * its reader cancels, and ends when the session expires or the hub closes.
 */
export function eventStream(hub: Hub, { userId, start, expiresAt, signal }: StreamRequest): ReadableStream<Uint8Array> {
  let membership: Membership | undefined;
  // A request that is aborted before its body is piped is never cancelled, so both are listened to.
  const leave = (): void => membership?.leave();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const sink: StreamSink = {
          hasRoom: () => (controller.desiredSize ?? 0) > 0,
          send: (frame) => controller.enqueue(frame),
          end() {
            leave();
            controller.close();
          },
        };
        if (signal.aborted) controller.close();
        // Not an error: an EventSource gives up for good on one, but comes back by itself after an end.
        else if (hub.closing) sendAway(sink);
        else {
          membership = hub.join(userId, start, sink, expiresAt);
          signal.addEventListener("abort", leave, { once: true });
        }
      },
      pull: () => membership?.drained(),
      cancel: leave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
}
