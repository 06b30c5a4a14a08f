import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { readMigrationFiles, type MigrationMeta } from "drizzle-orm/migrator";

import { DRIVER_OPTIONS } from "./connection/client";
import { parseDatabaseUrl } from "./connection/database-url";
import { assertEncoding } from "./connection/identity";
import { Session } from "./connection/session";
import { queryable, type Queryable } from "./connection/statement";

const MIGRATIONS = fileURLToPath(new URL("../drizzle", import.meta.url));

/** Any number, the same for every process that migrates this database. */
const LOCK_KEY = 7_316_001;
const LOCK_POLL_MS = 100;

/** What asks for a table then waits behind the migration, which waits for who has it: longer than this, nobody should. */
const LOCK_TIMEOUT_MS = 500;
/** Between two attempts the traffic catches up. */
const LOCK_PAUSE_MS = 1_000;
const LOCK_ATTEMPTS = 200;

/** As long as it takes, in text: the driver leaves out what is false. */
const NO_LIMIT = "0" as unknown as number;

/** Of this session, whatever the role has been given for the app. */
const SESSION_SETTINGS = {
  application_name: "notifications-migrate",
  lock_timeout: LOCK_TIMEOUT_MS,
  statement_timeout: NO_LIMIT,
  idle_in_transaction_session_timeout: NO_LIMIT,
  idle_session_timeout: NO_LIMIT,
  default_transaction_isolation: "read committed" as const,
  // Where the statements of the app look for its tables.
  search_path: "public",
};

/** SQLSTATEs of a migration that was in the way of others, or they in its: nothing is wrong with it. */
const BUSY = new Set(["55P03", "40P01"]);

const CONCURRENT_INDEX = /^\s*create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?"(?<name>[^"]+)"/i;

interface MigrateOptions {
  /** Of drizzle-kit: migrations and their journal. */
  folder?: string;
  /** Hears what is done, in sentences for a person. */
  report?: (line: string) => void;
}

/**
 * Brings the database to the newest schema while the app uses it. Safe to run from several processes at once: one
 * migrates, the others wait for it and find nothing to do. Safe to kill and run again. Needs a direct connection, since
 * the lock belongs to the session.
 *
 * Throws EncodingError.
 *
 * A migration is one transaction. One that builds indexes with CREATE INDEX CONCURRENTLY, which cannot be in a
 * transaction, holds nothing else.
 */
export async function migrate(
  databaseUrl: string,
  { folder = MIGRATIONS, report = () => {} }: MigrateOptions = {},
): Promise<void> {
  // Lost is lost: on a new connection the lock would be somebody else's.
  const session = new Session(parseDatabaseUrl(databaseUrl), {
    ...DRIVER_OPTIONS,
    connection: SESSION_SETTINGS,
    onnotice: () => {},
  });
  const sql = queryable((ask) => session.run(ask));
  const run: Run = (statement) => session.run((driver) => driver.unsafe(statement));
  try {
    await assertEncoding(sql);
    // Polled: a session that blocks in pg_advisory_lock deadlocks with CREATE INDEX CONCURRENTLY.
    while (!(await tryLock(sql))) await delay(LOCK_POLL_MS);
    for (const migration of await pending(sql, folder)) {
      const indexes = migration.sql.map((statement) => CONCURRENT_INDEX.exec(statement)?.groups?.["name"]);
      if (indexes.every((name) => name !== undefined)) await buildIndexes(sql, run, migration, indexes);
      else if (indexes.some((name) => name !== undefined)) throw new Error(MIXED);
      else await inTransaction(sql, run, migration, report);
      report(`Applied the migration of ${new Date(migration.folderMillis).toISOString()}.`);
    }
  } finally {
    // Ending the session releases the lock.
    session.close();
  }
}

const MIXED = "CREATE INDEX CONCURRENTLY needs a migration of its own: move the other statements to another one";

type Run = (statement: string) => Promise<unknown>;

async function tryLock(sql: Queryable): Promise<boolean> {
  const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${LOCK_KEY}::bigint) as locked`;
  return row?.locked ?? false;
}

/** What is not recorded yet, in drizzle's own table, which drizzle-kit reads too. */
async function pending(sql: Queryable, folder: string): Promise<MigrationMeta[]> {
  await sql`create schema if not exists drizzle`;
  await sql`
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  const rows = await sql<{ created_at: number }[]>`select created_at from drizzle.__drizzle_migrations`;
  const applied = new Set(rows.map((row) => row.created_at));
  return readMigrationFiles({ migrationsFolder: folder }).filter(({ folderMillis }) => !applied.has(folderMillis));
}

async function record(sql: Queryable, { hash, folderMillis }: MigrationMeta): Promise<void> {
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis}::bigint)`;
}

/** All or nothing, so that it can be tried again: a lock that is not to be had soon is let go of for the traffic. */
async function inTransaction(
  sql: Queryable,
  run: Run,
  migration: MigrationMeta,
  report: (line: string) => void,
): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await sql`begin`;
      for (const statement of migration.sql) await run(statement);
      await record(sql, migration);
      await sql`commit`;
      return;
    } catch (error) {
      await run("rollback").catch(() => {});
      if (!isBusy(error) || attempt === LOCK_ATTEMPTS) throw error;
      if (attempt === 1) report("A table is in use by a long transaction. Trying again until it is free.");
      await delay(LOCK_PAUSE_MS);
    }
}

/** Writes go on meanwhile. Each index is there or not, whatever was done before. */
async function buildIndexes(
  sql: Queryable,
  run: Run,
  migration: MigrationMeta,
  names: readonly string[],
): Promise<void> {
  // It waits for every transaction that is older, and nobody waits for it.
  await run("set lock_timeout = 0");
  for (const [index, name] of names.entries()) {
    const [existing] = await sql<{ valid: boolean }[]>`
      select indisvalid as valid from pg_index where indexrelid = to_regclass(${quoted(name)})`;
    if (existing?.valid) continue;
    if (existing) await dropIndex(run, name);
    try {
      await run(migration.sql[index] ?? "");
    } catch (error) {
      // What a failed build leaves serves no read, and still slows down or refuses writes.
      await dropIndex(run, name).catch(() => {});
      throw error;
    }
  }
  await record(sql, migration);
  await run(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
}

async function dropIndex(run: Run, name: string): Promise<void> {
  await run(`drop index concurrently if exists ${quoted(name)}`);
}

const quoted = (name: string): string => `"${name}"`;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && BUSY.has(String(error.code));
}
