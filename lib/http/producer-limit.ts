import { Cluster, Redis } from "ioredis";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from "rate-limiter-flexible";

import type { Env } from "@/lib/env";

const WINDOW_SECONDS = 60;

/** A request waits this long for the count in Redis. */
const ANSWER_TIMEOUT_MS = 500;

/** How many notifications each producer may send: counted in Redis for all instances, or by each on its own without it. */
export class ProducerLimit {
  readonly #redis: Redis | Cluster | undefined;
  readonly #limiter: RateLimiterAbstract;
  #scope = "";

  constructor(perMinute: number, redis: Env["redis"]) {
    const options = { keyPrefix: "notifications:producer", points: perMinute, duration: WINDOW_SECONDS };
    const insuranceLimiter = new RateLimiterMemory(options);
    const storeClient = redis && connect(redis);
    this.#redis = storeClient;
    this.#limiter = storeClient
      ? new RateLimiterRedis({ ...options, insuranceLimiter, storeClient, rejectIfRedisNotReady: true })
      : insuranceLimiter;
  }

  /** Counts for one database from here on: others may use the same Redis, and the same names of producers. */
  enter(scope: string): void {
    this.#scope = scope;
  }

  /**
   * Counts `notifications` for the producer and resolves to 0. When that is more than it may send in this minute, counts
   * none of them, so that a smaller request still gets through, and resolves to the seconds until the next minute.
   */
  async spend(producer: string, notifications: number): Promise<number> {
    const key = `${producer}:${this.#scope}`;
    try {
      await this.#limiter.consume(key, notifications);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      await this.#limiter.reward(key, notifications);
      return Math.ceil(refusal.msBeforeNext / 1000);
    }
  }

  /** Leaves Redis; what is still sent is counted here. */
  close(): void {
    this.#redis?.disconnect();
  }
}

const CONNECTION = {
  maxRetriesPerRequest: 0,
  commandTimeout: ANSWER_TIMEOUT_MS,
  // A server that is frozen or cut off is given up with all that was asked of it.
  socketTimeout: ANSWER_TIMEOUT_MS,
};

/** A connection on which nothing waits for Redis to come back: each process counts on its own meanwhile. */
function connect(redis: NonNullable<Env["redis"]>): Redis | Cluster {
  const client =
    "url" in redis
      ? new Redis(redis.url, { ...CONNECTION, enableOfflineQueue: false })
      : connectCluster(redis.clusterUrls);
  client.on("error", () => {
    // The bus, which has a connection of its own, says that Redis is away.
  });
  return client;
}

/** The other nodes are reached as the first one is: with its protocol, user and password. */
function connectCluster(urls: readonly string[]): Cluster {
  const { protocol, username, password } = new URL(urls[0] ?? "");
  return new Cluster([...urls], {
    enableOfflineQueue: false,
    redisOptions: {
      ...CONNECTION,
      ...(protocol === "rediss:" && { tls: {} }),
      ...(username && { username: decodeURIComponent(username) }),
      ...(password && { password: decodeURIComponent(password) }),
    },
  });
}
