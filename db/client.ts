import postgres from "postgres";

/** Most connections one process opens. A stream never holds one, so this bounds queries in flight, not users. */
const POOL_SIZE = 10;
const STATEMENT_TIMEOUT_MS = 5_000;
const CONNECT_TIMEOUT_SECONDS = 10;
const RECONNECT_SECONDS = 0.25;

const INT8_OID = 20;

/** A pool for hand-written SQL. `bigint` columns are feed positions and counts, all far below 2^53: plain numbers. */
export function connect(url: string, options: { max?: number; onnotice?: (notice: postgres.Notice) => void } = {}) {
  return postgres(url, {
    max: POOL_SIZE,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // The default waits up to 20 seconds after some failures, and every query waits with it.
    backoff: () => RECONNECT_SECONDS,
    connection: { application_name: "notifications", statement_timeout: STATEMENT_TIMEOUT_MS },
    types: { position: { to: INT8_OID, from: [INT8_OID], parse: Number, serialize: String } },
    onnotice: () => {},
    ...options,
  });
}

/**
 * Opens the whole pool, as far as the database is there. Connections made under the first burst of requests would
 * compete with it, and the burst would wait for them.
 */
export async function openPool(sql: Database): Promise<void> {
  await Promise.allSettled(Array.from({ length: POOL_SIZE }, () => sql`select 1`));
}

export type Database = ReturnType<typeof connect>;
