import type { Database } from "./client";
import type { Queryable } from "./statement";

/** The app's texts are any Unicode, and so must be what a database can keep. */
const ENCODING = "UTF8";

/** The database cannot keep every text. It has to be made anew. */
export class EncodingError extends Error {
  constructor(encoding: string) {
    super(`leads to a database whose encoding is ${encoding}: make one with encoding ${ENCODING}`);
    this.name = "EncodingError";
  }
}

/**
 * A name for the database, the same for everybody who is connected to it by whatever address or pooler, and another one
 * for each copy of it. Rejects unless the database answers and is migrated. Throws EncodingError.
 *
 * It rests on two things that every role may read and that no copy can share: when the server was started, to the
 * microsecond, which tells servers apart though one was made from the files of the other; and the number of the
 * database, which tells databases of one server apart, though one was made from the other as its template. A restart or
 * failover changes it, and so it has to be asked again. Where several servers are one database that anybody may write
 * to, they have different names, and what happens on one reaches the others by the sweep. The same moment for two
 * servers needs a machine that was copied with its memory.
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
