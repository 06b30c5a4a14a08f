import { startPostgresServer, type PostgresServer } from "./postgres-server";
import { startRedis, type RedisServer } from "./redis";

export interface Services {
  postgres: PostgresServer;
  redis: RedisServer;
  stop(): Promise<void>;
}

/** The real Postgres and the real Redis of one test run. */
export async function startServices(): Promise<Services> {
  const redis = await startRedis();
  try {
    const postgres = await startPostgresServer();
    return {
      postgres,
      redis,
      stop: async () => {
        await Promise.all([postgres.stop(), redis.stop()]);
      },
    };
  } catch (error) {
    await redis.stop();
    throw error;
  }
}
