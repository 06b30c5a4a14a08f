import { Cluster, Redis, type RedisOptions } from "ioredis";

/** Where Redis is: one server, or some nodes of a cluster. */
export type RedisAddress = { url: string } | { clusterUrls: readonly string[] };

const CONNECT_TIMEOUT_MS = 2_000;

/** Between two attempts to connect. */
const MIN_RECONNECT_MS = 50;
const MAX_RECONNECT_MS = 250;

/** Each connection is made again whenever it is lost, but nothing waits for that: whatever was asked for is rejected at once. */
export const CONNECTION = {
  retryStrategy: () => MIN_RECONNECT_MS + Math.random() * (MAX_RECONNECT_MS - MIN_RECONNECT_MS),
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  // A server that still loads its data takes part in pub/sub.
  enableReadyCheck: false,
  connectTimeout: CONNECT_TIMEOUT_MS,
  // A silent peer does not take part in closing either.
  disconnectTimeout: 1,
} satisfies RedisOptions;

type Options = Omit<RedisOptions, "replyMapping" | "scripts">;

/** The only way to Redis. `scripts` become methods of the client. Outages are not logged. */
export function connectRedis(
  address: RedisAddress,
  { scripts = {}, ...options }: Options & { scripts?: Record<string, { lua: string; numberOfKeys: number }> } = {},
): Redis | Cluster {
  const client =
    "url" in address
      ? new Redis(address.url, { ...CONNECTION, ...options, scripts })
      : new Cluster([...address.clusterUrls], {
          enableOfflineQueue: false,
          enableReadyCheck: false,
          // Certificates bear names, not addresses.
          dnsLookup: (name, done) => done(null, name),
          redisOptions: { ...CONNECTION, ...credentials(address.clusterUrls[0] ?? ""), ...options },
          scripts,
        });
  client.on("error", () => {
    // Without a listener ioredis writes to the console.
  });
  return client;
}

/** The cluster's other nodes are reached like the first one: with its protocol, user and password. */
function credentials(url: string): Options {
  const { protocol, username, password } = new URL(url);
  return {
    ...(protocol === "rediss:" && { tls: {} }),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
  };
}
