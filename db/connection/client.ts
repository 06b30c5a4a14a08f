import type postgres from "postgres";

import { isRolledBack } from "../rolled-back";
import { parseDatabaseUrl } from "./database-url";
import { Pool, type Observe } from "./pool";
import { Session, type DriverOptions, type Elements } from "./session";
import { queryable, type Queryable } from "./statement";

/** Fifteen times the 200 ms a statement should take, so that a batch of 10,000 also ends on a machine five times too busy. */
const STATEMENT_TIMEOUT_MS = 3_000;

/** No limit, in text: the driver leaves out what is false. */
const NO_LIMIT = "0" as unknown as number;

/**
 * Of the server, for each session, whatever the role or the database has been given. Behind a pooler none of them holds,
 * so they make statements faster and safer, and no statement's meaning depends on them or on any other setting.
 */
const SESSION_SETTINGS = {
  statement_timeout: STATEMENT_TIMEOUT_MS,
  lock_timeout: NO_LIMIT,
  idle_session_timeout: NO_LIMIT,
  // A process that is frozen or cut off in the middle of a transaction must not hold a feed's lock.
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  // A session keeps the plans of its foreign keys. One made while a table was small would read all of it for every row,
  // and a batch of 10,000 take seconds, until statistics are next gathered: some minute after the table has grown.
  enable_seqscan: "off",
  // What such a plan seems to cost would have Postgres compile it, for longer than it takes to run.
  jit: "off",
  // Else a statement that waits for another one's feed would fail, and be repeated.
  default_transaction_isolation: "read committed" as const,
};

/** More than the server gives a statement, and all there is for one that is never answered. Connecting counts. */
const DEADLINE_MS = 3_500;

/** How long a connection is silent before the system asks whether its other end is still there. */
const KEEPALIVE_SECONDS = 10;

/** Of types in Postgres (`pg_type`). */
const OID = { int8: 20, int4Array: 1007, int8Array: 1016, uuidArray: 2951 };

/**
 * An array in the text form of Postgres (manual, section 8.15.6); of ids and numbers, in which nothing needs
 * quotes. Never of nulls, which `array_nulls` can make text.
 */
const array = (oid: number): postgres.PostgresType<Elements> => ({
  to: oid,
  from: [oid],
  serialize: (items: Elements) => `{${items.join(",")}}`,
  parse: (text: string) => (text === "{}" ? [] : text.slice(1, -1).split(",")),
});

/** What a driver needs to know of the types in use. */
export const DRIVER_OPTIONS: DriverOptions = {
  // Asking the server for its arrays costs a round trip each time, and when the connection is lost during it, a rejection
  // that nobody can handle.
  fetch_types: false,
  types: {
    // `bigint` columns are feed positions and counts, all far below 2^53: plain numbers.
    position: { to: OID.int8, from: [OID.int8], parse: Number, serialize: String },
    integers: array(OID.int4Array),
    positions: array(OID.int8Array),
    ids: array(OID.uuidArray),
  },
};

interface ConnectOptions {
  /** Most connections. A stream never holds one, so this bounds queries in flight, not users. */
  max: number;
  /** A pooler in transaction mode is in between: nothing may be kept in a session from one transaction to the next. */
  pooler?: boolean;
  onnotice?: (notice: postgres.Notice) => void;
  /** Hears what each statement or transaction took. */
  observe?: Observe;
}

/** A pool for hand-written SQL. Each statement, and each transaction, has a connection of its own and a deadline. */
export interface Database extends Queryable {
  readonly poolSize: number;
  /** Connections at work, and statements that wait for one. */
  load(): { busy: number; waiting: number };
  /**
   * All or nothing: commits when `work` is done, rolls back when it fails. `work` is done again when Postgres has rolled it
   * back for the sake of another transaction.
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
    ...DRIVER_OPTIONS,
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
        // By default a statement runs as isolated as the role or the database says, which can be what made it fail.
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

/** Does again what was rolled back because of others. `attempt` counts from 1. */
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
  // When it fails the session is closed, and Postgres rolls back.
  const result = await work(transaction);
  const { command } = await transaction`commit`;
  // What Postgres does when a statement had failed and `work` went on.
  if (command === "ROLLBACK") throw new Error("a transaction with a failed statement cannot be committed");
  return result;
}

/**
 * Opens the whole pool, as far as the database is there. Connections made under the first burst of requests would
 * compete with it, and the burst would wait for them.
 */
export async function openPool(sql: Database): Promise<void> {
  await Promise.allSettled(Array.from({ length: sql.poolSize }, () => sql`select 1`));
}
