import type { Start } from "./cursor";
import type { Hub, Membership } from "./hub";
import { retryFrame } from "./sse-frame";
import { jittered, RETRY_MS } from "./timings";

/** Bytes a stream holds for a client that is slower than its feed; the rest stays in the database. */
const BUFFER_BYTES = 16 * 1024;

/**
 * The body of one `text/event-stream` response. It leaves the hub when `signal` aborts or its reader cancels, and is
 * closed when the session expires or the hub closes; a hub that has closed sends it away at once, with a time to come back.
 */
export function eventStream(
  hub: Hub,
  { userId, start, expiresAt, signal }: { userId: string; start: Start; expiresAt: number; signal: AbortSignal },
): ReadableStream<Uint8Array> {
  let membership: Membership | undefined;
  let open = true;

  function close(): void {
    open = false;
    membership?.leave();
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const sink = {
          hasRoom: () => open && (controller.desiredSize ?? 0) > 0,
          send: (frame: Uint8Array) => {
            if (open) controller.enqueue(frame);
          },
          end: () => {
            if (!open) return;
            close();
            controller.close();
          },
        };
        if (signal.aborted) return sink.end();
        // Not an error: an EventSource gives up for good on one, but comes back by itself after an end.
        if (hub.closing) {
          sink.send(retryFrame(jittered(RETRY_MS)));
          return sink.end();
        }
        signal.addEventListener("abort", close, { once: true });
        membership = hub.join(userId, start, sink, expiresAt);
      },
      pull: () => membership?.drained(),
      // After an abort Next cancels as well; whichever comes first frees the stream.
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
}
