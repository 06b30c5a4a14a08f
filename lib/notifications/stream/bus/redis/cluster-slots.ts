import { Redis } from "ioredis";

const ANSWER_TIMEOUT_MS = 1_000;

/** Slots of every Redis Cluster. */
export const SLOT_COUNT = 16_384;

/** Slots `first` to `last`, and the URL of the primary that serves them. */
export interface SlotRange {
  first: number;
  last: number;
  url: string;
}

/**
 * Asks a node of a Redis Cluster which node serves which slots. The nodes are reached as this one is: with its protocol,
 * user and password. Rejects when it does not answer within about a second.
 */
export async function clusterSlots(url: string): Promise<SlotRange[]> {
  const redis = new Redis(clusterUrl(url, {}), {
    lazyConnect: true,
    retryStrategy: () => null,
    enableReadyCheck: false,
    connectTimeout: ANSWER_TIMEOUT_MS,
    commandTimeout: ANSWER_TIMEOUT_MS,
    disconnectTimeout: 1,
  });
  redis.on("error", () => {
    // `connect` rejects as well.
  });
  try {
    await redis.connect();
    const ranges = await redis.cluster("SLOTS");
    // No host: it is the one that was asked.
    return ranges.flatMap(([first, last, primary]) =>
      primary ? [{ first, last, url: clusterUrl(url, { host: primary[0] || undefined, port: primary[1] }) }] : [],
    );
  } finally {
    redis.disconnect();
  }
}

/** `url`, leading to another node when one is given. Clusters have no numbered databases. */
function clusterUrl(url: string, { host, port }: { host?: string | undefined; port?: number }): string {
  const result = new URL(url);
  if (host !== undefined) result.hostname = host.includes(":") ? `[${host}]` : host;
  if (port !== undefined) result.port = String(port);
  result.pathname = "";
  return result.href;
}
