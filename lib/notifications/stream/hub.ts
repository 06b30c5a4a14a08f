import { AsyncLocalStorage } from "node:async_hooks";

import { log } from "../telemetry/log";
import type { Bus, BusListener, Message } from "./bus/bus";
import { Cursor, type FeedPage, type Sink, type Source, type Start, type SyncReport } from "./cursor";
import { eventFrame, framePosition, isEndMark, isPositionMark, retryFrame, type Frame } from "./sse-frame";
import { jittered, LIFETIME_MS, READ_RETRY_MS, RETRY_MS, RETURN_MS } from "./timings";

/** A heartbeat comes in so many turns: to write to thousands of streams at once would keep everything else waiting. */
export const HEARTBEAT_TURNS = 15;

/**
 * Turns from its sync to the ping by which a client sees that the stream is punctual: one to two seconds. No other ping comes
 * near it, which would push it out of a proxy that holds each chunk until the next.
 */
const PROOF_TURNS = 2;
const PROOF_ENDS_TURNS = 7;

const PING_FRAME = eventFrame({ event: "ping", data: "{}" });

/** The hub's view of the feeds: strings, positions and ready-made frames. */
export interface FeedReader {
  read(userId: string, after: number | null, limit: number): Promise<FeedPage>;
  /** The feeds that end elsewhere than at the positions given, and where. */
  moved(known: readonly KnownHead[]): Promise<readonly { userId: string; head: number }[]>;
  syncFrame(report: SyncReport): Frame;
}

/** Where a user's feed was last seen to end. */
export interface KnownHead {
  userId: string;
  position: number;
}

/** The far end of one stream. */
export interface StreamSink extends Sink {
  /** Nothing follows what was sent so far. It has no room from now on, and leaves when the client has taken it, or does not. */
  end(): void;
}

/** What a stream tells the hub. */
export interface Membership {
  /** The client has taken what it was given. */
  drained(): void;
  /** The client has gone, or the response is over. Calling it again is harmless. */
  leave(): void;
}

/** Hears what the hub does, to count it. */
export interface HubObserver {
  delivered(source: Source, frame: Frame): void;
  /** `gaps`: feeds that were found to end elsewhere than had been heard. */
  swept(seconds: number, gaps: number): void;
}

export interface Limits {
  streams: number;
  streamsPerUser: number;
}

export type Admission = "admitted" | "user-full" | "full";

interface Stream {
  cursor: Cursor;
  sink: StreamSink;
  /** Of the turns of a heartbeat, the one that reaches this stream. */
  turn: number;
  /** Turns since its sync. */
  turnsSynced: number;
  /** When it is to end at the latest, in milliseconds since 1970. */
  endsAt: number;
  /** It has been ended, and counts until its response is over. */
  isEnding: boolean;
}

/** A user with at least one stream here. */
interface Channel {
  streams: Set<Stream>;
  /** Settles when the bus delivers this user's messages. */
  subscribed: Promise<void>;
}

/** All streams of this process: brings each user's messages to the cursors that read that user's feed. */
export class Hub implements BusListener {
  readonly #bus: Bus;
  readonly #reader: FeedReader;
  readonly #limits: Limits;
  readonly #observer: HubObserver;
  readonly #channels = new Map<string, Channel>();
  /** What a stream keeps, such as a promise, would keep all of the request that it was made in. */
  readonly #outsideRequests = AsyncLocalStorage.snapshot();
  #streamCount = 0;
  #joined = 0;
  #turn = 0;
  #closing = false;
  #readsFail = false;

  constructor(bus: Bus, reader: FeedReader, limits: Limits, observer: HubObserver) {
    this.#bus = bus;
    this.#reader = reader;
    this.#limits = limits;
    this.#observer = observer;
    bus.listen(this);
  }

  /** Streams open now. */
  get streamCount(): number {
    return this.#streamCount;
  }

  /** True from `close` on. */
  get closing(): boolean {
    return this.#closing;
  }

  /** Whether one more stream of this user may be opened. True until the next `await`. */
  admission(userId: string): Admission {
    if (this.#streamCount >= this.#limits.streams) return "full";
    const streams = this.#channels.get(userId)?.streams.size ?? 0;
    return streams >= this.#limits.streamsPerUser ? "user-full" : "admitted";
  }

  /**
   * Connects a stream to its user's feed. It ends when its session does, at `expiresAt` (milliseconds since 1970), and in less
   * than ten minutes: whoever comes back is verified anew.
   */
  join(userId: string, start: Start, sink: StreamSink, expiresAt: number): Membership {
    return this.#outsideRequests(() => this.#join(userId, start, sink, expiresAt));
  }

  #join(userId: string, start: Start, sink: StreamSink, expiresAt: number): Membership {
    const cursor = new Cursor(
      start,
      {
        read: async (after, limit) => {
          const page = await this.#reader.read(userId, after, limit);
          this.#reportReads(null);
          return page;
        },
        syncFrame: (report) => this.#reader.syncFrame(report),
        delivered: this.#observer.delivered,
        retryDelay: (error) => {
          this.#reportReads(error);
          return new Promise((resolve) => setTimeout(resolve, jittered(READ_RETRY_MS)));
        },
      },
      sink,
    );
    const turn = this.#joined++ % HEARTBEAT_TURNS;
    const endsAt = Math.min(expiresAt, Date.now() + LIFETIME_MS * (0.5 + Math.random() / 2));
    const stream: Stream = { cursor, sink, turn, turnsSynced: 0, endsAt, isEnding: false };
    const channel = this.#channel(userId);
    channel.streams.add(stream);
    this.#streamCount++;
    sink.send(retryFrame(jittered(RETRY_MS)));
    // Subscribed first, read second: a change is in the read, or in a message that comes after it.
    void channel.subscribed.then(() => cursor.open());

    return {
      drained: () => cursor.drained(),
      leave: () => {
        cursor.close();
        if (!channel.streams.delete(stream)) return;
        this.#streamCount--;
        if (channel.streams.size > 0) return;
        this.#channels.delete(userId);
        this.#bus.unsubscribe(channelName(userId));
      },
    };
  }

  /** Logs an outage when it begins, not for every stream and every attempt. */
  #reportReads(error: unknown): void {
    if (error !== null && !this.#readsFail)
      log().error({ event: "feed_read_failed", err: error }, "Feeds cannot be read.");
    this.#readsFail = error !== null;
  }

  #channel(userId: string): Channel {
    let channel = this.#channels.get(userId);
    if (!channel) {
      channel = { streams: new Set(), subscribed: this.#bus.subscribe(channelName(userId)) };
      this.#channels.set(userId, channel);
    }
    return channel;
  }

  receive({ channel, frame }: Message): void {
    if (isEndMark(frame)) return this.endStreams(userOf(channel));
    const position = framePosition(frame);
    if (position === null) return;
    const change = isPositionMark(frame) ? null : frame;
    for (const { cursor } of this.#channels.get(userOf(channel))?.streams ?? []) cursor.offer(position, change);
  }

  recover(): void {
    this.sweep().catch(() => {
      // The regular sweep follows within a second.
    });
  }

  /** Finds the feeds that have moved without a message telling, and catches their streams up. One query. */
  async sweep(): Promise<void> {
    if (this.#channels.size === 0) return;
    const known: KnownHead[] = [];
    for (const [userId, { streams }] of this.#channels)
      for (const position of new Set(Array.from(streams, ({ cursor }) => cursor.announced)))
        known.push({ userId, position });
    const start = performance.now();
    const moved = await this.#reader.moved(known);
    this.#observer.swept((performance.now() - start) / 1000, moved.length);
    for (const { userId, head } of moved)
      for (const { cursor } of this.#channels.get(userId)?.streams ?? []) cursor.announce(head);
  }

  /** One turn of the heartbeat: a sign of life on its streams, and the end of those whose time is over. */
  heartbeat(): void {
    this.#turn = (this.#turn + 1) % HEARTBEAT_TURNS;
    const now = Date.now();
    for (const { streams } of this.#channels.values())
      for (const stream of streams) {
        const { cursor, sink, turn, endsAt } = stream;
        if (cursor.isSynced) stream.turnsSynced++;
        const { turnsSynced } = stream;
        const isProving = turnsSynced > 0 && turnsSynced < PROOF_ENDS_TURNS;
        if (isProving ? turnsSynced !== PROOF_TURNS : turn !== this.#turn) continue;
        if (endsAt <= now) endStream(stream, RETURN_MS);
        else if (sink.hasRoom()) sink.send(PING_FRAME);
      }
  }

  /** Ends all streams of a user in this process. Whoever comes back is verified anew. */
  endStreams(userId: string): void {
    for (const stream of this.#channels.get(userId)?.streams ?? []) endStream(stream, RETURN_MS);
  }

  /** Ends every stream, each with its own moment to come back. No more may join. */
  close(): void {
    this.#closing = true;
    for (const { streams } of this.#channels.values()) for (const stream of streams) endStream(stream, RETRY_MS);
  }
}

function endStream(stream: Stream, retryMs: number): void {
  if (stream.isEnding) return;
  stream.isEnding = true;
  stream.cursor.close();
  sendAway(stream.sink, retryMs);
}

/** Ends a stream, with a moment of its own to come back. */
export function sendAway(sink: StreamSink, retryMs = RETRY_MS): void {
  sink.send(retryFrame(jittered(retryMs)));
  sink.end();
}

const CHANNEL_PREFIX = "notifications:{";

/** The braces make all of a user one slot of a Redis Cluster. */
export function channelName(userId: string): string {
  return `${CHANNEL_PREFIX}${userId}}`;
}

function userOf(channel: string): string {
  return channel.slice(CHANNEL_PREFIX.length, -1);
}
