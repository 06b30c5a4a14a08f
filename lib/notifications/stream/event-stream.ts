import type { Start } from "./cursor";
import { sendAway, type Hub, type Membership, type StreamSink } from "./hub";
import { FAREWELL_MS } from "./timings";

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
 * its reader cancels. When the hub ends it, its client has some seconds to take what is left; then its connection is cut.
 */
export function eventStream(hub: Hub, { userId, start, expiresAt, signal }: StreamRequest): ReadableStream<Uint8Array> {
  let membership: Membership | undefined;
  let isEnding = false;
  let cut: NodeJS.Timeout | undefined;
  const leave = (): void => {
    clearTimeout(cut);
    membership?.leave();
  };

  function finishIfTaken(controller: ReadableStreamDefaultController<Uint8Array>): void {
    if (controller.desiredSize !== BUFFER_BYTES) return;
    leave();
    controller.close();
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const sink: StreamSink = {
          hasRoom: () => !isEnding && (controller.desiredSize ?? 0) > 0,
          send: (frame) => controller.enqueue(frame),
          end() {
            isEnding = true;
            cut = setTimeout(() => {
              leave();
              // Next cuts the connection; of an abort it logs nothing.
              controller.error(new DOMException("The client does not take the end of its stream.", "AbortError"));
            }, FAREWELL_MS).unref();
            finishIfTaken(controller);
          },
        };
        if (signal.aborted) controller.close();
        // Not an error: an EventSource gives up for good on one, but comes back by itself after an end.
        else if (hub.closing) sendAway(sink);
        else {
          membership = hub.join(userId, start, sink, expiresAt);
          // A request that is aborted before its body is piped is never cancelled, so both are listened to.
          signal.addEventListener("abort", leave, { once: true });
        }
      },
      pull: (controller) => (isEnding ? finishIfTaken(controller) : membership?.drained()),
      cancel: leave,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
}
