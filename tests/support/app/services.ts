import { OwnPostgres } from "@/tests/support/postgres/own-postgres";
import { asAdmin, createTemplate, type DatabaseSource } from "@/tests/support/postgres/postgres-server";
import { startRedis, type RedisServer } from "@/tests/support/redis/redis";

interface PostgresServer extends DatabaseSource {
  stop(): Promise<void>;
}

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

/** No test survives a power cut. */
const FAST = { full_page_writes: "off", synchronous_commit: "off", max_connections: "200" };

/** The server that TEST_DATABASE_URL names (its user must be allowed to create databases), otherwise one from npm. */
async function startPostgresServer(): Promise<PostgresServer> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  if (!adminUrl) return OwnPostgres.start(FAST);
  const template = await createTemplate(adminUrl);
  const stop = () => asAdmin(adminUrl, (sql) => sql`drop database if exists ${sql(template)} with (force)`);
  return { adminUrl, template, stop };
}
