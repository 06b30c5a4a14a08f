/** How a crowd speaks with a contender. */
export type Protocol = "event-stream" | "websocket";

/** What a contender runs on. All of one run share the Redis server; each start has a database of its own. */
export interface Ground {
  /** Migrated with our schema, and empty. */
  databaseUrl: string;
  redisUrl: string;
}

/** A system under comparison, started. */
export interface Contender {
  /** Origin, such as http://127.0.0.1:4000. Everything is asked of it: the proxy's where there is one. */
  url: string;
  /** Application processes, whose CPU time and memory are counted. */
  pids: readonly number[];
  stop(): Promise<void>;
}

export interface ContenderKind {
  /** What the table says, such as "Express + ws". */
  name: string;
  protocol: Protocol;
  start(ground: Ground): Promise<Contender>;
}
