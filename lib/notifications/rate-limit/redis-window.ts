import type { Cluster, Redis } from "ioredis";

import { connectRedis, type RedisAddress } from "../redis/connect";
import type { Take } from "./local-window";

/** A command is given up after this long. */
export const REDIS_TIMEOUT_MS = 500;

const KEY_PREFIX = "notifications:producer:";

/** One step, so that a take that does not fit is never counted, not even for a moment. */
const TAKE = `
local used = tonumber(redis.call("GET", KEYS[1])) or 0
local fits = used + tonumber(ARGV[1]) <= tonumber(ARGV[2])
if fits then redis.call("INCRBY", KEYS[1], ARGV[1]) end
local left = redis.call("PTTL", KEYS[1])
if left < 0 then
  left = tonumber(ARGV[3])
  redis.call("PEXPIRE", KEYS[1], left)
end
return {fits and 1 or 0, left}`;

/** A window that has ended gets nothing back. */
const GIVE_BACK = `
if redis.call("PTTL", KEYS[1]) > 0 then redis.call("INCRBY", KEYS[1], -tonumber(ARGV[1])) end`;

type Client = (Redis | Cluster) & {
  take(key: string, count: number, limit: number, durationMs: number): Promise<[fits: 0 | 1, msLeft: number]>;
  giveBack(key: string, count: number): Promise<null>;
};

/**
 * Limits how much each name takes in a time. Counted in Redis for all processes; a window begins with the first take. Its
 * methods reject within REDIS_TIMEOUT_MS while Redis does not answer, and at once while it is away.
 */
export class RedisWindow {
  readonly #client: Client;
  readonly #limit: number;
  readonly #durationMs: number;

  constructor(redis: RedisAddress, limit: number, durationMs: number) {
    const timeouts = { commandTimeout: REDIS_TIMEOUT_MS, socketTimeout: REDIS_TIMEOUT_MS };
    this.#client = connectRedis(redis, { ...timeouts, scripts: SCRIPTS }) as Client;
    this.#limit = limit;
    this.#durationMs = durationMs;
  }

  async take(name: string, count: number): Promise<Take> {
    const [fits, msLeft] = await this.#client.take(KEY_PREFIX + name, count, this.#limit, this.#durationMs);
    return { taken: fits === 1, msLeft };
  }

  /** Undoes a take. To be called only while its window lasts. */
  async giveBack(name: string, count: number): Promise<void> {
    await this.#client.giveBack(KEY_PREFIX + name, count);
  }

  close(): void {
    this.#client.disconnect();
  }
}

const SCRIPTS = { take: { lua: TAKE, numberOfKeys: 1 }, giveBack: { lua: GIVE_BACK, numberOfKeys: 1 } };
