import { Redis } from "ioredis";

import { jittered } from "../../timings";

/** How often Redis is asked for a sign of life. */
const CHECK_MS = 500;
/** Checks that may fail or stay unanswered one after the other: so a dead connection is noticed after 1 to 1.5 seconds. */
const MAX_FAILED_CHECKS = 2;
/** The same while connecting, which takes several round trips: 2 seconds. */
const MAX_FAILED_CHECKS_CONNECTING = 3;
const MIN_RECONNECT_MS = 50;
const MAX_RECONNECT_MS = 500;

export interface ConnectionEvents {
  /** There is a new connection to a primary. Nothing is subscribed on it. */
  opened(redis: Redis): void;
  /** Whether the connection is in order, besides that it leads to a primary which answers. May reject. */
  check(redis: Redis): Promise<boolean>;
  /**
   * The connection is gone, and whatever it had not answered has been rejected; or none could be made. The next attempt
   * follows by itself. `reason` is a code or a few words, nothing personal.
   */
  lost(reason: string): void;
}

/**
 * A connection to one Redis server that is made again whenever it is lost, and given up when it goes silent, as after a
 * cut cable. Nothing outlives the connection it was sent on: ioredis makes one connection at a time, and repeats nothing.
 */
export class RedisConnection {
  readonly #url: string;
  readonly #events: ConnectionEvents;
  #redis: Redis | undefined;
  #isOpen = false;
  #reason = "";
  #failures = 0;
  #reconnect: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(url: string, events: ConnectionEvents) {
    this.#url = url;
    this.#events = events;
    this.#connect();
  }

  /** The connection, while there is one. */
  get open(): Redis | undefined {
    return this.#isOpen && this.#redis?.status === "ready" ? this.#redis : undefined;
  }

  /** Gives this connection up, and makes a new one. */
  drop(reason: string): void {
    this.#reason = reason;
    this.#isOpen = false;
    this.#redis?.disconnect();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reconnect);
    const redis = this.#redis;
    if (!redis) return;
    await new Promise<void>((resolve) => {
      redis.once("end", resolve);
      redis.disconnect();
    });
  }

  #connect(): void {
    const redis = new Redis(this.#url, {
      retryStrategy: () => null,
      enableOfflineQueue: false,
      // All of pub/sub works while Redis loads its data.
      enableReadyCheck: false,
      // A silent peer does not take part in closing either.
      disconnectTimeout: 1,
    });
    this.#redis = redis;
    this.#reason = "connection closed";
    let failedChecks = 0;

    const giveUp = (reason: string): void => {
      if (redis === this.#redis) this.drop(reason);
    };
    const check = async (): Promise<void> => {
      const [primary, fine] = await Promise.all([isPrimary(redis), this.#events.check(redis).catch(() => true)]);
      if (!primary) return giveUp("not a primary");
      if (!fine || redis !== this.open) return;
      failedChecks = 0;
      this.#failures = 0;
    };
    const watch = setInterval(() => {
      // Answers are counted before the next tick, however late that is: a stall of this process is no silence of Redis.
      if (failedChecks >= (this.#isOpen ? MAX_FAILED_CHECKS : MAX_FAILED_CHECKS_CONNECTING)) return giveUp("no answer");
      failedChecks++;
      if (this.#isOpen) void check();
    }, CHECK_MS);

    const open = async (): Promise<void> => {
      if (!(await isPrimary(redis))) return giveUp("not a primary");
      if (redis.status !== "ready") return;
      failedChecks = 0;
      this.#isOpen = true;
      this.#events.opened(redis);
    };
    redis.once("ready", () => void open());
    // Also when answers no longer match the commands.
    redis.on("error", (error) => giveUp(errorCode(error)));
    redis.once("end", () => {
      clearInterval(watch);
      this.#redis = undefined;
      this.#isOpen = false;
      if (this.#closed) return;
      this.#events.lost(this.#reason);
      const delay = Math.min(MIN_RECONNECT_MS * 2 ** this.#failures++, MAX_RECONNECT_MS);
      this.#reconnect = setTimeout(() => this.#connect(), jittered(delay));
    });
  }
}

/**
 * A primary that was demoted still takes messages, though nobody may hear them there. An answer that is an error, as for
 * a user without that right, is a sign of life all the same.
 */
async function isPrimary(redis: Redis): Promise<boolean> {
  const [role] = await redis.role().catch(() => []);
  return role !== "slave";
}

/** What went wrong, in one word: the code of a system error or of a reply of Redis. */
export function errorCode(error: Error & { code?: unknown }): string {
  if (typeof error.code === "string") return error.code;
  return /^[A-Z]+\b/.exec(error.message)?.[0] ?? "protocol error";
}
