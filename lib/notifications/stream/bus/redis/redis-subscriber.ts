import type { Redis } from "ioredis";

import { SUBSCRIBE_WINDOW_MS } from "../../timings";
import type { Message } from "../bus";
import type { PubSub } from "./pub-sub";
import { errorCode, RedisConnection, type ConnectionEvents } from "./redis-connection";

export interface SubscriberEvents extends Pick<ConnectionEvents, "lost"> {
  receive(message: Message): void;
  /** After a new connection: what was wanted then is subscribed. */
  subscribed(): void;
  /** Redis does not serve these channels, or no longer serves some that it does not name. `reason`: its error code. */
  refused(channels: readonly string[], reason: string): void;
}

/** Keeps the wanted channels subscribed on one server, over all its connections. */
export class RedisSubscriber {
  readonly #pubSub: PubSub;
  readonly #events: SubscriberEvents;
  readonly #connection: RedisConnection;
  readonly #wanted = new Set<string>();
  /** Channels for which SUBSCRIBE has been sent on this connection, each with whether Redis agreed. */
  readonly #subscribed = new Map<string, Promise<boolean>>();
  /** Channels that may have to be subscribed or unsubscribed when the window ends. */
  readonly #changed = new Set<string>();
  #window: Promise<void> | undefined;
  #up = false;

  constructor(url: string, pubSub: PubSub, events: SubscriberEvents) {
    this.#pubSub = pubSub;
    this.#events = events;
    this.#connection = new RedisConnection(url, {
      opened: (redis) => void this.#subscribeAll(redis),
      check: (redis) => this.#isComplete(redis),
      lost: (reason) => {
        this.#subscribed.clear();
        this.#up = false;
        events.lost(reason);
      },
    });
  }

  /** True when all that was wanted when the connection was made is subscribed. */
  get up(): boolean {
    return this.#up;
  }

  wants(channel: string): boolean {
    return this.#wanted.has(channel);
  }

  /**
   * Resolves to true when Redis has subscribed, so that every later message will be received; to false when that
   * cannot be now: it is subscribed on the next connection. Never rejects.
   */
  async subscribe(channel: string): Promise<boolean> {
    this.#wanted.add(channel);
    if (!this.#subscribed.has(channel)) await this.#synchronise(channel);
    return this.#subscribed.get(channel) ?? false;
  }

  unsubscribe(channel: string): void {
    this.#wanted.delete(channel);
    void this.#synchronise(channel);
  }

  /** For a channel that the server has dropped by itself. */
  forget(channel: string): void {
    this.#wanted.delete(channel);
    this.#subscribed.delete(channel);
  }

  drop(reason: string): void {
    this.#connection.drop(reason);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  /** Resolves when Redis has been told; what falls in one window goes out together. */
  #synchronise(channel: string): Promise<void> {
    this.#changed.add(channel);
    this.#window ??= new Promise((resolve) => setTimeout(resolve, SUBSCRIBE_WINDOW_MS)).then(() => {
      this.#window = undefined;
      this.#sendChanges();
    });
    return this.#window;
  }

  /** Sends what differs between wanted and subscribed. Redis carries commands out in the order they were sent. */
  #sendChanges(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    const redis = this.#connection.open;
    if (!redis) return;
    const missing = changed.filter((channel) => this.#wanted.has(channel) && !this.#subscribed.has(channel));
    const surplus = changed.filter((channel) => !this.#wanted.has(channel) && this.#subscribed.has(channel));
    for (const channels of this.#pubSub.batches(missing)) {
      const agreed = this.#pubSub.subscribe(redis, channels).then(
        () => true,
        (error: Error) => {
          if (redis === this.#connection.open) this.#refuse(channels, agreed, error);
          return false;
        },
      );
      for (const channel of channels) this.#subscribed.set(channel, agreed);
    }
    for (const channels of this.#pubSub.batches(surplus)) {
      for (const channel of channels) this.#subscribed.delete(channel);
      this.#pubSub.unsubscribe(redis, channels).catch(() => {
        // It fails where nothing is subscribed any more: with the connection, or when the slot has moved away.
      });
    }
  }

  #refuse(channels: readonly string[], agreed: Promise<boolean>, error: Error): void {
    for (const channel of channels) if (this.#subscribed.get(channel) === agreed) this.#subscribed.delete(channel);
    this.#events.refused(channels, errorCode(error));
  }

  /** A new connection starts with no subscriptions, and whatever was published before is lost to it. */
  async #subscribeAll(redis: Redis): Promise<void> {
    redis.on(this.#pubSub.messageEvent, (channel: Buffer, frame: Buffer) =>
      this.#events.receive({ channel: channel.toString(), frame }),
    );
    // ioredis says so, without naming channels, when Redis drops subscriptions because their slot has moved away.
    redis.on("moved", () => this.#events.refused([], "MOVED"));
    for (const channel of this.#wanted) this.#changed.add(channel);
    this.#sendChanges();
    await Promise.all(this.#subscribed.values());
    if (redis !== this.#connection.open) return;
    this.#up = true;
    this.#events.subscribed();
  }

  /** Whether Redis counts as many subscriptions as have been asked for; true when it does not say. */
  async #isComplete(redis: Redis): Promise<boolean> {
    const expected = this.#subscribed.size;
    const count = new RegExp(` ${this.#pubSub.countField}=(\\d+)`).exec(await redis.client("INFO"))?.[1];
    return count === undefined || Number(count) === expected;
  }
}
