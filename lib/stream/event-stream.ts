import type { ServerResponse } from "node:http";

import { log } from "@/lib/telemetry/log";

import type { Start } from "./cursor";
import { sendAway, type Hub } from "./hub";
import { nodeResponse, release } from "./node-response";
import { StreamConnection } from "./stream-connection";

/** Bytes a stream holds for a client that is slower than its feed; the rest stays in the database. */
const BUFFER_BYTES = 16 * 1024;

/** Until a response was ended by somebody else while a stream was using it. */
let mayKeepResponses = true;

interface StreamRequest {
  userId: string;
  start: Start;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
}

/**
 * The body of one `text/event-stream` response. It leaves the hub when `signal` aborts or its reader cancels, and is
 * closed when the session expires or the hub closes; a hub that has closed sends it away at once, with a time to come back.
 *
 * Piped while a request of Node's HTTP server is handled, it goes on by itself on Node's own response, and whoever
 * handles the request is done with it: Next's pipe costs ten promises an event, and keeps all it knew of the request.
 */
export class EventStream extends ReadableStream<Uint8Array> {
  readonly #connection: StreamConnection;
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;

  constructor(hub: Hub, { userId, start, expiresAt, signal }: StreamRequest) {
    let connection!: StreamConnection;
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    super(
      {
        start: (given) => {
          controller = given;
          connection = new StreamConnection({
            hasRoom: () => (given.desiredSize ?? 0) > 0,
            send: (frame) => given.enqueue(frame),
            end: () => given.close(),
          });
        },
        pull: () => connection.drained(),
        // After an abort Next cancels as well; whichever comes first frees the stream.
        cancel: () => connection.leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
    );
    this.#connection = connection;
    this.#controller = controller;
    if (signal.aborted) connection.end();
    // Not an error: an EventSource gives up for good on one, but comes back by itself after an end.
    else if (hub.closing) sendAway(connection);
    else {
      connection.leaveOn(signal);
      connection.join(hub.join(userId, start, connection, expiresAt));
    }
  }

  override async pipeTo(destination: WritableStream<Uint8Array>, options?: StreamPipeOptions): Promise<void> {
    const response = nodeResponse();
    if (!mayKeepResponses || !response || !isForEvents(response)) return super.pipeTo(destination, options);

    release(response);
    this.#connection.leaveWith(response, {
      onEndedByOthers() {
        mayKeepResponses = false;
        log().warn(
          { event: "response_ended" },
          "A stream's response was ended by the server. From now on the server pipes its streams itself.",
        );
      },
    });
    const reader = this.getReader();
    while (this.#controller.desiredSize !== BUFFER_BYTES) {
      const { done, value } = await reader.read();
      if (response.destroyed) return;
      if (done) return void response.end();
      response.write(value);
    }
    this.#connection.sendTo(response);
    this.#controller.close();
  }
}

/** Whether nothing has been sent, and what is going to be sent is a stream. */
function isForEvents(response: ServerResponse): boolean {
  return !response.headersSent && String(response.getHeader("Content-Type")).startsWith("text/event-stream");
}
