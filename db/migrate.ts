import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { DrizzleQueryError } from "drizzle-orm/errors";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as migrateWithDrizzle } from "drizzle-orm/postgres-js/migrator";

import { parseDatabaseUrl } from "./connection/database-url";
import { NO_LIMIT } from "./connection/driver";
import { Session } from "./connection/session";
import { queryable } from "./connection/statement";
import { assertEncoding } from "./identity";

const MIGRATIONS = fileURLToPath(new URL("../drizzle", import.meta.url));

/** Any number, the same for every process that migrates this database. */
const LOCK_KEY = 7_316_001;

/** While a migration waits for a table, every other query of that table waits behind it: half a second at most. */
const LOCK_TIMEOUT_MS = 500;
/** Lets the traffic catch up between two attempts. */
const LOCK_PAUSE_MS = 1_000;
const LOCK_ATTEMPTS = 200;

/** These hold for this session, whatever the role has been given for the app. */
const SESSION_SETTINGS = {
  application_name: "notifications-migrate",
  lock_timeout: NO_LIMIT,
  statement_timeout: NO_LIMIT,
  idle_in_transaction_session_timeout: NO_LIMIT,
  idle_session_timeout: NO_LIMIT,
  default_transaction_isolation: "read committed" as const,
  // The app's statements name this schema.
  search_path: "public",
};

/** SQLSTATEs for a lock that was not granted in time (55P03) and a deadlock (40P01): a retry can succeed. */
const BUSY = new Set(["55P03", "40P01"]);

interface MigrateOptions {
  /** The folder of the migrations and their journal. */
  folder?: string;
  /** Hears what happens, in sentences for a person. */
  report?: (line: string) => void;
}

/**
 * Brings the database to the newest schema, all or nothing, while the app uses it. Several processes may run it at
 * once: one migrates, the others wait and then find nothing to do. If it is killed, run it again. It needs a direct
 * connection, because the lock belongs to the session. Throws EncodingError.
 */
export async function migrate(
  databaseUrl: string,
  { folder = MIGRATIONS, report = () => {} }: MigrateOptions = {},
): Promise<void> {
  // A session never reconnects, so the lock holds until the end.
  const session = new Session(parseDatabaseUrl(databaseUrl), {
    connection: SESSION_SETTINGS,
    onnotice: () => {},
  });
  const sql = queryable((ask) => session.run(ask));
  try {
    await assertEncoding(sql);
    await sql`select pg_advisory_lock(${LOCK_KEY}::bigint)`;
    await sql`select set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, false)`;
    for (let attempt = 1; ; attempt++)
      try {
        return await session.run((driver) => migrateWithDrizzle(drizzle(driver), { migrationsFolder: folder }));
      } catch (failure) {
        const error = failure instanceof DrizzleQueryError ? failure.cause : failure;
        if (!isBusy(error) || attempt === LOCK_ATTEMPTS) throw error;
        if (attempt === 1) report("A table is in use by a long transaction. Trying again until it is free.");
        await delay(LOCK_PAUSE_MS);
      }
  } finally {
    // Releases the lock.
    session.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && BUSY.has(String(error.code));
}
