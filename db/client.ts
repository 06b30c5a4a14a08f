import postgres from "postgres";

/** Most connections one process opens. A stream never holds one, so this bounds queries in flight, not users. */
const POOL_SIZE = 10;
const STATEMENT_TIMEOUT_MS = 5_000;

const POSITION_OID = 20;

/** A pool for hand-written SQL. `bigint` columns are feed positions and counts, all far below 2^53: plain numbers. */
export function connect(url: string) {
  return postgres(url, {
    max: POOL_SIZE,
    connect_timeout: 5,
    idle_timeout: 60,
    connection: { application_name: "notifications", statement_timeout: STATEMENT_TIMEOUT_MS },
    types: { position: { to: POSITION_OID, from: [POSITION_OID], parse: Number, serialize: String } },
    onnotice: () => {},
  });
}

export type Database = ReturnType<typeof connect>;
