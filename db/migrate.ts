import { fileURLToPath } from "node:url";

import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as applyMigrations } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";

const MIGRATIONS = fileURLToPath(new URL("../drizzle", import.meta.url));

/** Any number, the same for every process that migrates this database. */
const LOCK_KEY = 7_316_001;
const LOCK_POLL_MS = 100;

/**
 * Brings the database to the newest schema. Safe to run from several processes at once: one migrates, the others
 * wait for it and find nothing to do. Needs a direct connection, since the lock belongs to the session.
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    // Polled: a session that blocks in pg_advisory_lock deadlocks with CREATE INDEX CONCURRENTLY.
    while (!(await tryLock(sql))) await new Promise((resolve) => setTimeout(resolve, LOCK_POLL_MS));
    await applyMigrations(drizzle(sql), { migrationsFolder: MIGRATIONS });
  } finally {
    // Ending the session releases the lock.
    await sql.end();
  }
}

async function tryLock(sql: postgres.Sql): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${LOCK_KEY}) as locked`;
  return row?.locked ?? false;
}
