import { AsyncLocalStorage } from "node:async_hooks";

import { Cursor, type DeliverySource, type OfferedChange, type Sink, type Start } from "./cursor";
import type { FeedReader } from "./feed-reader";
import type { Hub, Member } from "./hub";
import { eventFrame, retryFrame, type Frame } from "./sse-frame";
import {
  BEAT_MS,
  FAREWELL_MS,
  jittered,
  LIFETIME_MS,
  PROOF_DISTANCE_MS,
  READ_RETRY_MS,
  RETRY_MS,
  RETURN_MS,
} from "./timings";

/** Bytes a stream holds for a client that is slower than its feed; the rest stays in the database. */
const BUFFER_BYTES = 16 * 1024;

/** The first of these comes up to a whole beat after the `sync`. */
const PROOF_BEATS = 2;
const PROOF_DISTANCE_BEATS = PROOF_DISTANCE_MS / BEAT_MS;

const PING_FRAME = eventFrame({ event: "ping", data: "{}" });

/** What all streams of a process share. */
export interface StreamContext {
  hub: Hub;
  reader: Pick<FeedReader, "read" | "syncFrame">;
  /** How often each stream is pinged. */
  heartbeatMs: number;
  /** Called for each change that a stream sends. */
  delivered(source: DeliverySource, changedAt: number | null): void;
}

/** Who opens a stream. */
export interface StreamRequest {
  userId: string;
  start: Start;
  /** When the session ends, in milliseconds since 1970. */
  expiresAt: number;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
}

/**
 * Returns a function that opens streams, each as the body of a response. Call it outside requests: whatever lives as long as
 * a stream would keep everything alive that belongs to the request that opened it.
 */
export function streamOpener(context: StreamContext): (request: StreamRequest) => ReadableStream<Uint8Array> {
  const outsideRequests = AsyncLocalStorage.snapshot();
  return (request) => outsideRequests(() => new EventStream(context, request).open());
}

/**
 * One stream of one client, on the server. The methods stand in the order of its life:
 *
 * - The route has asked `Hub.admission` for room. `open` makes the body, which begins with `retry:`, and joins the hub.
 * - When the user's messages are subscribed, the cursor catches up from the database and sends `sync`.
 * - From then on `offer` and `announce` bring changes, and `beat` sends pings.
 * - `end` ends it when its session or its lifetime is over, when the user is signed out, or when the process stops. The
 *   client then has some seconds to take what is left. `leave` follows, or comes at once if the client goes by itself.
 */
export class EventStream implements Member, Sink {
  readonly userId: string;
  readonly #hub: Hub;
  readonly #cursor: Cursor;
  readonly #signal: AbortSignal;
  /** A crowd that came together must not come back together. */
  readonly #endsAt: number;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #beatsPerPing: number;
  /** Beats until the next ping, and from that one to the ping after it. */
  #pingIn: number;
  #thenIn: number;
  #isProven = false;
  #isEnding = false;
  #cut: NodeJS.Timeout | undefined;

  constructor(
    { hub, reader, heartbeatMs, delivered }: StreamContext,
    { userId, start, expiresAt, signal }: StreamRequest,
  ) {
    this.userId = userId;
    this.#hub = hub;
    this.#signal = signal;
    this.#beatsPerPing = heartbeatMs / BEAT_MS;
    this.#pingIn = randomBeats(1, this.#beatsPerPing);
    this.#thenIn = this.#beatsPerPing;
    this.#endsAt = Math.min(expiresAt, Date.now() + LIFETIME_MS * (0.5 + Math.random() / 2));
    const environment = {
      read: (after: number | null, limit: number) => reader.read(userId, after, limit),
      syncFrame: reader.syncFrame,
      delivered,
      retryDelay: () => new Promise<void>((resolve) => setTimeout(resolve, jittered(READ_RETRY_MS))),
    };
    this.#cursor = new Cursor(start, environment, this);
  }

  open(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
          if (this.#signal.aborted) return controller.close();
          // Not an error: an EventSource gives up for good on an error, but comes back by itself after an end.
          if (this.#hub.closing) return this.end(RETRY_MS);
          this.send(retryFrame(jittered(RETRY_MS)));
          // First subscribed, then read: so a change is in what is read, or in a message that comes later.
          void this.#hub.join(this).then(() => this.#cursor.open());
          // Both are needed: a request that is aborted before its body is piped is never cancelled.
          this.#signal.addEventListener("abort", () => this.leave(), { once: true });
        },
        pull: () => this.drained(),
        cancel: () => this.leave(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
    );
  }

  hasRoom(): boolean {
    return !this.#isEnding && (this.#controller?.desiredSize ?? 0) > 0;
  }

  send(frame: Frame): void {
    this.#controller?.enqueue(frame);
  }

  /** The client has taken something. */
  drained(): void {
    if (this.#isEnding) this.#finishIfTaken();
    else this.#cursor.drained();
  }

  get announced(): number {
    return this.#cursor.announced;
  }

  offer(change: OfferedChange): void {
    this.#cursor.offer(change);
  }

  announce(head: number): void {
    this.#cursor.announce(head);
  }

  /**
   * The first ping comes one to two seconds after `sync`, so that the client sees that nothing on the way holds the stream
   * back. No other ping comes near it, which would push it out of a proxy that holds each chunk until the next. Later pings of
   * streams that were synced together come apart: to write to thousands of streams at once would hold up everything else.
   */
  beat(now: number): void {
    if (this.#endsAt <= now) return this.end(RETURN_MS);
    if (this.#cursor.isSynced && !this.#isProven) {
      this.#isProven = true;
      this.#pingIn = PROOF_BEATS;
      this.#thenIn = randomBeats(PROOF_DISTANCE_BEATS, this.#beatsPerPing);
    }
    if (--this.#pingIn > 0) return;
    this.#pingIn = this.#thenIn;
    this.#thenIn = this.#beatsPerPing;
    if (this.hasRoom()) this.send(PING_FRAME);
  }

  /** The client comes back after `retryMs`, give or take half, and is verified anew. */
  end(retryMs: number): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#cursor.close();
    this.send(retryFrame(jittered(retryMs)));
    this.#cut = setTimeout(() => {
      this.leave();
      // Next cuts the connection, and logs nothing about an abort.
      this.#controller?.error(new DOMException("The client does not take the end of its stream.", "AbortError"));
    }, FAREWELL_MS).unref();
    this.#finishIfTaken();
  }

  #finishIfTaken(): void {
    if (this.#controller?.desiredSize !== BUFFER_BYTES) return;
    this.leave();
    this.#controller.close();
  }

  /** Can be called again. */
  leave(): void {
    clearTimeout(this.#cut);
    this.#cursor.close();
    this.#hub.leave(this);
  }
}

function randomBeats(min: number, max: number): number {
  return min + Math.floor(Math.random() * (max - min + 1));
}
