import type { Message } from "../bus";
import type { PubSub } from "./pub-sub";
import { RedisConnection, type ConnectionEvents } from "./redis-connection";

/** What may wait for an answer: a frozen Redis must not fill memory before it is noticed. */
const MAX_BYTES_IN_FLIGHT = 32 * 1024 * 1024;
/** What ioredis keeps for each message besides its bytes, roughly. */
const BYTES_PER_COMMAND = 1024;

/** Publishes on one server. */
export class RedisPublisher {
  readonly #pubSub: PubSub;
  readonly #connection: RedisConnection;
  #bytesInFlight = 0;

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
    if (this.#bytesInFlight >= MAX_BYTES_IN_FLIGHT) throw new Error("Redis does not keep up");
    const bytes = messages.reduce((sum, { frame }) => sum + frame.byteLength + BYTES_PER_COMMAND, 0);
    this.#bytesInFlight += bytes;
    // One write for all that is published in one turn of the event loop: ioredis makes one for each command.
    const { stream } = redis;
    stream.cork();
    setImmediate(() => stream.uncork());
    try {
      await Promise.all(
        messages.map(({ channel, frame }) =>
          this.#pubSub.publish(redis, channel, Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength)),
        ),
      );
    } finally {
      this.#bytesInFlight -= bytes;
    }
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
