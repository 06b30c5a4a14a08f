import type { RedisAddress } from "../redis/connect";
import { LocalWindow } from "./local-window";
import { REDIS_TIMEOUT_MS, RedisWindow } from "./redis-window";

const MINUTE_MS = 60_000;

type Reservation =
  /** `release` undoes it, for notifications that were not appended after all. Never rejects. */
  { granted: true; release(): Promise<void> } | { granted: false; retryAfterSeconds: number };

/** Limits how many notifications each producer sends in a minute. Counted in Redis, or by each process if there is none. */
export class ProducerLimit {
  readonly perMinute: number;
  readonly #local: LocalWindow;
  readonly #shared: RedisWindow | undefined;
  #scope = "";

  constructor(perMinute: number, redis: RedisAddress | undefined) {
    this.perMinute = perMinute;
    this.#local = new LocalWindow(perMinute, MINUTE_MS);
    this.#shared = redis && new RedisWindow(redis, perMinute, MINUTE_MS);
  }

  /** Counts for one database from now on: others may use the same Redis and the same names of producers. */
  enter(scope: string): void {
    this.#scope = scope;
  }

  /** Counts `count` notifications before they are appended: all of them, or none if they do not fit into this minute. */
  async reserve(producer: string, count: number): Promise<Reservation> {
    const askedAt = performance.now();
    const name = `${producer}:${this.#scope}`;
    const shared = await this.#shared?.take(name, count).catch(() => undefined);
    const window = shared && this.#shared ? this.#shared : this.#local;
    const { taken, msLeft } = shared ?? this.#local.take(name, count);
    if (!taken) return { granted: false, retryAfterSeconds: Math.ceil(msLeft / 1000) };
    return {
      granted: true,
      release: async () => {
        // The next minute must get nothing back from this one, however late the command arrives.
        if (performance.now() + REDIS_TIMEOUT_MS >= askedAt + msLeft) return;
        try {
          await window.giveBack(name, count);
        } catch {
          // It stays counted until the minute ends.
        }
      },
    };
  }

  /** Leaves Redis. Whatever is still sent is counted here. */
  close(): void {
    this.#shared?.close();
  }
}
