import type { Database } from "./connection/client";
import type { Queryable } from "./connection/statement";

/** The app's texts are any Unicode, so the database must keep any Unicode. */
const ENCODING = "UTF8";

/** The database cannot keep every text, and must be made anew. */
export class EncodingError extends Error {
  constructor(encoding: string) {
    super(`leads to a database whose encoding is ${encoding}: make one with encoding ${ENCODING}`);
    this.name = "EncodingError";
  }
}

/**
 * A name for the database: the same by every address and through every pooler, and another one for each copy. Rejects
 * unless the database answers and is migrated. Throws EncodingError.
 *
 * It is made of two facts that every role may read and no copy shares: the moment the server started, to the
 * microsecond, and the number of the database on its server. A restart or a failover changes it, so ask again from time
 * to time. If several servers are one database that anybody may write to, each has its own name, and the sweep carries
 * changes from one to the other. Only a machine copied together with its memory has the same name as its original.
 */
export async function identify(sql: Database): Promise<string> {
  const [database] = await sql<{ started: number; number: number; encoding: string }[]>`
    select (date_part('epoch', pg_postmaster_start_time()) * 1000000)::bigint as started, oid::bigint as number,
      pg_encoding_to_char(encoding) as encoding, (select 1 from public.notification_feeds limit 1)
    from pg_database where datname = current_database()`;
  if (!database) throw new Error("the database does not know itself");
  if (database.encoding !== ENCODING) throw new EncodingError(database.encoding);
  return `${database.started.toString(36)}-${database.number.toString(36)}`;
}

/** Throws EncodingError. */
export async function assertEncoding(sql: Queryable): Promise<void> {
  const [database] = await sql<{ encoding: string }[]>`select getdatabaseencoding() as encoding`;
  if (database?.encoding !== ENCODING) throw new EncodingError(database?.encoding ?? "unknown");
}
