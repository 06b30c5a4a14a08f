import type { Message } from "./bus";
import type { PubSub } from "./pub-sub";
import { RedisConnection, type ConnectionEvents } from "./redis-connection";

/** Messages that may wait for an answer: what is sent while a frozen Redis has not been noticed must not fill memory. */
const MAX_IN_FLIGHT = 20_000;

/** Publishes on one server. */
export class RedisPublisher {
  readonly #pubSub: PubSub;
  readonly #connection: RedisConnection;
  #inFlight = 0;

  constructor(url: string, pubSub: PubSub, events: Pick<ConnectionEvents, "opened" | "lost">) {
    this.#pubSub = pubSub;
    this.#connection = new RedisConnection(url, { ...events, check: async () => true });
  }

  get up(): boolean {
    return this.#connection.open !== undefined;
  }

  /** Rejects when a message was not taken; at once while Redis is away or does not keep up. */
  async publish(messages: readonly Message[]): Promise<void> {
    const redis = this.#connection.open;
    if (!redis) throw new Error("Redis is away");
    if (this.#inFlight >= MAX_IN_FLIGHT) throw new Error("Redis does not keep up");
    this.#inFlight += messages.length;
    try {
      await Promise.all(
        messages.map(({ channel, frame }) =>
          this.#pubSub.publish(redis, channel, Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)),
        ),
      );
    } finally {
      this.#inFlight -= messages.length;
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
