import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";

import { cpuSecondsOfTree } from "./processes";

/** Durable, as Postgres is by default. */
const POSTGRES_SETTINGS = { fsync: "on", max_connections: "200" };

/** The Postgres and the Redis of a run, which nothing else uses. */
export interface Services {
  postgres: OwnPostgres;
  redis: RedisServer;
  /** CPU time of each so far, with all its processes. */
  cpuSeconds(): { postgres: number; redis: number };
  stop(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const redis = await startRedis();
  try {
    const postgres = await OwnPostgres.start(POSTGRES_SETTINGS);
    return {
      postgres,
      redis,
      cpuSeconds: () => ({ postgres: cpuSecondsOfTree(postgres.pid), redis: cpuSecondsOfTree(redis.pid) }),
      stop: async () => {
        await Promise.all([postgres.stop(), redis.stop()]);
      },
    };
  } catch (error) {
    await redis.stop();
    throw error;
  }
}
