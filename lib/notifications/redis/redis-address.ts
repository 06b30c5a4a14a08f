/** Where Redis is: one server, or some nodes of a cluster. */
export type RedisAddress = { url: string } | { clusterUrls: readonly string[] };
