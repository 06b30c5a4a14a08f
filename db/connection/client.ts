import type postgres from "postgres";

import { parseDatabaseUrl } from "./database-url";
import { NO_LIMIT, type DriverOptions } from "./driver";
import { Pool, type Observe } from "./pool";
import { Session } from "./session";
import { queryable, type Queryable } from "./statement";
import { isRolledBack } from "./unavailable";

/** Fifteen times the 200 ms a statement should take: a batch of 10,000 also ends on a machine five times too busy. */
const STATEMENT_TIMEOUT_MS = 3_000;

/**
 * Settings of each session, whatever the role or the database has been given. They make statements faster and safer. No
 * statement's meaning depends on them or on any other setting, since a pooler keeps none.
 */
const SESSION_SETTINGS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  lock_timeout: NO_LIMIT,
  idle_session_timeout: NO_LIMIT,
  // A process that is frozen or cut off inside a transaction must not hold a feed's lock.
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  // A session keeps the plans of its foreign keys. A plan made for a small table reads all of it for every row. After
  // the table grows, a batch of 10,000 would take seconds, until Postgres gathers statistics a minute or so later.
  enable_seqscan: "off",
  // Such a plan looks so expensive that Postgres would compile it, which takes longer than running it.
  jit: "off",
  // In a stricter one, a statement that waits for the lock of a feed would fail and be repeated.
  default_transaction_isolation: "read committed" as const,
};

/** More than the server gives a statement. It also ends a statement that is never answered. Connecting counts. */
const DEADLINE_MS = 3_500;

/** After this silence the system asks whether the other end of a connection is still there. */
const KEEPALIVE_SECONDS = 10;

interface ConnectOptions {
  /** Most connections. A stream never holds one, so this bounds queries in flight, not users. */
  max: number;
  /** The address leads to a pooler in transaction mode: a session keeps nothing from one transaction to the next. */
  pooler?: boolean;
  onnotice?: (notice: postgres.Notice) => void;
  /** Hears how long each statement or transaction took. */
  observe?: Observe;
}

/** A pool for hand-written SQL. Each statement and each transaction has a connection for itself, and a deadline. */
export interface Database extends Queryable {
  readonly poolSize: number;
  /** Connections at work, and statements that wait for one. */
  load(): { busy: number; waiting: number };
  /**
   * All or nothing: commits after `work`, rolls back if it fails. If Postgres rolls it back for the sake of another
   * transaction, `work` runs again.
   */
  begin<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  end(): Promise<void>;
}

/** Throws DatabaseUrlError. */
export function connect(
  url: string,
  { max, pooler = false, onnotice = () => {}, observe = () => {} }: ConnectOptions,
): Database {
  const options: DriverOptions = {
    prepare: !pooler,
    keep_alive: KEEPALIVE_SECONDS,
    connection: { application_name: "notifications", ...(!pooler && SESSION_SETTINGS) },
    onnotice,
  };
  const address = parseDatabaseUrl(url);
  const pool = new Pool(max, DEADLINE_MS, () => new Session(address, options), observe);
  return Object.assign(
    queryable((ask) =>
      repeated((attempt) =>
        // A statement runs with the isolation of its role or database, which can be the reason it fails.
        pool.lend((session) => (attempt === 1 ? session.run(ask) : inTransaction(session, () => session.run(ask)))),
      ),
    ),
    {
      poolSize: pool.size,
      load: () => pool.load(),
      begin: <Result>(work: (transaction: Queryable) => Promise<Result>) =>
        repeated(() => pool.lend((session) => inTransaction(session, work))),
      end: async () => pool.end(),
    },
  );
}

const ATTEMPTS = 5;

/** Repeats work that was rolled back because of others. `attempt` counts from 1. */
async function repeated<Result>(work: (attempt: number) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++)
    try {
      return await work(attempt);
    } catch (error) {
      if (!isRolledBack(error) || attempt === ATTEMPTS) throw error;
    }
}

async function inTransaction<Result>(
  session: Session,
  work: (transaction: Queryable) => Promise<Result>,
): Promise<Result> {
  const transaction = queryable((ask) => session.run(ask));
  await transaction`begin isolation level read committed`;
  // If it fails, the pool closes the session and Postgres rolls back.
  const result = await work(transaction);
  const { command } = await transaction`commit`;
  // Postgres answers so if a statement failed and `work` went on.
  if (command === "ROLLBACK") throw new Error("a transaction with a failed statement cannot be committed");
  return result;
}

/** Opens the whole pool, if the database is there: otherwise the first burst of requests would wait for connections. */
export async function openPool(sql: Database): Promise<void> {
  await Promise.allSettled(Array.from({ length: sql.poolSize }, () => sql`select 1`));
}
