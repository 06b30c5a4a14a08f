import { Redis } from "ioredis";

import type { Bus, BusListener, Message } from "./bus";
import { SUBSCRIBE_WINDOW_MS } from "./timings";

/** Redis has this long to answer; what it misses is found by the sweep. */
const COMMAND_TIMEOUT_MS = 1_000;
const MAX_RECONNECT_DELAY_MS = 500;
/** Channels named in one SUBSCRIBE: a long command would hold up Redis and everybody behind it. */
const CHANNELS_PER_COMMAND = 1_000;

/** A doorbell between processes: Redis pub/sub, with one connection to publish and one to subscribe. */
export class RedisBus implements Bus {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  #listener: BusListener | undefined;
  readonly #wanted = new Set<string>();
  /** Channels for which SUBSCRIBE has been sent on this connection, each with its acknowledgement. */
  readonly #subscribed = new Map<string, Promise<void>>();
  /** Channels that may have to be subscribed or unsubscribed when the window ends. */
  #changed = new Set<string>();
  #flush: Promise<void> | undefined;

  constructor(url: string) {
    const retryStrategy = (attempt: number): number => Math.min(attempt * 50, MAX_RECONNECT_DELAY_MS);
    this.#publisher = new Redis(url, {
      retryStrategy,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    // Resubscribing is done here, so that it is known when it is complete.
    this.#subscriber = new Redis(url, {
      retryStrategy,
      enableOfflineQueue: false,
      autoResubscribe: false,
      maxRetriesPerRequest: null,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    for (const connection of [this.#publisher, this.#subscriber])
      connection.on("error", () => {
        // `close` follows and is what counts; without a listener ioredis prints each failed attempt.
      });
    this.#subscriber.on("messageBuffer", (channel: Buffer, frame: Buffer) =>
      this.#listener?.receive({ channel: channel.toString(), frame }),
    );
    this.#subscriber.on("ready", () => void this.#resubscribe());
    this.#subscriber.on("close", () => this.#subscribed.clear());
    this.#logOutages();
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
  }

  async publish(messages: readonly Message[]): Promise<void> {
    const pipeline = this.#publisher.pipeline();
    for (const { channel, frame } of messages)
      pipeline.publish(channel, Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength));
    const results = await pipeline.exec();
    const failed = results?.find(([error]) => error !== null);
    if (failed?.[0]) throw failed[0];
  }

  subscribe(channel: string): Promise<void> {
    this.#wanted.add(channel);
    return this.#subscribed.get(channel) ?? this.#synchronise(channel);
  }

  unsubscribe(channel: string): void {
    this.#wanted.delete(channel);
    void this.#synchronise(channel);
  }

  status(): "up" | "down" {
    return this.#publisher.status === "ready" && this.#subscriber.status === "ready" ? "up" : "down";
  }

  async close(): Promise<void> {
    // What closes on purpose is no outage.
    for (const connection of [this.#publisher, this.#subscriber]) connection.removeAllListeners("close");
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  /** Makes Redis know what is wanted; what falls in one window goes out together. */
  #synchronise(channel: string): Promise<void> {
    this.#changed.add(channel);
    this.#flush ??= new Promise((resolve) => setTimeout(resolve, SUBSCRIBE_WINDOW_MS)).then(() => {
      this.#flush = undefined;
      return this.#sendChanges();
    });
    return this.#flush;
  }

  /** Resolves when Redis has carried out the changes, or cannot now. Never rejects. */
  async #sendChanges(): Promise<void> {
    const changed = [...this.#changed];
    this.#changed = new Set();
    if (this.#subscriber.status !== "ready") return;
    const missing = changed.filter((channel) => this.#wanted.has(channel) && !this.#subscribed.has(channel));
    const surplus = changed.filter((channel) => !this.#wanted.has(channel) && this.#subscribed.has(channel));
    const done: Promise<void>[] = [];
    for (const channels of chunks(missing)) {
      const acknowledged = this.#subscriber.subscribe(...channels).then(nothing, nothing);
      for (const channel of channels) this.#subscribed.set(channel, acknowledged);
      done.push(acknowledged);
    }
    for (const channels of chunks(surplus)) {
      for (const channel of channels) this.#subscribed.delete(channel);
      done.push(this.#subscriber.unsubscribe(...channels).then(nothing, nothing));
    }
    await Promise.all(done);
  }

  /** A new connection starts with no subscriptions, and whatever was published before is lost to it. */
  async #resubscribe(): Promise<void> {
    this.#changed = new Set(this.#wanted);
    await this.#sendChanges();
    this.#listener?.recover();
  }

  #logOutages(): void {
    let up = true;
    for (const connection of [this.#publisher, this.#subscriber]) {
      connection.on("close", () => {
        if (up) console.warn("Redis is away: delivery goes on through Postgres, up to two seconds later.");
        up = false;
      });
      connection.on("ready", () => {
        if (up || this.status() === "down") return;
        console.warn("Redis is back.");
        up = true;
      });
    }
  }
}

/** A command fails only with its connection, or by time-out: `ready` subscribes to everything, the sweep finds the rest. */
function nothing(): void {}

function chunks(channels: readonly string[]): string[][] {
  const count = Math.ceil(channels.length / CHANNELS_PER_COMMAND);
  return Array.from({ length: count }, (_, index) =>
    channels.slice(index * CHANNELS_PER_COMMAND, (index + 1) * CHANNELS_PER_COMMAND),
  );
}
